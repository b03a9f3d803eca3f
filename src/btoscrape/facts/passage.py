"""Floor 2. An article's body as the readers see it: canonical, in lines and sentences, with spans that map back to the letter."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ..models import Article, Evidence
from ..text import UPPER, canon, respelt, split_dateline

_BREAK = re.compile(
    rf"[.!?…](?<![\s.(][A-HJ-UWYZĐ]\.)(?<!TP\.)(?<!TX\.)(?<!ThS\.)(?<!TS\.)(?<!BS\.)(?<![:;,]\s\d\.)(?<![:;,]\s\d\d\.)\s+(?=[“\"(]?[{UPPER}\d])"
)
"""The mark that ends a sentence, with the blanks behind it; none ends at a number that counts names: `Thành viên: 1. Sở Y tế; 2. Sở Nội vụ`."""
_FILE_NAME = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|bmp)$|^[a-z]{12,}$", re.I)
_RELATED = re.compile(
    r"^(?:tin|bài|các tin|các bài|tin bài)\s+(?:liên quan|khác|cùng chuyên mục|đã đưa|cũ hơn|mới hơn|nên đọc)"
    r"|^(?:xem thêm|đọc thêm|có thể bạn quan tâm)",
    re.I,
)
_NUMBERING = re.compile(r"^\s*\d{1,2}[.)]$")
_HEAD = 700
LONGEST_SENTENCE = 4_000
"""Characters beyond which a sentence is cut, so that no reader looks further."""


class Sentence(NamedTuple):
    """A piece of the canonical body. `start` is its place there, `line` the number of its line, `opens` whether it begins the line."""

    text: str
    start: int
    line: int = 0
    opens: bool = True

    @property
    def end(self) -> int:
        """The place behind its last letter."""
        return self.start + len(self.text)

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What it says before and behind a stretch of the passage, in small letters, as frames are asked."""
        return self.text[: start - self.start].lower(), self.text[end - self.start :].lower()


class Passage:
    """The canonical body of an article with the way back to its letters."""

    def __init__(self, article: Article) -> None:
        """Canonicalise the body; NFD letters become one, so offsets are kept beside them. It is parted into sentences once somebody asks for them."""
        self.article = article
        self.body = article.body
        self.title = canon(article.title)
        self.text, self._starts = _canonical(self.body)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(_sentences(self.text))

    @cached_property
    def head(self) -> str:
        """The first letters of the text, in small ones: they say when the meeting was."""
        return self.text[:_HEAD].lower()

    def evidence(self, start: int, end: int) -> Evidence:
        """The proof for a span of the canonical text, its ends without spaces."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        first, last = (start, end) if self._starts is None else (self._starts[start], self._starts[end])
        return Evidence(self.body[first:last], first, last)

    def canonical(self, place: int) -> int:
        """The place in the canonical text of a place in the body."""
        return place if self._starts is None else bisect_left(self._starts, place)

    def proof(self, sentence: Sentence) -> Evidence:
        """The whole sentence as proof."""
        return self.evidence(sentence.start, sentence.end)


def _canonical(body: str) -> tuple[str, list[int] | None]:
    """The body in canonical letters; for one that is not NFC also where each letter stands in it."""
    if unicodedata.is_normalized("NFC", body):
        return respelt(body), None
    places = [place for place, letter in enumerate(body) if not place or not unicodedata.combining(letter)]
    letters = [unicodedata.normalize("NFC", body[place:end]) for place, end in pairwise([*places, len(body)])]
    starts = [place for place, composed in zip(places, letters, strict=True) for _ in composed]
    text = canon("".join(letters))
    return (text, [*starts, len(body)]) if len(text) == len(starts) else (body, None)


def _sentences(text: str) -> Iterator[Sentence]:
    """Sentences line by line; names of picture files are no text, and behind a line "Tin liên quan" (related news) stands none."""
    place = 0
    for number, line in enumerate(text.split("\n")):
        bare = line.strip()
        if _RELATED.match(bare) and len(bare) < 60:
            return
        if bare and not _FILE_NAME.match(bare) and not bare.startswith((">>", "»")):
            offset = len(line) - len(split_dateline(line)[1]) if number < 3 else 0
            yield from _in_line(line, place, offset, number)
        place += len(line) + 1


def _in_line(line: str, place: int, offset: int, number: int) -> Iterator[Sentence]:
    """The sentences of a line from `offset` on."""
    opens = True
    for gap in [*_BREAK.finditer(line, offset), None]:
        end = gap.start() + 1 if gap else len(line)
        if gap and _NUMBERING.match(line[offset:end]):
            continue  # "1." numbers what follows
        for start in range(offset, end, LONGEST_SENTENCE):
            piece = line[start : min(end, start + LONGEST_SENTENCE)]
            if piece.strip():
                yield Sentence(piece, place + start, number, opens)
                opens = False
        offset = gap.end() if gap else end
