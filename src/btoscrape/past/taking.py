"""Floor 4. Pieces of other people's files read: pure, so that it may be done in any process and on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..archive import Damage, Packed, Piece, Record, pack, steps
from ..errors import ArchiveError
from ..models import Paper
from ..reading import Reading, Unread, read
from .picking import Picking

MOST = 512
"""Pages that one reading of a piece takes at most,"""
HEAVIEST = 16 << 20
"""or as many as have so many bytes together,"""
PASSED = 8192
"""or, where all it had before must be passed over once more (one gzip member for all records), as many as those, up to this."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A record that was wanted, its body packed for keeping, and what it says; a revisit record has neither of its own."""

    record: Record
    packed: Packed | None
    reading: Reading | Unread | None


@dataclass(frozen=True, slots=True)
class Task:
    """A piece, and the papers whose pages are picked from it."""

    piece: Piece
    papers: tuple[Paper, ...]

    def __str__(self) -> str:
        """Which records of which file."""
        return f"{self.piece.source.name} from {self.piece.start}"


@dataclass(frozen=True, slots=True)
class Part:
    """What one reading of a piece found, in its order; `rest`: what is left of the piece."""

    found: tuple[Taken | Damage, ...]
    rest: Piece | None


def take(record: Record) -> Taken:
    """The record read and packed, without its body."""
    if record.answer.stands_for:
        return Taken(record, None, None)
    capture = record.answer.capture
    light = replace(record, answer=replace(record.answer, capture=replace(capture, body=b"")))
    return Taken(light, pack(capture), read(capture))


def take_piece(task: Task) -> Part:
    """The wanted records of a piece, as many as may be in memory at once; an ArchiveError where its file is not to be seen."""
    piece, found, size = task.piece, list[Taken | Damage](), 0
    if not piece.source.path.exists():
        raise ArchiveError(f"{piece.source.path}: is not here; whoever reads it must see it under this name")
    most = max(MOST, min(piece.passed, PASSED))
    for place, passed, one in _found(piece, _picking(task.papers)):
        if len(found) >= most or (size >= HEAVIEST and most == MOST):
            return Part(tuple(found), Piece(piece.source, place, piece.end, passed=passed))
        found.append(take(one) if isinstance(one, Record) else one)
        size += len(one.answer.capture.body) if isinstance(one, Record) else 0
    return Part(tuple(found), None)


def _found(piece: Piece, picking: Picking) -> Iterator[tuple[int, int, Record | Damage]]:
    """Records and damages with where they stand, and how many stand there before each; of answers, those with status 200."""
    last = nth = -1
    for step in steps(piece, picking.wants):
        nth = nth + 1 if step.place == last else 0
        last = step.place
        if step.place == piece.start and nth < piece.passed:
            continue
        if isinstance(step.found, Damage) or (step.found and step.found.answer.capture.status == 200):
            yield step.place, nth, step.found


@lru_cache(maxsize=8)
def _picking(papers: tuple[Paper, ...]) -> Picking:
    return Picking(papers)
