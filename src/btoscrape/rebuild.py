"""Floor 4. Reads all kept pages again, without the network: a better layout or phrase reaches every page ever kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from .archive import Archive, Difference, StoredCapture, renewal
from .errors import ArchiveError
from .facts import ENGINE_VERSION
from .models import Capture
from .reading import Reading, Unread, read_all

CHUNK = 256
"""Pages in memory at once."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Counts of articles by outcome: same, changed, new, skipped (ordinary news), failed, damaged; and of corrections that find nothing.

    `differences`: the facts that are not the same.
    """

    counts: Counter[str]
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Pages that are written together: those that can be read, and those whose capture is damaged with what is wrong."""

    stored: list[StoredCapture]
    damaged: list[tuple[StoredCapture, str]]
    last: int


def rebuild(archive: Archive, *, workers: int = 1, compare: bool = False, watch: Callable[[int], None] = lambda done: None) -> Rebuilt:
    """What came of reading everything again into a database beside the archive's, which takes its place when it is complete.

    The corrections beside the archive are put in force first. `compare`: it does not take that place, so that this only says what
    would change. One that was broken off goes on where it was, unless archive, corrections or engine are not the same any more.
    `watch` is told how many pages are done. With several workers, pages are read in processes of their own; one process writes.
    """
    with renewal(archive, "compare" if compare else "rebuild", _engine() + _corrections(archive.corrections.path)) as renewed:
        renewed.fresh.corrections.take()
        counts = Counter(renewed.counts)
        _read_again(renewed.fresh, _kept(renewed.fresh, after=renewed.page), counts, renewed.note, workers, watch)
        renewed.fresh.prune()
        if lost := renewed.fresh.corrections.without_fact():
            counts["corrections_without_fact"] = len(lost)
        differences = renewed.differences()
        if not compare:
            renewed.take_over()
    return Rebuilt(counts, differences)


def reread(archive: Archive, pages: Collection[int]) -> Counter[str]:
    """Counts of articles by outcome, of those pages only, in the archive itself."""
    counts: Counter[str] = Counter()
    _read_again(archive, _kept(archive, pages), counts, lambda page, counts: None, 1, lambda done: None)
    archive.prune(anew=False)
    return counts


def _corrections(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@cache
def _engine() -> str:
    """Another text as soon as anything in this package is another, code or catalog."""
    told = sha256()
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".toml"):
            told.update(file.read_bytes())
    return told.hexdigest()


def _read_again(
    archive: Archive,
    chunks: Iterable[tuple[_Chunk, list[Capture]]],
    counts: Counter[str],
    note: Callable[[int, Counter[str]], None],
    workers: int,
    watch: Callable[[int], None],
) -> None:
    """The pages of the chunks read and stored; `note` is told within each chunk's transaction how far that is."""
    provinces = archive.provinces()
    for chunk, readings in read_all(chunks, workers):
        with archive.batch():
            for stored, reading in zip(chunk.stored, readings, strict=True):
                counts[_store(archive, stored, reading, provinces.get(stored.paper or "", ""))] += 1
            for stored, problem in chunk.damaged:
                counts[_fail(archive, stored, Unread("damaged", problem))] += 1
            note(chunk.last, counts)
        watch(counts.total())


def _kept(archive: Archive, pages: Collection[int] | None = None, *, after: int = -1) -> Iterator[tuple[_Chunk, list[Capture]]]:
    """The latest capture of each page, or of those pages, or of those after a page."""
    kept = archive.captures("article", pages, after=after)
    while some := list(islice(kept, CHUNK)):
        chunk, captures = _Chunk([], [], some[-1].page), []
        for stored in some:
            try:
                captures.append(archive.capture(stored.id))
                chunk.stored.append(stored)
            except ArchiveError as error:  # the article stays as it was read when its page was whole
                chunk.damaged.append((stored, str(error)))
        yield chunk, captures


def _store(archive: Archive, stored: StoredCapture, reading: Reading | Unread, province: str) -> str:
    if isinstance(reading, Unread):
        return _fail(archive, stored, reading)
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


def _fail(archive: Archive, stored: StoredCapture, reading: Unread) -> str:
    archive.fail(stored.url, paper=stored.paper, stage="read", reason=reading.reason, message=reading.message, capture=stored.id)
    return "damaged" if reading.reason == "damaged" else "failed"
