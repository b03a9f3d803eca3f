"""Floor 2. Which articles a page of links shows: home, section, search and tag pages, and the load-more answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import urls
from ..errors import ReadError
from ..models import VIETNAM, FoundBy, Link
from ..text import collapse, parse_time
from ..urls import KeyOf, article_key
from .blocked import is_block_page
from .dom import check, first_text, parse
from .head import clean
from .times import iso

_LIST = "ul.onecms__loading li[pid], ul.loadAjax li[pid]"
_ITEMS = "li[pid], li.article__loading, .b-grid"
_HEADED = ".b-grid__title a[href], h2 a[href], h3 a[href], h4 a[href]"
_TITLE = (".b-grid__title a", ".b-grid__title", "h2 a", "h3 a", "h4 a")
_SUMMARY = (".b-grid__desc",)
_NEXT = "link[rel~=next][href], a[rel~=next][href], a.next[href], .next > a[href], .pagination li.active + li > a[href]"
_FEEDS = "link[rel~=alternate][type='application/rss+xml'][href], link[rel~=alternate][type='application/atom+xml'][href]"
_RELATED = "liên quan"
_STAMPED = "[datetime]"
_TIME = (".b-grid__time", "time", ".c-time-count")
_CHANNEL = (
    re.compile(r"WebControl\.channelId\s*=\s*[\"']?(\d{1,9})", re.I | re.ASCII),
    re.compile(r"getarticlebychannel/(\d{1,9})", re.I | re.ASCII),
    re.compile(r"\bchannel_\w{1,60}?_\d{1,12}_(\d{1,9})_\d", re.I | re.ASCII),
    re.compile(r"loadmore_params[^;]{0,400}?channel_?id[\"']?\s*[:=]\s*[\"']?(\d{1,9})", re.I | re.ASCII),
)
_HREF = r"""href\s*=\s*(?:(?="([^"]*)")|(?='([^']*)')|([^\s>"']+))"""
"""Looks ahead over what is quoted, as that may be the value of another attribute in whose text `href` stands."""
_HREFS, _ANY_HREFS = re.compile(_HREF), re.compile(_HREF, re.I)
_LOUD = re.compile("H[Rr][Ee][Ff]")
"""`HREF`, `Href`: pages without it, nearly all, are searched ten times as fast."""
_TAGS = re.compile(r"<[^<>]{0,300}>")
_EPOCH = re.compile(r"/Date\((\d{9,14})\)/", re.ASCII)
_MS_A_DAY_SPAN = 4_102_444_800_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page of links offers: articles, sections and tag pages of its own host, each once, and how to go on.

    `cursor` is the id of the last article shown: the load-more API takes it to give the next ones. The first `listed`
    links are the page's own list (of an article, its related ones); those after it stand in other boxes. `next`: the page on
    which the list goes on; `feeds`: RSS and Atom that the page names.
    """

    links: tuple[Link, ...] = ()
    sections: tuple[str, ...] = ()
    channel_id: int | None = None
    cursor: int | None = None
    tags: tuple[str, ...] = ()
    listed: int = 0
    next: str = ""
    feeds: tuple[str, ...] = ()


def read_listing(html: str, base: str, found_by: FoundBy, key: KeyOf = article_key) -> Listing:
    """What the page at `base` links: the list that "Xem thêm" goes on with first, then every other article link.

    `related`: the page is an article, which has related ones for a list, and nothing on which that goes on. A page without links gives
    an empty Listing; an empty answer or a firewall's page is a ReadError.
    """
    if not html.strip() or is_block_page(html):
        raise ReadError(base, "is empty" if not html.strip() else "is a firewall's block page; ask again later")
    check(html, base)
    tree = parse(html)
    at = cache(partial(urls.canonical, base=base))
    shown = _Shown(tree, at, found_by, key)
    found = _Found(base, key)
    own_list = {item.mem_id: item for item in (_related(tree) if found_by == "related" else tree.css(_LIST))}
    found.add(shown.links(own_list.values(), found))
    listed = len(found.links)
    found.add(shown.links((item for item in tree.css(_ITEMS) if item.mem_id not in own_list), found))
    anchors = [(at(a.attributes.get("href") or ""), a) for a in tree.css("a[href]")]
    found.add(_plain_links(anchors, found_by, key, found))
    own = [url for url in dict.fromkeys(url for url, _ in anchors) if url and urls.host(url) == urls.host(base)]
    listing = Listing(links=tuple(found.links.values()), tags=tuple(filter(urls.is_tag, own)), listed=listed)
    if found_by == "related":
        return listing
    return replace(
        listing,
        sections=tuple(url for url in own if urls.is_section(url, base)),
        channel_id=_channel_id(html),
        cursor=_cursor(tree),
        next=_linked(tree, _NEXT, base),
        feeds=tuple(dict.fromkeys(at(node.attributes.get("href") or "") for node in tree.css(_FEEDS))),
    )


def addresses(html: str, base: str, told: set[int] | None = None) -> tuple[str, ...]:
    """Everything that the page may link, each address once, found without parsing it: also what a comment or a script holds as `href`.

    `told` remembers what pages linked: given to the next one, that one gives only what it adds.
    """
    check(html, base)
    hrefs = _ANY_HREFS if _LOUD.search(html) else _HREFS
    written = dict.fromkeys(double or single or bare for double, single, bare in hrefs.findall(html))
    news = list(written) if told is None else _news(written, base, told)
    return tuple(dict.fromkeys(filter(None, (urls.canonical(unescape(address), base) for address in news))))


def _news(written: Iterable[str], base: str, told: set[int]) -> list[str]:
    """What of it no page before told; an address that hangs on the page's own is another one on each."""
    site = urls.site(base)
    hashed = {hash((address, site if address.startswith(("/", "http")) else base)): address for address in written}
    news = hashed.keys() - told
    told |= news
    return [address for number, address in hashed.items() if number in news]


def read_more(text: str, base: str, found_by: FoundBy, key: KeyOf = article_key) -> Listing:
    """The articles of a load-more answer, a JSON array; anything else is a ReadError. `[]` is the end of the list."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ReadError(base, "is no load-more answer: it is not JSON") from error
    rows = value.get("listData") if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise ReadError(base, "is no load-more answer: it holds no list of articles")
    entries = [row for row in rows if isinstance(row, dict)]
    ids = [number for row in entries if (number := _number(row.get("PublisherId"))) is not None]
    links = [link for row in entries if (link := _row_link(row, base, found_by, key))]
    found = _Found(base, key)
    found.add(links)
    return Listing(links=tuple(found.links.values()), cursor=ids[-1] if ids else None, listed=len(found.links))


def _related(tree: LexborHTMLParser) -> list[LexborNode]:
    """What an editor chose to stand below an article, in the box "Bài liên quan" (related articles)."""
    boxes = (box for box in tree.css(".c-box") if _RELATED in first_text(box, (".c-box__title__name",)).lower())
    return [item for box in boxes for item in box.css(".b-grid")]


def _linked(tree: LexborHTMLParser, selector: str, base: str) -> str:
    """The address of the first such link on the page's own host."""
    found = (urls.canonical(node.attributes.get("href") or "", base) for node in tree.css(selector))
    return next((url for url in found if url and urls.host(url) == urls.host(base) and url != urls.canonical(base)), "")


class _Found:
    """The articles of a page, each once: what one mention leaves empty another may fill."""

    def __init__(self, base: str, key: KeyOf) -> None:
        self._host, self._key = urls.host(base), key
        self.links: dict[str, Link] = {}

    def add(self, links: Iterable[Link]) -> None:
        """Those on the page's own host, print pages apart."""
        for link in links:
            key = self._key(link.url)
            if key is None or urls.host(link.url) != self._host or "/print/" in link.url:
                continue
            seen = self.links.setdefault(key, link)
            if (link.title and not seen.title) or (link.summary and not seen.summary) or (link.published and not seen.published):
                self.links[key] = replace(
                    seen,
                    title=seen.title or link.title,
                    summary=seen.summary or link.summary,
                    published=seen.published or link.published,
                )


class _Shown:
    """What the items of one page may hold: each is asked only for what some part of the page has."""

    def __init__(self, tree: LexborHTMLParser, at: Callable[[str], str], found_by: FoundBy, key: KeyOf) -> None:
        self._at, self._found_by, self._key = at, found_by, key
        self._headed, self._stamped = {a.mem_id for a in tree.css(_HEADED)}, bool(tree.css_first(_STAMPED))
        self._titles, self._summaries, self._times = (
            tuple(selector for selector in selectors if tree.css_first(selector)) for selectors in (_TITLE, _SUMMARY, _TIME)
        )

    def links(self, items: Iterable[LexborNode], found: _Found) -> Iterator[Link]:
        """The articles that the items show; those of which all is known have nothing to add."""
        for item in items:
            url = self._url(item)
            if url and not self._is_whole(found.links.get(self._key(url) or "")):
                yield Link(url, self._found_by, first_text(item, self._titles), first_text(item, self._summaries), self._time(item))

    def _url(self, item: LexborNode) -> str | None:
        anchors = item.css("a[href]")
        headed = [a for a in anchors if a.mem_id in self._headed]
        addresses = (self._at(a.attributes.get("href") or "") for a in headed or anchors)
        return next((address for address in addresses if self._key(address)), None)

    def _is_whole(self, link: Link | None) -> bool:
        return bool(link and link.title and (link.summary or not self._summaries) and (link.published or not (self._stamped or self._times)))

    def _time(self, item: LexborNode) -> datetime | None:
        """The printed time, or the one from which the page's script makes "3 giờ trước"."""
        stamped = item.css_first(_STAMPED) if self._stamped else None
        told = iso(stamped.attributes.get("datetime") or "") if stamped else None
        return told or (parse_time(first_text(item, self._times)) if self._times else None)


def _plain_links(anchors: list[tuple[str, LexborNode]], found_by: FoundBy, key: KeyOf, found: _Found) -> Iterator[Link]:
    """What stands in no item; one that has its title has nothing to gain."""
    for url, anchor in anchors:
        if (named := key(url)) and not ((seen := found.links.get(named)) and seen.title):
            yield Link(url, found_by, collapse(anchor.text()) or clean(anchor.attributes.get("title") or ""))


def _channel_id(html: str) -> int | None:
    found = (match for form in _CHANNEL if (match := form.search(html)))
    return next((int(match[1]) for match in found), None)


def _cursor(tree: LexborHTMLParser) -> int | None:
    """The last one and not the smallest: an old article pinned on top must not hide those between."""
    items = tree.css(_LIST) or tree.css("li[pid]")
    ids = [number for node in items if (number := _number(node.attributes.get("pid"))) is not None]
    return ids[-1] if ids else None


def _row_link(row: dict[str, Any], base: str, found_by: FoundBy, key: KeyOf) -> Link | None:
    given = [value for name in ("LinktoMe2", "LinktoMe") if isinstance(value := row.get(name), str)]
    slug, number = row.get("FriendlyTitle"), _number(row.get("PublisherId"))
    home = base.partition("/api/")[0]
    made = [f"{home}/{slug}-{number}.html"] if isinstance(slug, str) and slug and number else []
    found = (urls.canonical(clean(value), urls.site(base)) for value in given + made)
    url = next((address for address in found if key(address) and urls.host(address) == urls.host(base)), None)
    if url is None:
        return None
    return Link(
        url,
        found_by,
        _words(row, "Title", "TitleIcon16"),
        _words(row, "Headlines", "HeadlinesCutOff2"),
        _row_time(row),
    )


def _words(row: dict[str, Any], *names: str) -> str:
    """The first of these fields with words in it, without icon tags and entities."""
    values = (value for name in names if isinstance(value := row.get(name), str))
    return next(filter(None, (clean(_TAGS.sub("", value)) for value in values)), "")


def _row_time(row: dict[str, Any]) -> datetime | None:
    """TimeX2, else a printed form; PublishedTime last, since sites disagree on whether it counts from UTC."""
    texts = [str(row.get(name) or "") for name in ("TimeX2", "TimeX1", "TimeX", "Time_ddMMyyyyHHmm")]
    told = next((found for text in texts if (found := iso(text) or parse_time(text))), None)
    match = _EPOCH.search(str(row.get("PublishedTime") or ""))
    if told or not match or int(match[1]) > _MS_A_DAY_SPAN:
        return told
    return datetime.fromtimestamp(int(match[1]) // 1000, VIETNAM)


def _number(value: object) -> int | None:
    text = str(value).strip() if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None
