"""Floor 4. Flat tables for people: one row per fact, in a stable order, as CSV, XLSX, JSON or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import IO, Any

from .archive import Archive
from .sheets import BOM, Book, csv_lines

Row = dict[str, Any]

AT_ONCE = 1000
"""Rows that become text together."""


def export(archive: Archive, table: str, form: str, out: IO[bytes], on: date | None = None) -> int:
    """How many rows were written; the same rows, byte for byte, on every run over the same archive. `on`: see Archive.rows."""
    rows = archive.rows(table, on)
    first = next(rows, None)
    columns = list(first) if first else archive.columns(table)
    return _WRITERS[form](chain([first] if first else [], rows), columns, out)


def _csv(rows: Iterable[Row], columns: list[str], out: IO[bytes]) -> int:
    out.write((BOM + csv_lines([columns])).encode())
    count = 0
    for some in _batches(rows):
        out.write(csv_lines(row.values() for row in some).encode())
        count += len(some)
    return count


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    given = iter(rows)
    while some := list(islice(given, AT_ONCE)):
        yield some


def _json(rows: Iterable[Row], columns: list[str], out: IO[bytes]) -> int:
    count = 0
    out.write(b"[")
    for count, line in enumerate(_lines(rows), 1):
        out.write(b"\n" + line if count == 1 else b",\n" + line)
    out.write(b"\n]\n")
    return count


def _jsonl(rows: Iterable[Row], columns: list[str], out: IO[bytes]) -> int:
    count = 0
    for count, line in enumerate(_lines(rows), 1):  # noqa: B007 (it is the number of rows)
        out.write(line + b"\n")
    return count


def _lines(rows: Iterable[Row]) -> Iterator[bytes]:
    return (json.dumps(row, ensure_ascii=False).encode() for row in rows)


def _xlsx(rows: Iterable[Row], columns: list[str], out: IO[bytes]) -> int:
    count = 0
    with Book(out) as book:
        book.sheet("btoscrape", columns)
        for some in _batches(rows):
            book.add(some)
            count += len(some)
    return count


_WRITERS: dict[str, Callable[[Iterable[Row], list[str], IO[bytes]], int]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
}
