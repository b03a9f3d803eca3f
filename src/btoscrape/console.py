"""Floor 4. What a person at the terminal sees of a long task: a progress bar there, plain lines elsewhere."""

from __future__ import annotations

import getpass
import json
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from .text import harmless

if TYPE_CHECKING:
    from .archive import Problem
    from .crawl import Outcome
    from .rebuild import Rebuilt


class Lines:
    """A crawl's progress as lines on standard error."""

    def listing(self, paper: str, url: str) -> None:
        """A listing was read."""
        click.echo(f"{paper}: listing {url}", err=True)

    def queued(self, paper: str, pages: int) -> None:
        """So many articles will be fetched."""
        click.echo(f"{paper}: {pages} articles to fetch", err=True)

    def article(self, paper: str, url: str, title: str, outcome: str) -> None:
        """An article was fetched."""
        click.echo(f"{paper}: {outcome} {url} {title}", err=True)

    def failure(self, paper: str, url: str, message: str) -> None:
        """A listing or an article failed."""
        click.echo(f"{paper}: failed {message}", err=True)

    def warning(self, message: str) -> None:
        """Something that whoever runs the crawl should know."""
        click.echo(f"warning: {message}", err=True)


class Failures(Lines):
    """Failures alone: for a crawl whose result a program reads."""

    def listing(self, paper: str, url: str) -> None:
        """Nothing."""

    def queued(self, paper: str, pages: int) -> None:
        """Nothing."""

    def article(self, paper: str, url: str, title: str, outcome: str) -> None:
        """Nothing."""


class JsonLines(Lines):
    """A crawl's progress as one JSON object a line, for whoever collects logs."""

    def listing(self, paper: str, url: str) -> None:
        """A listing was read."""
        self._tell("listing", paper=paper, url=url)

    def queued(self, paper: str, pages: int) -> None:
        """So many articles will be fetched."""
        self._tell("queued", paper=paper, pages=pages)

    def article(self, paper: str, url: str, title: str, outcome: str) -> None:
        """An article was fetched."""
        self._tell("article", paper=paper, outcome=outcome, url=url, title=title)

    def failure(self, paper: str, url: str, message: str) -> None:
        """A listing or an article failed."""
        self._tell("failure", paper=paper, url=url, message=message)

    def warning(self, message: str) -> None:
        """Something that whoever runs the crawl should know."""
        self._tell("warning", message=message)

    def _tell(self, event: str, **more: object) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        click.echo(json.dumps({"at": at, "event": event, **more}, ensure_ascii=False), err=True)


class _Told(logging.Handler):
    """Passes on what our modules log."""

    def __init__(self, watcher: Lines) -> None:
        super().__init__(logging.WARNING)
        self._watcher = watcher

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self._watcher.warning(record.getMessage())


class Bar(Lines):
    """A crawl's progress as one bar: it grows as papers say how many articles they will fetch."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._listings = self._done = self._total = 0

    def listing(self, paper: str, url: str) -> None:
        """A listing was read."""
        self._listings += 1
        self._draw()

    def queued(self, paper: str, pages: int) -> None:
        """So many articles will be fetched."""
        self._total += pages
        self._draw()

    def article(self, paper: str, url: str, title: str, outcome: str) -> None:
        """An article was fetched."""
        self._done += 1
        self._draw()

    def failure(self, paper: str, url: str, message: str) -> None:
        """A listing or an article failed."""
        click.echo(f"\r\x1b[K{paper}: failed {message}", err=True)
        self._draw()

    def _draw(self) -> None:
        width = 30
        filled = width * self._done // self._total if self._total else 0
        bar = "█" * filled + "░" * (width - filled)
        click.echo(f"\r\x1b[K{bar} {self._done}/{self._total} articles, {self._listings} listings", err=True, nl=False)


@contextmanager
def progress(*, quiet: bool, log: str | None = None) -> Iterator[Lines]:
    """Whoever watches a crawl: lines in the form that `log` names (text or json); without it a bar on a terminal, lines elsewhere.

    `quiet`: failures alone, unless a form is named.
    """
    watcher = _watcher(quiet=quiet, log=log)
    told, ours = _Told(watcher), logging.getLogger(__package__)
    ours.addHandler(told)
    try:
        yield watcher
    finally:
        ours.removeHandler(told)
        if isinstance(watcher, Bar):
            click.echo(err=True)


def _watcher(*, quiet: bool, log: str | None) -> Lines:
    if log:
        return JsonLines() if log == "json" else Lines()
    if quiet:
        return Failures()
    return Bar() if sys.stderr.isatty() else Lines()


@contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar for a task of known length; call it with how much is done in all."""
    with click.progressbar(length=total, label=label, file=sys.stderr) as shown:
        yield lambda done: shown.update(done - shown.pos)


class Importing:
    """An import's progress as one bar that counts bytes, on a terminal; damaged records as lines."""

    def __init__(self, *, quiet: bool) -> None:
        """`quiet`: no bar."""
        self._quiet, self._total = quiet, 0

    def total(self, size: int) -> None:
        """So many bytes there are in all."""
        self._total = size

    def done(self, size: int) -> None:
        """So many of them are read."""
        if not self._quiet:
            click.echo(f"\r\x1b[K{size / 1e6:,.0f} of {self._total / 1e6:,.0f} MB", err=True, nl=False)

    def damage(self, damage: object) -> None:
        """A record is not as it should be."""
        click.echo(damage if self._quiet else f"\r\x1b[K{damage}", err=True)


@contextmanager
def importing(*, quiet: bool) -> Iterator[Importing]:
    """Whoever watches an import; `quiet`: damaged records alone."""
    quiet = quiet or not sys.stderr.isatty()
    yield Importing(quiet=quiet)
    if not quiet:
        click.echo(err=True)


def print_outcome(outcome: Outcome, *, dry_run: bool, as_json: bool) -> None:
    """What came of one paper; of a dry run, what would be fetched."""
    row: dict[str, Any] = {"paper": outcome.paper, "exit_code": outcome.exit_code, "alarms": outcome.alarms, **outcome.counts}
    row |= {"stopped": outcome.interrupted, "outside_hours": outcome.closed}
    if dry_run:
        row["would_fetch"] = [{"url": link.url, "title": link.title} for link in outcome.would_fetch]
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    for link in outcome.would_fetch:
        click.echo(f"would fetch {link.url} {link.title}")
    stopped = "stopped; the next crawl goes on from here: " if outcome.interrupted else ""
    stopped = "its hours are over; the next crawl within them goes on: " if outcome.closed else stopped
    print_counts(outcome.counts, as_json=False, before=f"{outcome.paper}: {stopped}")
    for alarm in outcome.alarms:
        click.echo(f"{outcome.paper}: has its layout changed? {alarm}")


def print_rebuilt(rebuilt: Rebuilt, *, as_json: bool) -> None:
    """What came of the pages, and which facts are not the same: how many by rule, then each."""
    if as_json:
        facts = [asdict(difference) for difference in rebuilt.differences]
        click.echo(json.dumps({**rebuilt.counts, **({"facts": facts} if facts else {})}, ensure_ascii=False))
        return
    print_counts(rebuilt.counts, as_json=False)
    by_rule = Counter((told.kind, told.rule or "no rule", told.change) for told in rebuilt.differences)
    for (kind, rule, change), count in sorted(by_rule.items()):
        click.echo(f"{kind}, {rule}: {count} {change}")
    for told in rebuilt.differences:
        click.echo(f"  {told.change} {told.kind}: {told.about} [{' → '.join(filter(None, (told.before, told.after)))}] {told.url}")


def print_problems(found: list[Problem], left: list[Problem], *, as_json: bool) -> None:
    """What is wrong with an archive, and what was set right."""
    if as_json:
        click.echo(
            json.dumps(
                {"problems": [{"kind": problem.kind, "message": problem.message} for problem in left], "repaired": len(found) - len(left)},
                ensure_ascii=False,
            )
        )
        return
    for problem in left:
        click.echo(problem.message)
    mended = f"; {len(found) - len(left)} were set right" if len(left) < len(found) else ""
    click.echo(f"{len(left)} problems{mended}" if left or mended else "all is sound")


def print_counts(counts: Mapping[str, int], *, as_json: bool, before: str = "", nothing: str = "nothing to do") -> None:
    """Counts with their names; `nothing` where all are 0."""
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
    else:
        named = (f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)
        click.echo(before + (", ".join(named) or nothing))


def login() -> str:
    """The name under which the person at the terminal is logged in; empty where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def print_doubts(rows: list[dict[str, Any]]) -> None:
    """Doubts under what their kind is about, each with the key that a decision names it by, and its articles."""
    from .catalog.doubts import kinds

    for kind in kinds().values():
        mine = [row for row in rows if row["kind"] == kind.name]
        if mine:
            click.echo(f"{kind.name}: {kind.about} ({len(mine)})")
        for row in mine:
            click.echo(f"  {row['doubt']}{' (decided)' * (row['state'] == 'decided')}  {harmless(row['message'])}")
            for name in ("article_url", "other_article_url"):
                if row[name]:
                    click.echo(f"    {harmless(row[name])}")
    if not rows:
        click.echo("no doubts")
