"""Floor 4. The page of a year: its blocs with their heads, its awards, its meetings."""

from __future__ import annotations

from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import Request

from . import queries
from .asking import one, rows, show
from .awards import MOST, STORIES, in_order, proved
from .told import bare_facts, leaders

_KINDS = """
    SELECT award_id AS id, min(award) AS name, count(*) AS total, sum(status = 'conferred') AS conferred,
        sum(status = 'proposed') AS proposed, sum(status = 'unknown') AS unknown
    FROM award_stories WHERE year IS nullif(:year, 0) GROUP BY award_id ORDER BY total DESC, award_id
"""
_BLOCS = f"""
    SELECT id, name, province, key, (SELECT count(*) FROM article_blocs WHERE bloc = blocs.id) AS articles
    FROM blocs WHERE year = :year ORDER BY alphabetical(province), length(number), number, alphabetical(name), id LIMIT {MOST}
"""
_LED = f"""
    fact.year IS nullif(:year, 0) AND (blocs.province, blocs."key") IN (SELECT province, "key" FROM ({_BLOCS}))
"""
"""Only the blocs that the page shows; they may be known by another year's row, as the wrap-up elects the next head."""
_MEETINGS = f"""
    SELECT events.id, events.event, events.event_date, blocs.id AS bloc, blocs.name AS bloc_name, articles.id AS article, articles.title,
        articles.published_at
    FROM blocs JOIN events ON events.bloc = blocs.id JOIN articles ON articles.id = events.id
    WHERE blocs.year = :year ORDER BY coalesce(events.event_date, articles.published_at) DESC, events.id LIMIT {MOST}
"""
"""An event has the number of its first article."""
_WITHOUT_YEAR = """
    SELECT EXISTS (SELECT 1 FROM award_stories WHERE year IS NULL) OR EXISTS (SELECT 1 FROM blocs WHERE year = 0) AS any
"""


async def year(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """Everything of one year; the year 0 stands for what nobody gave a year."""
    asked = {"year": int(request.url_vars["year"])}
    blocs = await rows(datasette, _BLOCS, asked)
    stories = await proved(datasette, await rows(datasette, STORIES.format(where="story.year IS nullif(:year, 0)"), asked))
    if not blocs and not stories:
        raise NotFound("404")
    meetings = await rows(datasette, _MEETINGS, asked)
    led: dict[tuple[str, str], list[Any]] = {}  # the wrap-up of the year before, another row of `blocs`, elects the heads
    for lead in leaders((await bare_facts(datasette, _LED, asked, ("officers",)))["officers"]):
        led.setdefault((lead["bloc_province"], lead["bloc_key"]), []).append(lead)
    without = [0] if (await one(datasette, _WITHOUT_YEAR))["any"] else []
    context = {
        "year": asked["year"],
        "years": [row["year"] for row in await rows(datasette, queries.BLOC_YEARS)] + without,
        "kinds": await rows(datasette, _KINDS, asked),
        "blocs": blocs,
        "leads": led,
        "meetings": meetings,
        "stories": sorted(stories, key=in_order),
        "most": MOST,
        "cut": MOST in (len(stories), len(blocs), len(meetings)),
    }
    return await show(datasette, request, "year.html", context)
