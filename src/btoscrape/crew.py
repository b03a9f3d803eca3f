"""Floor 3. Who reads pages: this process, a pool of processes, or the workers of a Dask cluster, of which this is the only owner.

What is handed out must be pure, and known by its name wherever it is done; one caller takes the results, in order, and writes.
"""

from __future__ import annotations

import os
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

from .errors import BtoscrapeError, UsageError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
R = TypeVar("R")
_PATIENCE = 20
"""Seconds that a scheduler has to answer in."""
_PORT = 8786
"""Where one listens whose address names no port."""


class Crew(Protocol):
    """Those who work. `ahead`: tasks that keep all of them busy while the first result is waited for."""

    ahead: int

    def hand_out(self, task: Callable[[T], R], item: T) -> Callable[[], R]:
        """The task begun, as what waits for its result."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is to work: so many processes (1: this one alone), or the workers of the Dask scheduler at that address."""

    processes: int = 1
    scheduler: str = ""


@contextmanager
def crew(whom: Whom) -> Iterator[Crew]:
    """Those who work, until the end of the block; a UsageError says what is the matter with the scheduler."""
    if whom.scheduler:
        with _cluster(whom.scheduler) as client:
            yield _Cluster(client)
    elif whom.processes == 1:
        yield _Alone()
    else:
        pool = ProcessPoolExecutor(whom.processes, mp_context=get_context("spawn"), initializer=_end_with_parent)
        try:
            yield _Pool(pool, 2 * whom.processes)
        finally:
            pool.shutdown(cancel_futures=True)


def in_order(crew: Crew, task: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R]]:
    """Each item with what came of it, in their order; no more of them are drawn than keep the crew busy."""
    items = iter(items)
    under_way = deque((item, crew.hand_out(task, item)) for item in islice(items, crew.ahead))
    while under_way:
        item, result = under_way.popleft()
        told = result()
        under_way.extend((later, crew.hand_out(task, later)) for later in islice(items, 1))
        yield item, told


@cache
def edition() -> str:
    """Another text as soon as anything in this package is another, code or catalog."""
    told = sha256()
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".toml"):
            told.update(file.read_bytes())
    return told.hexdigest()


class _Alone:
    """One process, the caller's; a task is done when its result is wanted."""

    ahead = 1

    def hand_out(self, task: Callable[[T], R], item: T) -> Callable[[], R]:
        return partial(task, item)


class _Pool:
    """Processes of this machine."""

    def __init__(self, pool: ProcessPoolExecutor, ahead: int) -> None:
        self._pool, self.ahead = pool, ahead

    def hand_out(self, task: Callable[[T], R], item: T) -> Callable[[], R]:
        return partial(_result, self._pool.submit(task, item))


def _result(future: Future[R]) -> R:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise BtoscrapeError("a process that read pages was killed, perhaps for want of memory; run it again, with fewer --workers") from error


def _end_with_parent() -> None:
    """No process stays behind when the one that it works for is killed."""
    parent = parent_process()

    def follow() -> None:
        if parent:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


class _Cluster:
    """Workers of a Dask cluster; the scheduler gives what a lost one had under way to another."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.ahead = 2 * sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())

    def hand_out(self, task: Callable[[T], R], item: T) -> Callable[[], R]:
        from distributed import KilledWorker

        future = self._client.submit(task, item, pure=False)

        def result() -> R:
            try:
                told: R = future.result()
            except KilledWorker as error:
                raise BtoscrapeError(f"{item}: workers were lost again and again over it; run it again, with more memory for each") from error
            return told

        return result


@contextmanager
def _cluster(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--scheduler needs Dask: pip install 'btoscrape[dask]'") from error
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        socket.create_connection((parts.hostname or "", parts.port or _PORT), _PATIENCE).close()  # Dask itself tries on and on
        client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"{address}: no Dask scheduler answers there ({error}); start one with `dask scheduler`") from error
    with client:
        others = {worker for worker, found in client.run(edition).items() if found != edition()}
        if others or not client.scheduler_info(n_workers=-1)["workers"]:
            problem = f"another btoscrape is installed at {', '.join(sorted(others))}" if others else "has no workers: start some with `dask worker`"
            raise UsageError(f"{address}: {problem}")
        yield client
