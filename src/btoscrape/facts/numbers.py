"""Floor 2. Numbers and dates in prose: digits, padded digits, words; days completed with the year that the text fixes."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
ONES = WORDS | {"mốt": 1, "tư": 4, "lăm": 5}
"""Words behind tens: hai mươi mốt."""
_WEEKDAY = r"(?:chủ nhật|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]))"
_DAY = re.compile(
    rf"(?:ngày|sáng|chiều|tối|trưa|hôm|nay|qua)\s*(?:,\s*|nay\s*|qua\s*)?(?:{_WEEKDAY},?\s*)?(?:ngày\s+)?(?:\(?\s*(?:ngày\s+)?)(\d{{1,2}})"
    r"(?:\s*(?:,|và|&|-|đến|đến ngày)\s*\d{1,2})?(?: *[/-] *|\.|\s+tháng\s+)(\d{1,2})(?:(?: *[/-] *|\.|\s+năm\s+)(\d{4}))?(?!\d)"
)
"""`ngày 5/1/2024`, `sáng 12 tháng 3`; of `ngày 5 và 6/1` the first."""
_BARE = re.compile(r"\((?:từ )?(\d{1,2})(?: ?(?:,|và|-|đến) ?\d{1,2})?/(\d{1,2})(?:/(\d{4}))?\)")
"""A day in brackets alone: `làm việc (29/12)`; of `(29 và 30/8)` the first."""
_COMING = re.compile(r"dự kiến|sẽ | tới(?!\w)|sắp ")
"""Says that the day is yet to come."""
_BY_WORD = re.compile(r"(?<!\w)(?:hôm|sáng|chiều|tối|trưa) (nay|qua)(?!\w)")
"""`hôm qua`, `sáng nay`."""


def _told_by_word(low: str, published: datetime | None) -> date | None:
    """`Hôm qua`, `sáng nay`: by the day of publication."""
    match = _BY_WORD.search(low)
    if not match or published is None:
        return None
    return published.date() - timedelta(days=match[1] == "qua")


def first_day(low: str, published: datetime | None, year: int | None) -> date | None:
    """The first day that a text in small letters names; without a year it is the last such day before publication, else in `year`."""
    match = _DAY.search(low) or _BARE.search(low)
    if not match:
        return _told_by_word(low, published)
    day, month = int(match[1]), int(match[2])
    try:
        if match[3]:
            return date(int(match[3]), month, day)
        if published:
            here = date(published.year, month, day)
            coming = _COMING.search(low[max(0, match.start() - 90) : match.end() + 12])
            return here if here <= published.date() or coming else date(published.year - 1, month, day)
        return date(year, month, day) if year else None
    except ValueError:
        return None
