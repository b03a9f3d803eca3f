"""Floor 3. Papers on OneCMS (NEKO): search, newest and sections with load-more, feeds, sitemaps of days."""

from __future__ import annotations

from urllib.parse import quote_plus, urljoin, urlsplit

from ..catalog.papers import SearchTerms
from ..models import FoundBy, Link, Walk
from ..pages import Listing, read_more
from ..urls import article_key, site
from .descent import Descent
from .kinds import MOST_SECTIONS, Finds, Survey

SITEMAPS = ("sitemap.xml", "sitemap-news.xml", "/sitemap.xml", "/sitemap-news.xml")
"""A paper below a folder of another's site may stand in that one's."""
YEARS = 10
"""How many years back a paper's search is asked for what it had in each."""


class OneCms(Survey):
    """The listings of a OneCMS site (onecms.md, 2 and 3)."""

    async def finds(self, terms: SearchTerms) -> Finds:
        """What each listing shows of the paper's articles, as it is read: the newest first."""
        ways = (self._home(), self._search(terms), self._newest(), self._all_sections(), self._feeds())
        for walk in (*ways, self._sitemaps(SITEMAPS)):
            async for found in walk:
                yield found

    def is_ours(self, link: Link) -> bool:
        """Whether the article lies right under the paper's own host and prefix."""
        key = self._key(link.url)
        return key is not None and key.rpartition("/")[0] == _place(self._base)

    @property
    def _newest_url(self) -> str:
        return urljoin(self._base, "tin-moi-nhat")

    async def _home(self) -> Finds:
        if home := await self._listing(self._base, "home"):
            self._learn_sections(home.value, {self._newest_url})
            yield self.mine(self._base, home.value)

    async def _search(self, terms: SearchTerms) -> Finds:
        self._searched = self._base
        for term in terms.always:
            if page := await self._results(term):
                yield self.mine(self._search_url(term), page)
        first = self._since.year if self._since else self._today.year - YEARS
        for year in range(self._today.year, first - 1, -1):
            self._had_results = False
            async for found_that_year in self._search_year(terms, year):
                yield found_that_year
            if year < self._today.year - 1 and not self._had_results:
                return  # and nothing older either

    async def _search_year(self, terms: SearchTerms, year: int) -> Finds:
        is_over = year < self._today.year - 1  # the bloc's year is wound up early in the next
        for term in (term.format(year=year) for term in terms.yearly):
            if is_over and (asked := self._memory.walk(self._search_url(term))):
                self._had_results |= bool(asked.top)
            elif page := await self._results(term):
                self._had_results |= bool(page.listed)
                yield self.mine(self._search_url(term), page)
                if is_over:
                    self._memory.remember(self._search_url(term), Walk(top=page.listed))

    async def _results(self, term: str) -> Listing | None:
        """What the search shows: the paper's own, else that of the site in whose folder it lives."""
        found = await self._listing(self._search_url(term), "search")
        if found is None and self._searched != site(self._base):
            self._searched = site(self._base)
            found = await self._listing(self._search_url(term), "search")
        return found.value if found else None

    def _search_url(self, term: str) -> str:
        return urljoin(self._searched, f"search?q={quote_plus(term)}")

    async def _newest(self) -> Finds:
        async for found in self._walk(self._newest_url, "newest"):
            yield found

    async def _all_sections(self) -> Finds:
        done = 0
        while done < min(len(self._sections), MOST_SECTIONS):  # it grows while it is walked
            async for found in self._walk(self._sections[done], "section"):
                yield found
            done += 1

    async def _walk(self, url: str, found_by: FoundBy) -> Finds:
        """A listing page and what its load-more button brings, down to what is known or older than asked for."""
        page = await self._listing(url, found_by)
        if not page:
            return
        self._learn_sections(page.value, {self._newest_url})
        found = self.mine(url, page.value)
        descent = Descent(self._memory, url, self._since, found, self._keys)
        late = descent.has_late(found)
        yield found
        channel = "24h_empty_{}_0_0" if found_by == "newest" else await self._channel(page.value)
        cursor = descent.below(found, page.value.cursor or 0, late=late) if channel else None
        while channel and cursor is not None:
            more_url = urljoin(self._base, "api/getMoreArticle/" + channel.format(cursor))
            more = await self._ask(more_url, lambda text, at=more_url: read_more(text, at, found_by, self._key), scripted=True)  # type: ignore[misc]
            if more is None:
                return  # the next run goes on from here
            found = self.mine(more_url, more.value)
            late = descent.has_late(found)
            yield found
            cursor = descent.below(found, more.value.cursor, late=late)

    async def _channel(self, listing: Listing) -> str | None:
        """The load-more keyword of a section; where its page does not tell the channel's id, its first article does."""
        channel = listing.channel_id
        if channel is None and listing.cursor and listing.links:
            probe = await self._listing(listing.links[0].url, "section")
            channel = probe.value.channel_id if probe else None
        return None if channel is None else f"channel_empty_{{}}_{channel}_0"

    async def _feeds(self) -> Finds:
        home = urlsplit(self._base).path
        paths = ["trang-chu", *(urlsplit(section).path.removeprefix(home) for section in self._sections)]
        for path in paths[: MOST_SECTIONS + 1]:
            if found := await self._feed(urljoin(self._base, f"rss/{path}")):
                yield found


def _place(base: str) -> str:
    """The host and prefix part of an article key for articles right under `base`."""
    key = article_key(urljoin(base, "x-100000.html"))
    return key.rpartition("/")[0] if key else ""
