"""Floor 4. The calendar of a year: what each bloc has had reported, and what is due but not seen yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from ..models import VIETNAM
from . import queries
from .asking import Row, rows, show, whole_number

MOST = 150
STAGES: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "ký kết giao ước": ((0, 1, 1), (0, 4, 30)),
    "sơ kết": ((0, 6, 1), (0, 8, 31)),
    "tổng kết": ((0, 11, 15), (1, 2, 28)),
}
"""When a bloc meets: pledges in spring, a review in summer, the wrap-up at the turn of the year; years later, month, day."""

_BLOCS = f"""
    SELECT blocs.id, blocs.name, blocs.province, blocs.key, blocs.year FROM blocs
    WHERE blocs.year IN (:year, :year - 1) AND (:province = '' OR blocs.province = :province)
    ORDER BY alphabetical(blocs.province), length(blocs.number), blocs.number, alphabetical(blocs.name), blocs.year DESC LIMIT {MOST * 2}
"""
_MEETINGS = """
    SELECT events.bloc, events.event, coalesce(events.event_date, substr(articles.published_at, 1, 10)) AS day, articles.id, articles.title
    FROM blocs JOIN events ON events.bloc = blocs.id JOIN articles ON articles.id = events.id
    WHERE blocs.year = :year AND (:province = '' OR blocs.province = :province) ORDER BY day, articles.id
"""
_PROVINCES = "SELECT DISTINCT province FROM blocs WHERE year IN (:year, :year - 1) ORDER BY alphabetical(province)"


@dataclass(slots=True)
class Line:
    """A bloc with its meetings by stage; `known` is false for one that only the year before tells of."""

    bloc: Row
    known: bool
    meetings: dict[str, list[Row]] = field(default_factory=dict)


def due(stage: str, year: int, today: date) -> str:
    """Whether that meeting of that year's blocs is `early` (not due), `open` (the season for it) or `late`."""
    begins, ends = (date(year + later, month, day) for later, month, day in STAGES[stage])
    return "early" if today < begins else "open" if today <= ends else "late"


def lines(blocs: Iterable[Row], meetings: Iterable[Row], year: int) -> list[Line]:
    """A line for each bloc of the year, and for each of the year before that is not seen yet, in the order given."""
    found: dict[tuple[str, str], Line] = {}
    for bloc in blocs:
        if (bloc["province"], bloc["key"]) not in found or bloc["year"] == year:
            found[bloc["province"], bloc["key"]] = Line(bloc, bloc["year"] == year)
    by_id = {line.bloc["id"]: line for line in found.values() if line.known}
    for meeting in meetings:
        if meeting["bloc"] in by_id:
            by_id[meeting["bloc"]].meetings.setdefault(meeting["event"], []).append(meeting)
    return list(found.values())


async def calendar(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """A year's blocs by stage of their year."""
    today = datetime.now(VIETNAM).date()
    years = [row["year"] for row in await rows(datasette, queries.BLOC_YEARS)]
    asked_for = whole_number(request.args.get("nam", "")) or 0
    year = asked_for if MINYEAR <= asked_for < MAXYEAR else next(iter(years), today.year)
    asked = {"year": year, "province": request.args.get("tinh", "")}
    told = lines(await rows(datasette, _BLOCS, asked), await rows(datasette, _MEETINGS, asked), year)
    context = {
        "year": year,
        "years": years,
        "province": asked["province"],
        "provinces": [row["province"] for row in await rows(datasette, _PROVINCES, asked)],
        "lines": told[:MOST],
        "cut": len(told) > MOST,
        "due": {stage: due(stage, year, today) for stage in STAGES},
        "seen": {stage: sum(stage in line.meetings for line in told) for stage in STAGES},
    }
    return await show(datasette, request, "calendar.html", context)
