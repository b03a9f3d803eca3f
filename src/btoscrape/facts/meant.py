"""Floor 2. Whom an award means that names no recipient: `2 Cờ thi đua`, `cho đơn vị này`, `cho đơn vị hạng nhất` (A6, A14)."""

from __future__ import annotations

from ..models import Rank
from .chunks import SUBJECTS, Chunk, Chunks
from .items import Item, item_of
from .ranks import rank_of

_THIS = frozenset({"này", "trên", "đó", "nói"})
_NAMED = SUBJECTS - {"posting"}
_COUNT = frozenset({"count"})
_GETTING = frozenset({"passive", "propose", "get"})
_STATE = ("UBND", "Chính phủ")
"""Bodies that give awards and get none."""
_ENDING = frozenset({"", "semi", "comma", "close"})
_NEAR = 12


def numbered(chunks: Chunks, place: int, recipients: str) -> list[Item]:
    """`nhận 2 Cờ thi đua`, `6 Bằng khen cho cá nhân`, `Chiến sĩ thi đua cơ sở: 9`: as many recipients as awards (A6)."""
    behind = chunks.kinds[place + 1] == "colon" and (chunks.kinds[place + 3] in _ENDING or chunks.at(place + 3).value == ".")
    number = chunks.at(place + 2 if behind else place - 1)
    if number.kind != "number" or not number.number or "/" in number.value or "," in number.value:
        return []
    people = recipients == "individual" or chunks.has(("person-unit",), place + 1, place + 4)
    return [Item("", "count", number.start, number.end, number=number.number, unit="person-unit" if people else "unit")]


def meant(chunks: Chunks, place: int, end: int, ranks: tuple[Rank, ...], before: Chunks) -> list[Item]:
    """The recipients that `đơn vị này`, `đơn vị hạng nhất` mean behind the award, or before it; `before` is the last sentence."""
    to = chunks.first(("for",), place + 1, end)
    if to is None or to + 2 >= end or chunks.kinds[to + 1] != "unit":
        return _first_of(chunks, place, ranks)
    told = chunks[to + 2]
    if told.kind == "rank" or told.value == "thứ":
        told = told if told.kind == "rank" else chunks[to + 3]
        return _ranked({rank_of(told.value)}, ranks)
    if told.value not in _THIS:
        return []
    named = (chunk for chunk in reversed((*before, *chunks[:place])) if chunk.kind in ("body", "place") and not _gives(chunk))
    return [item_of(chunk) for chunk in named][:1]


def these(chunks: Chunks, counted: Item, before: Chunks) -> list[Item]:
    """The names that `hai đơn vị này` means: as many, the last before it in its sentence, else in the last one."""
    place = next((place for place in chunks.places(_COUNT) if chunks[place].start == counted.start), None)
    if place is None or chunks.at(place + 1).value not in _THIS:
        return [counted]
    for told in (chunks[:place], before):
        named = {chunk.value.lower(): item_of(chunk) for chunk in told if chunk.kind in ("body", "place") and not _gives(chunk)}
        if len(named) >= counted.number:
            return list(named.values())[-counted.number :]
    return [counted]


def _first_of(chunks: Chunks, place: int, ranks: tuple[Rank, ...]) -> list[Item]:
    """Who `Đơn vị hạng nhất được đề nghị tặng …` means: whom the text ranked so."""
    clause = chunks.between(place - _NEAR, place)
    kinds = {chunk.kind for chunk in clause}
    if "unit" not in kinds or not kinds & _GETTING or any(chunk.kind in _NAMED and not _gives(chunk) for chunk in clause):
        return []
    return _ranked({rank_of(chunk.value) for chunk in clause if chunk.kind == "rank"}, ranks)


def _ranked(places: set[int], ranks: tuple[Rank, ...]) -> list[Item]:
    """Those who hold these places in the vote."""
    return [Item(one.organization, "body", 0, 0) for one in ranks if one.rank in places]


def _gives(chunk: Chunk) -> bool:
    """Whether it is a body of the state that gives awards."""
    return chunk.value.startswith(_STATE)
