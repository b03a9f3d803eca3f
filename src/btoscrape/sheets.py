"""Floor 1. Tables as people take them along: CSV that a spreadsheet opens safely, and Excel workbooks. Owns xlsxwriter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from shutil import copyfileobj
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

from .errors import UsageError
from .models import VIETNAM

Row = Mapping[str, Any]

BOM = "\ufeff"
"""What tells Excel that a CSV file is UTF-8."""
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet would take for the start of a formula, or skip before one (OWASP, CSV injection)."""
LONGEST_CELL = 32_767
"""Characters that a cell of Excel can hold."""
LONGEST_TITLE = 31
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
"""The name of a sheet is at most so long, and has none of these."""
EARLIEST = "1900-01-02"
"""Excel knows no earlier day; such a date stays text."""
MOST_ROWS = 1_048_575
"""Rows below the header that a sheet of Excel can hold."""
WIDTHS = {"quote": 70, "summary": 70, "article_title": 40, "title": 40, "organization": 34, "recipient": 34, "bloc": 28, "award": 24}
WIDTH = 16
"""How wide a column begins, in characters."""


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """The rows as lines of CSV, no cell of which acts as a formula; the BOM is the caller's."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue()


def _harmless(value: object) -> object:
    """The value as a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and FORMULA_STARTS & {value[:1], value.lstrip()[:1]}:
        return "'" + value
    return value


def local(value: str) -> datetime:
    """What Vietnam's clock shows of an ISO date or time; cells have no zone."""
    moment = datetime.fromisoformat(value)
    return moment.astimezone(VIETNAM).replace(tzinfo=None) if moment.tzinfo else moment


class Book:
    """An Excel workbook on its way into a file: sheet after sheet, row after row, in little memory.

    The same bytes on every run. Columns named …_at and …_date hold times and dates; text is text whatever it starts with.
    """

    def __init__(self, out: IO[bytes], day: str = "yyyy-mm-dd") -> None:
        """Begin a workbook whose dates look like `day`."""
        import xlsxwriter

        self._out, self._whole = out, TemporaryFile()  # a zip file is not written front to back  # noqa: SIM115
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._whole, options)
        self._book.set_properties({"created": datetime(2025, 1, 1)})
        self._head = self._book.add_format({"bold": True})
        self._formats = {
            "date": self._book.add_format({"num_format": day}),
            "time": self._book.add_format({"num_format": f"{day} hh:mm"}),
        }
        self._columns: Sequence[str] = ()
        self._count = 0

    def __enter__(self) -> Self:
        """The book itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Write the file, unless something went wrong meanwhile."""
        with self._whole:
            self._end_sheet()
            self._book.close()
            if kind is None:
                self._whole.seek(0)
                copyfileobj(self._whole, self._out)

    def sheet(self, title: str, columns: Sequence[str], headings: Sequence[str] | None = None) -> None:
        """Begin the next sheet; `columns` are keys of its rows, `headings` what people read above them."""
        self._end_sheet()
        self._columns, self._count = columns, 0
        self._sheet = self._book.add_worksheet(title.translate(NOT_IN_TITLES)[:LONGEST_TITLE])
        for place, name in enumerate(columns):
            self._sheet.set_column(place, place, WIDTHS.get(name, WIDTH))
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, headings or columns, self._head)

    def add(self, rows: Iterable[Row]) -> None:
        """Further rows of the sheet."""
        for row in rows:
            self._count += 1
            if self._count > MOST_ROWS:
                raise UsageError(f"a sheet of Excel holds {MOST_ROWS:,} rows and this table has more: use --format csv")
            for place, name in enumerate(self._columns):
                self._write(place, name, row.get(name))

    def _write(self, place: int, name: str, value: object) -> None:
        if isinstance(value, str) and name.endswith(("_at", "_date")) and value >= EARLIEST:
            self._sheet.write_datetime(self._count, place, local(value), self._formats["date" if name.endswith("_date") else "time"])
        elif isinstance(value, str):
            self._sheet.write_string(self._count, place, value[:LONGEST_CELL])
        elif value is not None:
            self._sheet.write_number(self._count, place, value)

    def _end_sheet(self) -> None:
        if self._columns:
            self._sheet.autofilter(0, 0, max(self._count, 1), len(self._columns) - 1)
