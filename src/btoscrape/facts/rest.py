"""Floor 2. Who belongs to the members besides a list that holds only the rest: `Khối do A làm Khối trưởng; các đơn vị còn lại: B, C`."""

from __future__ import annotations

from .chunks import ORGANIZATIONS, ROLES, Chunks
from .items import Item, item_of
from .lists import read_list
from .offices import holders_of
from .openings import Opening
from .parting import all_named
from .reader import Text

_FAR = 2
"""Sentences before that of the list in which the head may be named."""
_NEAR = 5
_LEADS: dict[str, tuple[str, ...]] = {"ngoài": (), "bên": ("cạnh",), "cùng với": (), "cùng": ("khối", "với")}
"""Words that open `Ngoài A, khối còn có B`, with those that must follow."""
_COUNTED = frozenset({"count", "plural"})
_VOTED = frozenset({"propose"})


def of_the_rest(opening: Opening) -> bool:
    """Whether the list is said to be of the rest: `hai thành viên kia là`, `các đơn vị còn lại trong khối:`, `khối còn có`."""
    chunks, place = opening.chunks, opening.place
    if opening.word.value == "còn" and chunks.kinds[place + 1] == "have":
        return True
    return any("the-rest" in chunk.tags for chunk in chunks.between(place - _NEAR, place))


def besides(text: Text, number: int, opening: Opening) -> list[Item]:
    """The members named before such a list: behind `ngoài`, else those that hold the bloc's offices, else those that were proposed for awards."""
    if beside := _left_out(opening):
        return beside
    chunks, place = opening.chunks, opening.place
    rest = of_the_rest(opening)
    if not rest and not _joined(opening):
        return []
    found = in_office(chunks, place)
    for back in range(number - 1, number - 1 - _FAR if rest else number - 1, -1):
        if found or back < 0:
            break
        found = in_office(text.all()[back], len(text.all()[back]))
    if not found and rest and opening.members:
        found = [item for before in text.all()[max(0, number - _FAR) : number] for item in _proposed(before)]
    return found if _as_many(chunks, place, found) else []


def in_office(chunks: Chunks, end: int) -> list[Item]:
    """The bodies that hold the offices named before that place."""
    found: dict[str, Item] = {}
    for place in chunks.places(ROLES):
        for holder in holders_of(chunks, place) if place < end else ():
            if holder.item.kind in ORGANIZATIONS and (end == len(chunks) or holder.item.start < chunks[end].start):
                found.setdefault(holder.item.name.lower(), holder.item)
    return list(found.values())


def _left_out(opening: Opening) -> list[Item]:
    """The names behind the `ngoài` that opens the sentence or the clause."""
    chunks, place = opening.chunks, opening.place
    semi = chunks.last(("semi",), place)
    start = 0 if semi is None else semi + 1
    lead = _LEADS.get(chunks.at(start).value)
    if lead is None or not (opening.bloc or opening.members):
        return []
    if lead != tuple([chunk.value for chunk in chunks.between(start + 1, start + 1 + len(lead))]):
        return []
    items, behind = read_list(chunks, start + 1 + len(lead))
    return items if items and behind <= place and all_named(items) else []


def _joined(opening: Opening) -> bool:
    """Whether the list joins who was named before: `A làm Cụm trưởng, cùng các thành viên: B, C`."""
    chunks, place = opening.chunks, opening.place
    unit = place - 1 if chunks.kinds[place - 1] in ("unit", "common") else place
    counted = unit - 1
    return place > 2 and opening.word.kind == "colon" and chunks.kinds[counted] in _COUNTED and chunks.kinds[counted - 1] == "and"


def _proposed(chunks: Chunks) -> list[Item]:
    """The bodies that `được đề nghị` follows: the bloc votes on its members only."""
    found = []
    for place in chunks.places(_VOTED):
        named = chunks.last(("body",), place, place - 2 * _NEAR) if chunks.kinds[place - 1] == "passive" else None
        found += [] if named is None else [item_of(chunks[named])]
    return found


def _as_many(chunks: Chunks, place: int, found: list[Item]) -> bool:
    """Whether they are as many as `Ngoài hai đơn vị trên` says."""
    told = chunks.at(1)
    return not (place and chunks[0].value == "ngoài" and told.kind == "count") or told.number == len(found)
