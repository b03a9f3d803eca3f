"""Floor 4. The front page and the search."""

from __future__ import annotations

from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from ..archive.search import fts_query
from ..names import organization_key, spelt
from . import queries
from .marks import highlight, snippet
from .metadata import DATABASE

Row = dict[str, Any]
LONGEST_QUERY = 200
LAST_PAGE = 500


async def rows(datasette: Any, sql: str, values: Any = ()) -> list[Row]:  # noqa: ANN401
    """The rows of a query on the archive."""
    result = await datasette.get_database(DATABASE).execute(sql, values)
    return [dict(row) for row in result.rows]


async def one(datasette: Any, sql: str, values: Any = ()) -> Row:  # noqa: ANN401
    """The first row; empty where there is none."""
    return next(iter(await rows(datasette, sql, values)), {})


async def show(datasette: Any, request: Request, template: str, context: Row) -> Response:  # noqa: ANN401
    """The template filled in."""
    context |= {"data": f"/{DATABASE}"}
    return Response.html(await datasette.render_template(template, context, request=request))


async def home(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """What this is, how fresh it is, and the ways in."""
    context = {
        "run": await one(datasette, queries.FRESH),
        "newest": (await one(datasette, queries.NEWEST_CAPTURE))["at"],
        "counts": await one(datasette, queries.COUNTS),
        "latest": await rows(datasette, queries.LATEST),
        "blocs": await rows(datasette, queries.BLOCS_OF_NEWEST_YEAR),
        "awards": await rows(datasette, queries.AWARDS_BY_YEAR),
    }
    return await show(datasette, request, "btoscrape/home.html", context)


async def search(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """Articles that match, best first, with organisations and blocs of that name."""
    typed = request.args.get("q", "").strip()[:LONGEST_QUERY]
    page = _page(request.args.get("trang", ""))
    asked = {
        "match": fts_query(typed),
        "year": request.args.get("nam", ""),
        "paper": request.args.get("bao", ""),
        "limit": queries.PER_PAGE,
        "offset": (page - 1) * queries.PER_PAGE,
    }
    found = await rows(datasette, queries.SEARCH, asked) if asked["match"] else []
    total = (await one(datasette, queries.SEARCH_COUNT, asked))["count"] if asked["match"] else 0
    context = {
        "typed": typed,
        "year": asked["year"],
        "paper": asked["paper"],
        "page": page,
        "total": total,
        "last": page * queries.PER_PAGE >= total or page >= LAST_PAGE,
        "found": [_hit(row, typed) for row in found],
        "years": [row["year"] for row in await rows(datasette, queries.YEARS)],
        "papers": await rows(datasette, queries.PAPERS),
        "organizations": await rows(datasette, queries.ORGANIZATIONS_CALLED, {"key": organization_key(typed)}),
        "blocs": await rows(datasette, queries.BLOCS_CALLED, {"key": _bloc_key(typed)}),
    }
    return await show(datasette, request, "btoscrape/search.html", context)


def _hit(row: Row, typed: str) -> Row:
    return row | {"title_bits": highlight(row["title"], typed), "snippet": snippet(row["body"], typed)}


def _page(value: str) -> int:
    return min(max(int(value), 1), LAST_PAGE) if value.isascii() and value.isdigit() else 1


def _bloc_key(typed: str) -> str:
    """What is typed in the form of bloc keys, which leave `thi đua` out: `khoi thi dua 8` → `khoi 8`."""
    return " ".join(f" {spelt(typed)} ".replace(" thi dua ", " ").replace(" so ", " ").split())
