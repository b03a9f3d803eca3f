"""Floor 2. How many members the prose says a bloc has: `gồm 5 đơn vị`, `9/13 đơn vị` (M7, M9), or the bloc's own name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..catalog.frames import Frame
from .chunks import NAMES, ROLES, Chunk, Chunks
from .heads import of_places
from .items import SEPARATORS
from .passage import Sentence
from .reader import Text

MOST = 60
"""More members than any bloc has."""
_NEAR_AWARD = 8
_WIDE = 140
"""Characters before a count that may say what it counts."""
_SIZE = re.compile(r"(?<!số) (\d{1,2}) (?:tỉnh|thành phố|quận|huyện|xã|phường|đơn vị|địa phương)")
_BLOC_NAME = re.compile(r"(?:.*\s)?(?:khối|cụm)", re.I)
_HAMLETS = re.compile(r"xã$|phường$|thôn")
_ABOUT_BLOC = re.compile(r"khối|cụm|ký kết", re.I)
_MEMBERS = re.compile(r"thành viên$")
_NOT_ALL = re.compile(r" (?:cũ|mới|rời|xin|chuyển|kia|khác|nữa|còn lại)\b")
"""Behind members, says that they are not all: Hai thành viên cũ của khối."""
_COUNT = frozenset({"count"})
_NUMBERS = _COUNT | {"number"}
_ALL = frozenset({"của", "cả", "trong", "tất cả", "đủ"})
_OF_PART = frozenset({"word", "common", "compound"})
_TELLING = frozenset({"colon", "open"})
_IN_PART = NAMES | SEPARATORS | ROLES | _OF_PART | {"colon", "open", "close", "dash"}
_LISTED = frozenset({"body", "proper", "of", "listing", "open"})
_BESIDE = frozenset({"cùng", "cùng với"})
_BEFORE_TOTAL = frozenset({"colon", "is", "listing"})
_Frames = Mapping[str, Mapping[str, Frame]]
_OF_BLOC = re.compile(r"(?:khối|cụm)[^.;]{0,90}?(?:gồm|có|quy tụ|\()[^.;,]{0,60}$", re.I)


def size(name: str, number: str | None = None) -> int | None:
    """The number of members that a bloc's own name gives: Cụm 7 tỉnh biên giới; nothing where none is named."""
    match = _SIZE.search(name) if _BLOC_NAME.match(name) else None
    return int(match[1]) if match and match[1] != number else None


def titled_size(text: Text) -> int | None:
    """The number of members that the title states, or gives in the bloc's name."""
    title = text.title()
    named = (found for chunk in title if chunk.kind == "named-bloc" and (found := size(chunk.value, chunk.inner)))
    return next(counts(text, title, Sentence(text.passage.title, 0)), None) or next(named, None)


def stated_count(text: Text) -> int | None:
    """The first number of members that the prose states."""
    return next((count for sentence, chunks in text.sentences() for count in counts(text, chunks, sentence)), None)


def told_elsewhere(text: Text, number: int) -> int | None:
    """The number of members where the text says it beside the list: `của 6 đơn vị`, `cả 6 đơn vị`."""
    for chunks in text.all():
        for place in chunks.places(_COUNT):
            if chunks[place].value == "unit" and chunks[place].number == number and chunks.at(place - 1).value in _ALL:
                return number
    return None


def counts(text: Text, chunks: Chunks, sentence: Sentence) -> Iterator[int]:
    """The numbers of members that the sentence states; n/N gives N."""
    for place in chunks.places(_NUMBERS):
        chunk = chunks[place]
        found = _bare if chunk.kind == "number" and 2 <= chunk.number <= MOST else _of_members if counts_units(chunk) else None
        if found and found(chunks, place, sentence, text.terms.frames):
            yield chunk.number


def _bare(chunks: Chunks, place: int, sentence: Sentence, frames: _Frames) -> bool:
    """Whether a number that counts no units counts members: `7 Công an huyện trong cụm`, `Số đơn vị của khối: 7`."""
    body = chunks.kinds[place + 1] == "body"
    if not (body or chunks.kinds[place - 1] in _BEFORE_TOTAL) or chunks.has(("award",), 0, place + _NEAR_AWARD):
        return False
    before, after = sentence.around(chunks[place].start, chunks[place + body].end)
    return any(frame.holds(before, after) for frame in frames["bodies" if body else "anything"].values())


def counts_units(chunk: Chunk) -> bool:
    """Whether it counts as many units as a bloc may have."""
    return chunk.kind == "count" and chunk.value == "unit" and chunk.entry != "times" and 2 <= chunk.number <= MOST


def shared_by_places(chunks: Chunks, place: int) -> bool:
    """Whether a count is of part of the list: `Ban CHQS 4 huyện A, B, C, D`."""
    return chunks.kinds[place + 1] in ("proper", "place")


def in_parts(chunks: Chunks, place: int) -> bool:
    """Whether it is the first of several counts with the names of each: `3 phường: A, B, C và 4 xã: …`, `2 sở (A, B), 1 hội …`."""
    later = chunks.first(_COUNT, place + 1)
    if later is None or chunks.kinds[later - 1] not in SEPARATORS or not (_named_part(chunks, place) and _named_part(chunks, later)):
        return False
    return chunks.only(_IN_PART, place + 1, later)


def _named_part(chunks: Chunks, place: int) -> bool:
    """Whether names stand behind the count: of places right there, of others behind a colon or in brackets."""
    chunk, behind = chunks[place], chunks.past(_OF_PART, place + 1)
    told = chunks.kinds[behind] in _TELLING
    bare = behind == place + 1 and of_places(chunk.shared)
    return chunk.value == "unit" and chunk.entry != "times" and (told or bare) and chunks.kinds[behind + told] in NAMES


def of_bodies_in_places(chunks: Chunks, place: int) -> bool:
    """Whether it counts the places of one body: `Hội CCB 6 tỉnh`."""
    chunk = chunks.at(place)
    return chunk.kind == "count" and chunk.head == chunk.shared and of_places(chunk.shared) and chunks.kinds[place - 1] == "body"


def _of_members(chunks: Chunks, place: int, sentence: Sentence, frames: _Frames) -> bool:
    """Whether what stands around the count at that place says that it counts members."""
    chunk = chunks[place]
    start, end = chunk.start - sentence.start, chunk.end - sentence.start
    before, told, after = sentence.text[max(0, start - _WIDE) : start], sentence.text[start:end], sentence.text[end:]
    if "/" in chunk.inner:
        return not _HAMLETS.search(told) or bool(_ABOUT_BLOC.search(sentence.text))
    if chunks.has(("award",), 0, place + _NEAR_AWARD) or _NOT_ALL.match(after):
        return False
    if chunks.at(place - 1).value in _BESIDE and chunks.has(ROLES, 0, place):
        return False  # `Khối trưởng cùng ba thành viên`
    named = chunks.kinds[place - 1] in _LISTED and not shared_by_places(chunks, place) and _OF_BLOC.search(before)
    if named or _MEMBERS.search(told):
        return not in_parts(chunks, place)
    before, after = before.lower(), after.lower()
    return any(frame.holds(before, after) for frame in frames["units"].values()) and not in_parts(chunks, place)
