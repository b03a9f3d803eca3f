"""Floor 2. Who belongs to the bloc, and how many the article says there are (rules M1 to M11 of the phrasing patterns)."""

from __future__ import annotations

from dataclasses import replace

from ..models import Bloc, Member
from .chunks import BLOC
from .counts import size, stated_count, titled_size, told_elsewhere
from .listings import Listing, find_listings
from .openings import LEAST
from .reader import Text
from .rest import officers_before

_OFFICERS = 2
_EXACT = 3
_MANY = 12


def find_members(text: Text, bloc: Bloc) -> tuple[tuple[Member, ...], int | None]:
    """The members that the article lists, each once, and how many it says there are."""
    listings = find_listings(text)
    count = _stated(listings) or stated_count(text) or size(bloc.name, bloc.number) or titled_size(text)
    chosen = _chosen(listings, count)
    if len(chosen) == 1:
        chosen, count = _completed(text, chosen[0], count)
    members = _members(text, chosen)
    if members and count is None:
        count = told_elsewhere(text, len(members))
    return members, count


def _stated(listings: list[Listing]) -> int | None:
    """The number that a list states of which it is sure."""
    return next((listing.stated for listing in listings if listing.stated and (listing.weight > LEAST or listing.rule == "M1")), None)


def _chosen(listings: list[Listing], count: int | None) -> list[Listing]:
    """The lists that name members: the surest, and those of other blocs in the article."""
    best: list[Listing] = []
    for listing in sorted(listings, key=lambda one: (-_worth(one, count), one.sentence.start)):
        if not best or (listing.bloc and all(other.bloc and listing.bloc != other.bloc for other in best)):
            best.append(listing)
    return sorted(best, key=lambda one: one.sentence.start)


def _worth(listing: Listing, count: int | None) -> float:
    """How sure a list is: by its opening, by the stated number, by its length."""
    exact = _EXACT if len(listing.items) == (listing.stated or count) else 0
    return listing.weight + exact + min(len(listing.items), _MANY) / 4


def _completed(text: Text, listing: Listing, count: int | None) -> tuple[list[Listing], int | None]:
    """A list that goes without the officers who were named before it, where they are as many as it lacks."""
    if count is not None and len(listing.items) > count:
        return [listing], count
    whole = stated_count(text) if listing.stated == len(listing.items) and BLOC.isdisjoint(text.chunks(listing.sentence).held) else count
    lacking = (whole or 0) - len(listing.items)
    if not 0 < lacking <= _OFFICERS:
        return [listing], count
    before = officers_before(text, listing.sentence, listing.items[0].start)
    names = {item.name.lower() for item in listing.items}
    others = [item for item in before if item.name.lower() not in names]
    return ([replace(listing, items=(*others, *listing.items))], whole) if len(others) == lacking else ([listing], count)


def _members(text: Text, listings: list[Listing]) -> tuple[Member, ...]:
    """The members that the lists name, each once."""
    found: dict[str, Member] = {}
    for listing in listings:
        for item in listing.items:
            found.setdefault(item.name.lower(), Member(item.name, text.passage.evidence(item.start, item.end), item.role, listing.rule))
    return tuple(found.values())
