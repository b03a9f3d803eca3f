"""Floor 4. `import`: WARC and WACZ files of anyone's into the archive, their articles read as if crawled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..archive import Archive, Damage, Record, Source, sources, steps
from ..models import Capture, Paper
from ..reading import Reading, Unread, read_all
from .filing import Filing
from .picking import Picking

CHUNK = 128
"""Pages in memory at once,"""
HEAVIEST = 16 << 20
"""or as many as have so many bytes together."""


OUTCOMES = ("new", "changed", "same", "older", "skipped", "failed", "known", "missing", "foreign", "damaged")
"""What can come of a record: `known` is in the archive already, `older` than what it holds, `missing` the answer that it stands for."""


class Watch(Protocol):
    """Who is told how an import goes."""

    def total(self, size: int) -> None:
        """So many bytes there are in all."""

    def done(self, size: int) -> None:
        """So many of them are read."""

    def damage(self, damage: Damage) -> None:
        """A record is not as it should be."""


@dataclass(slots=True)
class _Chunk:
    """Records of one file that go into the archive together, and where a later run goes on after them."""

    source: Source
    passed: int
    place: int = 0
    records: list[Record] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    known: int = 0
    size: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.records) >= CHUNK or self.size >= HEAVIEST or len(self.damages) >= CHUNK

    @property
    def captures(self) -> list[Capture]:
        """What has a body to read; a revisit record gets its own from the archive."""
        return [record.answer.capture for record in self.records if record.answer.stands_for is None]


def import_files(
    paths: Iterable[Path],
    archive: Archive,
    papers: Iterable[Paper],
    watch: Watch,
    *,
    everything: bool = False,
    workers: int = 1,
) -> Counter[str]:
    """Counts by outcome, see OUTCOMES.

    Files that were read to their end with the same papers are passed over; one whose import was broken off goes on where it was.
    """
    picking = Picking(papers, everything=everything)
    return _Importing(archive, picking, Filing(archive, picking, everything=everything), watch).run(paths, workers)


class _Importing:
    """One import."""

    def __init__(self, archive: Archive, picking: Picking, filing: Filing, watch: Watch) -> None:
        self._archive, self._picking, self._filing, self._watch = archive, picking, filing, watch
        self._counts: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))

    def run(self, paths: Iterable[Path], workers: int) -> Counter[str]:
        found = [source for path in paths for source in sources(path)]
        wanted = list({source.digest: source for source in found if isinstance(source, Source)}.values())
        self._watch.total(sum(source.size for source in wanted))
        for damage in (damage for damage in found if isinstance(damage, Damage)):
            with self._archive.batch():
                self._damaged(damage)
        for chunk, readings in read_all(((chunk, chunk.captures) for chunk in self._chunks(wanted)), workers):
            self._write(chunk, readings)
            self._watch.done(chunk.passed + chunk.place)
        return self._counts

    def _chunks(self, wanted: Iterable[Source]) -> Iterator[_Chunk]:
        passed = 0
        for source in wanted:
            start = self._archive.past.done(source, self._picking.name)
            if start < source.size:
                if start == 0:
                    with self._archive.batch():
                        self._archive.past.forget_damage(source)
                yield from self._chunks_of(source, passed, start)
            passed += source.size

    def _chunks_of(self, source: Source, passed: int, start: int) -> Iterator[_Chunk]:
        chunk = _Chunk(source, passed, start)
        for step in steps(source, self._picking.wants, start):
            if isinstance(step.found, Damage):
                chunk.damages.append(step.found)
            elif step.found and self._archive.past.holds(step.found):
                chunk.known += 1
            elif step.found and step.found.answer.capture.status == 200:
                chunk.records.append(step.found)
                chunk.size += len(step.found.answer.capture.body)
            if chunk.is_full or (step.found is None and step.place > chunk.place):
                chunk.place = step.place
                yield chunk
                chunk = _Chunk(source, passed, step.place)
        chunk.place = source.size
        yield chunk

    def _write(self, chunk: _Chunk, readings: list[Reading | Unread]) -> None:
        """The chunk into the archive, in one transaction with how far the file is read."""
        read, nothing = iter(readings), Unread("revisit", "")
        source, picked = chunk.source, self._picking.name
        with self._archive.batch():
            self._counts["known"] += chunk.known
            for record in chunk.records:
                outcome = self._filing.file(record, nothing if record.answer.stands_for else next(read))
                self._counts[outcome] += 1
                if outcome == "missing":
                    problem = f"{record.answer.capture.url}: stands for a page that is not here; import the file that holds it too"
                    chunk.damages.append(Damage(record.file, record.offset, problem))
                if record.answer.undated:
                    problem = f"{record.answer.capture.url}: has no date that can be true; {record.answer.capture.fetched_at:%Y-%m-%d} is taken"
                    self._watch.damage(Damage(record.file, record.offset, problem, lost=False))
            for damage in chunk.damages:
                self._damaged(damage)
            if chunk.place == source.size and self._archive.past.is_damaged(source):
                self._archive.past.begin_anew(source, picked)
            else:
                self._archive.past.set_done(source, picked, chunk.place)

    def _damaged(self, damage: Damage) -> None:
        self._watch.damage(damage)
        if damage.lost:
            self._counts["damaged"] += 1
            where = f"{damage.file}#{damage.offset}"
            self._archive.fail(where, paper=None, stage="import", reason="damaged", message=str(damage))
