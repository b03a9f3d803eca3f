"""Floor 2. Who got what, by whose authority, proposed or conferred (rules A1 to A18 of the phrasing patterns)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..models import Award, Event, Rank, RecipientKind, Status
from .behind import Told, told_behind
from .chunks import GIVERS, ROLES, Chunk, Chunks
from .clauses import Clause, clause_of, giver, last_year
from .items import Item
from .meant import meant, numbered, these
from .passage import Sentence
from .reader import Text
from .repeats import add
from .subjects import subject

_SHORT = re.compile(r"[A-ZĐ]{2,}")
_WITH_CLASS = "HCLĐ hạng"
"""The one short form that says more than the award's name: its class."""
_SHORT_NAME = re.compile(r"(?!UBND|HĐND)[A-ZĐ]{4,}$")
"""One word that is a recipient's name: the short form of more."""
_DECIDED = re.compile(r"công bố|quyết định|được")
_REST = "còn lại"
_BULLETS = "-+*•"
_ROWS = " | "
_AWARD, _GIVE, _YEAR = (frozenset({kind}) for kind in ("award", "give", "year"))
_OFFICES = ROLES | {"elect", "hold"}
_CARRYING = frozenset({"emulation-flag", "commendation", "certificate", "letter-of-praise"})
"""Awards that any level confers: whoever gave the last one gives these as well, where nobody else is named; titles and orders have their own."""


def find_awards(text: Text, year: int | None, event: Event, ranks: tuple[Rank, ...]) -> tuple[Award, ...]:
    """Awards in the order of the text, each once; repeats are kept as further proofs.

    `year` is the meeting's: that of what it proposes, and of what it reports; the ranks tell who `the first` is.
    """
    return _Reader(text, year, event, ranks).read()


@dataclass(slots=True)
class _State:
    """What carries on from award to award: status, authority and year (A11)."""

    status: Status | None = None
    authority: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """An award as named at one place of a sentence, with the clause before it and what is told behind."""

    place: int
    clause: Clause
    told: Told


class _Reader:
    """Reads the awards of one article, clause by clause."""

    def __init__(self, text: Text, year: int | None, event: Event, ranks: tuple[Rank, ...]) -> None:
        self._text, self._event, self._ranks, self._year = text, event, ranks, year
        self._clues = text.terms.clues
        self._found: list[Award] = []
        self._state = _State()
        self._listing = False
        self._last = Chunks()

    def read(self) -> tuple[Award, ...]:
        """The awards of all sentences."""
        before: Sentence | None = None
        for sentence, chunks in self._text.sentences():
            if before:
                self._begin(sentence, chunks, before)
            places = [place for place in chunks.places(_AWARD) if not self._other_flag(sentence, chunks[place])]
            if places:
                self._sentence(sentence, chunks, places)
            else:
                self._note(chunks)
            before, self._last = sentence, chunks
        return self._without_totals()

    def _without_totals(self) -> tuple[Award, ...]:
        """Without counts whose very awards the next sentence names (`Cụ thể, …`)."""
        counted = any(award.recipient_count for award in self._found)
        sentences = self._text.passage.sentences if counted else ()
        starts = [sentence.start for sentence in sentences if self._clues["details"].opens(sentence.text)]
        return tuple(award for award in self._found if not (award.recipient_count and self._named_later(award, starts)))

    def _named_later(self, count: Award, starts: list[int]) -> bool:
        """Whether as many recipients of this very award are named from the next detail on."""
        detail = next((start for start in starts if start > count.evidence.start), None)
        if detail is None:
            return False
        same = [one for one in self._found if one.recipient and (one.award_id, one.status) == (count.award_id, count.status)]
        return sum(self._text.passage.canonical(one.evidence.start) >= detail for one in same) == count.recipient_count

    def _begin(self, sentence: Sentence, chunks: Chunks, before: Sentence) -> None:
        """A new sentence starts anew, but for one that goes on with the last (`Theo đó`, a line of a list).

        An award among the first chunks of a line is the next item of a list.
        """
        told, mark = sentence.text.lstrip(), before.text.rstrip()[-1:]
        listed = told[:1] in _BULLETS or mark == ";"
        if mark == ":":
            self._listing = True
        elif not listed and not (sentence.opens and "award" in chunks.kinds[:3]):
            self._listing = False
        if listed or self._listing or _ROWS in told:
            return
        if self._clues["goes-on"].opens(sentence.text):
            rest = sentence.line == before.line and self._state.status == "proposed" and any(chunk.value == _REST for chunk in chunks[:4])
            self._state.status = "proposed" if rest else None
        else:
            self._state = _State(year=self._state.year if sentence.line == before.line else None)

    def _note(self, chunks: Chunks) -> None:
        """What a sentence without an award says of those to come: `trình Bộ trưởng khen thưởng`, `quyết định khen thưởng năm 2022` (A11)."""
        asked = chunks.last(("propose",), len(chunks)) if len(chunks) and chunks[-1].kind == "colon" else None
        if asked is not None:
            self._state.status = "proposed"
            self._state.authority = next((chunk.value for chunk in chunks[asked:] if chunk.kind in GIVERS), self._state.authority)
        for place in chunks.places(_GIVE):
            self._note_verb(chunks, place)

    def _note_verb(self, chunks: Chunks, place: int) -> None:
        """What a verb of giving says of the awards to come."""
        state = self._state
        state.authority = giver(chunks, place) or state.authority
        state.year = next((chunk.number for chunk in chunks.between(place, place + 4) if chunk.kind == "year"), state.year)
        if chunks.has(("propose",), 0, place):
            state.status = "proposed"
        elif chunks[place].value.startswith("trao") or _DECIDED.search(" ".join(chunk.value for chunk in chunks[:place])):
            state.status = "conferred"

    def _other_flag(self, sentence: Sentence, chunk: Chunk) -> bool:
        """Whether `cờ` is no award: cờ luân lưu, cờ lưu niệm (N9)."""
        bare = chunk.entry == "emulation-flag" and chunk.value.lower() == "cờ"
        return bare and self._clues["other-flag"].opens(sentence.text[chunk.end - sentence.start :].lstrip())

    def _sentence(self, sentence: Sentence, chunks: Chunks, places: list[int]) -> None:
        """The awards of one sentence; those that name no recipients have the next one's."""
        year = last_year(chunks[place] for place in chunks.places(_YEAR) if not chunks.has(_OFFICES, place - 3, place))
        waiting: list[_Named] = []
        used = 0
        for place, following in zip(places, [*places[1:], len(chunks)], strict=True):
            named = _Named(place, clause_of(chunks, place, used), told_behind(chunks, place, following))
            waiting.append(named)
            if not named.told.items and named.told.shared:
                continue
            self._complete(chunks, waiting, used)
            for one in waiting:
                self._add(sentence, chunks, one, year)
            waiting, used = [], named.told.end

    def _complete(self, chunks: Chunks, waiting: list[_Named], used: int) -> None:
        """Finds the recipients of the last of these awards, which are those of all; `lần lượt` gives each its own."""
        place, told = waiting[-1].place, waiting[-1].told
        if not told.items:
            told.items, told.rule = numbered(chunks, place, self._text.terms.entries[chunks[place].entry].recipients), "A6"
        if not told.items:
            told.items, told.rule = meant(chunks, place, told.end, self._ranks, self._last), "A1"
        if not told.items:
            told.items, told.rule = [*subject(chunks, waiting[0].place, used if len(waiting) == 1 else 0), *told.also], "A2"
        if len(told.items) == 1 and told.items[0].kind == "count":
            told.items = these(chunks, told.items[0], self._last)
        each = len(waiting) > 1 and len(told.items) == len(waiting) and any(chunk.value.startswith("lần lượt") for chunk in chunks[:place])
        for number, named in enumerate(waiting[:-1]):
            named.told.items = [told.items[number]] if each else told.items
        if each:
            told.items = told.items[-1:]

    def _of_meeting(self, award: str, status: Status, sentence: Sentence) -> bool:
        """Whether the meeting's year is the award's: it is proposed, or a final review tells of it as the year's."""
        if status == "proposed" or self._event != "tổng kết":
            return status == "proposed"
        return not self._clues["long-service"].opens(award) or self._clues["same-year"].found(sentence.text)

    def _add(self, sentence: Sentence, chunks: Chunks, named: _Named, year: int | None) -> None:
        """Adds one award for each of its recipients, none where it is void; `year` is the one that the sentence tells."""
        clause, told, state = named.clause, named.told, self._state
        self._take_status(clause)
        state.status = told.status or state.status
        own = told.authority or clause.authority
        state.authority = own or state.authority
        if clause.void:
            return
        term, status = self._text.terms.entries[chunks[named.place].entry], state.status or "unknown"
        title, stated = _title(chunks[named.place], term.name, told.inscription), told.year or clause.year
        if stated is None:
            stated = year or state.year or (self._year if self._of_meeting(title, status, sentence) else None)
        authority = state.authority if term.id in _CARRYING else own
        make = partial(Award, title, term.id, self._text.passage.proof(sentence), status, authority)
        for item in told.items:
            if award := _award(make, _unit_of(item) if term.recipients == "collective" else item, stated, told.rule or "A1"):
                add(self._found, award)

    def _take_status(self, clause: Clause) -> None:
        """`đề nghị` reaches on over what follows in the sentence, until somebody plainly got something."""
        if clause.proposed:
            self._state.status = "proposed"
        elif clause.conferred and (self._state.status != "proposed" or clause.plainly):
            self._state.status = "conferred"


def _title(chunk: Chunk, name: str, inscription: str) -> str:
    """The award as named, short forms in full (A16), with its inscription (A10)."""
    short = _SHORT.search(chunk.value) and not chunk.value.startswith(_WITH_CLASS)
    told = name if short else chunk.value.strip("“” ")
    told = f"{told} “{inscription}”" if inscription else told
    return told[:1].upper() + told[1:]


def _award(make: Callable[..., Award], item: Item, year: int | None, rule: str) -> Award | None:
    """The award of one recipient, or of a number of them; times over several years have no year (A13); none where the name is no name."""
    if item.kind != "count":
        kind: RecipientKind = "individual" if item.kind == "person" else "collective"
        return make(recipient=item.name, recipient_kind=kind, year=year, rule=rule) if " " in item.name or _SHORT_NAME.match(item.name) else None
    kind = "individual" if item.unit == "person-unit" else "collective"
    if item.times:
        rule, year = f"{rule} lượt", None
    return make(recipient_count=item.number, recipient_kind=kind, year=year, rule=rule) if item.number else None


def _unit_of(item: Item) -> Item:
    """The unit whose leader takes what only units get (Luật Thi đua, khen thưởng 2022, Điều 25 - 28)."""
    return item._replace(name=item.posting.split("; ")[0], kind="body") if item.kind == "person" and item.posting else item
