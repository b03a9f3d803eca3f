"""Floor 3. Papers on any other system: its feeds and sitemaps as it names them, and section pages with their next pages."""

from __future__ import annotations

from urllib.parse import quote_plus, urljoin

from ..catalog.papers import SearchTerms
from ..models import NOWHERE, FoundBy, Link, Walk
from .descent import is_older
from .kinds import MOST_SECTIONS, Finds, Survey

FEEDS = ("rss", "rss.xml", "feed")
"""Where feeds often are, for a home page that names none."""
SITEMAPS = ("sitemap.xml", "sitemap_index.xml", "sitemap-news.xml")
MOST_PAGES = 2_000
"""Next pages of one section that are followed: some sites have a next page for ever."""


class Other(Survey):
    """The listings of a site whose content system is not known."""

    async def finds(self, terms: SearchTerms) -> Finds:
        """What each listing shows of the paper's articles, as it is read: the newest first."""
        self._feed_urls: list[str] = []
        for walk in (self._home(), self._search(terms), self._feeds(), self._all_sections(), self._all_sitemaps()):
            async for found in walk:
                yield found

    def is_ours(self, link: Link) -> bool:
        """Whether the article lies anywhere below the paper's own address."""
        return self._key(link.url) is not None and self._is_below(link.url)

    async def _home(self) -> Finds:
        if home := await self._listing(self._base, "home"):
            self._learn_sections(home.value, set())
            self._feed_urls += [url for url in home.value.feeds if self._is_below(url)]
            yield self.mine(self._base, home.value)

    async def _search(self, terms: SearchTerms) -> Finds:
        """The paper's own search, where its entry says how to ask it."""
        for term in terms.always if self._paper.search else ():
            url = urljoin(self._base, self._paper.search.replace("{}", quote_plus(term)))
            if found := await self._listing(url, "search"):
                yield self.mine(url, found.value)

    async def _feeds(self) -> Finds:
        for url in self._feed_urls or [urljoin(self._base, name) for name in FEEDS]:
            if found := await self._feed(url):
                yield found

    async def _all_sitemaps(self) -> Finds:
        async for found in self._sitemaps(() if self._ask.sitemaps() else SITEMAPS):
            yield found

    async def _all_sections(self) -> Finds:
        done = 0
        while done < min(len(self._sections), MOST_SECTIONS):  # it grows while it is walked
            async for found in self._walk(self._sections[done], "section"):
                yield found
            done += 1

    async def _walk(self, section: str, found_by: FoundBy) -> Finds:
        """A section page and its next pages, down to one that shows nothing new, or is older than asked for.

        Only a walk that came to its end is trusted to have seen all below.
        """
        past = self._memory.walk(section)
        whole = past is not None and past.covers(self._since)
        url, seen = section, set[str]()
        while url not in seen and len(seen) < MOST_PAGES:
            seen.add(url)
            page = await self._listing(url, found_by)
            if page is None:
                return
            self._learn_sections(page.value, set())
            found = self.mine(url, page.value)
            keys = self._keys(found.own)
            new = not keys <= self._memory.known(keys)
            if new and whole:
                self._memory.remember(section, Walk(since=NOWHERE))
            yield found
            if (whole and not new) or not keys or not page.value.next or is_older(found, self._since):
                break
            url = page.value.next
        self._memory.remember(section, Walk(since=past.since if whole and past else self._since))
