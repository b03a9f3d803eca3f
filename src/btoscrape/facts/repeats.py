"""Floor 2. Awards that a text tells twice: kept once, with both proofs."""

from __future__ import annotations

import re
from dataclasses import replace

from ..models import Award
from ..text import fold

_AROUND = re.compile(r"^(?:ubnd )?(?:huyen|xa|phuong|thi xa|thanh pho) | (?:tinh|thanh pho)$")
_LEVELS = (
    ("chinh phu", "government"),
    ("thu tuong", "government"),
    ("chu tich nuoc", "president"),
    ("ubnd", "committee"),
    ("uy ban nhan dan", "committee"),
)
"""What authorities of one level say, in folded letters."""


def add(found: list[Award], award: Award) -> None:
    """Adds the award, or its proof to the same one that stands there already."""
    place = next((place for place, old in enumerate(found) if _same(old, award)), None)
    if place is None:
        found.append(award)
        return
    old = found[place]
    if award.evidence not in (old.evidence, *old.repeats):
        authority, year = old.authority or award.authority, old.year or award.year
        found[place] = replace(old, repeats=(*old.repeats, award.evidence), authority=authority, year=year)


def _same(old: Award, new: Award) -> bool:
    """Whether two mentions are of one award: same recipient and status, and no other level of authority."""
    if (old.award_id, old.status, old.recipient_count) != (new.award_id, new.status, new.recipient_count):
        return False
    if old.recipient_count and (old.recipient_kind != new.recipient_kind or old.evidence == new.evidence):
        return False
    if old.recipient != new.recipient and _who(old) != _who(new):
        return False
    return not (old.authority and new.authority) or _level(old.authority) == _level(new.authority)


def _who(award: Award) -> str:
    """The recipient without what one mention says and another leaves out: huyện Hòa An, UBND huyện Hòa An."""
    return _AROUND.sub("", fold(award.recipient or ""))


def _level(authority: str) -> str:
    """What authorities of one level share; those of a district or commune stand by themselves."""
    told = fold(authority)
    level = next((level for word, level in _LEVELS if word in told), None)
    return told if level is None else level + (" below" if "huyen" in told or " xa" in told else "")
