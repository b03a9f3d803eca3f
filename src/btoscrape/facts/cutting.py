"""Floor 2. The chunks that are cut from a sentence so far."""

from __future__ import annotations

from ..catalog.terms import Terms
from .chunks import Chunk
from .tokens import Tokens

_NO_TAGS: frozenset[str] = frozenset()


class Cutting:
    """A sentence's tokens with the chunks made of them; `start` is the sentence's place in the passage."""

    def __init__(self, terms: Terms, tokens: Tokens, start: int) -> None:
        """Nothing is cut yet."""
        self.tokens, self.out = tokens, list[Chunk]()
        self._terms, self._start = terms, start

    def add(
        self, kind: str, value: str, i: int, j: int, *, number: int = 0, entry: str = "", head: str = "", inner: str = "", joint: bool = False
    ) -> int:
        """Adds a chunk of the words from `i` up to `j`, with what the catalog tells of its value; gives `j`."""
        start, end = self.tokens.spans[i][1], self.tokens.spans[j - 1][2]
        tags = self._terms.tags.get(value, _NO_TAGS)
        shared = self._terms.heads.get(head.partition(" ,")[0] if kind == "count" else value, "") if tags or head else ""
        if tags:
            self.tokens.note(*tags)
        self.out.append(Chunk(kind, value, self._start + start, self._start + end, number, entry, head, inner, shared, joint, tags))
        return j
