"""Floor 2. Who the subject of an award is: `A, B được UBND tỉnh tặng`, `3 đơn vị nhận`, `A: Cờ thi đua` (A2 to A4, A7)."""

from __future__ import annotations

from .chunks import NAMES, SUBJECTS, Chunks
from .items import Item
from .lists import read_list

_FURTHEST = 60
_PASSED = frozenset(
    {
        "word", "unit", "common", "plural", "number", "rank", "have", "person-unit", "quote", "elect", "passive", "propose", "get", "give",
        "bloc", "named-bloc", "year", "for", "is", "hold", "post", "of", "close", "target", "head", "deputy", "compound",
        "on-behalf", "and", "open",
    }
)  # fmt: skip
"""What may stand between a subject and its award."""
_VERBS = frozenset({"passive", "get", "propose", "word", "give"})
_OBJECT = frozenset({"plural", "unit", "comma", "person-unit", "have"})
_BEFORE_AGENT = frozenset({"word", "elect", "bloc"})
_BEFORE_AGENT_WORDS = frozenset({"để", "các", "xem xét", "nhất trí", "thống nhất"})
_BEHIND_AGENT = frozenset({"word", "propose"})
_BEHIND_AGENT_WORDS = frozenset({"xem xét", "xét", "xét tặng", "đã", "để", "ra", "có"})
_ASKS = frozenset({"trình", "đề nghị", "đề xuất"})
_KINDS_OF_BODY = frozenset({"bộ", "ban", "sở"})
_BEHIND_COUNT = frozenset({"word", "get", "give", "common"})
_NO_LIST_BEHIND = frozenset({"of", "open", "dash", "post"})
_CHOSEN = frozenset({"passive", "propose", "elect", "word"})
_REMARKS = frozenset(
    {
        "close", "open", "head", "deputy", "rank", "word", "dash", "unit", "bloc", "comma", "post", "posting", "of", "year", "get", "number",
        "count", "plural",
    }
)  # fmt: skip
"""What may stand between the last name of a list and its end."""


def subject(chunks: Chunks, place: int, used: int) -> list[Item]:
    """The names or counts that the verb before the award at `place` has for its subject; what stands before `used` is another's."""
    return _Search(chunks, place, used).run()


class _Search:
    """The way back from an award to its subject. `verbs`: a verb or mark stood on the way that makes the name before it a subject."""

    def __init__(self, chunks: Chunks, place: int, used: int) -> None:
        self._chunks, self._place, self._used = chunks, place, used
        self._verbs = False

    def run(self) -> list[Item]:
        """The subject's items; none where something else stands first."""
        back = self._place - 1
        while back >= self._used and self._place - back < _FURTHEST:
            if self._chunks[back].kind in SUBJECTS and not self._passes_name(back):
                return _list_before(self._chunks, back, self._used) if self._verbs else _counted(self._chunks, back, self._place)
            if not self._passes(back):
                return []
            back = self._before_remark(back) - 1
        return []

    def _passes_name(self, back: int) -> bool:
        """Past who gives, and past who votes: `được 8/8 đơn vị suy tôn`."""
        chunks = self._chunks
        if _agent(chunks, back):
            self._verbs = self._verbs or chunks.at(back - 1).value == "để"
            return True
        return chunks.kinds[back] == "count" and chunks.kinds[back - 1] == "passive" and chunks.kinds[back + 1] in ("propose", "elect")

    def _passes(self, back: int) -> bool:
        """Whether the way goes on over that chunk; notes verbs and marks that make a subject."""
        chunks, kind = self._chunks, self._chunks[back].kind
        beside = back == self._place - 1
        if kind in ("passive", "get") or (kind == "propose" and not chunks.has(_OBJECT, back + 1, self._place)):
            self._verbs = True
            return True
        if kind == "is" and beside and any(chunk.value.startswith("công nhận") for chunk in chunks.between(back - 14, back)):
            self._verbs = True
            return True
        if kind in ("colon", "bar") or (kind == "dash" and beside):
            self._verbs = True
            return beside or chunks.at(back + 1).value == "cả"
        if kind == "unit" and self._verbs:
            return chunks.kinds[back - 1] != "plural" or chunks.kinds[back - 2] in ("passive", "") or _of_count(chunks, back - 2)
        if kind == "dash":
            return self._verbs
        if kind == "comma":
            return self._verbs or chunks.kinds[back + 1] in _VERBS or chunks.has(("passive",), back - 5, back)
        return kind in SUBJECTS or kind in _PASSED

    def _before_remark(self, back: int) -> int:
        """The dash that opens a remark, where one closes it: `A - đơn vị dẫn đầu - được tặng`."""
        chunks = self._chunks
        if chunks.kinds[back] != "dash" or back == self._place - 1 or chunks.kinds[back + 1] != "passive":
            return back
        opening = chunks.last(("dash",), back, max(self._used, back - 14) + 1)
        return back if opening is None else opening


def _agent(chunks: Chunks, back: int) -> bool:
    """Whether the name is who gives: it stands between `được` or `đề nghị` and the verb."""
    before, ahead = back - 1, back + 1
    if before and chunks.kinds[before] == "comma" and chunks.at(before - 1).value in _KINDS_OF_BODY:
        return True  # `được các bộ, ngành Trung ương tặng`
    while chunks.kinds[before] in _BEFORE_AGENT and chunks[before].value in _BEFORE_AGENT_WORDS:
        before -= 1
    asked = chunks.kinds[before] == "passive" or "asking" in chunks.at(before).tags or chunks.at(back - 1).value == "để"
    if before < 0 or not asked:
        return False
    while chunks.kinds[ahead] in _BEHIND_AGENT and chunks[ahead].value in _BEHIND_AGENT_WORDS:
        ahead += 1
    return chunks.kinds[ahead] in ("give", "award") or chunks.at(ahead - 1).value == "xét tặng" or chunks.at(ahead).value in _ASKS


def _of_count(chunks: Chunks, of: int) -> bool:
    """Whether a count stands before that `của`, `thuộc`: `5 cán bộ của các đơn vị được tặng`."""
    return chunks.kinds[of] == "of" and chunks.kinds[of - 1] == "count"


def _counted(chunks: Chunks, back: int, place: int) -> list[Item]:
    """The count right before an award: `tặng thưởng 55 tập thể đạt danh hiệu …`, `công nhận 4 cá nhân …` (A5)."""
    beside = chunks.kinds[back] == "count" and place - back <= 4 and chunks.only(_BEHIND_COUNT, back + 1, place)
    return read_list(chunks, back)[0] if beside else []


def _list_before(chunks: Chunks, last: int, used: int) -> list[Item]:
    """The longest list that ends with the chunk at `last`."""
    for start in range(max(used, last - _FURTHEST), last + 1):
        if not _may_open(chunks, start, used):
            continue
        items, behind = read_list(chunks, start)
        if not items:
            continue
        if items[0].kind == "count" and (named := _equated(chunks, start)) is not None:
            return _list_before(chunks, named, used)
        mixed = len(items) > 1 and items[0].kind != "count" and items[-1].kind == "count" and chunks.kinds[start - 1] == "word"
        if behind > last and not mixed and chunks.only(_REMARKS, last + 1, behind):
            return items
    return []


def _equated(chunks: Chunks, count: int) -> int | None:
    """The last of the names that the count is said to be: `A, B là 2 đơn vị được tặng`, `A được chọn là một trong 2 đơn vị …`."""
    link = count - 1 - 2 * (chunks.at(count - 1).value == "trong")
    named = chunks.back(_CHOSEN, link - 1) if chunks.kinds[link] == "is" else -1
    return named if chunks.kinds[named] in NAMES else None


def _may_open(chunks: Chunks, start: int, used: int) -> bool:
    """Whether a list may begin there: at a name that belongs to nothing before it."""
    kind, before = chunks.kinds[start], chunks.kinds[start - 1]
    if (kind not in SUBJECTS and kind != "plural") or (kind == "proper" and before == "word"):
        return False
    return start == used or before not in _NO_LIST_BEHIND
