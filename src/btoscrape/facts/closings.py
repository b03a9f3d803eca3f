"""Floor 2. Lists of members that stand before the words that say so: `A, B và C hợp thành cụm này`, `Ba hội nói trên là toàn bộ thành viên`."""

from __future__ import annotations

import re

from .chunks import ORGANIZATIONS, Chunks
from .counts import counts_units
from .items import Item, item_of
from .lists import read_list
from .parting import all_named
from .passage import Sentence
from .reader import Text

_TAIL = 90
_LONGEST = 80
_FEW = 3
_NUMBER = r"(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_UNITS = r"(?:đơn vị|địa phương|cơ quan|thành viên|hội|sở|ngành|trường|huyện|xã|phường|tỉnh|doanh nghiệp|bệnh viện|ngân hàng|tổ chức)"
_CLOSING = re.compile(
    rf"(?:,?\s(?:cũng |chính |đều )?là |\s[-–]\s)(?:những |các |toàn bộ |tất cả |{_NUMBER} )+(?:{_UNITS} )(?:thành viên )?(?:cùng )?"
    r"(?:hợp thành|tạo thành|tạo nên|làm nên|cấu thành|trong|thuộc|của|ở|tham gia|sinh hoạt trong|sinh hoạt ở)? ?$"
    r"|[:,] (?:đó|đây) (?:chính )?là (?:những |các |toàn bộ |tất cả )+(?:đơn vị |hội |cơ quan )?(?:thành viên )?(?:của|trong|thuộc)? ?$"
    r"|\s(?:cùng nhau |lần lượt |cùng |đã )*(?:đặt bút )?ký(?: kết| tên)? (?:vào )?(?:bản )?giao ước(?: thi đua)?(?: năm \d{4})? (?:của|trong) $"
    r"|\s(?:cùng nhau |cùng |đã )?(?:hợp thành|họp thành|tạo thành|lập thành|làm thành|tạo nên) (?:một |nên )?$"
    r"|\scùng (?:thuộc|ở|trong|chung|tham gia|sinh hoạt trong|sinh hoạt ở|đứng trong|đứng chân trong) $",
    re.I,
)
"""What stands between a list of members and the bloc."""
_THERE = re.compile(r"\s(?:đều |cùng |nay )?(?:thuộc|nằm trong|về chung|sinh hoạt trong) $", re.I)
"""What may stand there where the sentence ends with the bloc."""
_ENDS = frozenset({".", ""})
_ABOVE = re.compile(
    r"\s(?:vừa |đã |được )?(?:nói|nêu|kể|nhắc|trên|này)\b[^.;,:]{0,25}?"
    r"(?:là (?:toàn bộ|tất cả|đủ)|hợp thành|tạo thành|làm nên|tạo nên)[^.;,:]{0,20}?(?:thành viên|khối|cụm)",
    re.I,
)
_HOLDING = re.compile(r"(?:khối|cụm)[^.;,:]{0,30} (?:gồm|có) $", re.I)
_THESE = re.compile(r" (?:ấy|đó|này|(?:vừa |đã |được )?(?:nói|nêu|kể|nhắc))(?: (?:trên|đến|tên|ở trên))?\s*[.;]")
_THAT_IS = re.compile(r"^\s*(?:đó|đây) (?:chính |cũng )?là (?:cả |đủ )?$", re.I)
_OF_BLOC = re.compile(r" (?:thành viên )?(?:của|trong|thuộc) (?:khối|cụm)", re.I)
_MEETING = re.compile(r"(?<!\w)ký(?: kết| tên)?(?!\w)|giao ước|tổng kết|sơ kết|hợp thành|tạo thành", re.I)
_WHOSE = frozenset({"post", "word", "comma", "by", "and"})
_OPENING = frozenset({"body", "place", "proper", "plural", "count"})
_NO_MEMBERS_BEHIND = frozenset({"have", "listing", "of", "for", "is", "open", "by", "dash", "colon"})
_TAKING = frozenset({"award", "get", "give", "propose", "rank", "passive", "withdraw"})
_BEFORE_SUBJECT = frozenset({"", "comma", "semi", "and"})


def closed_by(sentence: Sentence, chunks: Chunks, bloc: int) -> list[Item]:
    """The names before `là các thành viên của khối`; none where the sentence tells who got or wants what."""
    if bloc < 2 * _FEW or not chunks.held.isdisjoint(_TAKING):
        return []
    told = sentence.text[: chunks[bloc].start - sentence.start][-_TAIL:]
    match = _CLOSING.search(told) or (_THERE.search(told) if chunks.at(bloc + 1).value in _ENDS else None)
    if not match:
        return []
    end = chunks[bloc].start - len(told) + match.start()
    place = next(place for place, chunk in enumerate(chunks) if chunk.end > end)
    return items if len(items := ending_at(chunks, place, _OPENING)) >= _FEW else []


def ending_at(chunks: Chunks, place: int, kinds: frozenset[str]) -> list[Item]:
    """The longest list that ends right before that place and begins with a chunk of these kinds."""
    for first in range(max(0, place - _LONGEST), place):
        if chunks.kinds[first] in kinds and (kinds is not _OPENING or chunks.kind(first - 1) not in _NO_MEMBERS_BEHIND):
            items, behind = read_list(chunks, first)
            if behind == place and len(items) > 1 and all_named(items):
                return items
    return []


def dashed(chunks: Chunks, dash: int) -> list[Item]:
    """The names between two dashes: `Ba thành viên của khối - A, B và C - đều dự`."""
    items, behind = read_list(chunks, dash + 1)
    return items if len(items) > 1 and all_named(items) and chunks.kind(behind) == "dash" else []


def told_above(text: Text, number: int, place: int) -> list[Item]:
    """The bodies named before `5 hội nói trên là toàn bộ thành viên`: the subjects, else all; none where they are not as many."""
    sentence, chunks = text.passage.sentences[number], text.all()[number]
    count = chunks[place]
    if number == 0 or not counts_units(count):
        return []
    said, behind = sentence.text[: count.start - sentence.start], sentence.text[count.end - sentence.start :]
    if not (_ABOVE.match(behind) or (_HOLDING.search(said) and _THESE.match(behind)) or (_THAT_IS.search(said) and _OF_BLOC.match(behind))):
        return []
    for subjects in (True, False):
        found: dict[str, Item] = {}
        for before in text.all()[:number]:
            for name in before.places(ORGANIZATIONS):
                if before.kinds[name] == "body" and (not subjects or before.kind(name - 1) in _BEFORE_SUBJECT or name == 0):
                    found.setdefault(before[name].value.lower(), item_of(before[name]))
        if len(found) == count.number:
            return list(found.values())
    return []


def said_to_be_members(chunks: Chunks, link: int) -> list[Item]:
    """The names before `là các thành viên còn lại`, `- bốn thành viên của khối -`."""
    told = chunks.at(link + 1 + (chunks.kinds[link + 1] == "plural"))
    count = told.number if told.kind == "count" else 0
    if not (told.value if told.kind == "unit" else told.head).endswith("thành viên") or not chunks.held.isdisjoint(_TAKING):
        return []
    items = ending_at(chunks, link, _OPENING)
    return items if len(items) == count or (not count and len(items) >= _FEW) else []


def counted(sentence: Sentence, chunks: Chunks, place: int) -> list[Item]:
    """The names behind a count that has as many, where they meet or sign as the bloc: `Đại diện 3 đơn vị A, B, C đã ký giao ước`."""
    count = chunks[place]
    if chunks.kinds[place + 1] not in ORGANIZATIONS or not counts_units(count) or not chunks.held.isdisjoint(_TAKING):
        return []
    if place and chunks.kinds[place - 1] not in _WHOSE:
        return []
    items, behind = read_list(chunks, place)
    whole = len(items) == count.number >= _FEW and all_named(items) and chunks.kind(behind) != "of"
    return items if whole and _MEETING.search(sentence.text[chunks[behind - 1].end - sentence.start :][:_TAIL]) else []
