"""Floor 4. The archive as Datasette's database: only ever read, and paged in an order that holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from datasette.database import Database
from datasette.utils import sqlite3

from .metadata import tables

_FIRST_PAGE = re.compile(
    r"(?P<select>select .* from \[?(?P<table>\w+)\]? .*order by (?P<column>\[[^\]]+\]|\w+)(?: desc)?)(?P<limit> limit \d+)", re.S
)


class ArchiveDatabase(Database):  # type: ignore[misc]  # datasette ships no types
    """A database file opened read-only, whatever letters its path has."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that can't write; Datasette's own form breaks on `#`, `%` and `?` in a path."""
        mode = "mode=ro" if self.is_mutable else "immutable=1"
        connection = sqlite3.connect(f"{Path(self.path).as_uri()}?{mode}", uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def execute(self, sql: str, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """The rows of the query, equal ones of a table page in the order of their row."""
        return await super().execute(in_stable_order(sql), *args, **options)


def in_stable_order(sql: str) -> str:
    """The query of a table's first page with the row as last order, as Datasette gives it to all later pages.

    Without it Datasette 0.65.5 loses and repeats rows where an index delivers equal values in another order.
    """
    match = _FIRST_PAGE.fullmatch(sql)
    if not match or match["table"] not in tables():
        return sql
    return f"{match['select']}, rowid{match['limit']}"
