"""Floor 2. Where a list of members may open, and how many clues say that it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..catalog.terms import Terms
from .chunks import BLOC, ROLES, Chunk, Chunks
from .counts import MOST, counts_units

LEAST = 3
"""The clues that it takes for a list to be the members'."""
SURE = 4
OPENERS = frozenset({"listing", "have", "is", "colon", "open"})
_NEAR = 9
_CLAUSE = 160
_CLAUSE_END = 60
_BREAK = re.compile(r"[;.]\s")
_IN_BLOC = (
    r"(?:^|, )(?:(?:góp mặt|góp tên|sinh hoạt|có mặt|đứng|nằm|cùng) )?(?:trong|thuộc|ở|cùng|tham gia|vào) (?:khối|cụm)(?: thi đua)?(?: \S+){0,3}$"
)
_JOINING = re.compile(rf"ký(?: kết)?(?: bản)? giao ước(?: thi đua)?(?: còn)?$|tham gia(?: \S+){{0,2}}$|{_IN_BLOC}", re.I)
_ARE_MEMBERS = re.compile(
    r"(?:các đơn vị|các thành viên|đơn vị thành viên|thành viên|thành phần)(?: (?:trong|của|thuộc))?"
    r"(?: (?:khối|cụm)(?: thi đua)?(?: \S+){0,3})?(?: kia| khác| còn lại)?$|" + _IN_BLOC,
    re.I,
)
_OF_STATE = frozenset({"nhà nước", "cổ phần"})
"""What ends a bloc's description without the lexer's knowing: Khối doanh nghiệp nhà nước (A, B)."""
_EXAMPLES = frozenset({"trong đó có", "đó là", "có tên", "cụ thể là"})
_AWARDING = frozenset({"award", "withdraw"})
_GIVING = frozenset({"propose", "give", "rank"})


@dataclass(frozen=True, slots=True)
class Opening:
    """A word that may open a list: its place, where the list begins, the clause before it, and the number that it states."""

    chunks: Chunks
    place: int
    behind: int
    clause: str
    stated: int | None

    @property
    def word(self) -> Chunk:
        """The opening word."""
        return self.chunks[self.place]

    @property
    def previous(self) -> Chunk:
        """What stands right before it."""
        return self.chunks.at(self.place - 1)

    @property
    def bloc(self) -> bool:
        """Whether the clause names a bloc."""
        return self.chunks.has(BLOC, self.place - _NEAR, self.place)

    @property
    def members(self) -> bool:
        """Whether the clause speaks of members."""
        return "thành viên" in self.clause.lower()


def clause_before(told: str) -> str:
    """The clause that the text ends with."""
    return _BREAK.split(told[-_CLAUSE - 2 :])[-1][-_CLAUSE:]


def stated_at(chunks: Chunks, place: int, behind: int) -> int | None:
    """The number of units that an opening states: behind it, or right before it."""
    counted = [chunk.number for chunk in chunks.between(place - 6, behind) if counts_units(chunk)]
    bare = chunks.at(place - 2)
    if not counted and chunks.kinds[place] in ("colon", "listing") and bare.kind == "number" and 2 <= bare.number <= MOST:
        return bare.number
    return counted[-1] if counted else None


def of_awards(chunks: Chunks, place: int) -> bool:
    """Whether the clause before that place tells of awards: what follows is no list of members."""
    first = place
    while first > 0 and chunks.kinds[first - 1] != "semi" and chunks[first - 1].value != ".":
        first -= 1
    return chunks.has(_AWARDING, first, place) or chunks.has(_GIVING, max(first, place - 4), place)


def weight(opening: Opening, terms: Terms) -> int:
    """How many clues say that a list of members opens here; 0 where one says that it does not (M11)."""
    kind = "are" if opening.word.kind == "is" and not _numbered(opening) else opening.word.kind
    sure = _WEIGHTS.get(kind, _scored)(opening, terms)
    return sure if sure and not _of_others(opening, terms) else 0


def _of_others(opening: Opening, terms: Terms) -> bool:
    """Whether words say that no members follow: officers, sponsors, those who leave."""
    if _of_officers(opening) or terms.clues["members-change"].found(opening.clause):
        return True
    told = (opening.members, opening.stated is not None, opening.bloc)
    return sum(told) < 2 and terms.clues["not-members"].found(opening.clause[-_CLAUSE_END:])


def _of_officers(opening: Opening) -> bool:
    """Whether an office was told right before: `Khối trưởng là A, B`; not before a semicolon, nor before the rest of the members."""
    semi = opening.chunks.last(("semi",), opening.place)
    if opening.word.value == "còn" and opening.chunks.kinds[opening.place + 1] == "have":
        return False
    if opening.chunks.kinds[opening.place - 2] in ("count", "unit") and "the-rest" in opening.previous.tags:
        return False
    return opening.chunks.has(ROLES, max(opening.place - 4, -1 if semi is None else semi), opening.place)


def _numbered(opening: Opening) -> bool:
    """Whether a number of members of a bloc is stated."""
    return opening.stated is not None and (opening.bloc or opening.members)


def _bracket(opening: Opening, _: Terms) -> int:
    """`Cụm số 3 (A, B)` (M3)."""
    counted = opening.stated is not None and opening.previous.kind == "bloc"
    parts = opening.previous.inner.split("/")
    counted = counted or (opening.previous.kind == "count" and len(parts) == 2 and parts[0] == parts[1])
    if opening.previous.kind == "named-bloc" or counted or (opening.bloc and opening.previous.kind in ("count", "year")):
        return SURE
    own = opening.previous.kind in BLOC and _ARE_MEMBERS.search(opening.clause.strip())
    return LEAST if own or (opening.bloc and opening.previous.value in _OF_STATE) else 0


def _having(opening: Opening, _: Terms) -> int:
    """`Khối có A, B`, `tham gia cụm có A, B`."""
    beside = opening.previous.kind in BLOC or opening.chunks.kinds[0] in BLOC or (opening.previous.kind == "year" and opening.bloc)
    joining = _JOINING.search(opening.clause.strip())
    return LEAST if beside or joining or (opening.members and opening.bloc) else 0


def _are(opening: Opening, _: Terms) -> int:
    """`các thành viên của khối là A, B`."""
    return LEAST if _ARE_MEMBERS.search(opening.clause.strip()) else 0


def _scored(opening: Opening, terms: Terms) -> int:
    """`Khối gồm 5 đơn vị: A, B` (M1): by all that the clause says."""
    told, clause = opening.word.value, opening.clause
    if told in _EXAMPLES and opening.stated is None and not opening.bloc:
        return 0
    if not (opening.bloc or opening.members or told == "đó là" or not clause.strip() or terms.clues["of-members"].found(clause)):
        return 0
    return (2 if opening.word.kind == "listing" else 1) + 2 * ((opening.stated is not None) + opening.bloc + opening.members)


_WEIGHTS: Mapping[str, Callable[[Opening, Terms], int]] = {"open": _bracket, "have": _having, "are": _are}
