"""Floor 2. Who holds an office by the names before it: `A (Khối trưởng)`, `bầu A làm Khối trưởng` (O1 to O4, M5)."""

from __future__ import annotations

from dataclasses import dataclass

from .chunks import HOLDERS, NAMES, Chunk, Chunks
from .items import Item, item_of
from .lists import read_list

FURTHEST = 14
"""Chunks between a role and its holder."""
APPOSING = frozenset({"open", "dash", "comma"})
ELECTING = frozenset({"elect", "propose", "give", "passive"})
_OWNERS = frozenset({"posting", "body", "place"})
_POSTS = frozenset({"comma", "dash", "post", "of", "proper", "common"})
_APPOSED_POSTS = _POSTS | {"close", "open", "unit", "and"}
_SUBJECT_POSTS = _POSTS | {"plural"}
_WORDS_OF_POST = frozenset({"tỉnh", "kiêm", "thường", "trực"})
_PAST = frozenset(
    {
        "word", "unit", "passive", "elect", "propose", "common", "plural", "person-unit", "for", "rank", "quote", "count", "have", "number", "of",
        "target",
    }
)  # fmt: skip
"""What may stand between a holder and the verb that gives the office."""
_CLOSING = frozenset({"and", "close", "bloc", "named-bloc", "year"})
"""What may stand there as well, but not right before the verb."""
_AGENT = frozenset({"common", "unit"})
"""What may stand between `được` and the name of who votes: `được Hội đồng thành viên Agribank chỉ định làm`."""
_PARTING = frozenset({"semi", "year", "colon", ""})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office, and by which rule.

    `elected`: the vote of this meeting gave it; `again`: not for the first time; `old`: he leaves it; `after`: he takes it when the stated year ends.
    """

    item: Item
    rule: str
    elected: bool = False
    old: bool = False
    again: bool = False
    after: bool = False


def apposed(chunks: Chunks, mark: int, *, unit: bool) -> Holder | None:
    """The name before a bracket, dash or comma: `Sở Y tế (Khối trưởng)`; `ông A, Giám đốc Sở B, Khối trưởng` (O3).

    `unit`: the role is said to be the unit's (`đơn vị Khối trưởng`), so not the person's.
    """
    found = _person_before(chunks, mark - 1, _APPOSED_POSTS)
    if found:
        place, bodies = found
        if unit and not bodies and chunks.kinds[place - 1] == "posting":
            bodies = [chunks[place - 1]]
        return Holder(item_of(bodies[0]) if unit and bodies else _posted(chunks[place], bodies), "O3")
    nearest = chunks.at(mark - 1)
    if nearest.kind == "posting":
        return Holder(item_of(nearest), "O3")
    named = nearest.kind in ("body", "place") or (nearest.kind == "proper" and chunks.kinds[mark] != "comma")
    return Holder(item_of(nearest), "M5") if named else None


def _posted(person: Chunk, bodies: list[Chunk]) -> Item:
    """The person, with the bodies of his posts."""
    return item_of(person, "; ".join(body.inner or body.value for body in bodies))


def _person_before(chunks: Chunks, last: int, posts: frozenset[str]) -> tuple[int, list[Chunk]] | None:
    """The place of the person whose posts end at `last`, and the bodies of those posts, the last first."""
    bodies: list[Chunk] = []
    for place in range(last, max(-1, last - FURTHEST), -1):
        chunk = chunks[place]
        if chunk.kind == "person":
            return place, bodies
        if chunk.kind in _OWNERS:
            bodies.append(chunk)
        elif (chunk.kind not in posts and chunk.value not in _WORDS_OF_POST) or (chunk.kind == "and" and not bodies):
            return None
    return None


def held(chunks: Chunks, link: int) -> list[Holder]:
    """The names before `làm`, `giữ vai trò`: `bầu A làm`, `A được bầu làm`, `do A làm`, `A và B cùng làm` (O1, O2, O4)."""
    place = _before_verb(chunks, link)
    if place is None:
        return []
    if chunks.kinds[place - 1] == "replace" and chunks.kinds[place - 2] in HOLDERS:
        return [Holder(item_of(chunks[place - 2]), "O6", elected=True), Holder(item_of(chunks[place]), "O6", old=True)]
    elected = chunks.has(ELECTING, place + 1, link)
    if person := _subject_person(chunks, place):
        return [Holder(person, "O1" if elected else "O4", elected=elected)]
    first = _first_of_list(chunks, place)
    items, _ = read_list(chunks, first)
    if chunks.at(first - 1).value.endswith("cho"):
        items = items[-1:]  # `giao cho A và B làm Khối phó`: the first has another office
    opening = chunks.kinds[first - 1]
    elected = elected or opening in ELECTING
    rule = "O1" if opening == "passive" or chunks.has(("passive",), place + 1, link) else "O2"
    again = any("again" in chunk.tags for chunk in chunks[place + 1 : link])
    named = [item for item in items if item.kind in NAMES and item.start <= chunks[place].start]
    return [Holder(item, rule if elected else "O4", elected=elected, again=again) for item in named]


def _before_verb(chunks: Chunks, link: int) -> int | None:
    """The place of the last name before the verb, past who votes: `A được Hội nghị bầu làm`."""
    place = link - 1
    while place >= 0 and link - place < FURTHEST:
        chunk = chunks[place]
        if chunk.kind in HOLDERS:
            if place == link - 1 or chunks.kinds[chunks.back(_AGENT, place - 1)] != "passive":
                return place
        elif not (chunk.kind in _PAST or chunk.value == "cùng" or chunk.kind == "comma" or (chunk.kind in _CLOSING and place < link - 1)):
            return None
        place -= 1
    return place if chunks.kinds[place] in HOLDERS else None


def _subject_person(chunks: Chunks, place: int) -> Item | None:
    """The person whose post ends with the body at `place`: `đồng chí A, Ủy viên B, Trưởng ban C Tỉnh ủy, được bầu làm` (O3)."""
    found = _person_before(chunks, place, _SUBJECT_POSTS) if chunks.kinds[place] != "person" else None
    if not found or chunks.kinds[found[0] + 1] not in ("comma", "dash") or chunks.kinds[found[0] + 2] not in ("post", "posting"):
        return None
    return _posted(chunks[found[0]], found[1])


def _first_of_list(chunks: Chunks, place: int) -> int:
    """Where the list of names that ends at `place` begins: through `và` and commas, not through a name with a role of its own."""
    first = place
    while chunks.kinds[first - 1] in ("and", "comma") and chunks.kinds[first - 2] in HOLDERS:
        if chunks.kinds[first - 1] == "comma" and not _joined(chunks, first, place) and chunks.kinds[first - 3] not in _PARTING:
            break
        first -= 2
    while chunks.kinds[first] == "posting" and chunks.kinds[first - 1] in ("comma", "dash") and chunks.kinds[first - 2] == "person":
        first -= 2
    return first


def _joined(chunks: Chunks, first: int, place: int) -> bool:
    """Whether a comma joins: a list that closes with `và`, or posts behind a person."""
    return chunks.kinds[first] == "posting" or chunks.has(("and",), first, place + 1)
