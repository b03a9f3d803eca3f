"""Floor 2. Which meeting the article reports, of what year, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ..models import Event
from .chunks import BLOC, ROLES, Chunks
from .numbers import first_day
from .reader import Text

_EVENTS: tuple[tuple[Event, str], ...] = (("sơ kết", "half-year-review"), ("tổng kết", "year-review"), ("ký kết giao ước", "pledge"))
"""Meetings with the clues that tell of them."""
OPENING = 3
"""Sentences that say what an article is about."""
_YEAR = frozenset({"year"})
_HEAD = 700
"""Letters in which it says when."""
_REPORT = re.compile(r"báo cáo[^.;]{0,30}năm \d{4}", re.I)
_OF_YEAR = r"năm (?:học \d{4}\s*[-–]\s*)?(\d{4})"
_MEETING: Mapping[Event, re.Pattern[str]] = {
    "tổng kết": re.compile(rf"tổng kết(?:[^.;,]|, khen thưởng|, công tác){{0,90}}?{_OF_YEAR}"),
    "sơ kết": re.compile(rf"(?:sơ kết|6 tháng|sáu tháng)(?:[^.;,]|, khen thưởng|, công tác){{0,90}}?{_OF_YEAR}"),
    "ký kết giao ước": re.compile(rf"(?:giao ước|phát động)(?:[^.;,]|, khen thưởng){{0,70}}?{_OF_YEAR}"),
}


def find_event(text: Text) -> Event:
    """What the article reports: by the title, else by its opening, else by the rest of it but what is to come."""
    title, sentences, clues = text.passage.title, text.passage.sentences, text.terms.clues
    if named := _named(text, title):
        return named
    opening = " ".join(sentence.text for sentence in sentences[:OPENING] if not clues["earlier"].opens(sentence.text))
    if named := _named(text, opening):
        return named
    if clues["other-meeting"].found(f"{title} {opening}"):
        return "khác"
    rest = (sentence.text for sentence in sentences[OPENING:] if not clues["not-reported"].found(sentence.text))
    return _named(text, " ".join(rest)) or ("tổng kết" if _closes(text) else "khác")


def _named(text: Text, told: str) -> Event | None:
    """The meeting that is named first; a final review goes before the pledge that it closes with."""
    low = told.lower()
    hits = {event: place for event, clue in _EVENTS if (place := text.terms.clues[clue].place_in(low)) is not None}
    if "tổng kết" in hits and "sơ kết" not in hits:
        return "tổng kết"
    return min(hits, key=lambda event: hits[event], default=None)


def _closes(text: Text) -> bool:
    """Whether what only a final review decides is told: proposals, ranks, or a bare table of what a bloc has."""
    return any(_decides(chunks) for chunks in text.all()) or bool(_REPORT.search(text.passage.text))


def _decides(chunks: Chunks) -> bool:
    """Whether the chunks tell of what only a final review decides."""
    kinds = chunks.held
    if "rank" in kinds or ({"propose", "award"} <= kinds and "target" not in kinds):
        return True
    if {"award", "colon", "count"} <= kinds and kinds & BLOC:
        return True
    return "elect" in kinds and bool(kinds & ROLES) and any(chunk.value.startswith("bầu") for chunk in chunks)


def find_year(text: Text, event: Event) -> int | None:
    """The year under review (tổng kết) or of the pledge, as stated near the event, else by the meetings' cycle."""
    stated, office = _years(text)
    published = text.passage.article.published
    if near := _near(text, event):
        return near
    if event == "khác" and published:
        return stated[0] if stated and stated[0] in _opening_years(text) else published.year
    if event == "sơ kết" and published:
        return published.year
    if stated:
        return _reviewed(stated) if event == "tổng kết" else max(stated[:2])
    if office:
        return office[0] - (event == "tổng kết")
    day = published or find_date(text, None)
    return day.year - (event == "tổng kết" and day.month <= 3) if day else None


def _reviewed(stated: list[int]) -> int:
    """The first year; of two that follow each other the earlier, since the later is the pledge's."""
    return min(stated[:2]) if len(stated) > 1 and abs(stated[0] - stated[1]) == 1 else stated[0]


def _near(text: Text, event: Event) -> int | None:
    """The year that stands behind the meeting's own word, in title or opening."""
    pattern = _MEETING.get(event)
    for told in (text.passage.title.lower(), text.passage.head):
        if pattern and (match := pattern.search(told)):
            return int(match[1])
    return None


def _opening_years(text: Text) -> set[int]:
    """The years that the first two sentences state."""
    return {chunks[place].number for chunks in text.all()[:2] for place in chunks.places(_YEAR)}


def _years(text: Text) -> tuple[list[int], list[int]]:
    """The years that the title, else the opening, else the text states; and those of offices, apart."""
    opening = (chunks for sentence, chunks in text.sentences() if sentence.start < _HEAD)
    stated: list[int] = []
    offices: list[int] = []
    for told in ([text.title()], opening, text.all()):
        found = [year for chunks in told for year in _told(chunks)]
        stated = [year for year, office in found if not office]
        offices = offices or [year for year, office in found if office]
        if stated:
            break
    return stated, offices


def _told(chunks: Chunks) -> Iterator[tuple[int, bool]]:
    """Each year, and whether it is an office's."""
    for place in chunks.places(_YEAR):
        yield chunks[place].number, chunks.has(ROLES, place - 2, place)


def find_date(text: Text, year: int | None) -> date | None:
    """The day of the meeting, as the opening says it."""
    return first_day(text.passage.head, text.passage.article.published, year)
