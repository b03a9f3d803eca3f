"""Floor 2. Which place the vote gave to whom (pattern A14): a rank is no award, but a flag may be proposed "for the unit that came first"."""

from __future__ import annotations

from ..models import Rank
from .chunks import Chunks
from .items import Item
from .lists import read_list
from .reader import Text

_RANK = frozenset({"rank"})
_NAMES = frozenset({"body", "place"})
_BETWEEN = frozenset({"word", "is", "unit", "bloc", "named-bloc", "passive", "propose", "elect", "number", "of"})
_NEAR = 5
_FIRST = frozenset({"nhất", "đầu", "cao"})
_SECOND = frozenset({"nhì", "hai"})


def find_ranks(text: Text, year: int | None) -> tuple[Rank, ...]:
    """The ranks that the text tells, each once; contests (hội thao, hội thi) have none that count."""
    found: dict[tuple[int, str], Rank] = {}
    for sentence, chunks in text.sentences():
        for place in chunks.places(_RANK):
            if rank := rank_of(chunks[place].value):
                for item in _holders(chunks, place):
                    found.setdefault((rank, item.name), Rank(rank, item.name, text.passage.proof(sentence), year, "A14"))
    return tuple(found.values())


def rank_of(told: str) -> int:
    """1, 2 or 3 for `xếp thứ nhất`, `nhì khối`, `đồng hạng ba`; 0 where the words give no place."""
    words = set(told.split())
    return 1 if words & _FIRST else 2 if words & _SECOND else 3 if "ba" in words else 0


def _holders(chunks: Chunks, place: int) -> list[Item]:
    """The names before the rank, else those behind `là`."""
    last = chunks.back(_BETWEEN, place - 1)
    if chunks.kinds[last] in _NAMES and place - last <= _NEAR:
        first = last
        while chunks.kinds[first - 1] == "and" and chunks.kinds[first - 2] in _NAMES:
            first -= 2
        return [item for item in read_list(chunks, first)[0] if item.start <= chunks[last].start and item.kind in _NAMES]
    if chunks.kinds[place + 1] in ("is", "colon", "dash"):
        return [item for item in read_list(chunks, place + 2)[0] if item.kind in _NAMES]
    return []
