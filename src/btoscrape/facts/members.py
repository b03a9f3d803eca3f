"""Floor 2. Who belongs to the bloc, and how many the article says there are (rules M1 to M11 of the phrasing patterns)."""

from __future__ import annotations

from ..models import Bloc, Member
from .counts import size, stated_count, titled_size, told_elsewhere
from .listings import Listing, find_listings
from .openings import LEAST
from .reader import Text

_EXACT = 3
_MANY = 12


def find_members(text: Text, bloc: Bloc) -> tuple[tuple[Member, ...], int | None]:
    """The members that the article lists, each once, and how many it says there are."""
    listings = find_listings(text)
    count = _stated(listings) or stated_count(text) or size(bloc.name, bloc.number) or titled_size(text)
    members = _members(text, _chosen(listings, count))
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


def _members(text: Text, listings: list[Listing]) -> tuple[Member, ...]:
    """The members that the lists name, each once."""
    found: dict[str, Member] = {}
    for listing in listings:
        for item in listing.items:
            found.setdefault(item.name.lower(), Member(item.name, text.passage.evidence(item.start, item.end), item.role, listing.rule))
    return tuple(found.values())
