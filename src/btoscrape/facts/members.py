"""Floor 2. Who belongs to the bloc, and how many the article says there are (rules M1 to M9 of the phrasing patterns)."""

from __future__ import annotations

import re

from ..catalog.terms import Terms
from ..models import Member
from ..text import UPPER
from .lists import is_organization, split_names, take_role
from .numbers import NUMBER, value
from .passage import Passage, Sentence

_UNIT = r"(?:đơn vị|hội|thành viên|sở|cơ quan|huyện|xã|phường|địa phương|doanh nghiệp|trường|ban|ngành|tổ chức|đoàn thể|tỉnh|thị xã|ngân hàng)"
_LIST = re.compile(
    rf"(?:(?:khối|cụm|thành viên)[^.:;\n]{{0,90}}?|^[^.:;\n]{{0,60}}?)(?:có (?:các )?(?P<n>{NUMBER}) {_UNIT}[^:,.;]{{0,40}}?(?:gồm|là|:)|"
    rf"(?:bao )?gồm(?: có)?(?: (?P<m>{NUMBER}) {_UNIT}[^:,.;]{{0,30}}?)?)\s*:?\s*(?:các (?:đơn vị|thành viên)\s*:\s*)?(?P<list>[^.\n]+)",
    re.I,
)
_BRACKET = re.compile(r"(?:khối|cụm)(?: thi đua)?[^().;\n]{0,80}\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)", re.I)
_LEAD = re.compile(r"(?:thành viên|đơn vị|khối|cụm)[^.\n]{0,60}(?:gồm|có|:)[^.\n]{0,40}:\s*$", re.I)
_PROPER = re.compile(rf"[{UPPER}][\w&.-]*(?: [\w&–-]+){{0,11}}$")
"""In a list that says that it names members, a bare proper name is one: a place, a bank."""
_BULLET = re.compile(r"^\s*(?:[-+*•–]|\d{1,2}[.)])\s*(.+?)[;.]?\s*$")
_COUNTS = (
    re.compile(rf"(?<!\w)\d{{1,2}}/(\d{{1,2}}) {_UNIT}", re.I),
    re.compile(rf"(?:khối|cụm)[^.;\n]{{0,70}}? (?:có|gồm|bao gồm)(?: có)? ({NUMBER}) {_UNIT}", re.I),
    re.compile(rf"(?:đại diện|cả|lãnh đạo) ({NUMBER}) {_UNIT}[^.;\n]{{0,25}}?(?:khối|cụm|đều)", re.I),
    re.compile(rf"({NUMBER}) (?:đơn vị|hội|cơ quan|doanh nghiệp|trường)(?: thành viên)? (?:thuộc|của|trong) (?:khối|cụm)", re.I),
    re.compile(rf"({NUMBER}) (?:đơn vị|hội|cơ quan) thành viên", re.I),
)


def find_count(passage: Passage) -> int | None:
    """How many members the article states; n/N gives N."""
    for pattern in _COUNTS:
        if match := pattern.search(passage.text):
            count = value(match[1])
            return count if 2 <= count <= 60 else None
    return None


def find_members(passage: Passage, terms: Terms, count: int | None) -> tuple[Member, ...]:
    """The members that the longest list names, each once, in the order of the text."""
    best: list[Member] = []
    for number, sentence in enumerate(passage.sentences):
        for found in (_in_sentence(passage, sentence, terms, count), _in_lines(passage, number, terms)):
            if len(found) > len(best):
                best = found
        if count and len(best) == count:
            break
    return tuple(best) if len(best) > 1 else ()


def _in_sentence(passage: Passage, sentence: Sentence, terms: Terms, count: int | None) -> list[Member]:
    found: list[Member] = []
    for pattern, rule in ((_LIST, "M1"), (_BRACKET, "M3")):
        match = pattern.search(sentence.text)
        if match is None:
            continue
        groups = match.groupdict()
        stated = next((value(groups[name]) for name in ("n", "m") if groups.get(name)), count)
        start = sentence.start + match.start("list")
        rest = _to_end(passage.text, start, match["list"])
        members = _members(passage, rest, start, terms, stated, rule)
        found = max(found, members, key=len)
    return found


def _to_end(text: str, start: int, part: str) -> str:
    """The list up to its full stop: ";" ends a sentence but not a list."""
    line = text[start : start + 3_000].split("\n", 1)[0]
    stop = re.search(r"\.(?:\s|$)", line)
    whole = line[: stop.start()] if stop else line
    return whole if ";" in whole and len(whole) > len(part) else part


def _members(passage: Passage, segment: str, start: int, terms: Terms, count: int | None, rule: str) -> list[Member]:
    members = []
    cut = re.split(r"\s(?:là (?:\d|các|những|đơn vị)|đã (?:ký|tổ)|họp|tổ chức)(?!\w)", segment)[0]
    for name in split_names(cut, terms, count):
        plain, role = take_role(name)
        if not is_organization(plain, terms) and not _PROPER.match(plain):
            continue
        place = passage.text.find(plain, start, start + len(segment) + 80)
        first, last = (place, place + len(plain)) if place >= 0 else (start, start + len(cut))
        members.append(Member(plain, passage.evidence(first, last), role, rule))
    return list({member.organization.lower(): member for member in reversed(members)}.values())[::-1]


def _in_lines(passage: Passage, number: int, terms: Terms) -> list[Member]:
    """A list one name a line, after a line that ends in a colon."""
    sentence = passage.sentences[number]
    if not _LEAD.search(sentence.text):
        return []
    members = []
    for line in passage.sentences[number + 1 : number + 61]:
        match = _BULLET.match(line.text)
        if not match:
            break
        name, role = take_role(match[1])
        first = line.start + match.start(1)
        members.append(Member(name, passage.evidence(first, first + len(name)), role, "M4"))
    return members
