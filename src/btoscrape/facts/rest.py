"""Floor 2. Who belongs to the members besides a list that holds only the rest: `Khối do A làm Khối trưởng; các đơn vị còn lại: B, C`."""

from __future__ import annotations

from ..catalog.clues import Clue
from .chunks import ORGANIZATIONS, ROLES, Chunks
from .items import Item, item_of
from .lists import read_list
from .offices import holders_of
from .openings import Opening
from .parting import all_named
from .passage import Sentence
from .reader import Text

_FAR = 2
"""Sentences before that of the list in which the head may be named."""
_NEAR = 5
_MOST_LEADING = 4
"""Chunks that the words make which open `Ngoài A, khối còn có B`."""
_LONGEST = 24
_CLAUSES = frozenset({"semi", "colon"})
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
    if beside := left_out(opening, text.terms.clues["besides"]):
        return beside
    chunks, place = opening.chunks, opening.place
    rest = of_the_rest(opening)
    if not rest and not _joined(opening):
        return []
    found = in_office(chunks, place)
    for back in range(number - 1, number - 1 - _FAR if rest else number - 1, -1):
        if (found and _as_many(chunks, place, found)) or back < 0:
            break
        found = [*in_office(text.all()[back], len(text.all()[back])), *found]
    if not found and rest and opening.members:
        found = [item for before in text.all()[max(0, number - _FAR) : number] for item in _proposed(before)]
    return found if _as_many(chunks, place, found) else []


def officers_before(text: Text, sentence: Sentence, place: int) -> list[Item]:
    """The bodies that hold the offices named before that place of the passage, in its sentence and the two before."""
    number = text.passage.sentences.index(sentence)
    near = text.all()[max(0, number - _FAR) : number + 1]
    found = {item.name.lower(): item for chunks in near for item in in_office(chunks, len(chunks)) if item.start < place}
    return list(found.values())


def in_office(chunks: Chunks, end: int) -> list[Item]:
    """The bodies that hold the offices named before that place."""
    found: dict[str, Item] = {}
    for place in chunks.places(ROLES):
        for holder in holders_of(chunks, place) if place < end else ():
            if holder.item.kind in ORGANIZATIONS and (end == len(chunks) or holder.item.start < chunks[end].start):
                found.setdefault(holder.item.name.lower(), holder.item)
    return list(found.values())


def left_out(opening: Opening, clue: Clue) -> list[Item]:
    """The names behind the `ngoài` of the clause, or another word of the clue."""
    chunks, place = opening.chunks, opening.place
    if not clue.found(opening.clause):
        return []
    for start in range(place - 2, max(-1, place - _LONGEST), -1):
        if chunks.kinds[start] in _CLAUSES:
            break
        for end in range(start + 1, start + 1 + _MOST_LEADING):
            if " ".join([chunk.value for chunk in chunks.between(start, end)]) in clue.words:
                items, behind = read_list(chunks, chunks.past(ROLES, end))
                if items and behind <= place and all_named(items):
                    return items if opening.bloc or opening.members else []
    return []


def rest_behind(text: Text, number: int, members: list[Item], link: int) -> list[Item]:
    """Who holds the offices named before `B, C là thành viên`; in the sentences before only behind `còn lại`."""
    chunks = text.all()[number]
    rest = any("the-rest" in chunk.tags for chunk in chunks.between(link, link + _NEAR))
    found = officers_before(text, text.passage.sentences[number], members[0].start) if rest else in_office(chunks, link)
    names = {item.name.lower() for item in members}
    return [item for item in found if item.name.lower() not in names]


def _joined(opening: Opening) -> bool:
    """Whether the list joins who was named before: `A làm Cụm trưởng, cùng các thành viên: B, C`, `Trưởng khối: A; thành viên: B, C`."""
    chunks, place = opening.chunks, opening.place
    if "member-noun" in opening.previous.tags and not opening.bloc:
        return True
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
