"""Floor 2. Numbers in a sentence: years, counts of bodies and people, and all others."""

from __future__ import annotations

from .cutting import Cutting
from .numbers import ONES, WORDS

_TEN = 10


class Figures:
    """Cuts the numbers of one sentence. What cuts a chunk gives the place behind it, 0 where it cuts none."""

    def __init__(self, cutting: Cutting) -> None:
        """The chunks go where all others go."""
        self._cutting, self._tokens = cutting, cutting.tokens

    def cut(self, i: int) -> int:
        """A year, a count of bodies or people, or a number."""
        low = self._tokens.low[i]
        if low[0].isdigit():
            return self._figure(i)
        if low == "năm" and (end := self._named_year(i)):
            return end
        return self._worded(i) if low in WORDS else 0

    def _worded(self, i: int) -> int:
        """A number in words; with no unit behind it only an award or a body makes it one: `hai Bằng khen`, `bảy Hội`."""
        tokens, value = self._tokens, WORDS[self._tokens.low[i]]
        if tokens.words[i].capital and tokens.words[i + 1].capital and not tokens.opening(i) and tokens.low[i - 1] != ":":
            return 0  # Ba Bể, Năm Căn
        bodies = value > 1 and tokens.low[i] != "năm" and tokens.term_of(i + 1, "body")
        if bodies or tokens.term_of(i + 1, "award"):
            return self._cutting.add("number", tokens.low[i], i, i + 1, number=value)
        low, end = tokens.low, i + 1
        if low[end] == "mươi" and 1 < value < _TEN:
            value, end = value * _TEN, end + 1
        if value >= _TEN and (unit := ONES.get(low[end])):
            value, end = value + unit, end + 1
        return self._count(i, self._said_twice(end), value)

    def _said_twice(self, j: int) -> int:
        """The place behind a number that stands again in brackets: `07 (bảy) đơn vị`."""
        low = self._tokens.low
        again = low[j] == "(" and low[j + 2] == ")" and (low[j + 1] in WORDS or low[j + 1].isdecimal())
        return j + 3 if again else j

    def _named_year(self, i: int) -> int:
        """`năm 2024`, `năm học 2023-2024`."""
        first, second = self._tokens.low[i + 1 : i + 3]
        if first == "học" and second.startswith(("19", "20")):
            return self._year(i, i + 3, second)
        return self._year(i, i + 2, first) if first.startswith(("19", "20")) and len(first) in (4, 9) else 0

    def _year(self, i: int, end: int, told: str) -> int:
        """A year; of two, as school years have them, the last."""
        low = self._tokens.low
        last = told.replace("–", "-").split("-")[-1]
        if low[end] == "-" and low[end + 1].startswith(("19", "20")):
            last, end = low[end + 1], end + 2
        return self._cutting.add("year", last, i, end, number=int(last) if last.isdecimal() else 0)

    def _figure(self, i: int) -> int:
        """A number in digits; of `8/8` the last counts."""
        low = self._tokens.low[i]
        dated = len(low) > 7 and (low[-5] == "." or low[-5] == "-") and low.count(low[-5]) == 2
        total = low[-4:] if dated else low.replace(".", "").split("/")[-1]
        value = int(total) if total.isdecimal() and len(total) < 7 else 0
        if 1990 < value < 2100 and len(low) == 4 and i and self._tokens.low[i - 1] in ("(", "kỳ", "khóa"):
            return self._year(i, i + 1, low)
        part = low.partition("/")[0]
        if part != low and part.isdecimal() and int(part) > value:
            return self._cutting.add("number", low, i, i + 1)  # a day: `tới 24/11 hội nghị`
        return self._count(i, self._said_twice(i + 1), value) or self._cutting.add("number", low, i, i + 1, number=value)

    def _count(self, i: int, j: int, value: int) -> int:
        """`n đơn vị`, `n lượt đơn vị`, `n lượt`."""
        tokens = self._tokens
        times = tokens.term_of(j, "times")
        behind = j + tokens.use(times) if times else j
        unit = tokens.term_of(behind, "unit", "person-unit")
        if unit and tokens.words[behind].capital and tokens.words[behind].written != "HTX":
            unit = None
        if not unit and not times:
            return 0
        kind, size = (unit.entry.id, tokens.use(unit)) if unit else ("unit", 0)
        head = tokens.told(behind, behind + size)
        return self._cutting.add(
            "count", kind, i, behind + size, number=value, entry="times" if times else "", inner=tokens.words[i].written, head=head
        )
