"""Floor 2. Which place the vote gave to whom (pattern A14): a rank is no award, but a flag may be proposed "for the unit that came first"."""

from __future__ import annotations

from ..models import Rank
from .chunks import Chunk, Chunks
from .items import Item
from .lists import read_list
from .reader import Text

_NAMES = frozenset({"body", "place"})
_BETWEEN = frozenset({"word", "is", "unit", "bloc", "named-bloc", "passive", "propose", "elect", "number", "of"})


def find_ranks(text: Text, year: int | None) -> tuple[Rank, ...]:
    """The ranks that the text tells, each once; contests (hội thao, hội thi) have none that count."""
    found: dict[tuple[int, str], Rank] = {}
    for sentence in text.passage.sentences:
        chunks = text.chunks(sentence)
        for place, chunk in enumerate(chunks):
            if chunk.kind == "rank" and (rank := rank_of(chunk.value)):
                for item in _holders(chunks, place):
                    found.setdefault((rank, item.name), Rank(rank, item.name, text.passage.proof(sentence), year, "A14"))
    return tuple(found.values())


def rank_of(told: str) -> int:
    """1, 2 or 3 for `xếp thứ nhất`, `nhì khối`, `đồng hạng ba`; 0 where the words give no place."""
    words = told.split()
    if "nhất" in words or "đầu" in words or "cao" in words:
        return 1
    if "nhì" in words or "hai" in words:
        return 2
    return 3 if "ba" in words else 0


def _holders(chunks: Chunks, place: int) -> list[Item]:
    """The names before the rank, else those behind `là`."""
    back = place - 1
    while back >= 0 and place - back < 5 and chunks[back].kind in _BETWEEN:
        back -= 1
    if back >= 0 and chunks[back].kind in _NAMES:
        first = back
        while first >= 2 and chunks[first - 1].kind == "and" and chunks[first - 2].kind in _NAMES:
            first -= 2
        return [item for item in read_list(chunks, first)[0] if item.start <= chunks[back].start and item.kind in _NAMES]
    if place + 1 < len(chunks) and chunks[place + 1].kind in ("is", "colon", "dash"):
        return [item for item in read_list(chunks, place + 2)[0] if item.kind in _NAMES]
    return []
