"""Floor 2. An article's body as the readers see it: canonical, in sentences, with spans that map back to the letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Article, Evidence
from ..text import UPPER, canon

_BREAK = re.compile(rf"(?<=[.!?…;])(?<![{UPPER}]\.)(?<!TP\.)\s+(?=[“\"(]?[{UPPER}])|\n+")
LONGEST_SENTENCE = 4_000
"""Characters beyond which a sentence is cut, so that no reader looks further."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of the canonical body; `start` is its place there."""

    text: str
    start: int


class Passage:
    """The canonical body of an article with the way back to its letters."""

    def __init__(self, article: Article) -> None:
        """Canonicalise the body; NFD letters become one, so offsets are kept beside them."""
        self.article = article
        self.body = article.body
        self.title = canon(article.title)
        self.text, self._starts = _canonical(self.body)
        self.sentences = tuple(_sentences(self.text))

    def evidence(self, start: int, end: int) -> Evidence:
        """The proof for a span of the canonical text, its ends without spaces."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        first, last = (start, end) if self._starts is None else (self._starts[start], self._starts[end])
        return Evidence(self.body[first:last], first, last)

    def proof(self, sentence: Sentence) -> Evidence:
        """The whole sentence as proof."""
        return self.evidence(sentence.start, sentence.start + len(sentence.text))


def _canonical(body: str) -> tuple[str, list[int] | None]:
    if unicodedata.is_normalized("NFC", body):
        return canon(body), None
    out: list[str] = []
    starts: list[int] = []
    place = 0
    while place < len(body):
        end = place + 1
        while end < len(body) and unicodedata.combining(body[end]):
            end += 1
        letters = unicodedata.normalize("NFC", body[place:end])
        out.append(letters)
        starts += [place] * len(letters)
        place = end
    text = canon("".join(out))
    if len(text) != len(starts):
        return body, None
    return text, [*starts, len(body)]


def _sentences(text: str) -> Iterator[Sentence]:
    place = 0
    for gap in _BREAK.finditer(text):
        yield from _pieces(text, place, gap.start())
        place = gap.end()
    yield from _pieces(text, place, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    for place in range(start, end, LONGEST_SENTENCE):
        piece = text[place : min(end, place + LONGEST_SENTENCE)]
        if piece.strip():
            yield Sentence(piece, place)
