"""Floor 2. The chunks that a sentence is cut into, and the sequence of them that readers read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence, Set
from itertools import compress
from typing import NamedTuple, overload

Kinds = Container[str]
"""Kinds of chunks, or words: what a place is asked to hold."""
NAMES = frozenset({"body", "place", "person", "proper"})
ORGANIZATIONS = NAMES - {"person"}
"""What a member of a bloc can be named by."""
HOLDERS = NAMES | {"posting"}
"""Who can hold an office."""
SUBJECTS = HOLDERS | {"count"}
"""Who can get an award."""
GIVERS = frozenset({"body", "posting"})
"""Who can give an award."""
BLOC = frozenset({"bloc", "named-bloc"})
ROLES = frozenset({"head", "deputy"})


class Chunk(NamedTuple):
    """A piece of a sentence; `start` and `end` count in the passage.

    `value` is the name, or the words in small letters; `entry` the id of the catalog's entry, `tags` those of the clues that list the words.
    `head` is the head noun of a name (`huyện`, `THPT`), the unit of a count, the post of a posting; `inner` the name inside: a proper name's
    capitals, a posting's body, the number of a bloc or a count as written. `shared` is the head noun as a list may share it (`Sở` for `sở`),
    `joint` tells of a comma or `và` that may part two names.
    """

    kind: str
    value: str
    start: int
    end: int
    number: int = 0
    entry: str = ""
    head: str = ""
    inner: str = ""
    shared: str = ""
    joint: bool = False
    tags: frozenset[str] = frozenset()


_NONE = Chunk("", "", -1, -1)
_AHEAD = 16
"""So many times no chunk stands behind the last, so that looking ahead and back needs no care."""
_BEYOND, _NO_KINDS = (_NONE,) * _AHEAD, [""] * _AHEAD


class Chunks(Sequence[Chunk]):
    """The chunks of a sentence. Beyond its ends stand chunks of no kind, so that readers may look some way ahead and back freely.

    `kinds` are the kinds one after the other, empty beyond either end; `held` is the set of them.
    """

    __slots__ = ("_all", "_beyond", "held", "kinds")

    def __init__(self, chunks: Iterable[Chunk] = ()) -> None:
        """What every reader asks for is put together once."""
        self._all = tuple(chunks)
        self._beyond = self._all + _BEYOND
        self.kinds = [chunk.kind for chunk in self._all] + _NO_KINDS
        self.held = frozenset(self.kinds)

    @overload
    def __getitem__(self, place: int) -> Chunk: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Chunk, ...]: ...
    def __getitem__(self, place: int | slice) -> Chunk | tuple[Chunk, ...]:
        """The chunk at that place, or those of a stretch."""
        return self._all[place]

    def __len__(self) -> int:
        """How many chunks there are."""
        return len(self._all)

    def __iter__(self) -> Iterator[Chunk]:
        """One after the other."""
        return iter(self._all)

    def at(self, place: int) -> Chunk:
        """The chunk at that place."""
        try:
            return self._beyond[place]
        except IndexError:
            return _NONE

    def kind(self, place: int) -> str:
        """The kind of the chunk at that place."""
        return self.at(place).kind

    def places(self, kinds: Set[str]) -> list[int]:
        """Where the chunks of these kinds stand."""
        return [] if kinds.isdisjoint(self.held) else list(compress(range(len(self._all)), map(kinds.__contains__, self.kinds)))

    def between(self, start: int, end: int) -> tuple[Chunk, ...]:
        """The chunks from `start` up to `end`, as far as there are any."""
        return self._all[max(0, start) : max(0, end)]

    def has(self, kinds: Kinds, start: int, end: int) -> bool:
        """Whether a chunk of these kinds stands there."""
        return self.first(kinds, start if start > 0 else 0, end) is not None

    def only(self, kinds: Kinds, start: int, end: int) -> bool:
        """Whether nothing but chunks of these kinds stands there."""
        return all(kind in kinds for kind in self.kinds[max(0, start) : max(0, min(end, len(self._all)))])

    def first(self, kinds: Kinds, start: int, end: int | None = None) -> int | None:
        """The place of the first chunk of these kinds there."""
        stop = len(self._all) if end is None else min(end, len(self._all))
        for place in range(start, stop):
            if self.kinds[place] in kinds:
                return place
        return None

    def last(self, kinds: Kinds, end: int, start: int = 0) -> int | None:
        """The place of the last chunk of these kinds before `end`, not before `start`."""
        for place in range(end - 1, max(0, start) - 1, -1):
            if self.kinds[place] in kinds:
                return place
        return None

    def past(self, kinds: Kinds, place: int) -> int:
        """The first place from there on that holds none of these kinds."""
        while self.kinds[place] in kinds and place < len(self._all):
            place += 1
        return place

    def back(self, kinds: Kinds, place: int, tag: str = "") -> int:
        """The first place from there backwards that holds none of these kinds, nor words of that tag."""
        while place >= 0 and (self.kinds[place] in kinds or tag in self._all[place].tags):
            place -= 1
        return place


class Cursor:
    """A place among chunks, which a reader moves on."""

    def __init__(self, chunks: Chunks, place: int) -> None:
        """`place` may be moved freely; `ahead` counts from it."""
        self.chunks, self.place = chunks, place

    def at(self, ahead: int = 0) -> Chunk:
        """The chunk here, or that many ahead."""
        return self.chunks.at(self.place + ahead)

    def kind(self, ahead: int = 0) -> str:
        """The kind of the chunk here, or that many ahead."""
        return self.chunks.kinds[self.place + ahead]

    def kinds(self, *kinds: Kinds) -> bool:
        """Whether the chunks from here on have these kinds, one after the other."""
        place, found = self.place, self.chunks.kinds
        for wanted in kinds:
            if found[place] not in wanted:
                return False
            place += 1
        return True

    def move(self, count: int = 1) -> None:
        """Moves on over that many chunks."""
        self.place += count
