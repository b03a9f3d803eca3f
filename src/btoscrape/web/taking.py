"""Floor 4. Tables to take along: Excel and CSV for people, JSON for programs; whole, in an order that holds, names for numbers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

from ..catalog.spelling import spelt
from ..sheets import BOM, Book, csv_lines, local
from .asking import Row, rows
from .strings import Language, label, table_title, worded

AT_ONCE = 1000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
INNER = frozenset({"key", "article", "rule", "engine", "text_digest", "award_id", "relevance", "id"})
"""Columns that programs get and people don't: they hold numbers of rows and names of rules."""
DAY = "dd/mm/yyyy"
ORDER = {"award_stories": "year IS NULL, year DESC, "}
"""What comes before the latest row first."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table on its way out: its name, its columns, and its rows some hundred at a time."""

    name: str
    columns: tuple[str, ...]
    rows: AsyncIterator[list[Row]] = field(repr=False)


async def of_facts(datasette: Any, table: str, where: str, values: Row) -> Table:  # noqa: ANN401
    """The facts of a table that meet the condition (on `fact`), the latest first."""
    ids = [row["id"] for row in await rows(datasette, f"SELECT id FROM {table} AS fact WHERE {where} ORDER BY {ORDER.get(table, '')}id DESC", values)]

    async def batches() -> AsyncIterator[list[int]]:
        for start in range(0, len(ids), AT_ONCE):
            yield ids[start : start + AT_ONCE]

    return await from_view(datasette, table, batches())


async def from_view(datasette: Any, table: str, ids: AsyncIterator[list[int]]) -> Table:  # noqa: ANN401
    """What the table's export view says of those ids, in their order."""
    view = f"export_{table.removeprefix('award_')}"
    columns = [row["name"] for row in await rows(datasette, f"SELECT name FROM pragma_table_info('{view}')")]

    async def chunks() -> AsyncIterator[list[Row]]:
        async for some in ids:
            marks = ", ".join("?" * len(some))
            found = {row["key"]: row for row in await rows(datasette, f'SELECT * FROM {view} WHERE "key" IN ({marks})', some)}
            yield [found[id] for id in some if id in found]

    return Table(table, tuple(columns), chunks())


async def send_tables(send: Callable[..., Any], form: str, reader: Language, name: str, tables: Sequence[Table]) -> None:
    """The answer: a workbook of a sheet each, one CSV of them all, or one JSON object."""
    file = spelt(name).replace(" ", "-")[:80] or "bang"
    disposition = f"attachment; filename=\"{file}.{form}\"; filename*=UTF-8''{quote(name[:80])}.{form}"
    headers = [(b"content-type", TYPES[form].encode()), (b"content-disposition", disposition.encode())]
    chunks = _FORMS[form](reader, tables)
    begun = await anext(chunks)  # what fails here still becomes an error page
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": begun, "more_body": True})
    async for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _csv(reader: Language, tables: Sequence[Table]) -> AsyncIterator[bytes]:
    """One table; several one below the other, with the kind of each row before it."""
    columns = [name for name in dict.fromkeys(name for table in tables for name in table.columns) if name not in INNER]
    first = ["kind_of_fact"] if len(tables) > 1 else []
    yield (BOM + csv_lines([[label(reader, "column", name) for name in (*first, *columns)]])).encode()
    for table in tables:
        kind = [table_title(reader, table.name)] if first else []
        async for some in table.rows:
            lines = ([*kind, *(_written(reader, name, row.get(name)) for name in columns)] for row in some)
            yield csv_lines(lines).encode()


def _written(reader: Language, name: str, value: Any) -> Any:  # noqa: ANN401
    """The value as a spreadsheet reads it from text: a time on Vietnam's clock, without its zone."""
    if isinstance(value, str) and name.endswith("_at"):
        return f"{local(value):%Y-%m-%d %H:%M:%S}"
    return worded(reader, name, value)


async def _json(reader: Language, tables: Sequence[Table]) -> AsyncIterator[bytes]:
    """An object with a list for each table, all columns, named as the archive names them."""
    yield b"{"
    for place, table in enumerate(tables):
        yield f'{"," if place else ""}\n"{table.name}": ['.encode()
        between = b"\n"
        async for some in table.rows:
            yield between + b",\n".join(json.dumps(row, ensure_ascii=False).encode() for row in some)
            between = b",\n"
        yield b"\n]"
    yield b"\n}\n"


async def _xlsx(reader: Language, tables: Sequence[Table]) -> AsyncIterator[bytes]:
    with TemporaryFile() as whole:
        with Book(whole, DAY) as book:
            for table in tables:
                columns = [name for name in table.columns if name not in INNER]
                book.sheet(table_title(reader, table.name), columns, [label(reader, "column", name) for name in columns])
                async for some in table.rows:
                    said = [{name: worded(reader, name, row[name]) for name in columns} for row in some]
                    await asyncio.to_thread(book.add, said)
        whole.seek(0)
        while chunk := whole.read(1 << 16):
            yield chunk


_FORMS: dict[str, Callable[[Language, Sequence[Table]], AsyncIterator[bytes]]] = {"csv": _csv, "json": _json, "xlsx": _xlsx}
