"""Floor 4. Reads all kept pages again, without the network: a better layout or phrase reaches every page ever kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from .archive import Archive, StoredCapture
from .facts import ENGINE_VERSION
from .models import Capture
from .reading import Reading, Unread, read

CHUNK = 256
"""Pages in memory at once."""

Item = tuple[StoredCapture, Capture]
Done = tuple[StoredCapture, Reading | Unread]


def rebuild(archive: Archive, *, workers: int = 1, watch: Callable[[int], None] = lambda done: None) -> Counter[str]:
    """Counts of articles by outcome: same, changed, new, skipped (ordinary news), failed; and of corrections that find nothing.

    The corrections beside the archive are put in force first. `watch` is told after each chunk how many pages are done. With
    several workers, pages are read in processes of their own; one process writes.
    """
    archive.corrections.take()
    counts = reread(archive, None, workers=workers, watch=watch)
    if lost := archive.corrections.without_fact():
        counts["corrections_without_fact"] = len(lost)
    return counts


def reread(archive: Archive, pages: Collection[int] | None, *, workers: int = 1, watch: Callable[[int], None] = lambda done: None) -> Counter[str]:
    """Counts of articles by outcome, of those pages only; None: of all."""
    counts: Counter[str] = Counter()
    provinces = archive.provinces()
    items = ((stored, archive.capture(stored.id)) for stored in archive.captures("article", pages))
    for chunk in _read_all(items, workers):
        with archive.batch():
            for stored, reading in chunk:
                counts[_store(archive, stored, reading, provinces.get(stored.paper or "", ""))] += 1
        watch(counts.total())
    archive.prune(anew=pages is None)
    return counts


def _read_all(items: Iterable[Item], workers: int) -> Iterator[list[Done]]:
    if workers == 1:
        yield from ([(stored, read(capture)) for stored, capture in chunk] for chunk in _chunks(items))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for chunk in _chunks(items):
            readings = pool.map(read, (capture for _, capture in chunk), chunksize=16)
            yield [(stored, reading) for (stored, _), reading in zip(chunk, readings, strict=True)]


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _store(archive: Archive, stored: StoredCapture, reading: Reading | Unread, province: str) -> str:
    if isinstance(reading, Unread):
        archive.fail(
            stored.url,
            paper=stored.paper,
            stage="read",
            reason=reading.reason,
            message=reading.message,
            capture=stored.id,
        )
        return "failed"
    archive.resolve(stored.url)
    if reading.verdict.relevance == "no" and stored.state == "skipped":
        return "skipped"  # it was fetched to make sure, and its text says no
    archive.set_state(stored.page, "gone" if stored.state == "gone" else "fetched", verdict=reading.verdict)
    return archive.store(
        stored.page,
        reading.article,
        reading.facts,
        reading.verdict,
        paper=stored.paper,
        province=province,
        capture=stored.id,
        engine=ENGINE_VERSION,
    )
