"""Floor 2. The chunks that are cut from a sentence so far."""

from __future__ import annotations

from ..catalog.terms import Terms
from .chunks import Chunk
from .tokens import Tokens
from .vocabulary import Word

_NO_TAGS: frozenset[str] = frozenset()
_new = tuple.__new__
"""Makes a chunk of all its fields in half the time."""


class Cutting:
    """A sentence's tokens with the chunks made of them; `start` is the sentence's place in the passage."""

    def __init__(self, terms: Terms, tokens: Tokens, start: int) -> None:
        """Nothing is cut yet."""
        self.tokens, self.out = tokens, list[Chunk]()
        self._tags, self._heads, self._start = terms.tags, terms.heads, start

    def alone(self, i: int, word: Word) -> int:
        """Adds a word that is a chunk by itself; gives the place behind it."""
        start, tokens, tags = self._start, self.tokens, word.tags
        if tags:
            tokens.seen.update(tags)
        first, last = start + tokens.starts[i], start + tokens.ends[i]
        self.out.append(_new(Chunk, (word.alone, word.written, first, last, 0, "", "", "", word.shared, False, tags)))
        return i + 1

    def add(
        self, kind: str, value: str, i: int, j: int, entry: str = "", *, number: int = 0, head: str = "", inner: str = "", joint: bool = False
    ) -> int:
        """Adds a chunk of the words from `i` up to `j`, with what the catalog tells of its value; gives `j`."""
        start, tokens, shared = self._start, self.tokens, ""
        tags = self._tags.get(value, _NO_TAGS)
        if tags:
            tokens.seen.update(tags)
        if tags or head:
            shared = self._heads.get(head.partition(" ,")[0] if kind == "count" else value, "")
        first, last = start + tokens.starts[i], start + tokens.ends[j - 1]
        self.out.append(_new(Chunk, (kind, value, first, last, number, entry, head, inner, shared, joint, tags)))
        return j
