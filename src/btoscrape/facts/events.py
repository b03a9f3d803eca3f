"""Floor 2. Which meeting the article reports, of what year, and on which day."""

from __future__ import annotations

import re
from datetime import date

from ..models import Event
from .numbers import first_day, years
from .passage import Passage

_EVENTS: tuple[tuple[Event, re.Pattern[str]], ...] = (
    ("sơ kết", re.compile(r"sơ kết", re.I)),
    ("tổng kết", re.compile(r"tổng kết|bình xét|bình bầu|suy tôn|bình chọn", re.I)),
    ("ký kết giao ước", re.compile(r"(?:ký|kí)(?: kết)?(?: bản)? giao ước|giao ước thi đua|phát động|đăng ký thi đua", re.I)),
)


def find_event(passage: Passage) -> Event:
    """What the article reports: the title's word, else that of the opening, else of the text."""
    for text in (passage.title, passage.text[:600], passage.text):
        hits = [(match.start(), event) for event, pattern in _EVENTS if (match := pattern.search(text))]
        if any(event == "tổng kết" for _, event in hits) and not any(event == "sơ kết" for _, event in hits):
            return "tổng kết"
        if hits:
            return min(hits)[1]
    return "khác"


def find_year(passage: Passage, event: Event) -> int | None:
    """The year under review (tổng kết) or of the pledge, as stated near the event, else by the meetings' cycle."""
    stated = years(passage.title) or years(passage.text[:700]) or years(passage.text)
    published = passage.article.published
    if event == "tổng kết" and stated:
        return min(stated[:2]) if len(stated) > 1 and abs(stated[0] - stated[1]) == 1 else stated[0]
    if stated:
        return max(stated[:2])
    if published is None:
        return None
    return published.year - 1 if event == "tổng kết" and published.month <= 3 else published.year


def find_date(passage: Passage, year: int | None) -> date | None:
    """The day of the meeting, as the opening says it."""
    return first_day(passage.text[:700], passage.article.published, year)
