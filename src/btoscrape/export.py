"""Floor 4. Flat tables for people: one row per fact, in a stable order, as CSV, XLSX, JSON or JSON lines. Owns xlsxwriter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any

from .archive import Archive
from .errors import UsageError
from .models import VIETNAM

Row = dict[str, Any]

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet would take for the start of a formula, or skip before one (OWASP, CSV injection)."""
LONGEST_CELL = 32_767
"""Characters that a cell of Excel can hold."""
EARLIEST = "1900-01-02"
"""Excel knows no earlier day; such a date stays text."""
MOST_ROWS = 1_048_575
"""Rows below the header that a sheet of Excel can hold."""


def export(archive: Archive, table: str, form: str, out: IO[bytes]) -> int:
    """How many rows were written; the same rows, byte for byte, on every run over the same archive."""
    rows = archive.rows(table)
    first = next(rows, None)
    columns = list(first) if first else archive.columns(table)
    return _WRITERS[form](chain([first] if first else [], rows), columns, out)


def _csv(rows: Iterable[Row], columns: list[str], out: IO[bytes]) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 (it is the number of rows)
        writer.writerow([_harmless(value) for value in row.values()])
    text.detach()
    return count


def _harmless(value: object) -> object:
    """The value as a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and FORMULA_STARTS & {value[:1], value.lstrip()[:1]}:
        return "'" + value
    return value


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
    import xlsxwriter

    with TemporaryFile() as whole:  # a zip file is not written front to back, and standard output can't seek
        book = xlsxwriter.Workbook(whole, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"created": datetime(2025, 1, 1)})  # the same bytes on every run
        try:
            count = _fill_sheet(book, rows, columns)
        finally:
            book.close()
        whole.seek(0)
        copyfileobj(whole, out)
    return count


def _fill_sheet(book: Any, rows: Iterable[Row], columns: list[str]) -> int:  # noqa: ANN401
    sheet = book.add_worksheet("btoscrape")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    formats = {"date": book.add_format({"num_format": "yyyy-mm-dd"}), "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"})}
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise UsageError(f"a sheet of Excel holds {MOST_ROWS:,} rows and this table has more: use --format csv")
        for column, (name, value) in enumerate(row.items()):
            _write_cell(sheet, count, column, name, value, formats)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    return count


def _write_cell(sheet: Any, row: int, column: int, name: str, value: object, formats: dict[str, Any]) -> None:  # noqa: ANN401
    """One cell: dates and times as Excel's own, text as text whatever it starts with."""
    if isinstance(value, str) and name.endswith(("_at", "_date")) and value >= EARLIEST:
        sheet.write_datetime(row, column, _local(value), formats["date" if name.endswith("_date") else "time"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST_CELL])
    elif value is not None:
        sheet.write_number(row, column, value)


def _local(value: str) -> datetime:
    """What Vietnam's clock shows; cells have no zone."""
    moment = datetime.fromisoformat(value)
    return moment.astimezone(VIETNAM).replace(tzinfo=None) if moment.tzinfo else moment


_WRITERS: dict[str, Callable[[Iterable[Row], list[str], IO[bytes]], int]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
}
