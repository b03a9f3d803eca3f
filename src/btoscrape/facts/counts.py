"""Floor 2. How many members the prose says a bloc has: `gồm 5 đơn vị`, `9/13 đơn vị` (M7, M9), or the bloc's own name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .chunks import Chunk, Chunks
from .heads import of_places
from .passage import Sentence
from .reader import Text

MOST = 60
"""More members than any bloc has."""
_NEAR_AWARD = 8
_SIZE = re.compile(r"(?<!số) (\d{1,2}) (?:tỉnh|thành phố|quận|huyện|xã|phường|đơn vị|địa phương)")
_BLOC_NAME = re.compile(r"(?:.*\s)?(?:khối|cụm)", re.I)
_HAMLETS = re.compile(r"xã$|phường$|thôn")
_ABOUT_BLOC = re.compile(r"khối|cụm|ký kết", re.I)
_MEMBERS = re.compile(r"thành viên$")
_COME_OR_GONE = re.compile(r" (?:cũ|mới|rời|xin|chuyển)\b")
"""Behind members, says that they are not all: Hai thành viên cũ của khối."""
_COUNT = frozenset({"count"})
_ALL = frozenset({"của", "cả", "trong", "tất cả", "đủ"})
_LISTED = frozenset({"body", "proper", "of", "listing", "open"})


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around a count of members, and what must not."""

    before: re.Pattern[str] = re.compile("")
    after: re.Pattern[str] = re.compile("")
    not_before: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None

    def holds(self, before: str, after: str) -> bool:
        """Whether the texts on both sides of a count say that it counts members."""
        if (self.not_before and self.not_before.search(before)) or (self.not_after and self.not_after.match(after)):
            return False
        return bool(self.before.search(before) and self.after.match(after))


_FRAMES = (
    # 5 đơn vị sinh hoạt trong khối; 5 cơ quan tỉnh thuộc cụm; 5 đơn vị thành viên của khối
    *(
        _Frame(
            after=re.compile(after, re.I),
            not_before=re.compile(r"(?:đề nghị|phấn đấu|có thêm|tặng|ít nhất)[^.;]{0,40}$", re.I),
        )
        for after in (
            r" (?:sinh hoạt|tham gia|hoạt động) trong (?:khối|cụm)",
            r"(?: (?!và\b|\d)\w+){1,5}(?:, \w+)? thuộc (?:khối|cụm)",
            r"\s*(?:trực thuộc|thuộc|trong|của|ở|tham gia|thành viên)?\s*(?:thành viên)?\s*(?:thuộc|của|trong|ở)?\s*(?:toàn )?(?:khối|cụm)",
        )
    ),
    # Khối thi đua số 8 hiện có 5 đơn vị
    _Frame(
        before=re.compile(
            r"(?:khối|cụm)(?: thi đua)?[^.;]{0,80}?(?:có|gồm|còn|sẽ sắp xếp lại còn|quy tụ|tập hợp)\s*(?:đủ |tổng cộng |tất cả )?$", re.I
        ),
        not_after=re.compile(r"[^.;,]{0,30}(?:được|đạt|nhận|hoàn thành|xếp)"),
    ),
    # đại diện 5 đơn vị lần lượt ký
    _Frame(
        before=re.compile(r"(?:^|\s)(?:cả|toàn bộ|tất cả|đại diện|đại diện lãnh đạo|lãnh đạo|của|dự họp có|công đoàn)\s*$", re.I),
        after=re.compile(r"(?: chi nhánh| thành viên| trong (?:khối|cụm))?\s*(?:lần lượt|đều|thành viên|trong (?:khối|cụm)|ký|cùng|đã)"),
    ),
    # 5 đơn vị hội viên
    _Frame(after=re.compile(r"\s*(?:hội viên|thành viên)")),
)
_OF_BLOC = re.compile(r"(?:khối|cụm)[^.;]{0,90}?(?:gồm|có|quy tụ|\()[^.;,]{0,60}$", re.I)


def size(name: str, number: str | None = None) -> int | None:
    """The number of members that a bloc's own name gives: Cụm 7 tỉnh biên giới; nothing where none is named."""
    match = _SIZE.search(name) if _BLOC_NAME.match(name) else None
    return int(match[1]) if match and match[1] != number else None


def titled_size(text: Text) -> int | None:
    """The number of members that the title states, or gives in the bloc's name."""
    title = text.title()
    named = (found for chunk in title if chunk.kind == "named-bloc" and (found := size(chunk.value, chunk.inner)))
    return next(counts(title, Sentence(text.passage.title, 0)), None) or next(named, None)


def stated_count(text: Text) -> int | None:
    """The first number of members that the prose states."""
    return next((count for sentence, chunks in text.sentences() for count in counts(chunks, sentence)), None)


def told_elsewhere(text: Text, number: int) -> int | None:
    """The number of members where the text says it beside the list: `của 6 đơn vị`, `cả 6 đơn vị`."""
    for chunks in text.all():
        for place in chunks.places(_COUNT):
            if chunks[place].value == "unit" and chunks[place].number == number and chunks.at(place - 1).value in _ALL:
                return number
    return None


def counts(chunks: Chunks, sentence: Sentence) -> Iterator[int]:
    """The numbers of members that the sentence states; n/N gives N."""
    for place in chunks.places(_COUNT):
        if counts_units(chunks[place]) and _of_members(chunks, place, sentence):
            yield chunks[place].number


def counts_units(chunk: Chunk) -> bool:
    """Whether it counts as many units as a bloc may have."""
    return chunk.kind == "count" and chunk.value == "unit" and chunk.entry != "times" and 2 <= chunk.number <= MOST


def shared_by_places(chunks: Chunks, place: int) -> bool:
    """Whether a count is of part of the list: `Ban CHQS 4 huyện A, B, C, D`."""
    return chunks.kinds[place + 1] in ("proper", "place")


def of_bodies_in_places(chunks: Chunks, place: int) -> bool:
    """Whether it counts the places of one body: `Hội CCB 6 tỉnh`."""
    chunk = chunks.at(place)
    return chunk.kind == "count" and chunk.head == chunk.shared and of_places(chunk.shared) and chunks.kinds[place - 1] == "body"


def _of_members(chunks: Chunks, place: int, sentence: Sentence) -> bool:
    """Whether what stands around the count at that place says that it counts members."""
    chunk = chunks[place]
    start, end = chunk.start - sentence.start, chunk.end - sentence.start
    before, told, after = sentence.text[:start], sentence.text[start:end], sentence.text[end:]
    if "/" in chunk.inner:
        return not _HAMLETS.search(told) or bool(_ABOUT_BLOC.search(sentence.text))
    if chunks.has(("award",), 0, place + _NEAR_AWARD) or _COME_OR_GONE.match(after):
        return False
    named = chunks.kinds[place - 1] in _LISTED and not shared_by_places(chunks, place) and _OF_BLOC.search(before)
    return bool(named or _MEMBERS.search(told)) or any(frame.holds(before, after) for frame in _FRAMES)
