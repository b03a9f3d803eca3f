"""Floor 2. Who leads the bloc, and who will (rules O1 to O8 of the phrasing patterns)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..models import Bloc, Event, Member, Officer
from .chunks import ROLES, Chunks
from .holders import Holder
from .items import ROLES as ROLE_NAMES
from .items import Item
from .offices import holders_of
from .passage import Sentence
from .reader import Text
from .tenure import Meeting, stated_before, stated_behind, years

_PRESENT = frozenset({"O3", "M5"})
"""Rules by which somebody holds an office now, so that a year beside it is not the next office's."""


@dataclass(frozen=True, slots=True)
class _Office:
    """An office as named at one place, with its holders and the year that the line stated last."""

    sentence: Sentence
    chunks: Chunks
    place: int
    holders: list[Holder]
    inherited: int | None


def find_officers(text: Text, bloc: Bloc, event: Event, members: Iterable[Member]) -> tuple[Officer, ...]:
    """Officers in the order of the text, each once; repeats are kept as further proofs. Members lend their names: `các sở: Y tế (Khối phó)`."""
    named = {text.passage.canonical(member.evidence.end): member.organization for member in members}
    meeting = Meeting(bloc.year, event)
    found: dict[tuple[str, str, int | None], Officer] = {}
    for office in _offices(text):
        for holder in office.holders:
            for year in years(office.chunks, office.place, holder, meeting, office.inherited):
                _add(found, _officer(text, office, holder, year, named))
    return tuple(_dated(list(found.values())))


def _offices(text: Text) -> Iterator[_Office]:
    """Every role that the text names; a year that is stated with one holds for the next ones of its line."""
    line, inherited = -1, None
    for sentence, chunks in text.sentences():
        if sentence.line != line:
            line, inherited = sentence.line, None
        for place in chunks.places(ROLES):
            holders = holders_of(chunks, place)
            inherited = _stated(chunks, place, holders) or inherited
            yield _Office(sentence, chunks, place, holders, inherited)


def _stated(chunks: Chunks, place: int, holders: list[Holder]) -> int | None:
    """The year that is stated with a role, unless somebody just holds it now."""
    if holders and all(holder.rule in _PRESENT for holder in holders):
        return None
    return stated_behind(chunks, place) or (stated_before(chunks, place, holders[0]) if holders else None)


def _officer(text: Text, office: _Office, holder: Holder, year: int | None, named: Mapping[int, str]) -> Officer:
    """The holder as an officer in that year."""
    item = _as_member(holder.item, named)
    person = item.name if item.kind == "person" else None
    organization = item.posting.split("; ")[0] or None if person else item.name
    role = ROLE_NAMES[office.chunks.kinds[office.place]]
    return Officer(role, text.passage.proof(office.sentence), person=person, organization=organization, year=year, rule=holder.rule)


def _as_member(item: Item, named: Mapping[int, str]) -> Item:
    """The item with the name that the list of members gives it."""
    if item.kind in ("proper", "place") and item.end in named:
        return item._replace(name=named[item.end], kind="body")
    return item


def _add(found: dict[tuple[str, str, int | None], Officer], officer: Officer) -> None:
    """Adds the officer, or its proof to the same one that stands there already."""
    key = (officer.role, (officer.person or officer.organization or "").lower().removesuffix(" tỉnh"), officer.year)
    old = found.setdefault(key, officer)
    if officer.evidence not in (old.evidence, *old.repeats):
        found[key] = replace(old, repeats=(*old.repeats, officer.evidence))


def _named_in_full(officer: Officer, officers: list[Officer]) -> bool:
    """Whether another of them is the same person: `chị Lệ` is `Vi Thị Mỹ Lệ`."""
    return any(one.role == officer.role and one.person and one.person.endswith(f" {officer.person}") for one in officers)


def _dated(officers: list[Officer]) -> list[Officer]:
    """Without those whose year nobody told where the same holder stands with one, nor who stands with a longer name."""
    dated = {(one.role, one.person or one.organization) for one in officers if one.year is not None}
    if any(one.person and " " not in one.person for one in officers):
        officers = [one for one in officers if " " in (one.person or " ") or not _named_in_full(one, officers)]
    return [one for one in officers if one.year is not None or (one.role, one.person or one.organization) not in dated]
