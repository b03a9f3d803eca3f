"""Floor 2. Which bloc the article is about, which meeting it reports, and of what year."""

from __future__ import annotations

import re
from datetime import date

from ..models import Bloc, BlocKind, Event
from .numbers import first_day, years
from .passage import Passage

_STOP = (
    r"(?:tổ chức|tổng kết|sơ kết|họp|năm|đã|vừa|gồm|có|bao|ký|kí|phát|được|do|thống|bầu|đề nghị|là|thực hiện|với|tại|cùng|diễn|sáng|chiều|"
    r"ngày|trong|khi|suy|nhất|giao|bàn|lần|hoàn|cho|sẽ|nhằm|để|trao|nhận|chính thức|hiện|cũng|còn|nhìn|tiếp|bình|triển|về|từ|sau|theo|và|ra|"
    r"tiến|trực|mới|đồng|tham|báo|chấm|bỏ|xét|nộp|chọn|tặng|xếp|khép|vào|thành|đóng góp|hướng|nêu|chốt|công bố|dự|đến|tập trung)(?!\w)"
)
_NUMBERED = re.compile(r"(?<!\w)(khối|cụm)(?: thi đua)?(?: số)? (?:(0?\d{1,2})(?![\w/%.])|((?-i:[IVX]+))(?!\w))", re.I)
_NAMED = re.compile(rf"(?<!\w)(khối|cụm) (?:thi đua )((?:(?!{_STOP})[\w/&–-]+(?:, (?=ban|ngành|cao đẳng|đoàn thể|sở)| )?){{1,14}})", re.I)
_SHORT = re.compile(
    rf"(?<!\w)((?-i:Khối|Cụm)) ((?:các|nội chính|kinh tế|văn hóa|tham mưu|doanh nghiệp|tổ chức|cơ quan|hội)(?: (?!{_STOP})[\w/–-]+){{0,10}})"
)
_GENERIC = re.compile(r"(?:các|những|mỗi|từng|\d+|nhiều) (?:khối|cụm)|khối, cụm|cụm, khối|hội đồng thi đua", re.I)
_TAIL = re.compile(r"(?:số )?(0?\d{1,2}|[IVX]+)$")
_ROLE = re.compile(r"(?<!\w)(khối|cụm)(?= (?:trưởng|phó))|(?<=trưởng )(khối|cụm)(?!\w)", re.I)
_EVENTS: tuple[tuple[Event, re.Pattern[str]], ...] = (
    ("sơ kết", re.compile(r"sơ kết", re.I)),
    ("tổng kết", re.compile(r"tổng kết|bình xét|bình bầu|suy tôn|bình chọn", re.I)),
    ("ký kết giao ước", re.compile(r"(?:ký|kí)(?: kết)?(?: bản)? giao ước|giao ước thi đua|phát động|đăng ký thi đua", re.I)),
)


def find_bloc(passage: Passage) -> Bloc | None:
    """The bloc that title or opening name, or that the text names again and again; None where it is mentioned in passing."""
    opening = f"{passage.title}\n{passage.text[:700]}"
    found = _mention(opening)
    if found is None and len(_NUMBERED.findall(passage.text)) + len(_NAMED.findall(passage.text)) > 1:
        found = _mention(passage.text)
    if found is None and _ROLE.search(passage.text) and (short := _SHORT.search(opening)):
        found = _bloc(short[1], short[2].strip())
    return found


def _mention(text: str) -> Bloc | None:
    numbered = next((match for match in _NUMBERED.finditer(text) if not _is_generic(text, match)), None)
    named = next((match for match in _NAMED.finditer(text) if not _is_generic(text, match)), None)
    if numbered and (named is None or numbered.start() <= named.start() or not _TAIL.search(named[2].strip())):
        return Bloc(numbered[0].strip(), _kind(numbered[1]), numbered[2] or numbered[3])
    return _bloc(named[1], named[2].strip(" ,"), "thi đua ") if named else None


def _is_generic(text: str, match: re.Match[str]) -> bool:
    return bool(_GENERIC.search(text, max(0, match.start() - 8), match.start() + 6))


def _bloc(kind: str, description: str, middle: str = "") -> Bloc:
    tail = _TAIL.search(description)
    return Bloc(f"{kind} {middle}{description}", _kind(kind), tail[1] if tail else None)


def _kind(word: str) -> BlocKind:
    return "khối" if word.lower() == "khối" else "cụm"


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
