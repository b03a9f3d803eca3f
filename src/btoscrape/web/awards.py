"""Floor 4. The kinds of awards, and the page of each: who received it, by year and authority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import Request

from .alphabet import alphabetical
from .asking import Row, rows, show, whole_number
from .charts import stacked
from .stories import STATUSES

MOST = 60
KINDS = """
    SELECT award_id AS id, min(award) AS name, count(*) AS total, sum(status = 'conferred') AS conferred,
        sum(status = 'proposed') AS proposed, min(year) AS first, max(year) AS last
    FROM award_stories GROUP BY award_id ORDER BY total DESC, award_id
"""
_BY_YEAR = """
    SELECT year, level, status, count(*) AS count FROM award_stories WHERE award_id = :kind GROUP BY year, level, status
    ORDER BY year IS NULL, year DESC
"""
STORIES = f"""
    SELECT story.id, story.year, story.award, story.award_id, story.authority, story.level, story.recipient, story.organization,
        story.recipient_kind, story.recipient_count, story.status, story.bloc, blocs.name AS bloc_name, story.province,
        story.proposed_date, story.proposed_article, story.conferred_date, story.conferred_article
    FROM award_stories AS story LEFT JOIN blocs ON blocs.id = story.bloc
    WHERE {{where}} ORDER BY story.year IS NULL, story.year DESC, story.award_id, story.status, story.recipient, story.id LIMIT {MOST}
"""


_PROOFS = """
    SELECT story, status, article, min(evidence) AS evidence FROM awards WHERE story IN ({marks})
    GROUP BY story, status, article ORDER BY story, article
"""


async def kinds(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """All kinds of awards, those told of most first."""
    return await show(datasette, request, "awards.html", {"kinds": await rows(datasette, KINDS)})


async def kind(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """One kind of award: its years, its authorities, its recipients; the year 0 stands for those that nobody gave a year."""
    asked = {"kind": request.url_vars["award"], "year": whole_number(request.args.get("nam", ""))}
    counted = await rows(datasette, _BY_YEAR, asked)
    if not counted:
        raise NotFound("404")
    where = "story.award_id = :kind" + ("" if asked["year"] is None else " AND story.year IS nullif(:year, 0)")
    found = await proved(datasette, await rows(datasette, STORIES.format(where=where), asked))
    context = {
        "kind": asked["kind"],
        "year": asked["year"],
        "name": Counter(story["award"] for story in found).most_common(1)[0][0] if found else asked["kind"],
        "years": by_year(counted),
        "levels": _by_level(counted),
        "chart": chart(counted),
        "stories": sorted(found, key=in_order),
        "cut": len(found) == MOST,
    }
    return await show(datasette, request, "award.html", context)


def in_order(story: Row) -> tuple[Any, ...]:
    """What stories are sorted by: the newest year first, then kind and status, then who received it by the alphabet, nameless ones last."""
    recipient = story["recipient"] or ""
    return -(story["year"] or 0), story["award_id"], story["status"], not recipient, alphabetical(recipient), story["id"]


async def proved(datasette: Any, stories: list[Row]) -> list[Row]:  # noqa: ANN401
    """The same stories; `proofs` has, by status, the sentence of each article that says so."""
    marks = ", ".join("?" * len(stories))
    proofs: dict[int, dict[str, dict[int, int]]] = {story["id"]: {} for story in stories}
    for row in await rows(datasette, _PROOFS.format(marks=marks), list(proofs)):
        proofs[row["story"]].setdefault(row["status"], {})[row["article"]] = row["evidence"]
    return [story | {"proofs": proofs[story["id"]]} for story in stories]


def by_year(counted: Iterable[Row]) -> list[tuple[int | None, Counter[str]]]:
    """Each year with its counts by status, newest first."""
    years: dict[int | None, Counter[str]] = {}
    for row in counted:
        years.setdefault(row["year"], Counter())[row["status"]] += row["count"]
    return list(years.items())


def chart(counted: Iterable[Row]) -> Any:  # noqa: ANN401
    """The awards of each year by status, as columns; the years that nothing tells of are left out."""
    known = [(str(year), counts) for year, counts in by_year(counted) if year]
    return stacked(known[::-1], STATUSES) if known else None


def _by_level(counted: Iterable[Row]) -> list[tuple[str, int]]:
    levels: Counter[str] = Counter()
    for row in counted:
        levels[row["level"] or ""] += row["count"]
    return levels.most_common()
