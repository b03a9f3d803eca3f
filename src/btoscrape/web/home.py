"""Floor 4. The front page."""

from __future__ import annotations

from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from . import queries
from .asking import one, rows, show
from .awards import by_year, chart


async def home(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """What this is, how fresh it is, and the ways in."""
    counted = await rows(datasette, queries.AWARDS_BY_YEAR)
    context = {
        "run": await one(datasette, queries.FRESH),
        "newest": (await one(datasette, queries.NEWEST_CAPTURE))["at"],
        "counts": await one(datasette, queries.COUNTS),
        "latest": await rows(datasette, queries.LATEST),
        "blocs": await rows(datasette, queries.BLOCS_OF_NEWEST_YEAR),
        "awards": by_year(counted),
        "chart": chart(counted),
    }
    return await show(datasette, request, "home.html", context)
