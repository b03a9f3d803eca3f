"""Floor 2. The years of an office: as stated, else by the meetings' cycle (who is elected at a year's end serves in the next)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..models import Event
from .chunks import Chunks
from .holders import Holder

_ENDING = frozenset({"semi", "award", "replace"})
_NEAR = frozenset({"bloc", "named-bloc", "close", "of"})
_STOP = frozenset({"award", "propose"})
_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}$")
_UNTIL = ("hết", "đến hết")
_COMING = ("tới", "sau")


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting that decides: the year under review, and the year that its vote is for."""

    year: int | None
    event: Event

    @property
    def closing(self) -> bool:
        """Whether it closes a year."""
        return self.year is not None and self.event == "tổng kết"

    @property
    def following(self) -> int | None:
        """The year that it elects for."""
        return self.year + 1 if self.year and self.closing else self.year


def years(chunks: Chunks, place: int, holder: Holder, meeting: Meeting, inherited: int | None) -> list[int | None]:
    """The years of the office at `place`; `inherited` is the year that the line stated last. Who goes on has this year too."""
    stated, year = stated_behind(chunks, place), meeting.year
    if holder.rule == "O6" and holder.old:
        before = meeting.event == "ký kết giao ước" or (stated and year and stated > year)
        return [(stated or year or 0) - 1 if before and (stated or year) else year]
    if holder.rule == "O5":
        return [_handed(holder, meeting, stated)]
    if holder.rule in ("O3", "M5") and not holder.elected:
        voted = inherited if chunks.has(("elect",), 0, place) else None
        return [_stated_near(chunks, place) or voted or year]
    if holder.rule == "O4" and not holder.elected and not holder.again:
        return [stated or inherited or stated_before(chunks, place, holder, year) or year]
    told = stated or inherited or stated_before(chunks, place, holder) or (meeting.following if holder.elected else year)
    if holder.again and meeting.closing:
        return [year, told if told != year else meeting.following]
    return [told]


def _handed(holder: Holder, meeting: Meeting, stated: int | None) -> int | None:
    """The year of who takes an office over, or of who leaves it."""
    if holder.after and stated:
        return stated + 1
    new = stated or meeting.following
    return new - 1 if new and holder.old else new


def stated_behind(chunks: Chunks, place: int) -> int | None:
    """The year behind the role, up to the end of the clause; a closing one holds for all roles before it."""
    found = chunks.first(_ENDING | {"year"}, place + 1)
    if found is not None and chunks[found - 1].value in _UNTIL:
        return None
    return chunks[found].number if found is not None and chunks.kinds[found] == "year" else None


def stated_before(chunks: Chunks, place: int, holder: Holder, year: int | None = None) -> int | None:
    """The year that opens what is said of who holds it: `năm 2026 A là Cụm trưởng`, `Từ ngày 1/1/2019, … được giao cho B`."""
    since = any(chunk.value == "từ" for chunk in chunks[:2])
    if holder.elected and chunks.has(("elect",), 0, place) and not since:
        return None
    if year and chunks.at(0).value == "năm" and chunks.at(1 + (chunks.at(1).value == "học")).value in _COMING:
        return year + 1
    for chunk in reversed(chunks[:place]):
        if chunk.kind == "year" or (chunk.kind == "number" and chunk.number > 1990 and _DAY.match(chunk.value)):
            return chunk.number
        if chunk.kind in _STOP:
            break
    return None


def _stated_near(chunks: Chunks, place: int) -> int | None:
    """The year right behind a role that somebody holds now; with `sẽ` (will) any that follows; else the one that opens the sentence."""
    will = any(chunk.kind == "target" and chunk.value.startswith("sẽ") for chunk in chunks[place:])
    behind = chunks.first(("year",), place + 1) if will else chunks.past(_NEAR, place + 1)
    if behind is not None and (will or behind < place + 4) and chunks.kinds[behind] == "year":
        return chunks[behind].number
    return chunks[0].number if chunks.kinds[0] == "year" else None
