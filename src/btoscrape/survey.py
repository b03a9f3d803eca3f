"""Floor 3. Finding a paper's articles: search, sections with load-more, feeds and sitemaps, newest first.

Pure of network and disk: it is told how to ask for a listing and what earlier runs know.
Addresses are those of OneCMS (NEKO) sites.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar
from urllib.parse import quote_plus, urljoin, urlsplit

from .catalog.papers import SearchTerms
from .models import NOWHERE, FoundBy, Link, Paper, Walk
from .pages import Listing, Sitemap, read_feed, read_listing, read_more, read_sitemap
from .urls import article_key

T = TypeVar("T")

SETTLED = timedelta(days=3)
"""A day's sitemap that is older gets no more articles, and is not asked for again."""
MOST_SECTIONS = 200
YEARS = 10
"""How many years back a paper's search is asked for what it had in each."""
_DAY = re.compile(r"sitemap-article-(\d{4})-(\d{2})-(\d{2})")
_OTHER_SITEMAPS = re.compile(r"sitemap-(?:category|event|image|video|author)s?\b")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a listing says; `unchanged` when the server answered 304 and it is the one we had."""

    value: T
    unchanged: bool = False


class Ask(Protocol):
    """Fetches a listing and reads it; None where the paper has no such listing or it failed (then recorded)."""

    async def __call__(self, url: str, reader: Callable[[str], T]) -> Answer[T] | None:
        """The listing at `url`, as `reader` reads it."""
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


class Survey:
    """One pass over a paper's listings."""

    def __init__(self, paper: Paper, ask: Ask, memory: Memory, *, since: date | None, today: date) -> None:
        self._paper, self._ask, self._memory = paper, ask, memory
        self._since, self._today, self._had_results = since, today, True
        self._base = paper.url if paper.url.endswith("/") else paper.url + "/"
        self._sections = [urljoin(self._base, section.lstrip("/")) for section in paper.sections]

    async def finds(self, terms: SearchTerms) -> Finds:
        """What each listing shows of the paper's articles, as it is read: the newest first."""
        for walk in (self._home(), self._search(terms), self._newest(), self._all_sections(), self._feeds(), self._sitemaps()):
            async for found in walk:
                yield self.mine(found)

    async def tag(self, url: str) -> Found | None:
        """What a tag's page shows."""
        answer = await self._listing(url, "tag", sections=False)
        return self.mine(_found(url, answer.value)) if answer else None

    def mine(self, found: Found) -> Found:
        """Without the links of others: two papers may share a host."""
        own = [(link, place < found.listed) for place, link in enumerate(found.links) if self._is_ours(link)]
        return Found(found.url, tuple(link for link, _ in own), sum(listed for _, listed in own))

    def _is_ours(self, link: Link) -> bool:
        """Whether the article lies under the paper's own host and prefix."""
        key = article_key(link.url)
        return key is not None and key.rpartition("/")[0] == _place(self._base)

    async def _home(self) -> Finds:
        if home := await self._listing(self._base, "home"):
            yield _found(self._base, home.value)

    async def _search(self, terms: SearchTerms) -> Finds:
        for term in terms.always:
            url = self._search_url(term)
            if found := await self._listing(url, "search", sections=False):
                yield _found(url, found.value)
        first = self._since.year if self._since else self._today.year - YEARS
        for year in range(self._today.year, first - 1, -1):
            async for found_that_year in self._search_year(terms, year):
                yield found_that_year
            if year < self._today.year - 1 and not self._had_results:
                return  # and nothing older either

    async def _search_year(self, terms: SearchTerms, year: int) -> Finds:
        self._had_results = False
        is_over = year < self._today.year - 1  # the bloc's year is wound up early in the next
        for url in (self._search_url(term.format(year=year)) for term in terms.yearly):
            if is_over and self._memory.walk(url):
                self._had_results = True
            elif found := await self._listing(url, "search", sections=False):
                self._had_results |= bool(found.value.listed)
                yield _found(url, found.value)
                if is_over:
                    self._memory.remember(url, Walk())

    def _search_url(self, term: str) -> str:
        return urljoin(self._base, f"search?q={quote_plus(term)}")

    async def _newest(self) -> Finds:
        async for found in self._walk(urljoin(self._base, "tin-moi-nhat"), "newest"):
            yield found

    async def _all_sections(self) -> Finds:
        done = 0
        while done < min(len(self._sections), MOST_SECTIONS):  # it grows while it is walked
            async for found in self._walk(self._sections[done], "section"):
                yield found
            done += 1

    async def _listing(self, url: str, found_by: FoundBy, *, sections: bool = True) -> Answer[Listing] | None:
        answer = await self._ask(url, lambda text: read_listing(text, url, found_by))
        if answer and sections:
            seen = {*self._sections, self._base, urljoin(self._base, "tin-moi-nhat")}
            new = (section for section in answer.value.sections if section.startswith(self._base) and section not in seen)
            self._sections += dict.fromkeys(new)
        return answer

    async def _walk(self, url: str, found_by: FoundBy) -> Finds:
        """A listing page and what its load-more button brings, down to what is known or older than asked for."""
        page = await self._listing(url, found_by)
        if not page:
            return
        found = self.mine(_found(url, page.value))
        descent = _Descent(self._memory, url, self._since, found)
        late = descent.has_late(found)
        yield found
        channel = "24h_empty_{}_0_0" if found_by == "newest" else await self._channel(page.value)
        cursor = descent.below(found, page.value.cursor or 0, late=late) if channel else None
        while channel and cursor is not None:
            more_url = urljoin(self._base, "api/getMoreArticle/" + channel.format(cursor))
            more = await self._ask(more_url, lambda text, at=more_url: read_more(text, at, found_by))  # type: ignore[misc]
            if more is None:
                return  # the next run goes on from here
            found = self.mine(_found(more_url, more.value))
            late = descent.has_late(found)
            yield found
            cursor = descent.below(found, more.value.cursor, late=late)

    async def _channel(self, listing: Listing) -> str | None:
        """The load-more keyword of a section; where its page does not tell the channel's id, its first article does."""
        channel = listing.channel_id
        if channel is None and listing.cursor and listing.links:
            probe = await self._listing(listing.links[0].url, "section", sections=False)
            channel = probe.value.channel_id if probe else None
        return None if channel is None else f"channel_empty_{{}}_{channel}_0"

    async def _feeds(self) -> Finds:
        paths = [
            "trang-chu",
            *(urlsplit(section).path.removeprefix(urlsplit(self._base).path) for section in self._sections),
        ]
        for path in paths[: MOST_SECTIONS + 1]:
            url = urljoin(self._base, f"rss/{path}")
            if feed := await self._ask(url, lambda text, at=url: read_feed(text, at)):  # type: ignore[misc]
                yield Found(url, feed.value)

    async def _sitemaps(self) -> Finds:
        queue = [urljoin(self._base, name) for name in ("sitemap.xml", "sitemap-news.xml")]
        for url in queue:  # grows while it is walked
            if not self._is_sitemap_due(url):
                continue
            answer: Answer[Sitemap] | None = await self._ask(url, lambda text, at=url: read_sitemap(text, at))  # type: ignore[misc]
            if answer is None:
                continue
            yield Found(url, answer.value.links)
            queue += [child for child in answer.value.children if child not in queue and child.startswith(self._base)]
            if (day := _day(url)) and day < self._today - SETTLED:
                self._memory.remember(url, Walk())

    def _is_sitemap_due(self, url: str) -> bool:
        if _OTHER_SITEMAPS.search(url):
            return False
        day = _day(url)
        return day is None or not ((self._since and day < self._since) or self._memory.walk(url))


class _Descent:
    """One listing read downwards: from its top to what an earlier run has read, past that, and on to the end.

    The numbers of articles grow with time, and each page of a listing goes on below a number (onecms.md, 2.1).
    """

    def __init__(self, memory: Memory, url: str, since: date | None, first: Found) -> None:
        self._memory, self._url, self._since = memory, url, since
        self._past = memory.walk(url)
        self._joined = self._past is None
        self._top = max([self._past.top if self._past else 0, *map(_number, _keys(first.own))])
        self._asked: set[int] = set()

    def has_late(self, shown: Found) -> bool:
        """Whether the page shows an article that came out after the earlier walk though its number is lower.

        To be asked before the page is noted.
        """
        old = {key for key in _keys(shown.own) if self._past and _number(key) <= self._past.top}
        return self._memory.known(old) < old

    def below(self, shown: Found, cursor: int | None, *, late: bool) -> int | None:
        """The cursor to ask for next after this page; None when there is no need to go further down.

        `late`: what `has_late` said; where one article came late, more may have.
        """
        if self._past and not self._joined and cursor is not None and cursor <= self._past.top and not late:
            self._joined = True
            cursor = self._past.cursor or cursor
            if self._past.covers(self._since):
                self._note(self._past.since, self._past.cursor)
                return None
        if cursor is None or cursor in self._asked:
            self._note(None, None)
            return None
        if self._since and shown.own and all(link.published and link.published.date() < self._since for link in shown.own):
            self._note(self._since, cursor)
            return None
        if self._joined:  # else the stretch between would be taken for read
            self._note(self._past.since if self._past and self._past.since else NOWHERE, cursor)
        self._asked.add(cursor)
        return cursor

    def _note(self, since: date | None, cursor: int | None) -> None:
        """Remember how far this walk has come."""
        self._memory.remember(self._url, Walk(self._top, since, cursor))


def _keys(links: tuple[Link, ...]) -> set[str]:
    return {key for link in links if (key := article_key(link.url))}


def _number(key: str) -> int:
    """The article's number on its site; 0 where it has none."""
    number = key.rpartition("/")[2]
    return int(number) if number.isdecimal() else 0


def _found(url: str, listing: Listing) -> Found:
    return Found(url, listing.links, listing.listed)


def _day(url: str) -> date | None:
    """The day that a day's sitemap is about."""
    match = _DAY.search(url)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _place(base: str) -> str:
    """The host and prefix part of an article key for articles right under `base`."""
    key = article_key(urljoin(base, "x-100000.html"))
    return key.rpartition("/")[0] if key else ""
