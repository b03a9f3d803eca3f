"""Floor 2. What every kind of fact is read from: the passage with its sentences as chunks, cut once and on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..catalog.terms import Terms
from .chunks import Chunks
from .lexer import Lexer
from .passage import Passage, Sentence
from .postings import joined

_BODY = frozenset({"body"})


class Text:
    """A passage cut into chunks. Once the members are known, their names are taken whole everywhere."""

    def __init__(self, passage: Passage, terms: Terms) -> None:
        """Nothing is cut before it is asked for."""
        self.passage, self.terms = passage, terms
        self._lexer = Lexer(terms)
        self._cut: dict[int, Chunks] = {}
        self._all: tuple[Chunks, ...] | None = None
        self._title: Chunks | None = None

    def chunks(self, sentence: Sentence) -> Chunks:
        """The chunks of a sentence, each post joined with the body behind it."""
        found = self._cut.get(sentence.start)
        if found is None:
            cut = self._lexer.chunks(sentence.text, sentence.start)
            found = self._cut[sentence.start] = joined(cut, sentence.text, sentence.start)
        return found

    def all(self) -> tuple[Chunks, ...]:
        """The chunks of each sentence."""
        if self._all is None:
            self._all = tuple([self.chunks(sentence) for sentence in self.passage.sentences])
        return self._all

    def sentences(self) -> Iterator[tuple[Sentence, Chunks]]:
        """Each sentence with its chunks."""
        return zip(self.passage.sentences, self.all(), strict=True)

    def listed(self, sentence: Sentence, start: int, *, eager: bool) -> Chunks:
        """The chunks of a sentence from `start` on, as a list of names; `eager`: small letters behind a comma go on with a name."""
        cut = self._lexer.rest(sentence.text, sentence.start, start - sentence.start, eager=eager)
        return joined(cut, sentence.text, sentence.start)

    def line(self, start: int, told: str) -> Chunks:
        """The chunks of what a line of a list tells at `start`."""
        return joined(self._lexer.chunks(told, start, eager=True, listed=True), told, start)

    def title(self) -> Chunks:
        """The chunks of the title."""
        if self._title is None:
            self._title = self._lexer.chunks(self.passage.title)
        return self._title

    def knowing(self, names: Iterable[str]) -> Text:
        """The same passage, cut anew where these names stand."""
        text = Text(self.passage, self.terms)
        text._lexer = self._lexer.knowing(names)
        text._cut = {sentence.start: chunks for sentence, chunks in self.sentences() if text._cuts_alike(sentence, chunks)}
        return text

    def _cuts_alike(self, sentence: Sentence, chunks: Chunks) -> bool:
        """Whether the known names that stand there are chunks already."""
        names = self._lexer.names(sentence.text, sentence.start)
        return not names or names <= {(chunks[place].start, chunks[place].end) for place in chunks.places(_BODY)}

    def seen(self) -> frozenset[str]:
        """The ids of the catalog's entries that decide something where the text is cut."""
        self.all()
        return frozenset(self._lexer.seen)
