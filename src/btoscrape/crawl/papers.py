"""Floor 4. Several papers crawled side by side, each to its end, or until somebody says stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from ..archive import Archive
from ..asking import fetcher_of
from ..fetch import Settings
from ..models import Paper
from .fetching import Fetching
from .finding import Finding
from .plan import Outcome, Plan, Progress
from .run import Run, Shown, now

FIRST = ("home", "search")
"""Ways to articles that are read before anything is fetched, so that the newest of all come first."""


async def crawl(
    papers: Iterable[Paper],
    archive: Archive,
    plan: Plan,
    settings: Settings,
    progress: Progress,
    *,
    clock: Callable[[], datetime] = now,
) -> list[Outcome]:
    """One outcome per paper, in their order; papers on different hosts are crawled side by side.

    SIGINT or SIGTERM ends all runs in order: what is under way is dropped, what was fetched is kept. `clock` tells the time by which
    papers have their hours and pages are due.
    """
    async with fetcher_of(archive, settings, keeping=not plan.dry_run) as fetcher:
        shown = Shown()
        runs = [Run(paper, archive, fetcher, plan, progress, clock, shown) for paper in papers]
        await _together([asyncio.create_task(_one(run)) for run in runs])
        return [run.outcome for run in runs]


async def _together(tasks: list[asyncio.Task[None]]) -> None:
    """All tasks, until they are done; an error of one, or a signal, ends them all."""
    if not tasks:
        return
    with _stopped_by_signals(tasks):
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.result()


@contextmanager
def _stopped_by_signals(tasks: list[asyncio.Task[None]]) -> Iterator[None]:
    """SIGINT and SIGTERM cancel the tasks; a second one acts as it always does."""
    loop, signals = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)

    def stop() -> None:
        for task in tasks:
            task.cancel()
        release()

    def release() -> None:
        for number in signals:
            loop.remove_signal_handler(number)

    with suppress(ValueError, RuntimeError, NotImplementedError):  # outside the main thread nobody sends us signals
        for number in signals:
            loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        release()


async def _one(run: Run) -> None:
    """The crawl of one paper."""
    run.start()
    broken = True
    try:
        await _steps(run)
        broken = False
    except asyncio.CancelledError:
        run.interrupt()
        broken = False
    finally:
        run.finish(broken=broken)


async def _steps(run: Run) -> None:
    """Listing after listing; what each shows is fetched before the next, deeper one is read."""
    finding = Finding(run)
    if run.plan.dry_run:
        async for _ in finding.finds():
            if run.plan.limit and len(run.outcome.would_fetch) >= run.plan.limit:
                break
        run.outcome.would_fetch = run.outcome.would_fetch[: run.plan.limit]
        return
    fetching = Fetching(run, finding.note_linked)
    finding.reconsider()
    if run.plan.everything:
        run.archive.frontier.want_skipped(run.paper.key, run.plan.since)
        fetching.skipped_before()
    async for found in finding.finds():
        if not any(link.found_by in FIRST for link in found.links):
            await fetching.all_wanted(dated=run.plan.since is not None)
        if fetching.is_full:
            return
    await _to_the_end(finding, fetching)


async def _to_the_end(finding: Finding, fetching: Fetching) -> None:
    """What is wanted by now, what that leads to, the pages of its tags, and so on until nothing is left."""
    asked: set[str] = set()
    while True:
        fetched = await fetching.all_wanted()
        new = [tag for tag in fetching.tags if tag not in asked]
        for tag in new:
            asked.add(tag)
            await finding.tag(tag)
        if not fetched and not new:
            return
