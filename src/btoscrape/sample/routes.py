"""Floor 4. Which page answers which address of the sample newspaper: a function from the paper and a target to a reply."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, unquote, urlsplit

from . import api, feeds, listings, pictures
from .article_page import article_page, print_page
from .content import SampleArticle, articles, events, sections, slug
from .newspaper import PAGE_SIZE, Articles, Newspaper

HTML, XML, JSON = "text/html; charset=utf-8", "text/xml; charset=utf-8", "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answers. `etag` and `modified` come from the articles shown, so they hold while stamps in the page change."""

    body: str | bytes
    kind: str = HTML
    status: int = 200
    etag: str = ""
    modified: datetime | None = None


Answer = Reply | None


def reply(paper: Newspaper, target: str) -> Reply:
    """The answer to a GET of that target (`/path?query`); a 404 in the site's dress for what is not there."""
    try:
        parts = urlsplit(target)
    except ValueError:
        parts = urlsplit("/400")
    path, query = unquote(parts.path), parse_qs(parts.query).get("q", [""])[0]
    if path == "/search":
        found = paper.search(query)
        return _of(listings.search_page(query, found, paper), HTML, target, found[:PAGE_SIZE], f"{len(found)}")
    for pattern, answer in ROUTES:
        match = re.fullmatch(pattern, path, re.ASCII)
        if match and (found_reply := answer(paper, path, *match.groups())):
            return found_reply
    return Reply(listings.not_found(paper), status=404)


def _of(body: str | bytes, kind: str, target: str, shown: Articles, more: str = "") -> Reply:
    """A reply whose validators say which articles it shows."""
    said = "|".join((target, more, *(article.fingerprint for article in shown)))
    etag = f'W/"{hashlib.sha256(said.encode()).hexdigest()[:20]}"'
    return Reply(body, kind, 200, etag, max((article.published for article in shown), default=_epoch()))


def _epoch() -> datetime:
    """When what shows no article was last changed: as the paper began."""
    return articles()[0].published


def _article(paper: Newspaper, path: str) -> Answer:
    article = paper.by_path.get(path)
    return _of(article_page(article, paper), HTML, path, (article,)) if article else None


def _print(paper: Newspaper, path: str, number: str) -> Answer:
    article = _by_id(paper, int(number))
    return _of(print_page(article, paper), HTML, path, (article,)) if article else None


def _by_id(paper: Newspaper, number: int) -> SampleArticle | None:
    return next((article for article in paper.published if article.id == number), None)


def _home(paper: Newspaper, path: str) -> Answer:
    return _of(listings.home(paper), HTML, path, paper.linked[:40])


def _newest(paper: Newspaper, path: str) -> Answer:
    return _of(listings.newest_page(paper), HTML, path, paper.listed[:PAGE_SIZE])


def _section(paper: Newspaper, path: str) -> Answer:
    section = sections().get(path[1:])
    if section is None:
        return None
    return _of(listings.section_page(section, paper), HTML, path, paper.in_section(section.path)[:PAGE_SIZE])


def _tag(paper: Newspaper, path: str, tag: str) -> Answer:
    found = paper.tagged(tag.lower())
    if not found:
        return None
    name = next(name for name in found[0].tags if slug(name) == tag.lower())
    return _of(listings.tag_page(name, path, found, paper), HTML, path, found[:PAGE_SIZE], f"{len(found)}")


def _event(paper: Newspaper, path: str, number: str) -> Answer:
    event = events().get(int(number))
    if event is None:
        return None
    found = paper.of_event(event)
    return _of(listings.event_page(event.id, event.name, found, path, paper), HTML, path, found[:PAGE_SIZE])


def _load_more(paper: Newspaper, path: str, call: str) -> Answer:
    body = api.load_more(call, paper)
    return None if body is None else Reply(body, JSON, etag=_digest(path, body))


def _by_channel(paper: Newspaper, path: str, channel: str, article: str) -> Answer:
    body = api.by_channel(int(channel), int(article), paper)
    return None if body is None else Reply(body, JSON, etag=_digest(path, body))


def _comments(paper: Newspaper, path: str) -> Answer:
    return Reply("[]", JSON, etag=_digest(path, "[]"))


def _digest(path: str, body: str) -> str:
    return f'W/"{hashlib.sha256((path + body).encode()).hexdigest()[:20]}"'


def _rss(paper: Newspaper, path: str, name: str) -> Answer:
    if name == "trang-chu":
        return _of(feeds.rss("Trang chủ", "/", paper.linked, paper), XML, path, paper.linked[:PAGE_SIZE])
    section = sections().get(name)
    if section is None:
        return None
    found = paper.linked_in(name)[:PAGE_SIZE]
    return _of(feeds.rss(section.name, f"/{name}", found, paper), XML, path, found)


def _index(paper: Newspaper, path: str) -> Answer:
    return _of(feeds.sitemap_index(paper), XML, path, paper.published[:1], f"{len(paper.days)}")


def _sitemap(paper: Newspaper, path: str, name: str) -> Answer:
    found = feeds.sitemap(name, paper)
    return _of(found[0], XML, path, found[1]) if found else None


def _robots(paper: Newspaper, path: str) -> Answer:
    return _of(feeds.ROBOTS.format(paper.origin), "text/plain; charset=utf-8", path, ())


def _jpeg(paper: Newspaper, path: str) -> Answer:
    return _of(pictures.JPEG, "image/jpeg", path, ())


def _gif(paper: Newspaper, path: str) -> Answer:
    return _of(pictures.GIF, "image/gif", path, ())


def _style(paper: Newspaper, path: str) -> Answer:
    return _of(pictures.text("theme.css"), "text/css; charset=utf-8", path, ())


def _script(paper: Newspaper, path: str) -> Answer:
    return _of(pictures.text("ui.js"), "text/javascript; charset=utf-8", path, ())


ROUTES: tuple[tuple[str, Callable[..., Answer]], ...] = (
    (r"/[^/]+-\d+\.html", _article),
    (r"/", _home),
    (r"/tin-moi-nhat", _newest),
    (r"/[a-z0-9-]+(?:/[a-z0-9-]+)?", _section),
    (r"/api/getMoreArticle/([^/]+)", _load_more),
    (r"/api/getarticlebychannel/(\d{1,11})&pubid=(\d{1,11})", _by_channel),
    (r"/api/getcomment/[\w-]+", _comments),
    (r"/([A-Za-z0-9-]+)-ptag\.html", _tag),
    (r"/[a-z0-9-]+-event(\d{1,11})\.html", _event),
    (r"/print/(\d{1,11})\.html", _print),
    (r"/rss/([a-z0-9-]+(?:/[a-z0-9-]+)?)", _rss),
    (r"/sitemap\.xml", _index),
    (r"/(sitemap-[a-z0-9-]+)\.xml", _sitemap),
    (r"/robots\.txt", _robots),
    (r"/.+\.jpe?g", _jpeg),
    (r"/.+\.(?:gif|png|ico)", _gif),
    (r"/.+\.css", _style),
    (r"/.+\.js", _script),
)
"""Address pattern and what answers it; the first that has an answer gives it."""
