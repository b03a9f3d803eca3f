"""Floor 4. One run of one paper: what all its parts share, and its row in the archive."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ..archive import Archive
from ..choice import is_open
from ..errors import FetchError
from ..fetch import Fetcher
from ..health import Readings
from ..models import Paper
from .plan import Outcome, Plan, Progress

COUNTED = ("listings", "found", "skipped", "fetched", "unchanged", "new", "changed", "gone", "failed")
"""The counts that have a column in `runs`."""
PAST = 30
"""Runs that make up a paper's past."""


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """The listings that this crawl has had by now, and whose turn it is to ask for one: papers on one site share its sitemaps."""

    had: set[str] = field(default_factory=set)
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))


class Run:
    """What finding and fetching share. `stopped`: why nothing more may be asked of the paper in this run.

    `abandoned`: the paper's old place does not answer any more; its articles are asked for where they moved to. `shown`: what this
    run and those beside it have had.
    """

    def __init__(
        self,
        paper: Paper,
        archive: Archive,
        fetcher: Fetcher,
        plan: Plan,
        progress: Progress,
        clock: Callable[[], datetime] = now,
        shown: Shown | None = None,
    ) -> None:
        self.clock, self.shown = clock, shown or Shown()
        self.paper, self.archive, self.fetcher, self.plan, self.progress = paper, archive, fetcher, plan, progress
        self.began = clock()
        self.outcome = Outcome(paper.key)
        self.id: int | None = None
        self.stopped: FetchError | None = None
        self.abandoned = False

    @property
    def count(self) -> Counter[str]:
        """The counts so far."""
        return self.outcome.counts

    def start(self) -> None:
        """The run's row, and the paper's; a dry run has none."""
        if not self.plan.dry_run:
            self.archive.paper(self.paper)
            self.id = self.archive.start_run("crawl", self.paper.key)
            self.outcome.past = [Readings.of(row) for row in self.archive.history.readings(self.paper.key, PAST)]

    def finish(self, *, broken: bool = False) -> None:
        """The row's end: how it went, and what it cost; `broken` by an error of ours, not the paper's."""
        if self.id is None:
            return
        stats = self.fetcher.stats_of(self.paper)
        totals: dict[str, int | float] = {name: self.count[name] for name in COUNTED}
        totals |= {"requests": stats.requests, "bytes": stats.bytes, "waited": round(stats.waited, 3)}
        with self.archive.batch():
            if self.outcome.readings.pages:
                self.archive.history.keep_readings(self.id, self.outcome.readings.to_row())
            self.archive.finish_run(self.id, 1 if broken else self.outcome.exit_code, totals)

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be asked of the paper: its host is in trouble, or its hours are over."""
        if not self.outcome.closed and not is_open(self.paper.hours, self.clock()):
            self.outcome.closed = True
        return self.stopped is not None or self.outcome.closed

    def interrupt(self) -> None:
        """The run was told to stop."""
        self.outcome.interrupted = True

    def stop(self, error: FetchError, stage: str) -> None:
        """Ask nothing more of the paper: its host can't be reached or wants to be left alone."""
        if self.stopped is None:
            self.stopped = error
            self.fail(error.url, stage, error.reason, str(error))

    def fail(self, url: str, stage: str, reason: str, message: str, capture: int | None = None) -> None:
        """A failure is counted, told of, and becomes a row."""
        self.count["failed"] += 1
        self.progress.failure(self.paper.key, url, message)
        if not self.plan.dry_run:
            key = self.paper.key
            self.archive.fail(url, paper=key, stage=stage, reason=reason, message=message, run=self.id, capture=capture)
