"""Floor 2. Numbered decisions: `Quyết định số 1200/QĐ-UBND ngày 5/1/2024` joins articles of several papers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ..models import Decision
from .passage import Passage

_NUMBER = re.compile(
    r"(?:quyết định|QĐ)(?: số)?:? ?(?P<number>\d{1,5}(?:/\d{4})?/(?:QĐ|NQ|KH|TB)[-–][A-ZĐ0-9&-]{2,20})"
    r"(?:[ ,]{1,2}(?:ký )?ngày (?P<day>\d{1,2})(?:[/.-]|\s+tháng\s+)(?P<month>\d{1,2})(?:[/.-]|\s+năm\s+)(?P<year>\d{4}))?",
    re.I,
)

_MARK = re.compile(r"/(?:QĐ|NQ|KH|TB)[-–]", re.I)
"""Stands in each of them, and is found at once where none is."""


def find_decisions(passage: Passage) -> tuple[Decision, ...]:
    """Each decision that the text numbers, with its day where one is given; repeats are kept as further proofs."""
    if not _MARK.search(passage.text):
        return ()
    found: dict[str, Decision] = {}
    for match in _NUMBER.finditer(passage.text):
        number, proof = match["number"].upper().replace("–", "-"), passage.evidence(*match.span())
        old = found.get(number)
        found[number] = replace(old, repeats=(*old.repeats, proof)) if old else Decision(number, proof, _day(match), "D1")
    return tuple(found.values())


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])) if match["year"] else None
    except ValueError:
        return None
