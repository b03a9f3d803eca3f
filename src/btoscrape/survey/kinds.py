"""Floor 3. What all surveys share: how they ask, what they remember, and the ways that every content system has."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar
from urllib.parse import urljoin

from ..catalog.papers import SearchTerms
from ..models import FoundBy, Link, Paper, Walk
from ..pages import Listing, Sitemap, read_feed, read_listing, read_sitemap
from ..urls import host, key_of

T = TypeVar("T")

SETTLED = timedelta(days=3)
"""A sitemap of days that are longer ago gets no more articles, and is not asked for again."""
MOST_SECTIONS = 200
_DATED = re.compile(r"(?<!\d)(20\d\d)[-_/.]?(\d{1,2})(?:[-_/.]?(\d{1,2}))?(?!\d)")
_OTHER_SITEMAPS = re.compile(r"sitemaps?[-_](?:categor\w*|event|image|video|author|tag|page|topic)s?\b")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a listing says; `unchanged` when the server answered 304 and it is the one we had."""

    value: T
    unchanged: bool = False


class Ask(Protocol):
    """Fetches a listing and reads it; None where the paper has no such listing or it failed (then recorded)."""

    async def __call__(self, url: str, reader: Callable[[str], T], *, scripted: bool = False) -> Answer[T] | None:
        """The listing at `url`, as `reader` reads it; `scripted`: asked for as the site's own script does."""
        ...

    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the paper's robots.txt names."""
        ...


class Memory(Protocol):
    """What earlier runs know of a paper."""

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those article keys that have been listed before."""
        ...

    def walk(self, url: str) -> Walk | None:
        """How far the listing was read; None where it never was."""
        ...

    def remember(self, url: str, walk: Walk) -> None:
        """Note how far the listing was read."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """The article links that a listing shows; the first `listed` are its own list, those after it stand in its boxes."""

    url: str
    links: tuple[Link, ...]
    listed: int = 0

    @property
    def own(self) -> tuple[Link, ...]:
        """The listing's own links; all of them where nothing marks those."""
        return self.links[: self.listed] or self.links


Finds = AsyncIterator[Found]


class Survey(ABC):
    """One pass over a paper's listings."""

    def __init__(self, paper: Paper, ask: Ask, memory: Memory, *, since: date | None, today: date) -> None:
        """For articles since that day, with sitemaps as of today."""
        self._paper, self._ask, self._memory = paper, ask, memory
        self._since, self._today = since, today
        self._key = key_of(paper)
        self._base = paper.url if paper.url.endswith("/") else paper.url + "/"
        self._sections = [urljoin(self._base, section.lstrip("/")) for section in paper.sections]

    @abstractmethod
    def finds(self, terms: SearchTerms) -> Finds:
        """What each listing shows of the paper's articles, as it is read: the newest first."""

    @abstractmethod
    def is_ours(self, link: Link) -> bool:
        """Whether the article is the paper's own: two papers may share a host."""

    async def tag(self, url: str) -> Found | None:
        """What a tag's page shows."""
        answer = await self._listing(url, "tag")
        return self.mine(url, answer.value) if answer else None

    def mine(self, url: str, listing: Listing) -> Found:
        """What a listing shows, without the links of others."""
        own = [(link, place < listing.listed) for place, link in enumerate(listing.links) if self.is_ours(link)]
        return Found(url, tuple(link for link, _ in own), sum(listed for _, listed in own))

    async def _listing(self, url: str, found_by: FoundBy) -> Answer[Listing] | None:
        return await self._ask(url, lambda text: read_listing(text, url, found_by, self._key))

    def _learn_sections(self, listing: Listing, known: set[str]) -> None:
        """The sections that the page links, besides those that are known."""
        seen = {bare(url) for url in (*self._sections, self._base, *known)}
        found = {bare(url): url for url in reversed(listing.sections) if self._is_below(url)}
        self._sections += [url for name, url in reversed(found.items()) if name not in seen]

    def _keys(self, links: Iterable[Link]) -> set[str]:
        return {key for link in links if (key := self._key(link.url))}

    async def _feed(self, url: str) -> Found | None:
        feed = await self._ask(url, lambda text: read_feed(text, url, self._key))
        return self.mine(url, Listing(feed.value)) if feed else None

    async def _sitemaps(self, names: Iterable[str]) -> Finds:
        """These sitemaps, those that robots.txt names, and all that they lead to; each that is settled once."""
        written = (urljoin(self._base, url) for url in self._ask.sitemaps())
        named = (url for url in written if host(url) == host(self._base))
        queue = list(dict.fromkeys([*named, *(urljoin(self._base, name) for name in names)]))
        for url in queue:  # grows while it is walked
            if not self._is_due(url):
                continue
            answer: Answer[Sitemap] | None = await self._ask(url, lambda text, at=url: read_sitemap(text, at, self._key))  # type: ignore[misc]
            if answer is None:
                continue
            links = answer.value.links
            yield self.mine(url, Listing(links))
            queue += [child for child in answer.value.children if child not in queue]
            if self._is_settled(url, links):
                self._memory.remember(url, Walk())

    def _is_below(self, url: str) -> bool:
        return bare(url).startswith(bare(self._base))

    def _is_settled(self, url: str, links: tuple[Link, ...]) -> bool:
        """Whether the sitemap is of days long ago by its name, and most of its articles are: `2024-1` may be a page of that year's."""
        last = _last_day(url)
        late = sum(link.published.date() > last + SETTLED for link in links if last and link.published)
        return last is not None and last < self._today - SETTLED and late * 2 <= len(links)

    def _is_due(self, url: str) -> bool:
        if _OTHER_SITEMAPS.search(url):
            return False
        last = _last_day(url)
        return last is None or not ((self._since and last < self._since) or self._memory.walk(url))


def bare(url: str) -> str:
    """The address without scheme and `www.`, which sites use now so and now so."""
    return url.partition("://")[2].removeprefix("www.")


def _last_day(url: str) -> date | None:
    """The last day that a sitemap of a day or a month is about, by its name."""
    match = _DATED.search(url.rpartition("/")[2])
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    assert month is not None
    try:
        return date(year, month, day) if day else date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
