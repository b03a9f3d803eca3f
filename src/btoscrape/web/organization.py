"""Floor 4. The page of an organisation: its awards at a glance, and its history year by year with every sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from . import queries
from .asking import Row, record, rows, show
from .charts import Chart, lanes
from .stories import STATUSES, Story, stories
from .told import OF_ORGANIZATION, SHOWN, facts, is_cut, leaders

Year = tuple[int | None, dict[str, list[Any]]]
ORGANIZATION = "SELECT * FROM organizations WHERE id = ?"
OTHER_NAMES = "SELECT name FROM organization_names WHERE organization = :id AND name <> :name ORDER BY alphabetical(name) LIMIT 60"

REACHED = "SELECT status, count(*) AS count FROM award_stories WHERE organization = :id GROUP BY status"
SUCCESSORS = """
    SELECT other.id, other.name, successors.since FROM successors JOIN organizations AS other ON other.id = successors.successor
    WHERE successors.organization = ? ORDER BY successors.since, other.name
"""
PREDECESSORS = """
    SELECT other.id, other.name, successors.since FROM successors JOIN organizations AS other ON other.id = successors.organization
    WHERE successors.successor = ? ORDER BY successors.since, other.name
"""


async def organization(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """An organisation: which awards, which roles, in which blocs, and where it says so."""
    row = await record(datasette, request, ORGANIZATION)
    found = await facts(datasette, OF_ORGANIZATION, row, ("awards", "officers", "members", "ranks", "people"))
    awards = stories(found["awards"])
    led = leaders(found["officers"])
    years = _by_year(awards, led, found)
    names = await rows(datasette, OTHER_NAMES, {"id": row["id"], "name": row["name"]})
    context = {
        "organization": row,
        "names": [other["name"] for other in names],
        "successors": await rows(datasette, SUCCESSORS, [row["id"]]),
        "predecessors": await rows(datasette, PREDECESSORS, [row["id"]]),
        "awards": awards[:SHOWN],
        "reached": dict.fromkeys(STATUSES, 0) | {told["status"]: told["count"] for told in await rows(datasette, REACHED, row)},
        "leads": led,
        "people": _people(found["people"]),
        "years": _first(years, SHOWN),
        "blocs": _blocs(found),
        "chart": timeline(awards, led, found["members"]),
        "doubts": await rows(datasette, queries.DOUBTS.format(where=queries.DOUBTED_ORGANIZATION), row),
        "shown": SHOWN,
        "cut": is_cut(found) or sum(len(told) for _, kinds in years for told in kinds.values()) > SHOWN,
    }
    return await show(datasette, request, "organization.html", context)


def _by_year(awards: Iterable[Story], led: Iterable[Row], found: dict[str, list[Row]]) -> list[Year]:
    """The years, newest first, what is without one last."""
    years: dict[int, dict[str, list[Any]]] = {}
    told: list[tuple[str, int | None, Any]] = [("awards", story.year, story) for story in awards]
    told += [("leads", lead["year"], lead) for lead in led]
    told += [(kind, fact["year"], fact) for kind in ("ranks", "members") for fact in found[kind]]
    for kind, year, what in told:
        years.setdefault(year or 0, {"awards": [], "leads": [], "ranks": [], "members": []})[kind].append(what)
    return [(year or None, years[year]) for year in sorted(years, reverse=True)]


def _first(years: list[Year], most: int) -> list[Year]:
    """The first so many things of those years."""
    kept: list[Year] = []
    for year, kinds in years:
        part: dict[str, list[Any]] = {}
        for kind, told in kinds.items():
            part[kind] = told[:most]
            most -= len(part[kind])
        if any(part.values()):
            kept.append((year, part))
    return kept


def _people(told: Iterable[Row]) -> list[Row]:
    """Each person with each post once, the latest article that says so first."""
    newest = sorted(told, key=lambda row: (row["published_at"] or "", row["id"]), reverse=True)
    return list({(row["person"], row["post"]): row for row in reversed(newest)}.values())[::-1]


def _blocs(found: dict[str, list[Row]]) -> list[Row]:
    """The blocs that it belongs to, leads or is awarded in, newest year first."""
    named = {fact["bloc"]: fact for kind in found.values() for fact in kind if fact["bloc"]}
    return sorted(named.values(), key=lambda fact: (-fact["bloc_year"], fact["bloc_name"], fact["bloc"]))


def timeline(awards: Iterable[Story], led: Iterable[Row], members: Iterable[Row]) -> Chart | None:
    """Awards, roles and membership, a lane each; nothing where no two years are known."""
    marks: dict[str, dict[int, list[str]]] = {"awards": {}, "officers": {}, "members": {}}
    for story in awards:
        if story.year:
            marks["awards"].setdefault(story.year, []).append(story.status)
    for lead in led:
        if lead["year"]:
            marks["officers"].setdefault(lead["year"], []).append(lead["role"])
    for member in members:
        if member["year"]:
            marks["members"][member["year"]] = ["member"]
    known = {year for lane in marks.values() for year in lane}
    if len(known) < 2:
        return None
    shown = {title: {year: sorted(kinds) for year, kinds in lane.items()} for title, lane in marks.items() if lane}
    return lanes(range(min(known), max(known) + 1), list(shown.items()))
