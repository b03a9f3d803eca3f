"""Floor 2. Names that the article itself lists: they are taken whole wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import compress

from ..text import words


class KnownNames:
    """Names as words in small letters, found by the first of them; the longest wins."""

    def __init__(self, names: Iterable[str] = (), begins_body: Callable[[tuple[str, ...]], bool] = bool) -> None:
        """A single word is too little to know a name by, and so is one that does not begin as the names of bodies do."""
        self._names: dict[str, list[tuple[str, ...]]] = {}
        told = [tuple([word.lower() for word in words(name)]) for name in names]
        for name in sorted([name for name in told if len(name) > 1 and begins_body(name)], key=len, reverse=True):
            self._names.setdefault(name[0], []).append(name)
        self.first = frozenset(self._names)
        """The words that the names begin with."""

    def end(self, low: Sequence[str], i: int) -> int:
        """The place behind the name that begins at that word; 0 where none does."""
        for name in self._names.get(low[i], ()):
            if low[i : i + len(name)] == name:
                return i + len(name)
        return 0

    def places(self, low: Sequence[str]) -> list[tuple[int, int]]:
        """Where the names stand among the words: the first of their words, and the place behind the last."""
        if self.first.isdisjoint(low):
            return []
        begun = compress(range(len(low)), map(self.first.__contains__, low))
        return [(i, end) for i in begun if (end := self.end(low, i))]
