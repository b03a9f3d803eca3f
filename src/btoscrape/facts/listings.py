"""Floor 2. The lists of an article that may be of members (rules M1, M3, M4, M6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from .chunks import BLOC, ORGANIZATIONS, ROLES, Chunks
from .closings import closed_by, counted, dashed, ending_at, said_to_be_members, told_above
from .counts import MOST, counts, counts_units, in_parts, of_bodies_in_places, shared_by_places
from .items import Item
from .lists import read_list
from .openings import LEAST, OPENERS, SURE, Opening, clause_before, of_awards, stated_at, weight
from .parting import all_named, names_of
from .passage import Sentence
from .reader import Text
from .rest import besides, in_office, left_out, of_the_rest, rest_behind

_RULES = {"open": "M3", "have": "M6"}
_LATER_OPENERS, _NOT_BRACKETS = OPENERS - {"have"}, OPENERS - {"open"}
_GOES_ON = re.compile(r"(?:đó là|gồm|bao gồm)", re.I)
_OF_BLOC = re.compile(r"[^.;,]{0,40}?(?:thành viên|trong|của|thuộc)[^.;,]{0,20}?(?:khối|cụm)", re.I)
_NAMING = frozenset({"is", "colon", "listing"})
_COUNT = frozenset({"count"})
_BULLET = re.compile(r"^\s*(?:[-+*•–]|(?:\d{1,2}|[a-hđ])[.)])\s*(.+?)[;.,]?\s*$")
_BARE_LINE = re.compile(r"\s*(.+?)[;.,]?\s*$")
_ENDS_LINE = frozenset({"", ".", ";", ","})
_LEADING = re.compile(r"thành viên|đơn vị|khối|cụm", re.I)
_AWARDING = frozenset({"award", "give", "propose", "get"})
_BESIDE_LIST = ROLES | BLOC | {"is", "of", "count", "dash"}
_MEETS = re.compile(r"[^.;:]{0,60}(?<!\w)(?:họp|tổng kết|sơ kết|ký)(?!\w)", re.I)
_PLEDGED = re.compile(r"(?<!\w)ký(?!\w)|giao ước|thành viên", re.I)
_TAKING = _AWARDING | {"passive", "rank", "elect"}
_APPOSING = frozenset({"open", "dash", "comma", "unit"})
_SOME = 6
"""So many chunks, at the least, make a list of three before a bloc."""
_BEHIND = {"is": frozenset({"plural", "unit", "count"}), "dash": frozenset({"body", "place", "plural", "count", "proper", "unit"})}
_BEHIND["count"] = ORGANIZATIONS | {"word", "of", "is"}
"""What stands behind a word beside which a list may stand."""
_AROUND = BLOC | {"count", "dash"}
_FIRST_OF_LIST = frozenset({"body", "place", "plural", "count"})
_MOST_OPENERS = 60
_MOST_LISTS = 4
"""How many openers of a sentence are looked at, and how many of their lists are read: more is no sentence, and each list is read to its end."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that may be the members': its items, the number it claims to hold, how sure its opening is, by which rule, and of which bloc."""

    items: tuple[Item, ...]
    sentence: Sentence
    stated: int | None
    weight: int
    rule: str
    bloc: str = ""


def find_listings(text: Text) -> list[Listing]:
    """Every list that may be of members, in the order of the text; each knows the bloc named last before it."""
    found: list[Listing] = []
    bloc = ""
    for number, chunks in enumerate(text.all()):
        listings = [listing for listing in _in_sentence(text, number) if listing]
        found += [listing if listing.bloc else replace(listing, bloc=bloc) for listing in listings]
        bloc = _bloc_before(chunks, len(chunks)) or bloc
    return found


def _in_sentence(text: Text, number: int) -> Iterator[Listing | None]:
    """What each opening of the sentence gives, in order."""
    sentence, chunks = text.passage.sentences[number], text.all()[number]
    if "count" in chunks.held and (parts := _in_parts(text, number)):
        yield parts
        return
    yield from islice((_opened(text, *opened) for opened in _openings(text, number)), _MOST_LISTS)
    quiet = chunks.held.isdisjoint(_TAKING)
    for place in chunks.places(_BESIDE_LIST):
        kind, after = chunks.kinds[place], chunks.kinds[place + 1]
        if kind == "is":
            yield _are_members(sentence, chunks, place)
        elif kind == "of":
            yield _belonging(sentence, chunks, place)
        if kind in ROLES and chunks.kinds[place - 1] in _APPOSING:
            yield _with_offices(sentence, chunks, place)
        elif (after in _BEHIND.get(kind, ()) and (quiet or kind != "is")) or (kind in BLOC and quiet and place >= _SOME):
            yield _around(text, number, place)
    yield _lines(text, number)


def _around(text: Text, number: int, place: int) -> Listing | None:
    """A list before the words that say what it is, or between dashes."""
    sentence, chunks = text.passage.sentences[number], text.all()[number]
    stated, items = None, []
    if chunks.kinds[place] == "count":
        items, stated = told_above(text, number, place) or counted(text, sentence, chunks, place), chunks[place].number
        if items and chunks.kinds[place - 1] == "and" and (before := in_office(chunks, place)):
            items, stated = [*before, *items], None
    elif chunks.kinds[place] in BLOC:
        items = closed_by(text, sentence, chunks, place)
    elif members := said_to_be_members(chunks, place):
        items = [*rest_behind(text, number, members, place), *members]
    elif chunks.kinds[place + 1] in _FIRST_OF_LIST and (names := dashed(chunks, place)):
        opening = _opening(text, number, place)
        items = [*besides(text, number, opening), *names] if opening.bloc and (opening.members or opening.stated) else []
    return Listing(tuple(items), sentence, stated, SURE, "M1", _bloc_before(chunks, place)) if items else None


def _in_parts(text: Text, number: int) -> Listing | None:
    """`Cụm gồm 3 phường: A, B, C và 4 xã: D, E, F, G`: one list, whose parts say how many they are."""
    chunks = text.all()[number]
    counted = chunks.places(_COUNT)
    if len(counted) == 1:
        return None
    first = next((place for place in counted if chunks.kinds[place - 1] in OPENERS and in_parts(chunks, place)), None)
    if first is None or of_awards(chunks, first - 1):
        return None
    sentence, opening = text.passage.sentences[number], _opening(text, number, first - 1)
    items, _ = read_list(text.listed(sentence, chunks[first].start, eager=True), 0)
    if not (opening.bloc or opening.members) or not all_named(items):
        return None
    whole = [chunk.number for chunk in chunks.between(first - 6, first - 1) if counts_units(chunk)]
    return Listing(tuple(items), sentence, whole[-1] if whole else None, SURE, "M1", _bloc_before(chunks, first))


def _bloc_before(chunks: Chunks, place: int) -> str:
    """The number, else the name, of the bloc that is named last before that place."""
    bloc = chunks.last(("named-bloc",), place) if "named-bloc" in chunks.held else None
    return "" if bloc is None else chunks[bloc].inner or chunks[bloc].value


def _openings(text: Text, number: int) -> Iterator[tuple[int, Opening, int]]:
    """The words that open a list of members, with their weights: `Khối gồm 5 đơn vị: A, B …`, `Cụm số 3 (A, B)`."""
    for place in text.all()[number].places(OPENERS)[:_MOST_OPENERS]:
        opening = _opening(text, number, place)
        if _opened_later(opening):
            continue
        sure = weight(opening, text.terms)
        sure = sure if sure >= LEAST else _rest(text, number, opening)
        if sure >= LEAST and not of_awards(opening.chunks, place):
            yield number, opening, sure


def _rest(text: Text, number: int, opening: Opening) -> int:
    """How sure a list of the rest is, where nothing else says that it is of members: one of them must be known."""
    rest = opening.word.kind in _NAMING and (of_the_rest(opening) or left_out(opening, text.terms.clues["besides"]))
    return LEAST if rest and besides(text, number, opening) else 0


def _opened_later(opening: Opening) -> bool:
    """Whether nothing follows, or only a count before the word that opens: `gồm 5 đơn vị: …`."""
    chunks, behind = opening.chunks, opening.behind
    return behind >= len(chunks) or (chunks.kinds[behind] == "count" and chunks.has(_LATER_OPENERS, behind + 1, behind + 4))


def _opened(text: Text, number: int, opening: Opening, sure: int) -> Listing | None:
    """The list that opens there, if it is one; with who is named before a list of the rest."""
    chunks, place, behind, stated = opening.chunks, opening.place, opening.behind, opening.stated
    sentence = text.passage.sentences[number]
    if chunks.kinds[behind] == "count" and chunks[behind].value == "unit" and shared_by_places(chunks, behind):
        stated = stated or chunks[behind].number
    names = names_of(text, sentence, chunks[_first(chunks, place, behind)].start, stated)
    before = besides(text, number, opening) if names else []
    if len(before) + len(names) < (2 if sure > LEAST or (stated and not before) else 3):
        return None
    stated = None if before and stated == len(names) else stated
    return Listing((*before, *names), sentence, stated, sure, _RULES.get(opening.word.kind, "M1"), _bloc_before(chunks, place))


def _opening(text: Text, number: int, place: int) -> Opening:
    """The opening at that place; `Đó là A, B` goes on with the sentence before, which may state how many they are."""
    sentence = text.passage.sentences[number]
    chunks = text.chunks(sentence)
    behind = chunks.past(_NOT_BRACKETS, place + 1)
    stated = stated_at(chunks, place, behind)
    if stated is None and number and _GOES_ON.match(sentence.text):
        before = text.passage.sentences[number - 1]
        stated = next(counts(text, text.chunks(before), before), None)
    return Opening(chunks, place, behind, clause_before(sentence.text[: chunks[place].start - sentence.start]), stated)


def _first(chunks: Chunks, place: int, behind: int) -> int:
    """Where the list begins: at the body that it shares with a count before its opening (`Hội CCB 6 tỉnh, gồm: A, B`), else behind that."""
    if chunks.kinds[place - 1] == "body" and chunks.kinds[place - 2] == "number":
        return place - 2  # `5 Liên hiệp Hội: A, B`
    counted = place - 1 - (chunks.kinds[place - 1] == "comma")
    if of_bodies_in_places(chunks, counted):
        return counted - 1
    headed = chunks.kinds[place] == "colon" and chunks.kinds[place - 1] == "count" and chunks[place - 1].shared[:1].isupper()
    return place - 1 if headed else behind  # `8 bệnh viện: Nhi, Mắt`


def _are_members(sentence: Sentence, chunks: Chunks, place: int) -> Listing | None:
    """A list before its name: `các sở A, B; Cục C là 6 đơn vị thành viên của khối`."""
    count = chunks.at(place + 1)
    if count.kind != "count" or count.value != "unit" or not _OF_BLOC.match(sentence.text[count.start - sentence.start :]):
        return None
    items = ending_at(chunks, place, _FIRST_OF_LIST)
    return Listing(tuple(items), sentence, count.number, SURE, "M1") if items else None


def _belonging(sentence: Sentence, chunks: Chunks, place: int) -> Listing | None:
    """`Hội 4 huyện A, B, C, D thuộc Cụm số 1`, `A, B, C thuộc Khối thi đua số 1 ký giao ước`."""
    bloc = chunks.at(place + 1)
    items = ending_at(chunks, place, _FIRST_OF_LIST) if bloc.kind == "named-bloc" else []
    counted = any(chunk.kind == "count" and chunk.number == len(items) for chunk in chunks[:place])
    meets = counted or (chunks.held.isdisjoint(_TAKING) and _MEETS.match(sentence.text[bloc.end - sentence.start :]))
    return Listing(tuple(items), sentence, len(items) if counted else None, LEAST, "M1", bloc.inner) if meets and len(items) > 2 else None


def _with_offices(sentence: Sentence, chunks: Chunks, place: int) -> Listing | None:
    """`A (Cụm trưởng), B (Cụm phó) cùng C, D ký giao ước`: a list whose names hold the bloc's offices (M5)."""
    mark = place - 1 - (chunks.kinds[place - 1] == "unit")
    first = mark - 1
    if chunks.kinds[first] not in ORGANIZATIONS or chunks.has(_AWARDING, 0, first):
        return None
    if chunks.kinds[mark] != "open" and not (_PLEDGED.search(sentence.text) and chunks.held.isdisjoint(_TAKING)):
        return None
    items, _ = read_list(chunks, first)
    told = len(items) > 2 and all_named(items) and any(item.role for item in items)
    return Listing(tuple(items), sentence, None, LEAST, "M5") if told else None


def _lines(text: Text, number: int) -> Listing | None:
    """A list one name a line, after a line that ends in a colon (M4)."""
    sentences = text.passage.sentences
    lead = sentences[number]
    if not _leads_lines(text, number):
        return None
    items: list[Item] = []
    for line in sentences[number + 1 : number + 1 + MOST]:
        bullet = _BULLET.match(line.text) or (_BARE_LINE.match(line.text) if _is_name(text.chunks(line)) else None)
        if not bullet:
            break
        items += _on_line(text, line.start + bullet.start(1), bullet[1])
    chunks = text.chunks(lead)
    count = len(chunks)
    return Listing(tuple(items), lead, stated_at(chunks, count, count), LEAST, "M4", _bloc_before(chunks, count)) if len(items) > 1 else None


def _is_name(chunks: Chunks) -> bool:
    """Whether a line without a bullet is one name and nothing more."""
    items, behind = read_list(chunks, 0) if chunks.kinds[0] == "body" else ([], 0)
    return len(items) == 1 and chunks.at(behind).value in _ENDS_LINE and behind >= len(chunks) - 1


def _leads_lines(text: Text, number: int) -> bool:
    """Whether the sentence announces lines of members, and no award stands on the first of them."""
    sentences = text.passage.sentences
    lead = sentences[number]
    if (
        not lead.text.rstrip().endswith((":", " gồm", " như sau"))
        or not _LEADING.search(lead.text)
        or text.terms.clues["not-members"].found(lead.text)
    ):
        return False
    if any(chunk.kind in _AWARDING for chunk in text.chunks(lead)):
        return False
    return not any(chunk.kind == "award" for line in sentences[number + 1 : number + 4] for chunk in text.chunks(line))


def _on_line(text: Text, start: int, told: str) -> list[Item]:
    """The one name on a line; what is not read as one is taken whole."""
    items, _ = read_list(text.line(start, told), 0)
    return items if len(items) == 1 and all_named(items) else [Item(told.strip(), "body", start, start + len(told.strip()))]
