"""Floor 2. Who got what, by whose authority, proposed or conferred (rules A1 to A11 of the phrasing patterns)."""

from __future__ import annotations

import re
from dataclasses import replace

from ..catalog.terms import Terms
from ..models import Award, Bloc, Event, Evidence, RecipientKind, Status
from ..text import UPPER, fold
from .lists import is_organization, split_names, take_role
from .numbers import NUMBER, value, years
from .passage import Passage, Sentence

_COUNT = re.compile(
    rf"(?P<n>{NUMBER}) (?:lượt )?(?P<unit>tập thể|đơn vị|cá nhân|trường|hội|doanh nghiệp|cơ quan|người|hộ|đồng chí|huyện|xã)(?!\w)",
    re.I,
)
_INSCRIPTION = re.compile(r"\s*[“\"]([^”\"]{3,90})[”\"]")
_OF = re.compile(r"\s*(?:năm \d{4} )?(?:của|thuộc) ")
_FOR = re.compile(r"(?:^|\s)cho(?: đơn vị| các đơn vị| tập thể)?\s", re.I)
_SUBJECT_END = re.compile(r"\s*,?\s*(?:cùng |đã |vinh dự |còn |đều |cũng )*(?:được|nhận|đón nhận|đề nghị|đạt|xếp)(?!\w).*$", re.I | re.S)
_WITHDREW = re.compile(r"xin rút|nhường|không đủ điều kiện|chưa xét", re.I)
_NO_AWARD = re.compile(r"cờ (?:luân lưu|lưu niệm|đỏ|tổ quốc|hoa|nước|vua|tướng)|giải (?:nhất|nhì|ba)", re.I)
_INDIVIDUAL = re.compile(rf"^(?:ông|bà|đồng chí|anh|chị|em|cá nhân)\s+(?=[{UPPER}])", re.I)


class AwardReader:
    """Reads the awards of one article, clause by clause; an authority carries over until another is named."""

    def __init__(self, passage: Passage, terms: Terms, bloc: Bloc | None, event: Event) -> None:
        """The bloc's year is that of what is proposed at its final review."""
        self._passage, self._terms = passage, terms
        self._year = bloc.year if bloc and event == "tổng kết" else None
        self._found: dict[tuple[object, ...], Award] = {}
        self._status: Status = "unknown"
        self._authority: str | None = None

    def read(self) -> tuple[Award, ...]:
        """Awards in the order of the text, each once; repeats are kept as further proofs."""
        for sentence in self._passage.sentences:
            text = sentence.text
            opens = sentence.start == 0 or self._passage.text[sentence.start - 2 : sentence.start].strip()[-1:] != ";"
            if opens:
                self._status, self._authority = "unknown", None
            if self._terms.target.search(text) or _WITHDREW.search(text):
                continue
            self._sentence(sentence)
        return tuple(self._found.values())

    def _sentence(self, sentence: Sentence) -> None:
        text = sentence.text
        hits = [hit for hit in self._terms.award_pattern.finditer(text) if self._is_award(text, hit)]
        for number, hit in enumerate(hits):
            before = text[hits[number - 1].end() if number else 0 : hit.start()]
            after = text[hit.end() : hits[number + 1].start() if number + 1 < len(hits) else len(text)]
            self._award(sentence, hit, before, after, first=number == 0)

    def _is_award(self, text: str, hit: re.Match[str]) -> bool:
        if _NO_AWARD.match(text, hit.start()):
            return False
        word = hit[0].lower()
        if word == "cờ":
            return bool(_INSCRIPTION.match(text, hit.end())) or text[hit.end() : hit.end() + 5] == " của "
        return word not in ("bk", "gk", "ctđ") or hit[0].isupper()

    def _award(self, sentence: Sentence, hit: re.Match[str], before: str, after: str, *, first: bool) -> None:
        term = self._terms.award_of[hit[0].lower()]
        inscription = _INSCRIPTION.match(after)
        name = term.name if hit[0].lower() in ("bk", "gk", "ctđ") or (len(hit[0]) < len(term.name) and hit[0].isupper()) else hit[0]
        name = f"{name} “{inscription[1]}”" if inscription else name
        rest = after[inscription.end() :] if inscription else after
        self._take_status(before)
        authority, rest = self._take_authority(before, rest)
        year = next(iter(years(rest[:120]) or years(sentence.text)), None)
        template = Award(
            award=name[0].upper() + name[1:],
            award_id=term.id,
            evidence=self._passage.proof(sentence),
            status=self._status,
            authority=authority,
            year=year if year is not None else self._year if self._status != "conferred" else None,
            rule="A1",
        )
        for award in self._recipients(template, before, rest, first=first, kind=term.recipients):
            self._add(award)

    def _take_status(self, before: str) -> None:
        if self._terms.proposed.search(before):
            self._status = "proposed"
        elif self._status == "unknown" and self._terms.conferred.search(before):
            self._status = "conferred"

    def _take_authority(self, before: str, rest: str) -> tuple[str | None, str]:
        if (of := _OF.match(rest)) and (found := self._terms.authority.match(rest, of.end())):
            end = found.end()
            if found[0] in ("Bộ", "Bộ trưởng Bộ", "Trung ương Hội"):
                tail = re.match(rf"(?: [{UPPER}][\wÀ-ỹ]*(?: và)?)+", rest[end:])
                end += tail.end() if tail else 0
            self._authority = rest[of.end() : end]
            return self._authority, rest[end:]
        givers = [m for m in self._terms.authority.finditer(before) if re.match(r"[^,;:]{0,60}$", before[m.end() :])]
        if givers:
            self._authority = givers[-1][0]
        return self._authority, rest

    def _recipients(self, template: Award, before: str, rest: str, *, first: bool, kind: str) -> list[Award]:
        if rest.lstrip().startswith(":"):
            return self._counts(template, rest, "A6")
        if given := _FOR.search(rest[:120]):
            told = re.split(r"\s(?:vì|nhờ|tại|trong|do|đã có)\s|\sv[àa] (?:tặng|trao)|,? (?:tặng|trao)(?!\w)", rest[given.end() :])[0]
            bracket = re.match(rf"{NUMBER} [^,;()]{{0,30}}\(([^)]+)\)", told)
            named = self._named(template, bracket[1] if bracket else told, "A1")
            return named or self._counts(template, told[:60], "A5")
        return self._named(template, _subject(before), "A2", last=True) or self._counts(template, before[-80:], "A2")[-1:]

    def _named(self, template: Award, text: str, rule: str, *, last: bool = False) -> list[Award]:
        awards = []
        for name in split_names(re.sub(rf"^{NUMBER} \w+(?: \w+)? (?:gồm|là):? ", "", text.strip()), self._terms):
            plain, _ = take_role(name)
            if is_organization(plain, self._terms):
                awards.append(replace(template, recipient=plain, recipient_kind="collective", rule=rule))
            elif person := _INDIVIDUAL.match(plain):
                awards.append(replace(template, recipient=plain[person.end() :], recipient_kind="individual", rule=rule))
            elif last:
                awards.clear()
        return awards

    def _counts(self, template: Award, text: str, rule: str) -> list[Award]:
        awards = []
        for match in _COUNT.finditer(text):
            kind: RecipientKind = "individual" if match["unit"].lower() in ("cá nhân", "người", "đồng chí") else "collective"
            awards.append(replace(template, recipient_count=value(match["n"]), recipient_kind=kind, rule=rule))
        return awards

    def _add(self, award: Award) -> None:
        who = fold(award.recipient or "").removesuffix(" tinh") or award.recipient_count, award.recipient_kind
        key = (award.award_id, who, award.status)
        old = self._found.get(key)
        if old is None:
            self._found[key] = award
        elif award.evidence not in (old.evidence, *old.repeats):
            proofs: tuple[Evidence, ...] = (*old.repeats, award.evidence)
            self._found[key] = replace(old, repeats=proofs, authority=old.authority or award.authority, year=old.year or award.year)


def _subject(before: str) -> str:
    """What stands before the verb that gives the award: "X, Y được đề nghị tặng"."""
    clause = re.split(r"(?:; |: |\. |, qua đó |theo đó, |kết quả, )", before)[-1]
    subject = _SUBJECT_END.sub("", clause)
    return re.sub(rf"^(?:.*?(?:suy tôn|bình chọn|thống nhất|nhất trí|đề nghị|giới thiệu) (?:tặng )?)(?=[{UPPER}])", "", subject, flags=re.S)
