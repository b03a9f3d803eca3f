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

from .models import FoundBy, Link, Paper
from .pages import Listing, Sitemap, read_feed, read_listing, read_more, read_sitemap
from .urls import article_key

T = TypeVar("T")
Batch = tuple[Link, ...]

SETTLED = timedelta(days=3)
"""A day's sitemap that is older gets no more articles, and is not asked for again."""
MOST_SECTIONS = 200
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
        """Those article keys that were known before this run began."""
        ...

    def walked(self, url: str, since: date | None) -> bool:
        """Whether an earlier run read this listing to its end, or at least back to `since`."""
        ...

    def remember(self, url: str, since: date | None) -> None:
        """Note that this run has read the listing to its end, or back to `since`."""
        ...


class Survey:
    """One pass over a paper's listings."""

    def __init__(self, paper: Paper, ask: Ask, memory: Memory, *, since: date | None, today: date) -> None:
        self._paper, self._ask, self._memory = paper, ask, memory
        self._since, self._today = since, today
        self._base = paper.url if paper.url.endswith("/") else paper.url + "/"
        self._sections = [urljoin(self._base, section.lstrip("/")) for section in paper.sections]

    async def batches(self, terms: tuple[str, ...]) -> AsyncIterator[Batch]:
        """The article links of each listing in turn; of this paper alone, a link as often as it is listed."""
        for walk in (
            self._home(),
            self._search(terms),
            self._newest(),
            self._all_sections(),
            self._feeds(),
            self._sitemaps(),
        ):
            async for links in walk:
                yield tuple(link for link in links if self._is_ours(link.url))

    def _is_ours(self, url: str) -> bool:
        """Whether the article lies under the paper's own host and prefix: two papers may share a host."""
        key = article_key(url)
        return key is not None and key.rpartition("/")[0] == _place(self._base)

    async def _home(self) -> AsyncIterator[Batch]:
        if home := await self._listing(self._base, "home"):
            yield home.value.links

    async def _search(self, terms: tuple[str, ...]) -> AsyncIterator[Batch]:
        for term in terms:
            if found := await self._listing(urljoin(self._base, f"search?q={quote_plus(term)}"), "search", sections=False):
                yield found.value.links

    async def _newest(self) -> AsyncIterator[Batch]:
        async for links in self._walk(urljoin(self._base, "tin-moi-nhat"), "newest"):
            yield links

    async def _all_sections(self) -> AsyncIterator[Batch]:
        done = 0
        while done < min(len(self._sections), MOST_SECTIONS):
            async for links in self._walk(self._sections[done], "section"):
                yield links
            done += 1

    async def _listing(self, url: str, found_by: FoundBy, *, sections: bool = True) -> Answer[Listing] | None:
        answer = await self._ask(url, lambda text: read_listing(text, url, found_by))
        if answer and sections:
            seen = {*self._sections, self._base, urljoin(self._base, "tin-moi-nhat")}
            new = (section for section in answer.value.sections if section.startswith(self._base) and section not in seen)
            self._sections += dict.fromkeys(new)
        return answer

    async def _walk(self, url: str, found_by: FoundBy) -> AsyncIterator[Batch]:
        """A listing page and what its load-more button brings, down to what is known or older than asked for."""
        page = await self._listing(url, found_by)
        if not page:
            return
        yield page.value.links
        if page.unchanged and self._memory.walked(url, self._since):
            return
        reached = self._reached(page.value.links, url)
        channel = "24h_empty_{}_0_0" if found_by == "newest" else await self._channel(page.value)
        cursors: set[int] = set()
        cursor = page.value.cursor or 0
        while channel and not reached and cursor not in cursors:
            cursors.add(cursor)
            more_url = urljoin(self._base, "api/getMoreArticle/" + channel.format(cursor))
            more = await self._ask(more_url, lambda text, at=more_url: read_more(text, at, found_by))  # type: ignore[misc]
            if more is None:
                return  # not remembered: the next run walks it again
            yield more.value.links
            reached = self._reached(more.value.links, url)
            cursor = more.value.cursor or cursor
        self._memory.remember(url, self._since)

    async def _channel(self, listing: Listing) -> str | None:
        """The load-more keyword of a section; where its page does not tell the channel's id, its first article does."""
        channel = listing.channel_id
        if channel is None and listing.cursor and listing.links:
            probe = await self._listing(listing.links[0].url, "section", sections=False)
            channel = probe.value.channel_id if probe else None
        return None if channel is None else f"channel_empty_{{}}_{channel}_0"

    def _reached(self, links: Batch, listing: str) -> bool:
        """Whether there is no need to go further down: nothing left, all older than asked for, or all known already."""
        if not links:
            return True
        if self._since and all(link.published and link.published.date() < self._since for link in links):
            return True
        if not self._memory.walked(listing, self._since):
            return False
        keys = {key for link in links if (key := article_key(link.url))}
        return keys <= self._memory.known(keys)

    async def _feeds(self) -> AsyncIterator[Batch]:
        paths = [
            "trang-chu",
            *(urlsplit(section).path.removeprefix(urlsplit(self._base).path) for section in self._sections),
        ]
        for path in paths[: MOST_SECTIONS + 1]:
            url = urljoin(self._base, f"rss/{path}")
            if feed := await self._ask(url, lambda text, at=url: read_feed(text, at)):  # type: ignore[misc]
                yield feed.value

    async def _sitemaps(self) -> AsyncIterator[Batch]:
        queue = [urljoin(self._base, name) for name in ("sitemap.xml", "sitemap-news.xml")]
        for url in queue:  # grows while it is walked
            if not self._is_sitemap_due(url):
                continue
            answer: Answer[Sitemap] | None = await self._ask(url, lambda text, at=url: read_sitemap(text, at))  # type: ignore[misc]
            if answer is None:
                continue
            yield answer.value.links
            queue += [child for child in answer.value.children if child not in queue and child.startswith(self._base)]
            if (day := _day(url)) and day < self._today - SETTLED:
                self._memory.remember(url, None)

    def _is_sitemap_due(self, url: str) -> bool:
        if _OTHER_SITEMAPS.search(url):
            return False
        day = _day(url)
        return day is None or not ((self._since and day < self._since) or self._memory.walked(url, None))


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
