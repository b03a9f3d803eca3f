"""Floor 2. What every kind of fact is read from: the passage with its sentences as chunks, cut once and on demand."""

from __future__ import annotations

from collections.abc import Iterable

from ..catalog.terms import Terms
from .chunks import Chunk
from .lexer import Lexer
from .lists import post_and_body
from .passage import Passage, Sentence


class Text:
    """A passage cut into chunks. Once the members are known, their names are taken whole everywhere."""

    def __init__(self, passage: Passage, terms: Terms, known: Iterable[str] = ()) -> None:
        """Nothing is cut before it is asked for."""
        self.passage, self.terms = passage, terms
        self._lexer = Lexer(terms, known)
        self._cut: dict[int, list[Chunk]] = {}

    def chunks(self, sentence: Sentence) -> list[Chunk]:
        """The chunks of a sentence, each post joined with the body behind it."""
        found = self._cut.get(sentence.start)
        if found is None:
            found = post_and_body(self._lexer.chunks(sentence.text, sentence.start), sentence.text, sentence.start)
            self._cut[sentence.start] = found
        return found

    def again(self, start: int, end: int, *, eager: bool) -> list[Chunk]:
        """The chunks of a stretch of the text that is a list of names."""
        text = self.passage.text[start:end]
        return post_and_body(self._lexer.chunks(text, start, eager=eager, listed=True), text, start)

    def again_title(self) -> list[Chunk]:
        """The chunks of the title."""
        return self._lexer.chunks(self.passage.title)

    def knowing(self, names: Iterable[str]) -> Text:
        """The same passage, cut with these names known."""
        return Text(self.passage, self.terms, names)
