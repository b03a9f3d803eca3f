"""Floor 4. What every page does: ask the archive, fill in a template, and say when a row is not there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import Request

from ..models import VIETNAM
from .metadata import DATABASE

Row = dict[str, Any]


async def rows(datasette: Any, sql: str, values: Any = ()) -> list[Row]:  # noqa: ANN401
    """The rows of a query on the archive."""
    result = await datasette.get_database(DATABASE).execute(sql, values)
    return [dict(row) for row in result.rows]


async def one(datasette: Any, sql: str, values: Any = ()) -> Row:  # noqa: ANN401
    """The first row; empty where there is none."""
    return next(iter(await rows(datasette, sql, values)), {})


async def record(datasette: Any, request: Request, sql: str) -> Row:  # noqa: ANN401
    """The row whose id the address names; the page of what is not there otherwise."""
    row = await one(datasette, sql, [int(request.url_vars["id"])])
    if not row:
        raise NotFound("404")
    return row


async def show(datasette: Any, request: Request, template: str, context: Row) -> Response:  # noqa: ANN401
    """The template filled in."""
    today = datetime.now(VIETNAM).date().isoformat()
    printing = bool(request.args.get("in"))
    address = datasette.absolute_url(request, request.full_path.removesuffix("?"))
    context |= {"data": f"/{DATABASE}", "here": request.path, "today": today, "printing": printing, "address": address}
    return Response.html(await datasette.render_template(f"btoscrape/{template}", context, request=request))


def whole_number(typed: str) -> int | None:
    """The number that somebody typed into an address; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
