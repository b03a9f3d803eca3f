"""Floor 2. RSS, Atom and sitemaps, read tolerantly and without ever expanding what a DOCTYPE declares."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from .. import urls
from ..errors import ReadError
from ..models import Link
from ..text import parse_time
from ..urls import KeyOf, article_key
from .head import clean
from .times import iso

_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S)
_DECLARATION = re.compile(r"<\?xml[^>]*\?>", re.I)
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_STEP = 65_536
_DEEPEST = 50
_FEEDS = frozenset(["rss", "rdf", "feed", "channel"])
_SITEMAPS = frozenset(["urlset", "sitemapindex"])


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: other sitemaps (an index), articles with their time, or both."""

    children: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def read_feed(xml: str, base: str, key: KeyOf = article_key) -> tuple[Link, ...]:
    """The articles of an RSS 2.0 or Atom feed, each once, of the feed's own host; no feed is a ReadError."""
    items = [_feed_link(fields, base) for name, fields in _entries(xml, base, _FEEDS, "feed") if name in ("item", "entry")]
    return _unique(items, base, key)


def read_sitemap(xml: str, base: str, key: KeyOf = article_key) -> Sitemap:
    """The sitemaps and articles that a sitemap or sitemap index lists, of its own host; another file is a ReadError."""
    children, links = [], []
    for name, fields in _entries(xml, base, _SITEMAPS, "sitemap"):
        if name == "sitemap":
            children.append(urls.canonical(fields.get("loc", ""), base))
        elif name == "url":
            links.append(_sitemap_link(fields, base))
    own = (url for url in children if url and urls.host(url) == urls.host(base))
    return Sitemap(children=tuple(dict.fromkeys(own)), links=_unique(links, base, key))


def _entries(xml: str, base: str, homes: frozenset[str], kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Name and fields of each entry right below a home (the root is one), one at a time: some sitemaps have fifty thousand."""
    text, path = _clean(xml), list[ElementTree.Element]()
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(("start", "end"))
    try:
        for start in range(0, len(text), _STEP):
            parser.feed(text[start : start + _STEP])
            for told in parser.read_events():
                event, node = told[0], told[-1]
                assert isinstance(node, ElementTree.Element)
                if event == "start":
                    path.append(node)
                    _check_place(path, base, homes, kind)
                    continue
                path.pop()
                if path and _name(path[-1]) in homes and _name(node) not in homes:
                    yield _name(node), _fields(node)
                    path[-1].remove(node)
        parser.close()
    except ElementTree.ParseError as error:
        raise ReadError(base, f"is no XML that can be read: {error}") from error


def _check_place(path: list[ElementTree.Element], base: str, homes: frozenset[str], kind: str) -> None:
    if len(path) == 1 and _name(path[0]) not in homes:
        raise ReadError(base, f"is no {kind}: its root is <{_name(path[0])}>")
    if len(path) > _DEEPEST:
        raise ReadError(base, f"is no {kind}: its elements are nested more than {_DEEPEST} deep")


def _feed_link(fields: dict[str, str], base: str) -> Link:
    address = fields.get("link") or fields.get("guid") or fields.get("id") or ""
    summary = fields.get("description") or fields.get("summary") or fields.get("content") or ""
    published = _time(fields.get("pubdate") or fields.get("published") or fields.get("date") or fields.get("updated"))
    title = _plain(fields.get("title", ""))
    return Link(urls.canonical(clean(address), base), "rss", title, _plain(summary), published)


def _sitemap_link(fields: dict[str, str], base: str) -> Link:
    published = _time(fields.get("publication_date") or fields.get("lastmod"))
    url = urls.canonical(clean(fields.get("loc", "")), base)
    return Link(url, "sitemap", _plain(fields.get("title", "")), "", published)


def _unique(links: list[Link], base: str, key_of: KeyOf) -> tuple[Link, ...]:
    """Articles alone: a sitemap also lists sections, a feed may point to other sites."""
    found: dict[str, Link] = {}
    for link in links:
        key = key_of(link.url)
        if key and urls.host(link.url) == urls.host(base):
            found.setdefault(key, link)
    return tuple(found.values())


def _clean(xml: str) -> str:
    text = _ILLEGAL.sub("", xml).strip().lstrip("\ufeff")
    return "".join(_mended(part) for part in _CDATA.split(text))


def _mended(part: str) -> str:
    """A piece outside CDATA: no DOCTYPE (so no entity but XML's own), no stray `&`."""
    if part.startswith("<![CDATA["):
        return part
    return _STRAY.sub("&amp;", _DOCTYPE.sub("", _DECLARATION.sub("", part)))


def _fields(node: ElementTree.Element) -> dict[str, str]:
    """The texts below an item by lower-case local name, the first of each; of a `link` without text its `href`."""
    fields: dict[str, str] = {}
    for inner in node.iter():
        name = _name(inner)
        alternate = inner.get("rel", "alternate") == "alternate"
        text = (inner.text or "").strip() or (inner.get("href", "") if name == "link" and alternate else "")
        if text:
            fields.setdefault(name, text)
    return fields


def _name(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2].lower()


def _plain(markup: str) -> str:
    """The words of a description that may hold HTML, escaped or not."""
    return clean(_TAGS.sub(" ", html.unescape(markup)))


def _time(text: str | None) -> datetime | None:
    """The moment of an ISO, RFC 822 or printed time, in +07:00."""
    if not text:
        return None
    if told := iso(text):
        return told
    try:
        return iso(parsedate_to_datetime(text).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return parse_time(text)
