"""Floor 4. RSS, sitemaps and robots.txt of the sample newspaper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from email.utils import format_datetime
from html import escape

from . import frame
from .content import SampleArticle, events, sections, slug
from .markup import NOW_ISO
from .newspaper import PAGE_SIZE, Articles, Newspaper

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
FIXED = ("sitemap-article-daily", "sitemap-news", "sitemap-category", "sitemap-event")
ROBOTS = """User-agent: *
Disallow: /api/getcomment/
Disallow: /print/

Sitemap: {0}/sitemap.xml
Sitemap: {0}/sitemap-news.xml
"""


def rss(name: str, path: str, articles: Articles, paper: Newspaper) -> str:
    """RSS 2.0 as OneCMS writes it: no author, no category, no full text; the sapo stands behind a linked picture."""
    items = "\n".join(_rss_item(article, paper.origin) for article in articles[:PAGE_SIZE])
    about = f"<title>{escape(name)} - Báo Sơn Lam Online</title><link>{paper.origin}{path}</link><description>{escape(name)}</description>"
    spaces = 'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    return f'{HEAD}<rss version="2.0" {spaces}>\n<channel>{about}\n{items}\n</channel>\n</rss>\n'


def _rss_item(article: SampleArticle, origin: str) -> str:
    link = origin + article.path
    picture = f'<a href="{link}"><img src="{escape(frame.thumb(article, origin))}" alt=""/></a>'
    sapo = escape(article.sapo, quote=False)
    return (
        f"<item><title>{escape(article.title)}</title><link>{link}</link><guid>{link}</guid>"
        f"<description><![CDATA[{picture}<br/>{sapo}]]></description>"
        f"<pubDate>{format_datetime(article.published)}</pubDate><slash:comments>0</slash:comments></item>"
    )


def sitemap_index(paper: Newspaper) -> str:
    """`/sitemap.xml`: the fixed ones and one per day with articles; lastmod says when the index was made."""
    names = [*FIXED, *(f"sitemap-article-{day}" for day in paper.days)]
    rows = "\n".join(f"<sitemap><loc>{paper.origin}/{name}.xml</loc><lastmod>{NOW_ISO}</lastmod></sitemap>" for name in names)
    return f"{HEAD}<sitemapindex {XMLNS}>\n{rows}\n</sitemapindex>\n"


def sitemap(name: str, paper: Newspaper) -> tuple[str, Articles] | None:
    """A sitemap of the index by its file name, and the articles in it; None for one that is not there."""
    if name == "sitemap-category":
        return _places((f"/{path}" for path in sections()), paper), ()
    if name == "sitemap-event":
        return _places((f"/{slug(event.name)}-event{event.id}.html" for event in events().values()), paper), ()
    newest = next(iter(paper.days), None)
    if name == "sitemap-news":
        return _news(paper, newest)
    day = newest if name == "sitemap-article-daily" else _day(name)
    found = tuple(paper.days.get(day, ())) if day else ()
    if not found and name != "sitemap-article-daily":
        return None
    return _urlset(IMAGE, (_url(article, paper.origin) for article in found)), found


def _day(name: str) -> date | None:
    text = name.removeprefix("sitemap-article-")
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _news(paper: Newspaper, newest: date | None) -> tuple[str, Articles]:
    """What came out on the newest day and the day before, with titles."""
    days = [newest, newest - timedelta(days=1)] if newest else []
    found = tuple(article for day in days for article in paper.days.get(day, ()))
    return _urlset(f"{IMAGE} {NEWS}", (_url(article, paper.origin, news=True) for article in found)), found


def _url(article: SampleArticle, origin: str, *, news: bool = False) -> str:
    made = (article.published + timedelta(seconds=1)).isoformat(timespec="seconds")
    image = f"<image:image><image:loc>{escape(frame.thumb(article, origin, '1200x630'))}</image:loc></image:image>"
    about = (
        "<news:news><news:publication><news:name>Báo Sơn Lam Online</news:name><news:language>vi</news:language></news:publication>"
        f"<news:publication_date>{made}</news:publication_date><news:title>{escape(article.title)}</news:title></news:news>"
    )
    return f"<url><loc>{origin}{article.path}</loc><lastmod>{made}</lastmod>{about if news else ''}{image}</url>"


def _places(paths: Iterable[str], paper: Newspaper) -> str:
    return _urlset("", (f"<url><loc>{paper.origin}{path}</loc><changefreq>hourly</changefreq></url>" for path in paths))


def _urlset(spaces: str, rows: Iterable[str]) -> str:
    return f"{HEAD}<urlset {XMLNS} {spaces}>\n" + "\n".join(rows) + "\n</urlset>\n"
