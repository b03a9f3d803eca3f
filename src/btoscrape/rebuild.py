"""Floor 4. Reads all kept pages again, without the network: a better layout or phrase reaches every page ever kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from .archive import Archive, Difference, StoredCapture, renewal
from .crew import Whom, crew, edition, in_order
from .facts import ENGINE_VERSION
from .reading import Again, Share, Unread, read_share, telling

ALONE = Whom()
CHUNK = 128
"""Pages that are read and written together."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Counts of articles by outcome: same, changed, new, skipped (ordinary news), failed, damaged; and of corrections that find nothing.

    `differences`: the facts that are not the same.
    """

    counts: Counter[str]
    differences: list[Difference]


def rebuild(archive: Archive, *, whom: Whom = ALONE, compare: bool = False, watch: Callable[[int], None] = lambda done: None) -> Rebuilt:
    """What came of reading everything again into a database beside the archive's, which takes its place when it is complete.

    The corrections beside the archive are put in force first. `compare`: it does not take that place, so that this only says what
    would change. One that was broken off goes on where it was, unless archive, corrections or engine are not the same any more.
    `watch` is told how many pages are done. `whom` reads the pages; this process writes.
    """
    with renewal(archive, "compare" if compare else "rebuild", edition() + _corrections(archive.corrections.path)) as renewed:
        renewed.fresh.corrections.take()
        counts = Counter(renewed.counts)
        _read_again(renewed.fresh, _kept(renewed.fresh, after=renewed.page), counts, renewed.note, whom, watch)
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
    _read_again(archive, _kept(archive, pages), counts, lambda page, counts: None, ALONE, lambda done: None)
    archive.prune(anew=False)
    return counts


def _corrections(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _read_again(
    archive: Archive,
    shares: Iterable[Share],
    counts: Counter[str],
    note: Callable[[int, Counter[str]], None],
    whom: Whom,
    watch: Callable[[int], None],
) -> None:
    """The pages of the shares read and stored; `note` is told within each one's transaction how far that is."""
    provinces = archive.provinces()
    with crew(whom) as readers:
        for share, readings in in_order(readers, read_share, shares):
            with archive.batch():
                for stored, again in zip(share.pages, readings, strict=True):
                    counts[_store(archive, stored, again, provinces.get(stored.paper or "", ""))] += 1
                note(share.pages[-1].page, counts)
            watch(counts.total())


def _kept(archive: Archive, pages: Collection[int] | None = None, *, after: int = -1) -> Iterator[Share]:
    """The latest capture of each page, or of those pages, or of those after a page, in their order."""
    kept = archive.captures("article", pages, after=after)
    while some := tuple(islice(kept, CHUNK)):
        yield Share(archive.warc_folder, some)


def _store(archive: Archive, stored: StoredCapture, again: Again, province: str) -> str:
    reading = again.last
    if isinstance(reading, Unread):
        return _fail(archive, stored, reading)
    archive.resolve(stored.url)
    if reading.verdict.relevance == "no" and stored.state == "skipped":
        return "skipped"  # it was fetched to make sure, and its text says no
    archive.frontier.set_state(stored.page, "gone" if stored.state == "gone" else "fetched", verdict=reading.verdict)
    outcome = archive.store(
        stored.page,
        reading.article,
        reading.facts,
        reading.verdict,
        paper=stored.paper,
        province=province,
        capture=stored.id,
        engine=ENGINE_VERSION,
    )
    if again.former:
        history = (*again.former, telling(stored.id, reading))
        archive.retell(stored.page, history, paper=stored.paper, province=province, engine=ENGINE_VERSION)
    return outcome


def _fail(archive: Archive, stored: StoredCapture, reading: Unread) -> str:
    """A page that is damaged, or that no layout reads, leaves its article as it was read before."""
    archive.fail(stored.url, paper=stored.paper, stage="read", reason=reading.reason, message=reading.message, capture=stored.id)
    return "damaged" if reading.reason == "damaged" else "failed"
