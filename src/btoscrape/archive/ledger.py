"""Floor 2. The ledger: for each bloc and year fixed slots that its facts fill, whichever article tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from ..catalog import identities
from .dossier import Dossier, Given, Place, Report
from .rows import insert, update

EVENTS = {"pledge": "ký kết giao ước", "midyear": "sơ kết", "review": "tổng kết"}
"""The meetings of a year: the signing of pledges, the mid-year review, the final review."""
SLOTS = {"flags": "flag", "commendations": "commendation", "certificates": "certificate"}
Line = dict[str, Any]


def settle(db: Database, dossier: Dossier) -> None:
    """The bloc's lines in the table, as its dossier has them now."""
    wanted = {line["year"]: line for line in lines(dossier)}
    known = _known(db, dossier)
    for year, line in wanted.items():
        old = known.pop(year, None)
        if old is None:
            insert(db, "ledger", line)
        elif line != {name: old[name] for name in line}:
            update(db, "ledger", line, old["id"])
    for gone in known.values():
        db.execute("DELETE FROM ledger WHERE id = ?", [gone["id"]])


def _known(db: Database, dossier: Dossier) -> dict[int, Line]:
    cursor = db.execute("SELECT * FROM ledger WHERE province = ? AND key = ?", [dossier.province, dossier.key])
    names = [column[0] for column in cursor.description]
    rows = (dict(zip(names, row, strict=True)) for row in cursor)
    return {row["year"]: row for row in rows}


def lines(dossier: Dossier) -> Iterator[Line]:
    """One line for each year that any fact is about."""
    told = {year.id: year.year for year in dossier.years}
    years = {told[report.bloc] for report in dossier.reports}
    years |= {holder.year for holder in dossier.holders if holder.year}
    years |= {place.year for place in dossier.places if place.year} | {given.year for given in dossier.given if given.year}
    for year in sorted(years):
        yield _line(dossier, year)


def _line(dossier: Dossier, year: int) -> Line:
    named = next((row for row in dossier.years if row.year == year), dossier.years[-1])
    ids = {row.id for row in dossier.years if row.year == year}
    reports = [report for report in dossier.reports if report.bloc in ids]
    holders = [holder for holder in dossier.holders if holder.year == year]
    heads = [holder for holder in holders if holder.role == "head"]
    places = [place for place in dossier.places if place.year == year]
    return {
        "province": dossier.province, "key": dossier.key, "year": year,
        "bloc": named.id if ids else None, "name": named.name, "kind": named.kind, "number": named.number,
        "articles": len(reports), "papers": len({report.paper for report in reports}),
        "members_stated": max((report.member_count for report in reports if report.member_count is not None), default=None),
        "members_listed": next((size.members for size in dossier.sizes if size.bloc in ids), None),
        "head": _joined(holder.name for holder in heads), "head_person": _joined(holder.person for holder in heads),
        "head_article": heads[0].article if heads else None,
        "deputies": _joined(holder.who for holder in holders if holder.role == "deputy"),
        **_meetings(reports),
        "ranked_first": _joined(place.name for place in places if place.rank == 1), "ranks": _ranked(places),
        **_awards([given for given in dossier.given if given.year == year]),
    }  # fmt: skip


def _joined(names: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _ranked(places: list[Place]) -> str | None:
    return _joined(f"{place.rank}. {place.name}" for place in places)


def _meetings(reports: list[Report]) -> Line:
    line: Line = {}
    for slot, event in EVENTS.items():
        first = min((report for report in reports if report.event == event), key=lambda report: report.day or "9", default=None)
        line |= {f"{slot}_date": first.day if first else None, f"{slot}_article": first.id if first else None}
    return line


def _awards(given: list[Given]) -> Line:
    line: Line = {}
    for name, slot in SLOTS.items():
        mine = [story for story in given if story.slot == slot]
        line[f"{name}_proposed"] = counted([story for story in mine if story.proposed_article])
        line[f"{name}_conferred"] = counted([story for story in mine if story.conferred_article])
    line["other_awards"] = counted([story for story in given if story.slot not in SLOTS.values()])
    return line


def counted(given: Iterable[Given]) -> int:
    """How many got it: those named, or the stated number of the unnamed where that is more, for each award and authority."""
    named: dict[tuple[str, str, str], int] = {}
    stated: dict[tuple[str, str, str], int] = {}
    for story in given:
        group = (story.award_id, identities.authority(story.authority or "")[0], story.recipient_kind or "")
        if story.recipient:
            named[group] = named.get(group, 0) + 1
        else:
            stated[group] = max(stated.get(group, 0), story.recipient_count or 1)
    return sum(max(named.get(group, 0), stated.get(group, 0)) for group in named.keys() | stated.keys())
