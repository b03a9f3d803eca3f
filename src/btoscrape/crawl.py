"""Floor 4. The crawl: finds what concerns emulation, fetches it politely, keeps each page before it is read."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from . import content
from .archive import Archive, Page
from .catalog.papers import search_terms
from .errors import FetchError, ReadError
from .facts import ENGINE_VERSION, relevance
from .fetch import Fetcher, Settings
from .models import Capture, Link, Paper, Verdict
from .reading import Reading, Unread, read
from .survey import Answer, Batch, Survey
from .urls import article_key, slug_words

T = TypeVar("T")

UNREACHABLE = frozenset({"dns", "connect", "timeout", "circuit", "private", "robots", "scheme"})
"""Reasons for which asking the same host for anything else would fail as well."""
GENERIC = "generic"
"""What names itself as the layout of a page that none of the catalog's could read."""
BROKEN_AFTER = 3
"""Pages that must have failed to be read before we call a layout broken rather than a page odd."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl is asked to do."""

    since: date | None = None
    limit: int | None = None
    everything: bool = False
    dry_run: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of one paper: counts as in the table `runs`, and the pages that a dry run would fetch."""

    paper: str
    counts: Counter[str] = field(default_factory=Counter)
    would_fetch: list[Link] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 done; 3 pages failed; 5 the layout no longer reads: most fetched pages were unread, or read without it."""
        unread = self.counts["unread"] + self.counts["unfamiliar"]
        if unread >= BROKEN_AFTER and unread * 2 > self.counts["fetched"]:
            return 5
        return 3 if self.counts["failed"] else 0


class Progress(Protocol):
    """Whoever watches a crawl."""

    def listing(self, paper: str, url: str) -> None:
        """A listing was read."""

    def queued(self, paper: str, pages: int) -> None:
        """So many articles will be fetched."""

    def article(self, paper: str, url: str, title: str, outcome: str) -> None:
        """An article was fetched: new, changed, same, or skipped for its text."""

    def failure(self, paper: str, url: str, message: str) -> None:
        """A listing or an article failed."""


async def crawl(papers: Iterable[Paper], archive: Archive, plan: Plan, settings: Settings, progress: Progress) -> list[Outcome]:
    """One outcome per paper, in their order; papers on different hosts are crawled side by side."""

    def keep(capture: Capture, paper: Paper) -> None:
        if not plan.dry_run and (kind := _side_kind(capture)):
            archive.keep(capture, kind=kind, paper=paper.key)

    async with Fetcher(settings, on_exchange=keep) as fetcher:
        runs = [_PaperCrawl(paper, archive, fetcher, plan, progress) for paper in papers]
        return list(await asyncio.gather(*(run.run() for run in runs)))


def _side_kind(capture: Capture) -> str | None:
    """What an exchange that no caller asked for is kept as; None for those that their caller keeps."""
    if urlsplit(capture.url).path == "/robots.txt":
        return "robots"
    return "redirect" if 300 <= capture.status < 400 and capture.status != 304 else None


class _PaperCrawl:
    """The crawl of one paper."""

    def __init__(self, paper: Paper, archive: Archive, fetcher: Fetcher, plan: Plan, progress: Progress) -> None:
        self._paper, self._archive, self._fetcher, self._plan, self._progress = paper, archive, fetcher, plan, progress
        self._began = datetime.now(UTC)
        self._run: int | None = None
        self._outcome = Outcome(paper.key)
        self._count = self._outcome.counts
        self._unreachable = False

    async def run(self) -> Outcome:
        if self._plan.dry_run:
            await self._survey(self._preview)
            return self._outcome
        self._archive.paper(self._paper)
        self._run = self._archive.start_run("crawl", self._paper.key)
        code: int | None = None
        try:
            if self._plan.everything:
                self._archive.want_skipped(self._paper.key, self._plan.since)
                self._store_skipped()
            await self._survey(self._note)
            await self._fetch_wanted()
            code = self._outcome.exit_code
        finally:
            self._archive.finish_run(self._run, 1 if code is None else code, self._totals())
        return self._outcome

    def _totals(self) -> dict[str, int | float]:
        stats = self._fetcher.stats_of(self._paper)
        totals: dict[str, int | float] = {name: self._count[name] for name in _RUN_COUNTS}
        return totals | {"requests": stats.requests, "bytes": stats.bytes, "waited": round(stats.waited, 3)}

    # Finding

    async def _survey(self, take: Callable[[Batch], None]) -> None:
        survey = Survey(self._paper, self._ask, self, since=self._plan.since, today=self._began.date())
        async for links in survey.batches(search_terms()):
            take(links)
            if self._unreachable:
                return

    async def _ask(self, url: str, reader: Callable[[str], T]) -> Answer[T] | None:
        """A listing: only its change since the last run is sent over the network."""
        if self._unreachable:
            return None
        last = self._archive.last_capture(url)
        etag, modified = (last.header("ETag"), last.header("Last-Modified")) if last else (None, None)
        try:
            capture = await self._fetcher.get(url, self._paper, etag=etag, last_modified=modified)
            self._count["listings"] += 1
            unchanged = capture.status == 304 and last is not None
            if not self._plan.dry_run:
                self._archive.keep(capture, kind="listing", paper=self._paper.key, run=self._run)
            value = reader(content.text(last if unchanged and last else capture))
        except (FetchError, ReadError) as error:
            self._listing_failed(url, error)
            return None
        self._count["unchanged"] += unchanged
        self._progress.listing(self._paper.key, url)
        return Answer(value, unchanged)

    def _listing_failed(self, url: str, error: FetchError | ReadError) -> None:
        """What a paper does not offer is no failure; a home page that can't be asked ends the survey."""
        is_home = url.rstrip("/") == self._paper.url.rstrip("/")
        reason = error.reason if isinstance(error, FetchError) else "unread"
        if not is_home and reason in ("gone", "robots"):
            self._count["absent"] += 1
            return
        self._unreachable = is_home and reason in UNREACHABLE
        self._fail(url, "listing", reason, str(error))

    def _note(self, links: Batch) -> None:
        """The links become rows of the frontier, each with the decision and its reason."""
        with self._archive.batch():
            for link in links:
                self._note_one(link)

    def _note_one(self, link: Link) -> None:
        key = article_key(link.url)
        if key is None:
            return
        verdict, state = self._decide(link)
        if self._archive.note(link, key, self._paper.key, verdict, state=state):
            self._count["found"] += 1
            self._count["skipped"] += state == "skipped"
        elif state == "wanted" and self._archive.want(key, verdict):
            self._count["skipped"] -= 1

    def _decide(self, link: Link) -> tuple[Verdict, str]:
        """Whether to fetch the article, by what the listing shows of it; a sitemap shows its slug alone."""
        verdict = relevance(link.title or slug_words(link.url), link.summary)
        if self._plan.since and link.published and link.published.date() < self._plan.since:
            return Verdict(verdict.relevance, f"published before {self._plan.since}"), "skipped"
        return verdict, "wanted" if self._plan.everything or verdict.relevance != "no" else "skipped"

    def _preview(self, links: Batch) -> None:
        """The links that a real run would fetch, each once."""
        keys = {key: link for link in links if (key := article_key(link.url))}
        known = self._archive.known(keys)
        listed = {article_key(link.url) for link in self._outcome.would_fetch}
        for key in keys.keys() - known - listed:
            if self._decide(keys[key])[1] == "wanted":
                self._outcome.would_fetch.append(keys[key])

    # What earlier runs know (survey.Memory)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those article keys that were known before this run began."""
        return self._archive.known(keys, before=self._began)

    def walked(self, url: str, since: date | None) -> bool:
        """Whether an earlier run read this listing to its end, or at least back to `since`."""
        return self._archive.walked(self._paper.key, url, since)

    def remember(self, url: str, since: date | None) -> None:
        """Note that this run has read the listing to its end, or back to `since`."""
        if not self._plan.dry_run:
            self._archive.remember_walk(self._paper.key, url, since)

    # Fetching

    async def _fetch_wanted(self) -> None:
        pages = [] if self._unreachable else self._archive.wanted(self._paper.key, self._plan.limit, self._plan.since)
        self._progress.queued(self._paper.key, len(pages))
        queue = iter(pages)

        async def work() -> None:
            for page in queue:
                await self._fetch(page)

        await asyncio.gather(*(work() for _ in range(min(self._paper.connections, len(pages)))))

    async def _fetch(self, page: Page) -> None:
        try:
            capture = await self._fetcher.get(page.url, self._paper)
        except FetchError as error:
            self._archive.set_state(page.id, "gone" if error.reason == "gone" else "failed", tried=True)
            self._fail(page.url, "fetch", error.reason, str(error))
            return
        self._count["fetched"] += 1
        kept = self._archive.keep(capture, kind="article", paper=self._paper.key, page=page.id, run=self._run)
        reading = read(capture)
        if isinstance(reading, Unread):
            self._count["unread"] += 1
            self._archive.set_state(page.id, "failed", tried=True)
            self._fail(page.url, "read", reading.reason, reading.message, kept)
        else:
            self._count["unfamiliar"] += reading.article.layout == GENERIC
            self._store(page.id, page.url, reading, kept)

    def _store_skipped(self) -> None:
        """Pages that were fetched to make sure and found ordinary are kept already: nothing to ask the newspaper for."""
        for stored in self._archive.captures("article"):
            if stored.paper == self._paper.key and stored.state == "skipped":
                reading = read(self._archive.capture(stored.id))
                if isinstance(reading, Reading):
                    self._store(stored.page, stored.url, reading, stored.id)

    def _store(self, page: int, url: str, reading: Reading, kept: int) -> None:
        """The article into the archive; one that was fetched to make sure and proves ordinary stays out of it."""
        if reading.verdict.relevance == "no" and not self._plan.everything:
            self._archive.set_state(page, "skipped", tried=True, verdict=reading.verdict)
            outcome = "skipped"
            self._count["skipped"] += 1
        else:
            outcome = self._archive.store(
                page,
                reading.article,
                reading.facts,
                reading.verdict,
                paper=self._paper.key,
                province=self._paper.province,
                capture=kept,
                engine=ENGINE_VERSION,
            )
            self._archive.set_state(page, "fetched", tried=True, verdict=reading.verdict)
            self._count[outcome] += 1
        self._archive.resolve(url)
        self._progress.article(self._paper.key, url, reading.article.title, outcome)

    def _fail(self, url: str, stage: str, reason: str, message: str, capture: int | None = None) -> None:
        self._count["failed"] += 1
        self._progress.failure(self._paper.key, url, message)
        if not self._plan.dry_run:
            key = self._paper.key
            self._archive.fail(url, paper=key, stage=stage, reason=reason, message=message, run=self._run, capture=capture)


_RUN_COUNTS = ("listings", "found", "skipped", "fetched", "unchanged", "new", "changed", "failed")
