"""Floor 4. Marking places in a text: the sentences that prove facts, and the words somebody searched for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..archive.search import marks
from ..text import fold

SNIPPET = 260
REACH = 200
MOST_HITS = 100
LONGEST = 600
SHORT = 60
"""A quote shorter than this says little alone and is shown with the words around it."""
_BREAK = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Span:
    """A proof's place in the body; `id` is the row of `evidence`, `number` its rank on the page."""

    id: int
    start: int
    end: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same proofs: all that cover it, those that begin with it, those that end with it."""

    text: str
    covering: tuple[Span, ...] = ()
    opening: tuple[Span, ...] = ()
    closing: tuple[Span, ...] = ()


def pieces(body: str, spans: Iterable[Span]) -> list[list[Piece]]:
    """The lines of the body, each cut where a proof begins or ends; the texts joined again give the body."""
    known = sorted((span for span in spans if 0 <= span.start < span.end <= len(body)), key=lambda span: (span.start, -span.end, span.id))
    lines, at = [], 0
    for line in body.split("\n"):
        lines.append(_cut(line, at, known))
        at += len(line) + 1
    return lines


def _cut(line: str, at: int, spans: list[Span]) -> list[Piece]:
    end = at + len(line)
    here = [span for span in spans if span.start < end and span.end > at]
    cuts = sorted({at, end, *(place for span in here for place in (span.start, span.end) if at < place < end)})
    found = []
    for start, stop in pairwise(cuts):
        covering = tuple(span for span in here if span.start <= start and span.end >= stop)
        opening = tuple(span for span in covering if span.start == start)
        closing = tuple(span for span in covering if span.end == stop)
        found.append(Piece(line[start - at : stop - at], covering, opening, closing))
    return found


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of text, hit by the search or not."""

    text: str
    hit: bool = False


def highlight(text: str, typed: str) -> list[Bit]:
    """The whole text, cut where the words somebody typed occur; folded if they typed no accents."""
    return _bits(text, 0, len(text), marks(text, typed))


def snippet(text: str, typed: str) -> list[Bit]:
    """About 260 characters of the text around the first word found; its beginning if none is."""
    hits = marks(text, typed)
    start = max(0, _densest(text, hits) - SNIPPET // 4)
    end = min(len(text), start + SNIPPET)
    if start:
        start = text.find(" ", start) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + SNIPPET // 2)
    bits = _bits(text, start, end, hits)
    return [*([Bit("… ")] if start else []), *bits, *([Bit(" …")] if end < len(text) else [])]


def _densest(text: str, hits: Sequence[tuple[int, int]]) -> int:
    """Where the hit stands that has most different words after it within a snippet; 0 where there is none."""

    def different(first: int) -> int:
        near = [hit for hit in hits if first <= hit[0] and hit[1] <= first + SNIPPET * 3 // 4]
        return len({fold(text[start:end]) for start, end in near})

    return max((start for start, _ in hits[:MOST_HITS]), key=different, default=0)


def around(before: str, quote: str, after: str) -> tuple[str, str]:
    """What of the text before and after a short quote belongs to its sentence; nothing for a quote that is long enough.

    `before` and `after` are the neighbouring 200 characters; a sentence cut by that limit gets an ellipsis.
    """
    if len(quote) >= SHORT:
        return "", ""
    whole, start, end = before + quote + after, len(before), len(before) + len(quote)
    breaks = [gap for gap in _BREAK.finditer(whole) if "\n" in gap[0] or not whole[gap.end() : gap.end() + 1].islower()]
    first = max((gap.end() for gap in breaks if gap.end() <= start), default=0)
    last = min((gap.start() for gap in breaks if gap.start() >= end), default=len(whole))
    lead, rest = whole[first:start], whole[end:last]
    if first == 0 and len(before) == REACH:
        lead = "… " + lead.partition(" ")[2]
    if last == len(whole) and len(after) == REACH:
        rest = rest.rpartition(" ")[0] + " …"
    return lead, rest


def clipped(quote: str, about: str | None) -> str:
    """The quote, or 600 characters of a longer one around the name it is quoted for; its beginning where that is not in it."""
    if len(quote) <= LONGEST:
        return quote
    first = max(quote.find(about or "") - LONGEST // 2, 0)
    start = quote.find(" ", first, first + SHORT) + 1 if first else 0
    end = start + LONGEST
    last = quote.rfind(" ", end - SHORT, end) if end < len(quote) else len(quote)
    return f"{'… ' if start else ''}{quote[start : last if last > 0 else end]}{' …' if end < len(quote) else ''}"


def _bits(text: str, start: int, end: int, hits: Sequence[tuple[int, int]]) -> list[Bit]:
    found, at = [], start
    for first, last in hits:
        if first < at or last > end:
            continue
        found += [Bit(text[at:first]), Bit(text[first:last], hit=True)]
        at = last
    return [bit for bit in (*found, Bit(text[at:end])) if bit.text]
