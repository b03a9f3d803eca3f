"""Floor 2. Who leads the bloc, and who will (rules O1 to O7 of the phrasing patterns)."""

from __future__ import annotations

import re

from ..catalog.terms import Terms
from ..models import Bloc, Event, Member, Officer, Role
from ..text import UPPER
from .lists import is_organization, split_names
from .numbers import years
from .passage import Passage, Sentence

_ROLE = r"(?:(?:đơn vị )?(?P<deputy>(?:Khối|Cụm) phó|Phó (?:Trưởng )?(?:khối|cụm))|(?:đơn vị )?(?P<head>(?:Khối|Cụm) trưởng|Trưởng (?:khối|cụm)))"
_ELECT = r"(?:bầu|cử|chỉ định|phân công|giới thiệu|suy tôn|tín nhiệm|thống nhất|nhất trí|đề xuất|chọn|để|giao)"
_TAKES = rf"(?:làm|giữ vai trò|giữ chức|đảm nhận|đảm nhiệm|giữ nhiệm vụ|nhận nhiệm vụ|là)(?: vai trò| nhiệm vụ| chức)?(?: đơn vị)? {_ROLE}"
_X = r"(?P<x>[^.;:\n]{4,160}?)"
_PATTERNS = (
    ("O4", re.compile(rf"(?:^|[\s,(])do {_X} (?:làm|giữ vai trò|đảm nhận|là) {_ROLE}", re.I)),
    (
        "O1",
        re.compile(
            rf"(?:^|[;,.] |\n|hội nghị, |và ){_X},? (?:được|đã được|còn được|tiếp tục được|cùng được) [^.;\n]{{0,60}}?{_TAKES}",
            re.I,
        ),
    ),
    ("O2", re.compile(rf"{_ELECT}(?: ra)? {_X} {_TAKES}", re.I)),
    ("O2", re.compile(rf",? (?:và |còn )?{_X} (?:làm|giữ vai trò) {_ROLE}", re.I)),
    ("O1", re.compile(rf"{_ROLE}[^.;:\n]{{0,40}}? (?:là|:|được bầu là|thuộc về) (?P<x>[^.;:\n,(]{{4,120}})", re.I)),
    ("O4", re.compile(rf"(?P<x>[{UPPER}][^.;:,()\n]{{3,90}}?)\s*(?:\(|[–-]\s|,\s)(?:là )?(?:đơn vị )?{_ROLE}(?=\s*[),.;\n]|$)", re.I)),
    (
        "O4",
        re.compile(
            rf"{_ROLE}[^.;:\n]{{0,30}}? (?:do|[–-]|sẽ là) (?P<x>[^.;:\n,(]{{4,90}}?)(?= đảm nhận| làm | phụ trách| cho | trình|[.,;]|$)", re.I
        ),
    ),
    ("O4", re.compile(rf"{_X},? (?:giữ vai trò|là|đảm nhận)(?: vai trò)?(?: đơn vị)? {_ROLE}", re.I)),
    ("O5", re.compile(rf"(?:cờ luân lưu|bàn giao)[^.;:\n]{{0,60}}?{_ROLE}[^.;:\n]{{0,30}}? cho (?P<x>[^.;:\n,(]{{4,110}})", re.I)),
)
_PERSON = re.compile(
    r"(?:(?:ông|bà|đồng chí|đ/c|thầy|cô|anh|chị|lương y|thượng tá|đại tá|trung tá|luật sư|nhà báo|bác sĩ)\s+)+"
    rf"(?P<name>(?-i:(?:[{UPPER}]\w*\.?\s?){{2,5}}))(?P<posts>[^.;\n]{{0,160}}?)" + _ROLE,
    re.I,
)
_POST = re.compile(
    r"(?:Phó )?(?:Chủ tịch|Giám đốc|Tổng Giám đốc|Chánh Văn phòng|Trưởng ban|Viện trưởng|Chánh án|Chánh Thanh tra|Bí thư|Hiệu trưởng|"
    r"Chỉ huy trưởng|Cục trưởng|Tổng Biên tập)(?: Thường trực)? (?P<unit>[^,;.()–-]+)"
)
_LEADING = re.compile(
    r"^(?:.*?(?:hội nghị|các đơn vị|thống nhất|nhất trí|đã|bầu|cử|chọn|tín nhiệm|khối|cụm|đồng thời|kết quả|theo đó"
    r"|cũng|để|giới thiệu|suy tôn)[,:]? )"
    rf"(?=[{UPPER}])", re.I | re.S
)  # fmt: skip


class OfficerReader:
    """Reads the officers of one article."""

    def __init__(self, passage: Passage, terms: Terms, bloc: Bloc | None, event: Event) -> None:
        """The year under review decides the years that nobody states."""
        self._passage, self._terms = passage, terms
        self._year = bloc.year if bloc else None
        self._closing = event == "tổng kết"
        self._found: dict[tuple[str, str, int | None], Officer] = {}

    def read(self, members: tuple[Member, ...]) -> tuple[Officer, ...]:
        """Officers in the order of the text, each once; repeats are kept as further proofs."""
        for member in members:
            if member.role:
                self._add(Officer(member.role, member.evidence, organization=member.organization, year=self._year, rule="M5"))
        for sentence in self._passage.sentences:
            if self._terms.head_role.search(sentence.text) or self._terms.deputy_role.search(sentence.text):
                self._sentence(sentence)
        return tuple(self._found.values())

    def _sentence(self, sentence: Sentence) -> None:
        self._person(sentence)
        for rule, pattern in _PATTERNS:
            for match in pattern.finditer(sentence.text):
                for name in self._names(match["x"]):
                    year = self._year_of(sentence, match, elected=rule != "O4")
                    self._add(Officer(_role(match), self._passage.proof(sentence), organization=name, year=year, rule=rule))

    def _person(self, sentence: Sentence) -> None:
        for match in _PERSON.finditer(sentence.text):
            post = _POST.search(match["posts"])
            unit = post["unit"].strip() if post else None
            name = match["name"].strip()
            if not name[:1].isupper():
                continue
            whole = self._passage.proof(sentence)
            self._add(Officer(_role(match), whole, person=name, organization=unit, year=self._year, rule="O3"))

    def _names(self, text: str) -> list[str]:
        text = _LEADING.sub("", text.strip())
        text = re.sub(r",? (?:được|đã được|tiếp tục|cùng).*$", "", text)
        names = [name for name in split_names(text, self._terms) if is_organization(name, self._terms)]
        return [name for name in names if not re.search(r"(?<!\w)(?:khối|cụm|hội nghị|năm)(?!\w)", name, re.I)][-3:]

    def _year_of(self, sentence: Sentence, match: re.Match[str], *, elected: bool) -> int | None:
        stated = years(sentence.text[match.start() : match.end() + 60]) or years(sentence.text)
        if stated:
            return stated[0]
        if self._year and elected and self._closing:
            return self._year + 1
        return self._year

    def _add(self, officer: Officer) -> None:
        key = (officer.role, (officer.person or officer.organization or "").lower().removesuffix(" tỉnh"), officer.year)
        old = self._found.get(key)
        if old is None:
            self._found[key] = officer
        elif officer.evidence not in (old.evidence, *old.repeats):
            repeats = (*old.repeats, officer.evidence)
            self._found[key] = Officer(old.role, old.evidence, old.person, old.organization, old.year, old.rule, repeats)


def _role(match: re.Match[str]) -> Role:
    return "deputy" if match.groupdict().get("deputy") else "head"
