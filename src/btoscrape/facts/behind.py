"""Floor 2. What stands behind an award, up to the next one: inscription, authority, year and recipients (A1, A5, A6, A8, A10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..models import Status
from .chunks import BLOC, Chunk, Chunks
from .items import Item
from .lists import read_list

_PLAIN = frozenset({"word", "unit", "common", "plural", "number", "rank", "have", "person-unit", "bloc", "named-bloc", "times"})
"""What may stand between an award and its recipients."""
_OF_REASON = frozenset({"get", "elect", "of", "target"})
"""What may stand in a reason as well: `vì đã đạt thành tích`."""
_OWNERS = frozenset({"body", "posting", "place"})
_OWNED = _OWNERS | {"common", "post"}
_GOES_ON = frozenset({"for", "of", "year", "word", "quote", ""})
_BETWEEN_AWARDS = frozenset({"and", "comma", "word", "common", "unit"})
_TO_WHOM = frozenset({"passive", "propose", "give", "elect", "word", "bloc"})
_PEOPLE = frozenset({"word", "and", "person-unit", "unit", "comma", "colon", "common"})
_BEFORE_VERB = frozenset({"word", "bloc", "named-bloc", "of", "rank"})
_NEXT_VERB = frozenset({"passive", "get", "rank", "propose", "hold", "withdraw", "give"})
_LATER_VERB = frozenset({"passive", "give", "get", "propose", "hold", "head", "deputy"})
_LINKS = frozenset({"give", "dash", "is"})
_RULES = {"colon": "A6", "open": "A8"}
_MOST_PEOPLE = 9


@dataclass(slots=True)
class Told:
    """What is told behind an award, up to `end`. `also`: recipients behind `cùng với`; `shared`: the next award has the same ones."""

    end: int
    items: list[Item] = field(default_factory=list)
    inscription: str = ""
    authority: str | None = None
    year: int | None = None
    rule: str = ""
    status: Status | None = None
    also: list[Item] = field(default_factory=list)
    shared: bool = False


def told_behind(chunks: Chunks, place: int, following: int) -> Told:
    """What stands between the award at `place` and the next one at `following`."""
    return _Walk(chunks, place, following).run()


class _Walk:
    """The way from an award to its recipients. Each step gives how many chunks it takes, 0 where the way ends."""

    def __init__(self, chunks: Chunks, place: int, following: int) -> None:
        self._chunks, self._place, self._following = chunks, place, following
        self._ahead = place + 1
        self._reason = False
        self._told = Told(place + 1)

    def run(self) -> Told:
        """What the way shows."""
        told = self._told
        while self._ahead < self._following:
            chunk = self._chunks[self._ahead]
            step = _STEPS.get(chunk.kind, _Walk._plain)(self, chunk)
            if not step:
                break
            self._ahead += step
        if not told.items:
            told.end = max(told.end, min(self._ahead, self._following))
        told.year = told.year or self._year_behind()
        return told

    def _next(self, ahead: int = 1) -> str:
        """The kind of a chunk ahead, before the next award."""
        place = self._ahead + ahead
        return self._chunks[place].kind if place < self._following else ""

    def _plain(self, chunk: Chunk) -> int:
        """On over a word between an award and its recipients, or one of a reason."""
        return int(chunk.kind in _PLAIN or (self._reason and chunk.kind in _OF_REASON))

    def _word(self, chunk: Chunk) -> int:
        """On; `vì`, `nhờ` open a reason."""
        self._reason = self._reason or "reason" in chunk.tags
        return 1

    def _quote(self, chunk: Chunk) -> int:
        """An inscription: Cờ “Đơn vị dẫn đầu phong trào thi đua” (A10)."""
        if self._ahead > self._place + 2 or self._told.inscription:
            return 0
        self._told.inscription = chunk.value
        return 1

    def _year(self, chunk: Chunk) -> int:
        """The award's year."""
        self._told.year = self._told.year or chunk.number
        return 1

    def _of(self, chunk: Chunk) -> int:
        """`của UBND tỉnh`, `do UBND tỉnh tặng`: who gives it; `của khối` says nothing."""
        behind = self._next()
        if chunk.kind == "of" and (behind in BLOC or behind == "plural"):
            return 2
        if behind not in _OWNED:
            return self._plain(chunk)
        if behind in _OWNERS:
            self._told.authority = self._told.authority or self._chunks[self._ahead + 1].value
        return 2 + (chunk.kind == "by" and self._next(2) == "give")

    def _body(self, chunk: Chunk) -> int:
        """`Bằng khen UBND tỉnh`: who gives it, right behind."""
        if self._told.authority or self._ahead != self._place + 1 + bool(self._told.inscription):
            return 0
        self._told.authority = chunk.value
        return 1

    def _count(self, chunk: Chunk) -> int:
        """Recipients that are only counted, near the award (A5)."""
        return self._recipients(chunk) if self._ahead <= self._place + 4 else 0

    def _recipients(self, chunk: Chunk) -> int:
        """Who gets it, behind `cho`, a colon, in brackets."""
        items, behind = self._listed(chunk)
        if not items:
            return int(chunk.kind not in _LINKS)
        told = self._told
        items, behind = _named_behind(self._chunks, items, behind)
        told.items, told.end = _given_back(self._chunks, items, behind)
        if not told.items:
            return 0
        told.rule = _RULES.get(chunk.kind, "A5" if items[0].kind == "count" else "A1")
        return 0

    def _listed(self, chunk: Chunk) -> tuple[list[Item], int]:
        """The items behind that chunk and the place behind them; none where the chunk opens something else."""
        chunks, kind = self._chunks, chunk.kind
        first = self._ahead + (kind != "count")
        items, behind = read_list(chunks, _past_people(chunks, first))
        if kind in _LINKS and items and items[0].kind == "count" and not chunk.value.startswith("tặng"):
            return [], first
        if (kind == "give" and chunks.kinds[behind] == "give") or (kind == "open" and chunks.kinds[behind] != "close"):
            return [], first
        return items, behind

    def _and(self, chunk: Chunk) -> int:
        """Another award, or with `cùng` others who get it."""
        if chunk.value.startswith("cùng"):
            self._told.also, self._told.end = read_list(self._chunks, self._ahead + 1)
            return self._told.end - self._ahead
        self._told.shared = self._leads_to_award()
        return 0

    def _comma(self, chunk: Chunk) -> int:
        """A comma may part awards with the same recipients, else a reason or an authority follows."""
        if self._next() == "listing":
            return 1
        self._told.shared = self._leads_to_award()
        return 0 if self._told.shared or (not self._reason and self._next() not in _GOES_ON) else 1

    def _leads_to_award(self) -> bool:
        """Whether nothing but another award follows: `tặng Cờ thi đua và Bằng khen cho …`."""
        chunks = self._chunks
        return self._following < len(chunks) and chunks.only(_BETWEEN_AWARDS, self._ahead, self._following)

    def _verb(self, chunk: Chunk) -> int:
        """`Bằng khen được dành đề nghị cho …`: the verbs behind the award decide its status."""
        to = self._chunks.past(_TO_WHOM, self._ahead)
        if self._chunks.kinds[to] != "for" or to >= min(self._ahead + 6, self._following):
            return self._plain(chunk)
        self._told.status = "proposed" if self._chunks.has(("propose",), self._ahead, to) else "conferred"
        return to - self._ahead

    def _year_behind(self) -> int | None:
        """The year behind the recipients, where no verb and no office takes it."""
        stretch = self._chunks.between(self._told.end, self._following)
        if any(chunk.kind in _LATER_VERB for chunk in stretch):
            return None
        return next((chunk.number for chunk in stretch if chunk.kind == "year"), None)


_STEPS: Mapping[str, Callable[[_Walk, Chunk], int]] = {
    "and": _Walk._and,
    "body": _Walk._body,
    "by": _Walk._of,
    "colon": _Walk._recipients,
    "comma": _Walk._comma,
    "count": _Walk._count,
    "dash": _Walk._recipients,
    "elect": _Walk._verb,
    "for": _Walk._recipients,
    "give": _Walk._recipients,
    "is": _Walk._recipients,
    "listing": _Walk._recipients,
    "of": _Walk._of,
    "open": _Walk._recipients,
    "passive": _Walk._verb,
    "posting": _Walk._body,
    "propose": _Walk._verb,
    "quote": _Walk._quote,
    "word": _Walk._word,
    "year": _Walk._year,
}


def _past_people(chunks: Chunks, first: int) -> int:
    """Past `quân và dân`, `tập thể cán bộ, người lao động` before the name of whose they are."""
    place = chunks.past(_PEOPLE, first)
    return place if place - first <= _MOST_PEOPLE and chunks.kinds[place] in ("body", "place") else first


def _named_behind(chunks: Chunks, items: list[Item], behind: int) -> tuple[list[Item], int]:
    """The names behind a number in brackets: `Cờ thi đua (2 đơn vị): A, B`."""
    if items[0].kind != "count" or chunks.kinds[behind : behind + 2] != ["close", "colon"]:
        return items, behind
    names, end = read_list(chunks, behind + 2)
    return (names, end) if names else (items, behind)


def _given_back(chunks: Chunks, items: list[Item], behind: int) -> tuple[list[Item], int]:
    """The recipients without those that a verb behind takes as its subject: `… cho A; B được tặng …`."""
    opened = items[0].start
    semi = any(chunk.kind == "semi" and chunk.start > opened for chunk in chunks.between(behind - 8, behind))
    verb = min(chunks.past(_BEFORE_VERB, behind), behind + 4) if semi else behind
    if chunks.kinds[verb] == "give" and behind - 2 >= 0 and chunks[behind - 1].start == opened and chunks.kinds[behind - 2] == "comma":
        return [], behind - 2  # `cho đơn vị xếp thứ nhất, UBND tỉnh tặng …`
    if chunks.kinds[verb] not in _NEXT_VERB or len(items) < 2:
        return items, behind
    for mark in ("semi", "comma", "and") if chunks.kinds[verb] == "give" else ("semi", "comma"):
        last = chunks.last((mark,), behind)
        if last is not None and chunks[last].start > opened:
            return [item for item in items if item.start < chunks[last].start], last
    return items, behind
