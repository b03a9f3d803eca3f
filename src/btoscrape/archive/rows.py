"""Floor 2. Rows into tables: what every part of the archive writes with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from sqlite_utils import Database

Value = str | int | float | None
Row = Mapping[str, Value]


def stamp(at: datetime) -> str:
    """A moment as the tables write it, in UTC; they compare as text."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> str:
    """The present moment, as the tables write it."""
    return stamp(datetime.now(UTC))


def clean(value: Value) -> Value:
    """The value as SQLite can hold it: letters that are none (lone surrogates, NUL) replaced, the length kept."""
    if not isinstance(value, str):
        return value
    try:
        value.encode()  # nearly always there is nothing to replace
    except UnicodeEncodeError:
        value = value.encode("utf-8", "replace").decode()
    return value.replace("\0", "\ufffd") if "\0" in value else value


def insert(db: Database, table: str, row: Row) -> int:
    """The id of a new row."""
    cursor = db.execute(_insertion(table, tuple(row)), [clean(value) if type(value) is str else value for value in row.values()])
    return int(cursor.lastrowid or 0)


@cache
def _insertion(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"


def update(db: Database, table: str, row: Row, key: int) -> None:
    """New values in the row of that id."""
    sets = ", ".join(f'"{name}" = ?' for name in row)
    db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", [*(clean(value) for value in row.values()), key])


def identified(db: Database, table: str, identity: Row, more: Row | None = None) -> int:
    """The id of the row of that identity, made where there is none."""
    where = " AND ".join(f'"{name}" = ?' for name in identity)
    row = db.execute(f"SELECT id FROM {table} WHERE {where}", [clean(value) for value in identity.values()]).fetchone()
    return int(row[0]) if row else insert(db, table, {**identity, **(more or {})})
