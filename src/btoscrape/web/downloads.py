"""Floor 4. What hangs on the download buttons: the facts of a page, a filtered table, a ready-made query."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import NotFound
from datasette.utils.asgi import Request

from .asking import Row, one, record
from .metadata import DATABASE
from .search import asked_for, matching
from .strings import catalog, table_title, text
from .taking import AT_ONCE, Table, from_view, of_facts, send_tables
from .told import OF_ARTICLE, OF_BLOC_YEAR, OF_ORGANIZATION
from .wording import language

_EVERYTHING = ("award_stories", "awards", "officers", "members", "ranks", "people", "decisions")
_OF_BLOC = {kind: "fact.bloc = :id" if kind in ("people", "decisions") else OF_BLOC_YEAR for kind in _EVERYTHING}
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "to-chuc": ("SELECT id, name FROM organizations WHERE id = ?", dict.fromkeys(_EVERYTHING[:-1], OF_ORGANIZATION)),
    "khoi": ("SELECT *, name || ' ' || coalesce(nullif(year, 0), '') AS title FROM blocs WHERE id = ?", _OF_BLOC),
    "bai": ("SELECT id, title FROM articles WHERE id = ?", dict.fromkeys(_EVERYTHING[1:], OF_ARTICLE)),
}
"""For each kind of page: the row of its subject, and for each kind of fact the condition under which the page has it."""
_OF_YEAR = {"ledger": "fact.year = :year"}
_OF_YEAR |= dict.fromkeys(("award_stories", "awards", "officers", "members", "ranks"), "fact.year IS nullif(:year, 0)")
_PEOPLE = dict.fromkeys(("officers", "people"), "fact.person = :name")

Send = Callable[..., Any]


async def page(datasette: Any, request: Request, send: Send) -> None:  # noqa: ANN401
    """All facts of an organisation's, a bloc's or an article's page."""
    sql, conditions = PAGES[request.url_vars["kind"]]
    row = await record(datasette, request, sql)
    await _send_facts(datasette, request, send, row.get("title") or row["name"], conditions, row)


async def person(datasette: Any, request: Request, send: Send) -> None:  # noqa: ANN401
    """All facts about people of that name."""
    name = request.args.get("ten", "").strip()
    await _send_facts(datasette, request, send, name, _PEOPLE, {"name": name})


async def year(datasette: Any, request: Request, send: Send) -> None:  # noqa: ANN401
    """All facts of a year, or of none."""
    asked = int(request.url_vars["year"])
    name = str(asked) if asked else text(language(request), "unknown_year")
    await _send_facts(datasette, request, send, name, _OF_YEAR, {"year": asked})


async def search(datasette: Any, request: Request, send: Send) -> None:  # noqa: ANN401
    """The articles that a search finds."""
    asked = asked_for(request)
    found = await from_view(datasette, "articles", _at_once(await matching(datasette, asked)))
    await send_tables(send, request.url_vars["form"], language(request), asked["q"] or "tim-kiem", [found])


async def table(datasette: Any, request: Request, send: Send) -> None:  # noqa: ANN401
    """A table or view as its page shows it, filtered and sorted; or a ready-made query."""
    name, reader = request.url_vars["table"], language(request)
    if name in catalog("tables.toml")["queries"]:
        found = await _of_query(datasette, request, name)
    elif name in catalog("tables.toml")["tables"]:
        found = await _of_table(datasette, request, name)
    else:
        raise NotFound("404")
    await send_tables(send, request.url_vars["form"], reader, table_title(reader, name), [found])


async def _send_facts(datasette: Any, request: Request, send: Send, name: str, conditions: dict[str, str], values: Row) -> None:  # noqa: ANN401
    found = [await of_facts(datasette, kind, where, values) for kind, where in conditions.items()]
    await send_tables(send, request.url_vars["form"], language(request), name, found)


async def _at_once(ids: list[int]) -> AsyncIterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


async def _of_query(datasette: Any, request: Request, name: str) -> Table:  # noqa: ANN401
    sql = catalog("tables.toml")["queries"][name]["sql"]
    values = {parameter: request.args.get(parameter, "") for parameter in ("ten",)}
    found = await datasette.get_database(DATABASE).execute(sql, values)

    async def chunks() -> AsyncIterator[list[Row]]:
        yield [dict(row) for row in found.rows]

    return Table(name, tuple(found.columns), chunks())


async def _of_table(datasette: Any, request: Request, name: str) -> Table:  # noqa: ANN401
    """By way of Datasette's own pages of the table, so that filters, search and order mean what they mean there."""
    pages = _pages(datasette, request, name)
    first = await anext(pages)
    view = name.removeprefix("award_")
    if "id" in first["columns"] and await one(datasette, "SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?", [f"export_{view}"]):
        return await from_view(datasette, name, ([row["id"] for row in page["rows"]] async for page in _after(first, pages)))

    async def chunks() -> AsyncIterator[list[Row]]:
        async for page in _after(first, pages):
            yield [{column: _named(value) for column, value in row.items()} for row in page["rows"]]

    return Table(name, tuple(first["columns"]), chunks())


async def _pages(datasette: Any, request: Request, name: str) -> AsyncIterator[Row]:  # noqa: ANN401
    """A table's pages as JSON, from the first to the last."""
    asked = [(key, value) for key, value in parse_qsl(request.query_string) if key not in ("_size", "_next", "_shape", "_facet", "_labels")]
    following = f"/{DATABASE}/{name}.json?" + urlencode([*asked, *_ALL])
    while following:
        answer = await datasette.client.get(following, cookies=request.cookies)
        if answer.status_code != 200:
            raise NotFound("404")
        page = answer.json()
        yield page
        following = (page["next_url"] or "").partition("//")[2].partition("/")[2]
        following = following and f"/{following}"


_ALL = (("_size", str(AT_ONCE)), ("_shape", "objects"), ("_labels", "on"), ("_nofacet", "1"), ("_nosuggest", "1"), ("_nocount", "1"))


async def _after(first: Row, pages: AsyncIterator[Row]) -> AsyncIterator[Row]:
    yield first
    async for page in pages:
        yield page


def _named(value: Any) -> Any:  # noqa: ANN401
    """The name that a number refers to."""
    return value["label"] if isinstance(value, dict) else value
