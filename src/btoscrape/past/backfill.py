"""Floor 4. `backfill`: a paper's past from a web archive. Captures are listed first, then fetched one by one, the earliest of each article."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

from ..archive import Answer, Archive, Damage, Elsewhere, Lists, Record, one_record
from ..catalog.services import Service
from ..errors import FetchError, ReadError
from ..facts import relevance
from ..fetch import Fetcher, Settings
from ..models import Paper
from ..urls import slug_words
from . import services
from .filing import Filing
from .picking import Picking
from .taking import take

OUTCOMES = ("listed", "ordinary", "new", "changed", "same", "older", "skipped", "failed", "known", "missing")
"""`listed`: captures of articles in this run's lists; `ordinary`: left out by the words of their addresses; the others as for `import`."""
_ASKED_ENOUGH = ("circuit", "robots", "dns", "connect", "timeout", "blocked", "private")
"""Reasons why a service is not asked again in this run,"""
_BUSY = (429, 503)
"""and the statuses by which it says so."""


class Watch(Protocol):
    """Who is told how a backfill goes."""

    def listing(self, paper: str, url: str) -> None:
        """Captures were listed."""

    def queued(self, paper: str, pages: int) -> None:
        """So many captures will be fetched."""

    def article(self, paper: str, url: str, title: str, outcome: str) -> None:
        """A capture was fetched."""

    def failure(self, paper: str, url: str, message: str) -> None:
        """A capture or a list could not be had."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to take: captures made from `since` to `until` (up to 14 digits, year first), all articles or those whose address is not ordinary."""

    since: str = ""
    until: str = "99999999999999"
    everything: bool = False
    limit: int | None = None
    dry_run: bool = False

    def includes(self, one: Elsewhere) -> bool:
        """Whether the capture was made in that time."""
        return self.since <= one.timestamp and one.timestamp[: len(self.until)] <= self.until


@dataclass(slots=True)
class Backfilled:
    """Counts by outcome (OUTCOMES); `would_fetch` of a dry run; `stopped`: why the service is not asked any more for now."""

    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(OUTCOMES, 0)))
    would_fetch: list[Elsewhere] = field(default_factory=list)
    stopped: str = ""


async def backfill(paper: Paper, service: Service, archive: Archive, wish: Wish, settings: Settings, watch: Watch) -> Backfilled:
    """What came of it. What was listed and fetched is remembered: another run goes on where this one ended.

    The service is asked at its own pace, which the newspaper's has nothing to do with.
    """
    async with Fetcher(settings) as fetcher:
        return await _Backfill(paper, service, archive, wish, fetcher, watch).run()


class _Backfill:
    """One run."""

    def __init__(self, paper: Paper, service: Service, archive: Archive, wish: Wish, fetcher: Fetcher, watch: Watch) -> None:
        self._paper, self._service, self._archive, self._wish, self._fetcher, self._watch = paper, service, archive, wish, fetcher, watch
        self._asked = Paper(service.key, service.key, service.list, "", "", delay=60 / service.calls, allow_private=service.allow_private)
        self._lists = Lists(archive.db, service.key, paper.key)
        self._picking = Picking([paper], everything=wish.everything)
        self._filing = Filing(archive, self._picking, everything=wish.everything)
        self._told = Backfilled()

    async def run(self) -> Backfilled:
        try:
            await self._list()
            await self._fetch()
        except FetchError as error:
            self._told.stopped = str(error)
            self._watch.failure(self._paper.key, error.url, str(error))
        except ReadError as error:
            self._told.stopped = str(error)
            self._watch.failure(self._paper.key, error.url, str(error))
        return self._told

    async def _list(self) -> None:
        found = self._wayback() if self._service.kind == "wayback" else self._commoncrawl()
        complete = True
        async for query, resume, captures in found:
            complete = False
            self._told.counts["listed"] += len(captures)
            self._watch.listing(self._paper.key, query)
            with self._archive.batch():
                self._lists.note(query, resume, captures)
        if complete:  # all was listed before: the service may have more by now, for the next run
            with self._archive.batch():
                self._lists.begin_anew()

    async def _wayback(self) -> AsyncIterator[tuple[str, str | None, list[Elsewhere]]]:
        until = self._wish.until if self._wish.until < "9" else ""
        query = services.wayback_query(self._service, self._paper, self._wish.since, until)
        resume = self._lists.resume(query)
        while resume is not None:
            answer = await self._fetcher.get(f"{query}&resumeKey={services.quoted(resume)}" if resume else query, self._asked)
            captures, resume = services.wayback_list(answer, self._picking.key)
            yield query, resume, captures

    async def _commoncrawl(self) -> AsyncIterator[tuple[str, str | None, list[Elsewhere]]]:
        listed = await self._fetcher.get(self._service.list, self._asked)
        for index in services.commoncrawl_indexes(listed, self._wish.since, self._wish.until):
            query = f"{index} {self._wish.since}-{self._wish.until}"
            resume = self._lists.resume(query)
            if resume is None:
                continue
            try:
                pages = services.commoncrawl_pages(await self._fetcher.get(services.commoncrawl_query(index, self._paper, None), self._asked))
            except FetchError as error:
                if error.reason != "gone":  # a pywb index answers 404 where it has nothing
                    raise
                pages = 0
            for page in range(int(resume or 0), pages):
                answer = await self._fetcher.get(services.commoncrawl_query(index, self._paper, page), self._asked)
                found = services.commoncrawl_list(answer, self._picking.key)
                yield query, str(page + 1), [one for one in found if self._wish.includes(one)]
            yield query, None, []

    async def _fetch(self) -> None:
        wanted = [one for one in self._lists.wanted(self._wish.since, self._wish.until) if self._is_wanted(one)][: self._wish.limit]
        if self._wish.dry_run:
            self._told.would_fetch = wanted
            return
        self._watch.queued(self._paper.key, len(wanted))
        for one in wanted:
            outcome, title = await self._one(one)
            self._told.counts[outcome] += 1
            self._watch.article(self._paper.key, one.url, title, outcome)

    def _is_wanted(self, one: Elsewhere) -> bool:
        """Not here yet, and not ordinary by the words of its address."""
        page = self._archive.frontier.page(one.key)
        if page and page.state in ("fetched", "gone"):
            self._told.counts["known"] += 1
            return False
        ordinary = not self._wish.everything and relevance(slug_words(one.url)).relevance == "no"
        self._told.counts["ordinary"] += ordinary
        return not ordinary

    async def _one(self, one: Elsewhere) -> tuple[str, str]:
        """What came of the capture, and its title; what can't be had is a failure, and not asked for again."""
        try:
            record = await self._record(one)
        except (FetchError, ReadError) as error:
            if isinstance(error, FetchError) and (error.reason in _ASKED_ENOUGH or error.status in _BUSY):
                raise
            reason = error.reason if isinstance(error, FetchError) else "unread"
            with self._archive.batch():
                self._archive.fail(one.url, paper=None, stage="backfill", reason=reason, message=str(error))
                self._lists.set_state(one.key, "failed")
            self._watch.failure(self._paper.key, one.url, str(error))
            return "failed", ""
        taken = take(record)
        with self._archive.batch():
            outcome = self._filing.file(taken)
            self._filing.retell()
            self._lists.set_state(one.key, "done")
        return outcome, getattr(getattr(taken.reading, "article", None), "title", "")

    async def _record(self, one: Elsewhere) -> Record:
        if self._service.kind == "wayback":
            url = self._service.replay.format(timestamp=one.timestamp, url=one.url)
            answer = await self._fetcher.get(url, self._asked)
            capture = services.replayed(answer, one)
            return Record(self._service.key, 0, Answer(capture, f"sha1:{one.digest}", answer.url))
        file, start, length = one.place.split()
        ends = int(start) + int(length) - 1
        answer = await self._fetcher.get(self._service.replay + file, self._asked, headers={"Range": f"bytes={start}-{ends}"})
        found = one_record(file, int(start), answer.body)
        if isinstance(found, Damage):
            raise ReadError(self._service.replay + file, str(found))
        return found
