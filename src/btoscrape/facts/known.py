"""Floor 2. Names that the article itself lists: they are taken whole wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..text import words


class KnownNames:
    """Names as words in small letters, found by the first of them; the longest wins."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """A single word is too little to know a name by."""
        self._names: dict[str, list[tuple[str, ...]]] = {}
        told = (tuple(word.lower() for word, _, _ in words(name)) for name in names)
        for name in sorted((name for name in told if len(name) > 1), key=len, reverse=True):
            self._names.setdefault(name[0], []).append(name)

    def end(self, low: Sequence[str], i: int) -> int:
        """The place behind the name that begins at that word; 0 where none does."""
        return next((i + len(name) for name in self._names.get(low[i], ()) if low[i : i + len(name)] == name), 0)

    def stand_in(self, low: Sequence[str]) -> bool:
        """Whether one of the names stands among the words."""
        return any(self.end(low, i) for i in range(len(low)))
