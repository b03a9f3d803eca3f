"""Floor 4. Fetching: each wanted page is asked for, kept as sent, read, and stored with its facts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .. import moving
from ..archive import Page
from ..choice import after_failure, next_look
from ..errors import FetchError, ReadError
from ..facts import ENGINE_VERSION, relevance
from ..models import Capture, Verdict
from ..pages import Listing, addresses, read_listing
from ..reading import Reading, Unread, read, read_page
from ..urls import is_tag, key_of, slug_words
from .run import Run


class Fetching:
    """The pages of one paper. `seen(url, listing, about)` is told what an article links to; `about`: it concerns emulation."""

    def __init__(self, run: Run, seen: Callable[[str, Listing, bool], None]) -> None:
        self._run, self._archive, self._frontier, self._paper, self._count = run, run.archive, run.archive.frontier, run.paper, run.count
        self._seen, self._key = seen, key_of(run.paper)
        self._left, self._asked = run.plan.limit, set[int]()
        self._arrived: list[tuple[Page, Capture]] = []
        self._followed = set[int]()
        self.tags: dict[str, None] = {}

    @property
    def is_full(self) -> bool:
        """Whether as many pages as the plan allows have been asked for; a limit of 0 is for finding alone."""
        return self._left == 0 and self._run.plan.limit != 0

    async def all_wanted(self, *, dated: bool = False) -> int:
        """Everything that was due when the run began, or is wanted since: once each, newest first, within the plan's limit; how many.

        `dated`: only what a listing gave a date, as a later listing may tell that the others are too old to be asked for.
        """
        if self._run.is_over:
            return 0
        due = self._frontier.wanted(self._paper.key, self._left, self._run.plan.since, at=self._run.began, dated=dated)
        pages = [page for page in due if page.id not in self._asked]  # should the clock jump back
        self._asked |= {page.id for page in pages}
        self._left = None if self._left is None else self._left - len(pages)
        if pages:
            self._run.progress.queued(self._paper.key, len(pages))
        queue = iter(pages)

        async def work() -> None:
            for page in queue:
                if not self._run.is_over:
                    await self._visit(page)

        try:
            await asyncio.gather(*(work() for _ in range(min(self._paper.connections, len(pages)))))
        finally:
            self._take()
        return len(pages)

    async def _visit(self, page: Page) -> None:
        """The page from the network; one that a killed run had kept already is only read. What comes together is stored together."""
        kept = self._archive.last_of(page.id)
        if kept and page.state == "wanted":
            self._read(page, self._archive.capture(kept), kept)
            return
        last = self._archive.capture(kept) if kept and page.state == "fetched" else None
        if kept and last and self._archive.shown_by(page.id) not in (kept, None):
            self._read(page, last, kept)  # what a killed run saw last; whether it still stands so is asked all the same
        etag, modified = (last.header("ETag"), last.header("Last-Modified")) if last else (None, None)
        try:
            abandoned = self._run.abandoned
            capture = await moving.get(self._run.fetcher, page.url, self._paper, etag=etag, last_modified=modified, abandoned=abandoned)
        except FetchError as error:
            self._missed(page, error)
            return
        self._count["fetched"] += 1
        self._arrived.append((page, capture))
        await asyncio.sleep(0)  # lets others arrive
        self._take()

    def _take(self) -> None:
        """What has arrived into the archive, in one transaction."""
        arrived, self._arrived = self._arrived, []
        if arrived:
            with self._archive.batch():
                for page, capture in arrived:
                    self._keep(page, capture)

    def _keep(self, page: Page, capture: Capture) -> None:
        if self._is_another(page, capture):
            return
        last = self._archive.last_of(page.id) if capture.status == 304 else None
        number = self._archive.keep(capture, kind="article", paper=self._paper.key, page=page.id, run=self._run.id)
        if last:
            self._same(page, self._archive.capture(last))
        else:
            self._read(page, capture, number)

    def _is_another(self, page: Page, capture: Capture) -> bool:
        """Whether the answer is a page that is known by itself; any other address that it came from is noted as this page's."""
        key = self._key(capture.url)
        if key is None or key == page.key or self._frontier.also(page.id, key, capture.url):
            return False
        other = self._frontier.page(key)
        if other is None or other.id == page.id:
            return False
        verdict = Verdict("no", f"leads to {capture.url}, which is known by itself")
        self._frontier.set_state(page.id, "skipped", tried=True, verdict=verdict)
        self._count["skipped"] += 1
        return True

    def _missed(self, page: Page, error: FetchError) -> None:
        """Gone, failed, or nothing to say of the page itself where its host is in trouble."""
        if error.reason == "circuit":
            self._run.stop(error, "fetch")
            return
        archived = page.state == "fetched"
        if error.reason == "gone":
            self._frontier.set_state(page.id, "gone", tried=True)
            self._count["gone"] += 1
            if archived:  # what we have is kept, and worth more now
                self._run.progress.article(self._paper.key, page.url, page.title, "gone")
                return
        else:
            due = after_failure(page.tries + 1, self._run.clock())
            self._frontier.set_state(page.id, "fetched" if archived else "failed", tried=True, due=due)
        self._run.fail(page.url, "fetch", error.reason, str(error))

    def _same(self, page: Page, last: Capture) -> None:
        """The server says that nothing has changed."""
        self._count["unchanged"] += 1
        reading = read(last)
        published = reading.article.published if isinstance(reading, Reading) else None
        self._frontier.set_state(page.id, "fetched", tried=True, due=next_look(published, self._paper.recheck, self._run.clock()))
        self._run.progress.article(self._paper.key, page.url, page.title, "same")

    def _read(self, page: Page, capture: Capture, kept: int) -> None:
        reading, html = read_page(capture)
        with self._archive.batch():
            if isinstance(reading, Unread):
                self._unread(page, reading, kept)
            else:
                relevant = reading.verdict.relevance != "no"
                self._run.outcome.readings.add(reading.article, reading.facts, layout=self._paper.layout, relevant=relevant)
                outcome = self.store(page.id, page.state, page.url, reading, kept)
                if outcome == "new" and (reading.verdict.relevance == "yes" or self._run.plan.everything):
                    self._follow(html, capture.url, about=reading.verdict.relevance == "yes")
        if isinstance(reading, Reading):
            self._run.progress.article(self._paper.key, page.url, reading.article.title, outcome)

    def _unread(self, page: Page, reading: Unread, kept: int) -> None:
        """A page that came and can't be read; an archived article stays as it was."""
        if page.state != "failed":  # else an odd page would count with each try
            self._run.outcome.readings.add_unread()
        due = after_failure(page.tries + 1, self._run.clock())
        self._frontier.set_state(page.id, "fetched" if page.state == "fetched" else "failed", tried=True, due=due)
        self._run.fail(page.url, "read", reading.reason, reading.message, kept)

    def store(self, page: int, state: str, url: str, reading: Reading, kept: int) -> str:
        """The article into the archive; one that was fetched to make sure and proves ordinary stays out of it."""
        article, outcome, due = reading.article, "skipped", None
        archived, since = state == "fetched", self._run.plan.since
        if since and not archived and article.published and article.published.date() < since:
            # not counted as tried: a later run may want older ones, and then it is only read
            verdict = Verdict(reading.verdict.relevance, f"published before {since}")
            self._frontier.set_state(page, outcome, verdict=verdict)
            self._count[outcome] += 1
            return outcome
        if archived or reading.verdict.relevance != "no" or self._run.plan.everything:
            outcome = self._archive.store(
                page, article, reading.facts, reading.verdict,
                paper=self._paper.key, province=self._paper.province, capture=kept, engine=ENGINE_VERSION,
            )  # fmt: skip
            due = next_look(article.published, self._paper.recheck, self._run.clock())
        self._frontier.set_state(page, "skipped" if outcome == "skipped" else "fetched", tried=True, verdict=reading.verdict, due=due)
        self._count[outcome] += 1
        self._archive.resolve(url)
        return outcome

    def _follow(self, html: str, url: str, *, about: bool) -> None:
        """What an article links to; where that is about emulation, so may be its related articles and the pages of its tags."""
        try:
            if not about and not self._tells_news(html, url):
                return
            listing = read_listing(html, url, "related", self._key)
        except ReadError:
            return
        self._seen(url, listing, about)
        self.tags |= dict.fromkeys(filter(_is_about, listing.tags))

    def _tells_news(self, html: str, url: str) -> bool:
        """Whether the page links an article that is not known, or a tag that is about emulation; of what no page before it linked."""
        linked = addresses(html, url, self._followed)
        keys = {key for address in linked if (key := self._key(address))}
        return len(self._frontier.known(keys)) < len(keys) or any(_is_about(address) for address in linked if is_tag(address))

    def skipped_before(self) -> None:
        """Pages that were fetched to make sure and found ordinary are kept already: nothing to ask the newspaper for."""
        for stored in self._archive.captures("article"):
            if stored.paper == self._paper.key and stored.state == "skipped":
                capture = self._archive.capture(stored.id)
                reading, html = read_page(capture)
                if isinstance(reading, Reading):
                    with self._archive.batch():
                        outcome = self.store(stored.page, stored.state, stored.url, reading, stored.id)
                    self._run.progress.article(self._paper.key, stored.url, reading.article.title, outcome)
                    self._follow(html, capture.url, about=False)


def _is_about(tag: str) -> bool:
    """Whether the address of a tag's page has words of emulation."""
    return relevance(slug_words(tag)).relevance != "no"
