"""Floor 4. The search: articles that match, with the organisations and blocs of that name."""

from __future__ import annotations

from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from ..archive.search import fts_query
from ..catalog.identities import organization_key
from ..catalog.spelling import spelt
from . import queries
from .asking import Row, one, rows, show
from .marks import highlight, snippet

LONGEST_QUERY = 200
LAST_PAGE = 500


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
    return await show(datasette, request, "search.html", context)


def _hit(row: Row, typed: str) -> Row:
    return row | {"title_bits": highlight(row["title"], typed), "snippet": snippet(row["body"], typed)}


def _page(value: str) -> int:
    return min(max(int(value), 1), LAST_PAGE) if value.isascii() and value.isdigit() else 1


def _bloc_key(typed: str) -> str:
    """What is typed in the form of bloc keys, which leave `thi đua` out: `khoi thi dua 8` → `khoi 8`."""
    return " ".join(f" {spelt(typed)} ".replace(" thi dua ", " ").replace(" so ", " ").split())
