"""Floor 2. Lists of members that stand before the words that say so: `A, B và C hợp thành cụm này`, `Ba hội nói trên là toàn bộ thành viên`."""

from __future__ import annotations

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
_WHOSE = frozenset({"post", "word", "comma", "by", "and"})
_OPENING = frozenset({"body", "place", "proper", "plural", "count"})
_NO_MEMBERS_BEHIND = frozenset({"have", "listing", "of", "for", "is", "open", "by", "dash", "colon"})
_TAKING = frozenset({"award", "get", "give", "propose", "rank", "passive", "withdraw"})
_BEFORE_SUBJECT = frozenset({"", "comma", "semi", "and"})


def closed_by(text: Text, sentence: Sentence, chunks: Chunks, bloc: int) -> list[Item]:
    """The names before `là các thành viên của khối`; none where the sentence tells who got or wants what."""
    if bloc < 2 * _FEW or not chunks.held.isdisjoint(_TAKING):
        return []
    told, behind = sentence.around(chunks[bloc].start, chunks[bloc].end)
    told = told[-_TAIL:]
    begun = [place for frame in text.terms.frames["bloc"].values() if (place := frame.begins(told, behind)) is not None]
    if not begun:
        return []
    end = chunks[bloc].start - len(told) + min(begun)
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
    said, behind = sentence.around(count.start, count.end)
    if not any(frame.holds(said, behind) for frame in text.terms.frames["above"].values()):
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


def counted(text: Text, sentence: Sentence, chunks: Chunks, place: int) -> list[Item]:
    """The names behind a count that has as many, where they meet or sign as the bloc: `Đại diện 3 đơn vị A, B, C đã ký giao ước`."""
    count = chunks[place]
    if chunks.kinds[place + 1] not in ORGANIZATIONS or not counts_units(count) or not chunks.held.isdisjoint(_TAKING):
        return []
    if place and chunks.kinds[place - 1] not in _WHOSE:
        return []
    items, behind = read_list(chunks, place)
    whole = len(items) == count.number >= _FEW and all_named(items) and chunks.kind(behind) != "of"
    return items if whole and text.terms.clues["signing"].found(sentence.text[chunks[behind - 1].end - sentence.start :][:_TAIL]) else []
