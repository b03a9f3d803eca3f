"""Floor 4. What a crawl is asked to do, what came of it, and who watches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ..health import Readings, noticed
from ..models import Link

INTERRUPTED = 130
"""Exit code of a crawl that was told to stop, as shells give it after Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl is asked to do."""

    since: date | None = None
    limit: int | None = None
    everything: bool = False
    dry_run: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of one paper: counts as in the table `runs`, and the pages that a dry run would fetch.

    `interrupted`: it was told to stop; `closed`: the paper's hours were over. `readings`: what its pages could be read for,
    `past`: those of earlier runs, newest first.
    """

    paper: str
    counts: Counter[str] = field(default_factory=Counter)
    would_fetch: list[Link] = field(default_factory=list)
    interrupted: bool = False
    closed: bool = False
    readings: Readings = field(default_factory=Readings)
    past: list[Readings] = field(default_factory=list)

    @property
    def alarms(self) -> list[str]:
        """Why the paper's layout seems broken; empty when it is not."""
        return noticed([self.readings, *self.past]) if self.readings.pages else []

    @property
    def exit_code(self) -> int:
        """0 done; 3 pages failed; 5 the layout no longer reads as it used to; 130 told to stop."""
        if self.alarms:
            return 5
        if self.interrupted:
            return INTERRUPTED
        return 3 if self.counts["failed"] else 0


class Progress(Protocol):
    """Whoever watches a crawl."""

    def listing(self, paper: str, url: str) -> None:
        """A listing was read."""

    def queued(self, paper: str, pages: int) -> None:
        """So many more articles will be fetched."""

    def article(self, paper: str, url: str, title: str, outcome: str) -> None:
        """An article was fetched: new, changed, same, gone, or skipped for its text."""

    def failure(self, paper: str, url: str, message: str) -> None:
        """A listing or an article failed."""
