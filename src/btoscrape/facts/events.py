"""Floor 2. Which meeting the article reports, of what year, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..models import Event
from .chunks import Chunk
from .numbers import first_day
from .passage import Sentence
from .reader import Text

_EVENTS: tuple[tuple[Event, re.Pattern[str]], ...] = (
    ("sơ kết", re.compile(r"sơ kết", re.I)),
    ("tổng kết", re.compile(r"tổng kết|bình xét|bình bầu|suy tôn|bình chọn|nhìn lại một năm", re.I)),
    (
        "ký kết giao ước",
        re.compile(
            r"(?:ký|kí)(?: kết)?(?: bản)? giao ước|(?<!thực hiện )(?<!chỉ tiêu )(?<!kết quả )giao ước thi đua|phát động (?:và|phong trào|thi đua năm|thi đua \d)|đăng (?:ký|kí) thi đua",
            re.I,
        ),
    ),
)
_OTHER = re.compile(
    r"hội thao|hội thi|về nguồn|ra mắt|kiểm tra chéo|chấm thi đua|chấm điểm thi đua|gặp mặt|trao thưởng|lễ trao|tập huấn|thăm,? tặng|giao lưu|tọa đàm|kiện toàn|hội diễn|bàn giao|hiến máu",
    re.I,
)
_FUTURE = re.compile(r"dự kiến|sẽ |thời gian tới|sắp tới|theo quy định|đầu năm đều|căn cứ", re.I)
_CLOSING = frozenset({"rank"})
OPENING = 3
"""Sentences that say what an article is about."""


def find_event(text: Text) -> Event:
    """What the article reports: by the title, else by its opening, else by the rest of it but what is to come."""
    sentences = text.passage.sentences
    opening = " ".join(sentence.text for sentence in sentences[:OPENING])
    if found := _named(text.passage.title):
        return found
    if _OTHER.search(text.passage.title) and not _named(opening):
        return "khác"
    if found := _named(opening):
        return found
    if _OTHER.search(f"{text.passage.title} {opening}"):
        return "khác"
    rest = " ".join(sentence.text for sentence in sentences[OPENING:] if not _FUTURE.search(sentence.text))
    return _named(rest) or ("tổng kết" if _closes(text) else "khác")


def _named(told: str) -> Event | None:
    hits = [(match.start(), event) for event, pattern in _EVENTS if (match := pattern.search(told))]
    events = {event for _, event in hits}
    if "tổng kết" in events and "sơ kết" not in events:
        return "tổng kết"
    return min(hits)[1] if hits else None


def _closes(text: Text) -> bool:
    """Whether what only a final review decides is told: proposals, ranks, or a bare table of what a bloc has."""
    for sentence in text.passage.sentences:
        chunks = text.chunks(sentence)
        kinds = {chunk.kind for chunk in chunks}
        if (
            "rank" in kinds
            or ({"propose", "award"} <= kinds and "target" not in kinds)
            or ({"award", "colon", "count"} <= kinds and "bloc" in " ".join(kinds))
        ):
            return True
        if "elect" in kinds and kinds & {"head", "deputy"} and any(chunk.value.startswith("bầu") for chunk in chunks):
            return True
    return bool(re.search(r"báo cáo[^.;]{0,30}năm \d{4}", text.passage.text, re.I))


def find_year(text: Text, event: Event) -> int | None:
    """The year under review (tổng kết) or of the pledge, as stated near the event, else by the meetings' cycle."""
    stated, office = _years(text)
    published = text.passage.article.published
    if near := _near(text, event):
        return near
    if event == "khác" and published:
        return stated[0] if stated and stated[0] in _opening_years(text) else published.year
    if event == "tổng kết" and stated:
        return min(stated[:2]) if len(stated) > 1 and abs(stated[0] - stated[1]) == 1 else stated[0]
    if event == "sơ kết" and published:
        return published.year
    if stated:
        return max(stated[:2])
    if office:
        return office[0] - 1 if event == "tổng kết" else office[0]
    if published is None:
        day = find_date(text, None)
        return day.year - (event == "tổng kết" and day.month <= 3) if day else None
    return published.year - 1 if event == "tổng kết" and published.month <= 3 else published.year


_MEETING: dict[str, re.Pattern[str]] = {
    "tổng kết": re.compile(r"tổng kết(?:[^.;,]|, khen thưởng|, công tác){0,90}?năm (?:học \d{4}\s*[-–]\s*)?(\d{4})", re.I),
    "sơ kết": re.compile(r"(?:sơ kết|6 tháng|sáu tháng)(?:[^.;,]|, khen thưởng|, công tác){0,90}?năm (?:học \d{4}\s*[-–]\s*)?(\d{4})", re.I),
    "ký kết giao ước": re.compile(r"(?:giao ước|phát động)(?:[^.;,]|, khen thưởng){0,70}?năm (?:học \d{4}\s*[-–]\s*)?(\d{4})", re.I),
}


def _near(text: Text, event: Event) -> int | None:
    """The year that stands behind the meeting's own word, in title or opening."""
    pattern = _MEETING.get(event)
    for told in (text.passage.title, text.passage.text[:700]):
        if pattern and (match := pattern.search(told)):
            return int(match[1])
    return None


def _opening_years(text: Text) -> set[int]:
    return {chunk.number for sentence in text.passage.sentences[:2] for chunk in text.chunks(sentence) if chunk.kind == "year"}


def _years(text: Text) -> tuple[list[int], list[int]]:
    """The years that the title, else the opening, else the text states; and those of offices, apart."""
    stated: list[int] = []
    offices: list[int] = []
    for chunks in (text.title(), [chunk for sentence in _opening(text) for chunk in text.chunks(sentence)], _all(text)):
        found = list(_told(chunks))
        stated = [year for year, office in found if not office]
        offices = offices or [year for year, office in found if office]
        if stated:
            break
    return stated, offices


def _told(chunks: list[Chunk]) -> Iterable[tuple[int, bool]]:
    for place, chunk in enumerate(chunks):
        if chunk.kind == "year":
            before = chunks[max(0, place - 2) : place]
            yield chunk.number, any(one.kind in ("head", "deputy") for one in before)


def _opening(text: Text) -> Iterable[Sentence]:
    return [sentence for sentence in text.passage.sentences if sentence.start < 700]


def _all(text: Text) -> list[Chunk]:
    return [chunk for sentence in text.passage.sentences for chunk in text.chunks(sentence)]


def find_date(text: Text, year: int | None) -> date | None:
    """The day of the meeting, as the opening says it."""
    return first_day(text.passage.text[:700], text.passage.article.published, year)
