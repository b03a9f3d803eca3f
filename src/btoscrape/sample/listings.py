"""Floor 4. The sample newspaper's listings: home, sections, search, tags, load-more API, feeds, sitemaps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape

from ..text import fold
from .content import SECTIONS, SampleArticle, slug
from .markup import CDN, entities, page

PAGE_SIZE = 15
SITEMAP_ONLY = 17
"""Articles whose id divides by it are in no listing but their day's sitemap."""

Articles = list[SampleArticle]


def in_section(articles: Articles, path: str) -> Articles:
    """The articles of a section and of those below it, newest first."""
    return [a for a in listed(articles) if a.section == path or a.section.startswith(path + "/")]


def listed(articles: Articles) -> Articles:
    """What the site's own listings show, newest first."""
    return [a for a in reversed(articles) if a.id % SITEMAP_ONLY]


def search(articles: Articles, query: str) -> Articles:
    """Articles that hold all words of the query, accents aside."""
    words = fold(query).split()
    return [a for a in listed(articles) if all(word in fold(f"{a.title} {a.sapo}") for word in words)]


def tagged(articles: Articles, tag: str) -> Articles:
    """Articles with a tag of that slug."""
    return [a for a in listed(articles) if tag in map(slug, a.tags)]


def listing_page(title: str, articles: Articles, channel: int | None, *, more: bool = True) -> str:
    """A listing of the newest, with the button that loads more."""
    items = "".join(_item(article, first=number == 0) for number, article in enumerate(articles[:PAGE_SIZE]))
    action = f' data-action="api/getarticlebychannel/{channel}&pubid=0"' if channel else ""
    button = '<div class="c-more onecms__loadmore"><a href="javascript:void(0)">Xem thêm</a></div>' if more else ""
    main = (
        '<div class="l-content"><div class="container"><div class="l-main"><div class="c-template-list">'
        f'<ul class="onecms__loading"{action}>{items}</ul></div>{button}</div></div></div>'
    )
    params = {"type": "channel", "keyword": "empty", "channelId": channel, "eventId": 0}
    scripts = f"<script>var loadmore_params={json.dumps(params)};</script>" if channel else ""
    return page(f"{title} - Báo Sơn Lam Online", main, scripts=scripts)


def _item(article: SampleArticle, *, first: bool) -> str:
    link, tag = escape(article.path), "h2" if first else "h3"
    return (
        f'<li pid="{article.id}"><div class="b-grid"><div class="b-grid__img"><a href="{link}"><img class="lazy" '
        f'src="{CDN}/assets/images/grey.gif" data-src="{CDN}/thumbs/540x360/{article.id}.jpg" alt="{entities(article.title)}"></a></div>'
        f'<div class="b-grid__content"><div class="b-grid__row"><{tag} class="b-grid__title"><a href="{link}">{escape(article.title)}</a>'
        f'</{tag}><span class="b-grid__time">{article.published:%d/%m/%Y %H:%M}</span></div>'
        f'<div class="b-grid__row b-grid__desc"><a href="{link}">{escape(article.sapo)}</a></div></div></div></li>'
    )


def load_more(articles: Articles, call: str, origin: str) -> str | None:
    """The answer of `/api/getMoreArticle/{type}_{keyword}_{publisherId}_{channelId}_{eventId}`; None for a call it does not know."""
    kind, _, rest = call.partition("_")
    parts = rest.split("_")
    if len(parts) != 4 or not all(part.isdecimal() for part in parts[1:]):
        return None
    cursor, channel = int(parts[1]), int(parts[2])
    path = next((path for path, (number, _) in SECTIONS.items() if number == channel), "")
    rows = listed(articles) if kind == "24h" else in_section(articles, path)
    older = [article for article in rows if not cursor or article.id < cursor]
    return json.dumps([_more_row(article, origin) for article in older[:PAGE_SIZE]], ensure_ascii=False)


def _more_row(article: SampleArticle, origin: str) -> dict[str, object]:
    at = article.published
    channel, name = SECTIONS[article.section]
    return {
        "PublisherId": article.id,
        "Title": article.title,
        "TitleIcon16": article.title,
        "Headlines": article.sapo,
        "LinktoMe": article.path,
        "LinktoMe2": origin + article.path,
        "FriendlyTitle": slug(article.title),
        "NameChannel": name,
        "ChannelId": channel,
        "PublishedTime": f"/Date({int(at.timestamp() * 1000)})/",
        "TimeX1": f"{at:%d/%m/%Y - %H:%M}",
        "TimeX2": f"{at:%Y-%m-%d %H:%M:%S}",
        "CommentCount": 0,
    }


def feed(articles: Articles, name: str, origin: str) -> str:
    """RSS 2.0 as OneCMS writes it: no author, no category, the sapo behind a linked picture."""
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{origin}{a.path}</link><guid>{origin}{a.path}</guid>"
        f'<description><![CDATA[<a href="{origin}{a.path}"><img src="{CDN}/{a.id}.jpg"></a><br/>{escape(a.sapo)}]]></description>'
        f"<pubDate>{format_datetime(a.published)}</pubDate><slash:comments>0</slash:comments></item>"
        for a in articles[:PAGE_SIZE]
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
    return f"{head}<channel><title>{escape(name)}</title><link>{origin}/</link>{items}</channel></rss>"


_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_index(articles: Articles, origin: str) -> str:
    """`/sitemap.xml`: the fixed sitemaps and one per day with articles; lastmod says when it was made."""
    days = sorted({article.published.date() for article in articles}, reverse=True)
    names = ["sitemap-article-daily", "sitemap-news", "sitemap-category", "sitemap-event"]
    names += [f"sitemap-article-{day}" for day in days]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = "".join(f"<sitemap><loc>{origin}/{name}.xml</loc><lastmod>{now}</lastmod></sitemap>" for name in names)
    return f'<?xml version="1.0" encoding="utf-8"?><sitemapindex {_XMLNS}>{rows}</sitemapindex>'


def sitemap(articles: Articles, name: str, origin: str) -> str | None:
    """One of the sitemaps of the index; None for a name that it does not have."""
    if name in ("sitemap-category", "sitemap-event"):
        paths = SECTIONS if name == "sitemap-category" else {}
        return _urlset(f"<url><loc>{origin}/{path}</loc></url>" for path in paths)
    newest = list(reversed(articles))
    if name == "sitemap-news":
        return _urlset(_url(article, origin) for article in newest[:PAGE_SIZE])
    day = str(newest[0].published.date()) if name == "sitemap-article-daily" else name.removeprefix("sitemap-article-")
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        return None
    rows = [article for article in newest if article.published.date() == wanted]
    return _urlset(_url(article, origin) for article in rows) if rows else None


def _url(article: SampleArticle, origin: str) -> str:
    image = f"<image:image><image:loc>{CDN}/{article.id}.jpg</image:loc></image:image>"
    return f"<url><loc>{origin}{article.path}</loc><lastmod>{article.published.isoformat()}</lastmod>{image}</url>"


def _urlset(rows: Iterable[str]) -> str:
    image = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    return f'<?xml version="1.0" encoding="utf-8"?><urlset {_XMLNS} {image}>{"".join(rows)}</urlset>'
