"""Floor 2. Who is meant by a name, after what people decided: the catalog's identities, with some of them joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..catalog import identities
from ..catalog.identities import Identity
from ..models import Bloc
from .corrections import Correction

BlocKey = tuple[str, int, str]
"""Province, year and key of a bloc."""
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Who:
    """Organisations and blocs that people joined, each with the one that it is."""

    organizations: Mapping[Identity, Identity] = field(default_factory=dict)
    blocs: Mapping[BlocKey, BlocKey] = field(default_factory=dict)

    def organization(self, name: str, province: str) -> Identity:
        """The organisation that a name read in a province means."""
        known = identities.organization(name, province)
        return self.organizations.get(known, known)

    def bloc(self, bloc: Bloc, province: str) -> Identity:
        """The bloc that an article of a province means."""
        known = identities.bloc(bloc.kind, bloc.number, bloc.name, province)
        joined = self.blocs.get((known.province, bloc.year or 0, known.key))
        return Identity(joined[0], joined[2]) if joined else known


def joined(corrections: Iterable[Correction]) -> Who:
    """What the `merge` rows among the corrections come to."""
    merges = [correction for correction in corrections if correction.action == "merge"]
    bodies = [pair(correction) for correction in merges if correction.table == "organizations"]
    blocs = [bloc_pair(correction) for correction in merges if correction.table == "blocs"]
    return Who(_followed(bodies), _followed(blocs))


def pair(correction: Correction) -> tuple[Identity, Identity]:
    """The two organisations that a correction is about; the second is in the province of the first."""
    province = str(correction.wanted.get("province") or "")
    there = str(correction.values.get("province") or province)
    one = identities.organization(str(correction.wanted["name"]), province)
    return one, identities.organization(str(correction.values["name"]), there)


def bloc_pair(correction: Correction) -> tuple[BlocKey, BlocKey]:
    """The two blocs of one province and year that a correction is about."""
    province, year = str(correction.wanted.get("province") or ""), int(str(correction.wanted.get("year") or 0))
    return (province, year, str(correction.wanted["key"])), (province, year, str(correction.values["key"]))


def _followed(pairs: Iterable[tuple[Known, Known]]) -> dict[Known, Known]:
    """Each with what it has become in the end; a pair that would lead back to itself says nothing new."""
    found: dict[Known, Known] = {}
    for one, other in pairs:
        end = found.get(other, other)
        if end != one:
            found = {first: end if last == one else last for first, last in found.items()} | {one: end}
    return found
