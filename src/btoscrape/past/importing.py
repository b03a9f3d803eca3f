"""Floor 4. `import`: WARC and WACZ files of anyone's into the archive, their articles read as if crawled."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import Protocol

from ..archive import Archive, Damage, Piece, Source, pieces, sources
from ..crew import Crew, Whom, crew
from ..models import Paper
from .filing import Filing
from .picking import Picking
from .taking import Part, Taken, Task, take_piece

ALONE = Whom()
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


def import_files(
    paths: Iterable[Path],
    archive: Archive,
    papers: Iterable[Paper],
    watch: Watch,
    *,
    everything: bool = False,
    whom: Whom = ALONE,
) -> Counter[str]:
    """Counts by outcome, see OUTCOMES.

    Files that were read to their end with the same papers are passed over; one whose import was broken off goes on where it was.
    `whom` reads the pages; this process writes.
    """
    picking = Picking(papers, everything=everything)
    return _Importing(archive, picking, Filing(archive, picking, everything=everything), watch).run(paths, whom)


class _Importing:
    """One import."""

    def __init__(self, archive: Archive, picking: Picking, filing: Filing, watch: Watch) -> None:
        self._archive, self._picking, self._filing, self._watch = archive, picking, filing, watch
        self._counts: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
        self._before: dict[Source, int] = {}

    def run(self, paths: Iterable[Path], whom: Whom) -> Counter[str]:
        found = [source for path in paths for source in sources(path.absolute())]
        wanted = list({source.digest: source for source in found if isinstance(source, Source)}.values())
        self._before = dict(zip(wanted, accumulate((source.size for source in wanted), initial=0), strict=False))
        self._watch.total(sum(source.size for source in wanted))
        for damage in (damage for damage in found if isinstance(damage, Damage)):
            with self._archive.batch():
                self._damaged(damage)
        with crew(whom) as readers:
            for piece, part in self._parts(readers, self._pieces(wanted)):
                place = part.rest.start if part.rest else piece.end
                self._write(piece.source, part, place)
                self._watch.done(self._before[piece.source] + place)
        return self._counts

    def _pieces(self, wanted: Iterable[Source]) -> Iterator[Piece]:
        """What is not read yet of each file."""
        for source in wanted:
            start = self._archive.past.done(source, self._picking.name)
            if start == 0:
                with self._archive.batch():
                    self._archive.past.forget_damage(source)
            if start < source.size or not source.size:
                yield from pieces(source, start)

    def _parts(self, readers: Crew, wanted: Iterator[Piece]) -> Iterator[tuple[Piece, Part]]:
        """Each piece with what a reading of it found; the rest of a piece comes before the next."""

        def begun(some: Iterable[Piece]) -> Iterator[tuple[Piece, Callable[[], Part]]]:
            return ((piece, readers.hand_out(take_piece, Task(piece, self._picking.papers))) for piece in some)

        under_way = deque(begun(islice(wanted, readers.ahead)))
        while under_way:
            piece, result = under_way.popleft()
            part = result()
            if part.rest:
                under_way.extendleft(begun([part.rest]))
            else:
                under_way.extend(begun(islice(wanted, 1)))
            yield piece, part

    def _write(self, source: Source, part: Part, place: int) -> None:
        """What was found into the archive, in one transaction with how far the file is read."""
        with self._archive.whole_batch() if part.found else self._archive.batch():
            for one in part.found:
                if isinstance(one, Damage):
                    self._damaged(one)
                else:
                    self._file(one)
            self._filing.retell()
            if place == source.size and self._archive.past.is_damaged(source):
                self._archive.past.begin_anew(source, self._picking.name)
            else:
                self._archive.past.set_done(source, self._picking.name, place)

    def _file(self, taken: Taken) -> None:
        outcome = self._filing.file(taken)
        self._counts[outcome] += 1
        record, capture = taken.record, taken.record.answer.capture
        if outcome == "missing":
            problem = f"{capture.url}: stands for a page that is not here; import the file that holds it too"
            self._damaged(Damage(record.file, record.offset, problem))
        if record.answer.undated and outcome != "known":
            problem = f"{capture.url}: has no date that can be true; {capture.fetched_at:%Y-%m-%d} is taken"
            self._watch.damage(Damage(record.file, record.offset, problem, lost=False))

    def _damaged(self, damage: Damage) -> None:
        self._watch.damage(damage)
        if damage.lost:
            self._counts["damaged"] += 1
            where = f"{damage.file}#{damage.offset}"
            self._archive.fail(where, paper=None, stage="import", reason="damaged", message=str(damage))
