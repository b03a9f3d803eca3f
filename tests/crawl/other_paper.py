"""An invented newspaper on no known system, over real HTTP: feeds, gzipped sitemaps, section pages with next pages."""

import gzip
import threading
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from btoscrape.models import VIETNAM

NUMBER, PER_PAGE, SECTIONS = 60, 6, ("thoi-su", "kinh-te")
NOW = datetime(2026, 2, 20, 8, tzinfo=VIETNAM)
PLACES = ("An Sa", "Tuy Khê", "Phù Cư")
ROBOTS = "User-agent: *\nDisallow: /api/\n\nSitemap: {0}/sitemaps/index.xml\n"


class Story:
    """One article; every fifth is about a bloc."""

    def __init__(self, number):
        self.number, self.section = number, SECTIONS[number % 2]
        self.at = NOW - timedelta(days=3 * (NUMBER - number))
        self.is_bloc = number % 5 == 0
        place = PLACES[number % 3]
        self.title = f"Khối thi đua số {number} tổng kết ở {place}" if self.is_bloc else f"{place} vào mùa gặt lần {number}"
        slug = f"khoi-thi-dua-{number}" if self.is_bloc else f"mua-gat-{number}"
        self.path = f"/{self.section}/{self.at:%Y%m}/{slug}-{number:07x}/"

    def page(self, origin):
        facts = (
            f"Sáng nay, Khối thi đua số {self.number} tổng kết năm 2025. Hội nghị đề nghị UBND tỉnh tặng Cờ thi đua cho Sở Xây dựng."
            if self.is_bloc
            else "Bà con nông dân phấn khởi vì lúa năm nay được mùa, giá bán lại cao hơn năm trước một chút, thương lái vào tận ruộng."
        )
        return f"""<!DOCTYPE html><html><head><title>{self.title}</title><link rel="canonical" href="{origin}{self.path}">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{self.title}",
"datePublished": "{self.at.isoformat()}", "author": {{"@type": "Person", "name": "Thu Hà"}}, "articleSection": "{self.section}"}}</script></head>
<body><h1>{self.title}</h1><div class="noi-dung"><p>{facts}</p><p>Theo kế hoạch, các đơn vị sẽ họp lại vào quý tới để
bàn tiếp những việc còn dang dở và phân công người phụ trách từng phần việc cụ thể.</p></div></body></html>"""


STORIES = [Story(number) for number in range(1, NUMBER + 1)]


def listing(origin, section, page):
    stories = sorted((story for story in STORIES if story.section == section), key=lambda story: -story.number)
    shown = stories[(page - 1) * PER_PAGE : page * PER_PAGE]
    items = "".join(f'<h3><a href="{story.path}">{story.title}</a></h3>' for story in shown)
    following = f'<a rel="next" href="/{section}?page={page + 1}">Trang sau</a>' if page * PER_PAGE < len(stories) else ""
    return f"<!DOCTYPE html><html><body>{items}{following}</body></html>"


def home(origin):
    menu = "".join(f'<a href="/{section}">{section}</a>' for section in SECTIONS)
    feed = '<link rel="alternate" type="application/rss+xml" href="/tin.rss">'
    return f"<!DOCTYPE html><html><head>{feed}</head><body>{menu}</body></html>"


def rss(origin):
    items = "".join(
        f"<item><title>{story.title}</title><link>{origin}{story.path}</link><pubDate>{format_datetime(story.at)}</pubDate></item>"
        for story in STORIES[-5:]
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def months():
    return sorted({f"{story.at:%Y-%m}" for story in STORIES}, reverse=True)


def index(origin):
    rows = "".join(f"<sitemap><loc>{origin}/sitemaps/news-{month}.xml.gz</loc></sitemap>" for month in months())
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def month_map(origin, month):
    rows = "".join(
        f"<url><loc>{origin}{story.path}</loc><lastmod>{story.at.isoformat()}</lastmod></url>" for story in STORIES if f"{story.at:%Y-%m}" == month
    )
    xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return gzip.compress(xml.encode(), mtime=0)


class OtherPaper(ThreadingHTTPServer):
    """The running newspaper; `asked` lists the paths."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url, self.asked = f"http://127.0.0.1:{self.server_port}", []

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def reply(self, path):
        """Content type and body; None for what is not there."""
        stories = {story.path: story for story in STORIES}
        place, _, query = path.partition("?page=")
        if path in stories:
            return "text/html", stories[path].page(self.url)
        if place.strip("/") in SECTIONS:
            return "text/html", listing(self.url, place.strip("/"), int(query or 1))
        if place.startswith("/sitemaps/news-"):
            return "application/x-gzip", month_map(self.url, place[15:22])
        fixed = {"/": ("text/html", home), "/tin.rss": ("text/xml", rss), "/sitemaps/index.xml": ("text/xml", index)}
        fixed["/robots.txt"] = ("text/plain", ROBOTS.format)
        return (fixed[place][0], fixed[place][1](self.url)) if place in fixed else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        found = self.server.reply(self.path)
        kind, body = found or ("text/html", "not found")
        body = body.encode() if isinstance(body, str) else body
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind if "gzip" in kind else f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass
