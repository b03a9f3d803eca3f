"""Floor 2. Corrections as data: the rows of corrections.csv, which a person can read, write and hand on.

    at, who, why      when (ISO 8601), by whom and for what reason
    action            set, delete or add a fact; merge two organisations or blocs, or keep them apart; accept a doubt as it is
    table             members, awards, officers, ranks, people, decisions, blocs; articles for what is told once; organizations; doubts
    article_url       the article that the fact is read from; empty for merge, apart and accept
    fact              which one, by its values: `recipient=Hội Người mù; award=Cờ thi đua`, and `quote=` a part of its sentence
    change            what it should say: `status=conferred; year=2024`; an empty value takes one away

Nothing in it is a number of our database, so it fits the archive after every rebuild, and another archive of the same articles.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path

from ..errors import UsageError
from ..urls import article_key

COLUMNS = ("at", "who", "why", "action", "table", "article_url", "fact", "change")
ON_FACTS, ON_NAMES, ON_DOUBTS = ("set", "delete", "add"), ("merge", "apart"), ("accept",)
Value = str | int | date | None
Values = Mapping[str, Value]
_KINDS: dict[str, dict[str, str]] = {
    "members": {"organization": "text!", "role": "head|deputy"},
    "awards": {
        "award": "text!", "award_id": "text!", "authority": "text", "recipient": "text", "recipient_kind": "collective|individual",
        "recipient_count": "number", "status": "proposed|conferred|unknown!", "year": "number",
    },
    "officers": {"role": "head|deputy!", "person": "text", "organization": "text", "year": "number"},
    "ranks": {"rank": "number!", "organization": "text!", "year": "number"},
    "people": {"name": "text!", "post": "text", "organization": "text"},
    "decisions": {"number": "text!", "issued": "date"},
    "blocs": {"name": "text!", "kind": "khối|cụm!", "number": "text", "year": "number"},
    "articles": {"event": "tổng kết|sơ kết|ký kết giao ước|khác", "event_date": "date", "member_count": "number"},
}  # fmt: skip
"""The fields of each table: text, number, date or one of several words; those with `!` may not be empty."""
_NAMES: dict[str, dict[str, str]] = {
    "organizations": {"province": "text", "name": "text!"},
    "blocs": {"province": "text", "year": "number", "key": "text!"},
}
_DOUBTS = {"doubts": {"doubt": "text!"}}
_UNQUOTED = ("blocs", "articles")
"""What no sentence of its own proves."""
_PAIR = re.compile(r"\s*([a-z_]+)\s*=")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row: `fact` and `change` as they stand there. `line` is where in the file, 0 while it is in none."""

    at: str
    who: str
    why: str
    action: str
    table: str
    article_url: str = ""
    fact: str = ""
    change: str = ""
    line: int = 0

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it stands in the file."""
        return tuple(getattr(self, name) for name in COLUMNS)

    @property
    def page_key(self) -> str:
        """What the article's page is known by, whatever way its address is written; empty where there is none."""
        return article_key(self.article_url) or self.article_url

    @property
    def wanted(self) -> Values:
        """The values that name the fact."""
        quoted = self.action in ON_FACTS and self.table not in _UNQUOTED
        return parse(self.fact, self._fields | ({"quote": "text"} if quoted else {}))

    @property
    def values(self) -> Values:
        """The values that it should have."""
        return parse(self.change, self._fields | ({"quote": "text!"} if self.action == "add" and self.table not in _UNQUOTED else {}))

    @property
    def _fields(self) -> dict[str, str]:
        return tables(self.action)[self.table]


def tables(action: str) -> dict[str, dict[str, str]]:
    """The tables that an action can be about, each with its fields."""
    if action == "set":
        return _KINDS
    if action in ON_FACTS:
        return {table: fields for table, fields in _KINDS.items() if table != "articles"}
    return _NAMES if action in ON_NAMES else _DOUBTS


def parse(text: str, fields: Mapping[str, str]) -> Values:
    """`name=value; name=value` as values of their kinds; a UsageError says what is wrong. A `;` may stand within a value."""
    found: dict[str, Value] = {}
    marks = [match for match in _PAIR.finditer(text) if not match.start() or text[: match.start()].rstrip().endswith(";")]
    if text.strip() and (not marks or marks[0].start()):
        raise UsageError(f"{text!r} is not of the form `name=value; name=value`")
    ends = [following.start() for following in marks[1:]]
    for match, end in zip_longest(marks, ends):
        name, value = match[1], text[match.end() : end].strip()
        if name not in fields:
            raise UsageError(f"there is no `{name}` here; there are: {', '.join(fields)}")
        found[name] = _value(name, value if end is None else value.removesuffix(";").rstrip(), fields[name])
    return found


def written(values: Mapping[str, object]) -> str:
    """Values as `parse` reads them."""
    return "; ".join(f"{name}={'' if value is None else value}" for name, value in values.items())


def _value(name: str, text: str, kind: str) -> Value:
    required, kind = kind.endswith("!"), kind.removesuffix("!")
    if not text:
        if required:
            raise UsageError(f"`{name}` may not be empty")
        return None
    if kind == "text":
        return text
    try:
        return int(text) if kind == "number" else date.fromisoformat(text) if kind == "date" else _one_of(text, kind)
    except ValueError as error:
        wanted = {"number": "a number", "date": "a day such as 2024-12-31"}.get(kind, f"one of: {kind.replace('|', ', ')}")
        raise UsageError(f"`{name}` must be {wanted}, not {text!r}") from error


def _one_of(text: str, words: str) -> str:
    if text not in words.split("|"):
        raise ValueError(text)
    return text


def checked(correction: Correction) -> Correction:
    """The correction itself, once it can be applied; a UsageError says what is wrong with it."""
    actions = (*ON_FACTS, *ON_NAMES, *ON_DOUBTS)
    if correction.action not in actions:
        raise UsageError(f"`action` must be one of: {', '.join(actions)}; not {correction.action!r}")
    if correction.table not in tables(correction.action):
        raise UsageError(f"`table` must be one of: {', '.join(tables(correction.action))}; not {correction.table!r}")
    for name in ("at", "who", "why"):
        if not getattr(correction, name).strip():
            raise UsageError(f"`{name}` may not be empty")
    try:
        datetime.fromisoformat(correction.at)
    except ValueError as error:
        raise UsageError(f"`at` must be a time such as 2025-01-31T08:00, not {correction.at!r}") from error
    if bool(correction.article_url.strip()) != (correction.action in ON_FACTS):
        raise UsageError(f"`article_url` must be {'given' if correction.action in ON_FACTS else 'empty'} for {correction.action!r}")
    _check_values(correction)
    return correction


def _check_values(correction: Correction) -> None:
    wanted, values, fields = correction.wanted, correction.values, tables(correction.action)[correction.table]
    needs_change = correction.action in ("set", "add", "merge", "apart")
    if needs_change != bool(values):
        raise UsageError(f"`change` must be {'given' if needs_change else 'empty'} for {correction.action!r}")
    if not wanted and correction.action != "add" and correction.table != "articles":
        raise UsageError("`fact` must say which one, as `name=value; name=value`")
    complete = values if correction.action == "add" else wanted if correction.action not in ON_FACTS else {}
    missing = [name for name, kind in fields.items() if kind.endswith("!") and complete and not complete.get(name)]
    if missing or (correction.action == "add" and correction.table not in _UNQUOTED and not values.get("quote")):
        raise UsageError(f"`{'change' if correction.action == 'add' else 'fact'}` needs `{(missing or ['quote'])[0]}`")


def read(path: Path) -> tuple[Correction, ...]:
    """The corrections of the file, none where there is no file; a UsageError names file, line and what to do."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text; save it from the spreadsheet as “CSV UTF-8”") from error
    return tuple(_rows(text, path))


def _rows(text: str, path: Path) -> Iterator[Correction]:
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    line = 1
    try:
        for row in rows:
            begun, line = line, rows.line_num + 1
            if begun == 1:
                _check_header(row, path)
            elif any(cell.strip() for cell in row):
                yield _row(row, path, begun)
    except csv.Error as error:
        raise UsageError(f"{path}, line {line}: is no CSV row ({error}); look for a quotation mark that is not closed") from error


def _check_header(row: list[str], path: Path) -> None:
    if tuple(cell.strip() for cell in row) != COLUMNS:
        raise UsageError(f"{path}, line 1: must be the columns {','.join(COLUMNS)}")


def _row(row: list[str], path: Path, line: int) -> Correction:
    if len(row) != len(COLUMNS):
        raise UsageError(f"{path}, line {line}: has {len(row)} cells instead of {len(COLUMNS)} ({','.join(COLUMNS)})")
    try:
        cells = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=True))
        return checked(Correction(**cells, line=line))
    except UsageError as error:
        raise UsageError(f"{path}, line {line}: {error}") from error


def append(path: Path, correction: Correction) -> None:
    """Write the correction as the last row, below a header where the file is new."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    try:
        old = path.read_bytes() if path.exists() else b""
        if not old.strip(b"\xef\xbb\xbf \r\n"):
            writer.writerow(COLUMNS)
            old = b"\xef\xbb\xbf"  # so that Excel knows the accents
        elif not old.endswith(b"\n"):
            old += b"\r\n"
        semicolons = old.partition(b"\n")[0].count(b";") > old.partition(b"\n")[0].count(b",")
        (csv.writer(out, delimiter=";") if semicolons else writer).writerow(correction.cells)
        part = path.with_name(path.name + ".part")
        part.write_bytes(old + out.getvalue().encode())
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from error
