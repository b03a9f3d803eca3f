"""Floor 2. Who got what, by whose authority, proposed or conferred (rules A1 to A18 of the phrasing patterns)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ..models import Award, Bloc, Event, Rank, RecipientKind, Status
from ..text import fold
from .clauses import Clause, clause_of, giver, subject
from .chunks import Chunk, Chunks
from .items import Item
from .lists import read_list
from .passage import Sentence
from .ranks import rank_of
from .reader import Text

_NO_FLAG = re.compile(r"\s*(?:luân lưu|lưu niệm|đỏ|tổ quốc|hoa|nước|vua|tướng|phướn|búa|đảng|đoàn|hội|các loại|nhỏ)(?!\w)", re.I)
_ON = re.compile(
    r"^(?:theo đó|trong đó|kết quả|cụ thể|qua đó|căn cứ|ngoài ra|về cá nhân|đồng thời|cùng với đó|bên cạnh đó|riêng|hai |ba |\d|còn lại)", re.I
)
_DETAIL = re.compile(r"^(?:cụ thể|đó là|trong đó|bao gồm|gồm)", re.I)
_SHORT = re.compile(r"[A-ZĐ]{2,}")
_PLAIN = frozenset({"word", "unit", "common", "plural", "number", "rank", "have", "person-unit", "bloc", "named-bloc", "times"})


@dataclass(slots=True)
class _State:
    """What carries on from award to award: status, authority and year."""

    status: Status | None = None
    authority: str | None = None
    year: int | None = None


@dataclass(slots=True)
class _Told:
    """What stands behind an award: inscription, authority, year, recipients, and where that ends."""

    end: int
    items: list[Item] = field(default_factory=list)
    inscription: str = ""
    authority: str | None = None
    year: int | None = None
    rule: str = ""
    status: Status | None = None
    also: list[Item] = field(default_factory=list)
    shared: bool = False


class AwardReader:
    """Reads the awards of one article, clause by clause."""

    def __init__(self, text: Text, bloc: Bloc | None, event: Event, ranks: tuple[Rank, ...]) -> None:
        """The bloc's year is that of what is proposed; the ranks tell who `the first` is."""
        self._ranks = ranks
        self._text = text
        self._year = bloc.year if bloc else None
        self._event = event
        self._found: list[Award] = []
        self._state = _State()
        self._listing = False
        self._last: Chunks = []

    def read(self) -> tuple[Award, ...]:
        """Awards in the order of the text, each once; repeats are kept as further proofs."""
        before: Sentence | None = None
        for sentence in self._text.passage.sentences:
            chunks = self._text.chunks(sentence)
            places = [place for place, chunk in enumerate(chunks) if chunk.kind == "award" and self._is_award(sentence, chunk)]
            self._begin(sentence, before)
            if places:
                self._sentence(sentence, chunks, places)
            else:
                self._note(chunks)
            before, self._last = sentence, chunks
        return tuple(self._without_totals())

    def _without_totals(self) -> list[Award]:
        """Without counts whose very awards the next sentence names (`Cụ thể, …`)."""
        starts = [sentence.start for sentence in self._text.passage.sentences if _DETAIL.match(sentence.text)]
        return [award for award in self._found if not (award.recipient_count and self._named_later(award, starts))]

    def _named_later(self, count: Award, starts: list[int]) -> bool:
        detail = next((start for start in starts if start > count.evidence.start), None)
        if detail is None:
            return False
        named = [
            one
            for one in self._found
            if one.recipient
            and (one.award_id, one.status) == (count.award_id, count.status)
            and self._text.passage.canonical(one.evidence.start) >= detail
        ]
        return len(named) == count.recipient_count

    def _begin(self, sentence: Sentence, before: Sentence | None) -> None:
        """A new sentence starts anew, but for one that goes on with the last (`Theo đó`, a line of a list)."""
        if before is None:
            return
        told = sentence.text.lstrip()
        if before.text.rstrip().endswith(":"):
            self._listing = True
        elif not (told[:1] in "-+*•" or before.text.rstrip().endswith(";") or (sentence.opens and self._begins_with_award(sentence))):
            self._listing = False
        listed = self._listing or " | " in told or before.text.rstrip().endswith(";") or told[:1] in "-+*•"
        if not listed and not _ON.match(sentence.text):
            self._state = _State(year=self._state.year if sentence.line == before.line else None)
        elif not listed:
            self._state.status = None

    def _begins_with_award(self, sentence: Sentence) -> bool:
        chunks = self._text.chunks(sentence)
        return any(chunk.kind == "award" for chunk in chunks[:3])

    def _note(self, chunks: Chunks) -> None:
        """What a sentence without an award says of those to come: `trình Bộ trưởng khen thưởng`, `quyết định khen thưởng năm 2022`."""
        if chunks and chunks[-1].kind == "colon" and (asked := [place for place, chunk in enumerate(chunks) if chunk.kind == "propose"]):
            self._state.status = "proposed"
            self._state.authority = next((chunk.value for chunk in chunks[asked[-1] :] if chunk.kind in ("body", "posting")), self._state.authority)
        for place, chunk in enumerate(chunks):
            if chunk.kind == "give":
                self._state.authority = giver(chunks, place) or self._state.authority
                years = [later.number for later in chunks[place : place + 4] if later.kind == "year"]
                self._state.year = years[0] if years else self._state.year
                if any(one.kind == "propose" for one in chunks[:place]):
                    self._state.status = "proposed"
                elif chunk.value.startswith("trao") or re.search(r"công bố|quyết định|được", " ".join(one.value for one in chunks[:place])):
                    self._state.status = "conferred"

    def _is_award(self, sentence: Sentence, chunk: Chunk) -> bool:
        if chunk.entry != "emulation-flag":
            return True
        rest = sentence.text[chunk.end - sentence.start :]
        return not (chunk.value.lower() == "cờ" and _NO_FLAG.match(rest))

    def _sentence(self, sentence: Sentence, chunks: Chunks, places: list[int]) -> None:
        waiting: list[tuple[int, Clause, _Told]] = []
        made: list[Award] = []
        used = 0
        for number, place in enumerate(places):
            following = places[number + 1] if number + 1 < len(places) else len(chunks)
            clause = clause_of(chunks, place, used)
            told = self._behind(chunks, place, following)
            if not told.items and told.shared and number + 1 < len(places):
                waiting.append((place, clause, told))
                continue
            if not told.items and (owned := _numbered(chunks, place, self._text.terms.entry(chunks[place].entry).recipients)):
                told.items, told.rule = [owned], "A6"
            if not told.items and (meant := self._meant(chunks, place, told.end)):
                told.items, told.rule = meant, "A1"
            if not told.items:
                told.items, told.rule = [*subject(chunks, waiting[0][0] if waiting else place, used if not waiting else 0), *told.also], "A2"
                if not told.items and clause.bare and made:
                    told.items = []
            if waiting and len(told.items) == len(waiting) + 1 and any(chunk.value.startswith("lần lượt") for chunk in chunks[:place]):
                for (_, _, its_told), item in zip(waiting, told.items, strict=False):
                    its_told.items = [item]
                told.items = told.items[-1:]
            for earlier, its_clause, its_told in waiting:
                its_told.items = its_told.items or told.items
                made += self._made(sentence, chunks, earlier, its_clause, its_told)
            if waiting:
                clause = replace(clause, bare=True)
            waiting = []
            made += self._made(sentence, chunks, place, clause, told)
            used = told.end
        closing = next((chunk.number for chunk in reversed(chunks) if chunk.kind == "year"), None)
        for award in made:
            self._add(award if award.year is not None or (award.recipient_count and "lượt" in award.rule) else self._dated(award, closing))

    def _meant(self, chunks: Chunks, place: int, end: int) -> list[Item]:
        """Who `cho đơn vị này` (to this unit) or `cho đơn vị hạng nhất` (to the first) means."""
        told = chunks[place + 1 : end]
        to = next((number for number, chunk in enumerate(told) if chunk.kind == "for"), None)
        if to is None or len(told) < to + 3 or told[to + 1].kind != "unit":
            return self._first_of(chunks, place)
        if told[to + 2].kind == "rank":
            held = [one for one in self._ranks if one.rank == rank_of(told[to + 2].value)]
            return [Item(one.organization, "body", 0, 0) for one in held]
        if told[to + 2].value not in ("này", "trên", "đó", "nói"):
            return []
        before = [*self._last, *chunks[:place]]
        named = (chunk for chunk in reversed(before) if chunk.kind in ("body", "place") and not chunk.value.startswith(("UBND", "Chính phủ")))
        return [Item(chunk.value, chunk.kind, chunk.start, chunk.end) for chunk in named][:1]

    def _first_of(self, chunks: Chunks, place: int) -> list[Item]:
        """Who `Đơn vị hạng nhất được đề nghị tặng …` means: whom the text ranked so."""
        clause = chunks[max(0, place - 12) : place]
        if any(
            chunk.kind in ("body", "place", "person", "proper", "count") and not chunk.value.startswith(("UBND", "Chính phủ")) for chunk in clause
        ):
            return []
        if not any(chunk.kind == "unit" for chunk in clause) or not any(chunk.kind in ("passive", "propose", "get") for chunk in clause):
            return []
        places = {rank_of(chunk.value) for chunk in clause if chunk.kind == "rank"}
        return [Item(one.organization, "body", 0, 0) for one in self._ranks if one.rank in places]

    def _dated(self, award: Award, closing: int | None) -> Award:
        year = (
            closing
            or self._state.year
            or (self._year if award.status == "proposed" or (self._event == "tổng kết" and award.status == "unknown") else None)
        )
        return replace(award, year=year)

    def _made(self, sentence: Sentence, chunks: Chunks, place: int, clause: Clause, told: _Told) -> list[Award]:
        self._take_status(clause)
        self._state.status = told.status or self._state.status
        self._state.authority = told.authority or clause.authority or self._state.authority
        if clause.wished or clause.withdrawn:
            return []
        chunk = chunks[place]
        term = self._text.terms.entry(chunk.entry)
        name = term.name if _SHORT.search(chunk.value) and not chunk.value.startswith("HCLĐ hạng") else chunk.value.strip("“” ")
        template = Award(
            award=_capital(f"{name} “{told.inscription}”" if told.inscription else name),
            award_id=term.id,
            evidence=self._text.passage.proof(sentence),
            status=self._state.status or "unknown",
            authority=told.authority or clause.authority or self._state.authority,
            year=told.year or clause.year,
            rule=told.rule or "A1",
        )
        flag = term.recipients == "collective"
        return [award for item in told.items if (award := _award(template, _unit_of(item) if flag else item))]

    def _take_status(self, clause: Clause) -> None:
        """`đề nghị` reaches on over what follows in the sentence, until somebody plainly got something."""
        if clause.proposed:
            self._state.status = "proposed"
        elif clause.conferred and (self._state.status != "proposed" or clause.plainly):
            self._state.status = "conferred"

    def _behind(self, chunks: Chunks, place: int, following: int) -> _Told:
        """What stands between an award and the next one."""
        told = _Told(place + 1)
        ahead, reason = place + 1, False
        while ahead < following:
            chunk = chunks[ahead]
            kind = chunk.kind
            if kind == "quote" and ahead <= place + 2 and not told.inscription:
                told.inscription = chunk.value
            elif kind == "year" and not told.items:
                told.year = told.year or chunk.number
            elif kind == "of" and ahead + 1 < following and chunks[ahead + 1].kind in ("bloc", "named-bloc", "plural"):
                ahead += 1
            elif (
                kind in ("of", "by")
                and ahead + 1 < following
                and chunks[ahead + 1].kind in ("body", "place", "posting", "common", "post")
                and not told.items
            ):
                if chunks[ahead + 1].kind in ("body", "posting", "place") and not told.authority:
                    told.authority = chunks[ahead + 1].value
                ahead += 1
                if kind == "by" and ahead + 1 < following and chunks[ahead + 1].kind == "give":
                    ahead += 1
            elif kind in ("body", "posting") and ahead == place + 1 + bool(told.inscription) and not told.authority:
                told.authority = chunk.value
            elif kind == "comma" and ahead + 1 < following and chunks[ahead + 1].kind == "listing":
                pass
            elif kind in ("for", "colon", "open", "is", "dash", "give", "listing") or (kind == "count" and ahead <= place + 4):
                items, behind = self._recipients(chunks, ahead, kind)
                if items:
                    told.items, told.end = _given_back(chunks, items, behind, following)
                    told.rule = {"colon": "A6", "open": "A8"}.get(kind, "A5" if items[0].kind == "count" else "A1")
                    break
                if kind in ("give", "dash", "is"):
                    break
            elif kind == "and" and chunk.value.startswith("cùng"):
                told.also, ahead = read_list(chunks, ahead + 1)
                told.end = ahead
                continue
            elif kind in ("and", "comma"):
                if _leads_to(chunks, ahead, following) and following < len(chunks):
                    told.shared = True
                    break
                if kind == "and" or (not reason and ahead + 1 < following and chunks[ahead + 1].kind not in ("for", "of", "year", "word", "quote")):
                    break
            elif kind in ("passive", "propose", "give", "elect") and not told.items and (to := _to_whom(chunks, ahead, following)):
                verbs = {one.kind for one in chunks[ahead:to]}
                told.status = "proposed" if "propose" in verbs else "conferred"
                ahead = to
                continue
            elif kind == "word":
                reason = reason or chunk.value in ("vì", "do", "nhờ", "về", "với", "trong", "để")
            elif kind not in _PLAIN and not (reason and kind in ("get", "elect", "of", "target")):
                break
            ahead += 1
        told.end = max(told.end, min(ahead, following) if not told.items else told.end)
        told.year = told.year or self._year_behind(chunks, told.end, following)
        return told

    def _recipients(self, chunks: Chunks, ahead: int, kind: str) -> tuple[list[Item], int]:
        first = ahead if kind == "count" else ahead + 1
        first = _past_people(chunks, first)
        items, behind = read_list(chunks, first)
        if kind in ("is", "dash", "give") and items and items[0].kind == "count" and not chunks[ahead].value.startswith("tặng"):
            return [], ahead
        if kind == "give" and behind < len(chunks) and chunks[behind].kind == "give":
            return [], ahead
        if kind == "open" and not (behind < len(chunks) and chunks[behind].kind == "close"):
            return [], ahead
        return items, behind

    def _year_behind(self, chunks: Chunks, end: int, following: int) -> int | None:
        stretch = chunks[end:following]
        if any(chunk.kind in ("passive", "give", "get", "propose") for chunk in stretch):
            return None
        return next((chunk.number for chunk in stretch if chunk.kind == "year"), None)

    def _add(self, award: Award) -> None:
        for place, old in enumerate(self._found):
            if _same(old, award):
                if award.evidence != old.evidence and award.evidence not in old.repeats:
                    self._found[place] = replace(
                        old, repeats=(*old.repeats, award.evidence), authority=old.authority or award.authority, year=old.year or award.year
                    )
                return
        self._found.append(award)


def _numbered(chunks: Chunks, place: int, recipients: str) -> Item | None:
    """`nhận 2 Cờ thi đua`, `215 Chiến sĩ thi đua cơ sở`, `6 Bằng khen cho cá nhân`: as many recipients as awards."""
    number = chunks[place - 1] if place else None
    if number is None or number.kind != "number" or not number.number or "/" in number.value or "," in number.value:
        return None
    people = recipients == "individual" or any(chunk.kind == "person-unit" for chunk in chunks[place + 1 : place + 4])
    return Item("", "count", number.start, number.end, number=number.number, unit="person-unit" if people else "unit")


def _past_people(chunks: Chunks, first: int) -> int:
    """Past `quân và dân`, `tập thể cán bộ, người lao động` before the name of whose they are."""
    place = first
    while place < min(first + 9, len(chunks)) and chunks[place].kind in ("word", "and", "person-unit", "unit", "comma", "colon", "common"):
        place += 1
    return place if place > first and place < len(chunks) and chunks[place].kind in ("body", "place") else first


def _leads_to(chunks: Chunks, ahead: int, following: int) -> bool:
    """Whether nothing but another award follows: `tặng Cờ thi đua và Bằng khen cho …`."""
    return all(chunk.kind in ("and", "comma", "word", "common", "unit") for chunk in chunks[ahead:following])


def _to_whom(chunks: Chunks, ahead: int, following: int) -> int:
    """The place of `cho` in `Bằng khen được dành đề nghị cho …`; 0 where none follows the verbs."""
    for place in range(ahead, min(ahead + 6, following)):
        if chunks[place].kind == "for":
            return place
        if chunks[place].kind not in ("passive", "propose", "give", "elect", "word", "bloc"):
            return 0
    return 0


def _given_back(chunks: Chunks, items: list[Item], behind: int, following: int) -> tuple[list[Item], int]:
    """The recipients without those that a verb behind takes as its subject: `… cho A; B được tặng …`."""
    verb = behind
    while verb < len(chunks) and verb < behind + 4 and chunks[verb].kind in ("word", "bloc", "named-bloc", "of", "rank"):
        verb += 1
    semi = any(chunks[place].kind == "semi" and chunks[place].start > items[0].start for place in range(max(0, behind - 8), behind))
    behind_verb = chunks[verb if semi else behind].kind if (verb if semi else behind) < len(chunks) else ""
    if behind_verb in ("passive", "get", "rank", "propose", "hold", "withdraw", "give") and len(items) > 1:
        last = next((place for place in range(behind - 1, 0, -1) if chunks[place].kind == "semi"), None)
        if last is None or chunks[last].start < items[0].start:
            last = next((place for place in range(behind - 1, 0, -1) if chunks[place].kind == "comma"), None)
        if last is not None and chunks[last].start > items[0].start:
            return [item for item in items if item.start < chunks[last].start], last
    return items, min(behind, following) if following > behind else behind


def _award(template: Award, item: Item) -> Award | None:
    if item.kind == "count":
        kind: RecipientKind = "individual" if item.unit == "person-unit" else "collective"
        rule = f"{template.rule} lượt" if item.times else template.rule
        return (
            replace(template, recipient_count=item.number, recipient_kind=kind, rule=rule, year=None if item.times else template.year)
            if item.number
            else None
        )
    if " " not in item.name:
        return None
    return replace(template, recipient=item.name, recipient_kind="individual" if item.kind == "person" else "collective")


def _unit_of(item: Item) -> Item:
    """The unit whose leader takes what only units get (Luật Thi đua, khen thưởng 2022, Điều 25 - 28)."""
    if item.kind != "person" or not item.posting:
        return item
    return replace(item, name=item.posting.split("; ")[0], kind="body")


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _same(old: Award, new: Award) -> bool:
    if (old.award_id, old.status, old.recipient_count) != (new.award_id, new.status, new.recipient_count):
        return False
    if old.recipient_count and (old.recipient_kind != new.recipient_kind or old.evidence == new.evidence):
        return False
    levels = {_level(award.authority) for award in (old, new) if award.authority}
    return _who(old) == _who(new) and len(levels) < 2


def _who(award: Award) -> str:
    return re.sub(r"^(?:ubnd )?(?:huyen|xa|phuong|thi xa|thanh pho) | (?:tinh|thanh pho)$", "", fold(award.recipient or ""))


def _level(authority: str | None) -> str:
    told = fold(authority or "")
    for word, level in (("chinh phu", "1"), ("thu tuong", "1"), ("chu tich nuoc", "0"), ("ubnd", "3"), ("uy ban nhan dan", "3")):
        if word in told:
            return level + ("h" if "huyen" in told or " xa" in told else "")
    return told
