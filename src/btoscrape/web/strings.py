"""Floor 4. The words of the pages in Vietnamese and English, all from strings.toml; numbers and times in local form."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any, Literal

from ..catalog.load import Table, parse
from ..models import VIETNAM

Language = Literal["vi", "en"]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@cache
def catalog(name: str) -> Table:
    """The TOML file of that name beside this module. Treat it as read-only."""
    return parse(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"), name)


def text(language: Language, key: str, **values: object) -> str:
    """The string of that key with the values filled in."""
    wording: str = catalog("strings.toml")["text"][key][language]
    return wording.format(**values) if values else wording


def label(language: Language, group: str, name: object) -> str:
    """What people call a column, table, role or status; the name itself where the catalog has none."""
    entry: dict[str, str] = catalog("strings.toml")[group].get(str(name), {})
    return entry.get(language, str(name))


def labels(language: Language, group: str) -> list[tuple[str, str]]:
    """All names of a group with what people call them, in the catalog's order."""
    return [(name, entry[language]) for name, entry in catalog("strings.toml")[group].items()]


def kind_of_award(language: Language, award_id: str, printed: str) -> str:
    """What people call a kind of award; as the articles print it where our catalog has no word."""
    entry: dict[str, str] = catalog("strings.toml")["kind_of_award"].get(award_id, {})
    return entry.get(language, printed)


def worded(language: Language, column: str, value: Any) -> Any:  # noqa: ANN401
    """What a value of that column means to people; the value itself where the catalog has no word for it."""
    group: str = catalog("tables.toml")["values"].get(column, "")
    return label(language, group, value) if group and isinstance(value, str) else value


def doubt(language: Language, kind: str, details: str, message: str) -> str:
    """The doubt in one sentence; the archive has it in Vietnamese, and as JSON what the English one is filled with."""
    wording: str = catalog("strings.toml")["doubt"].get(kind, {}).get(language, "")
    if not wording:
        return message
    filled: dict[str, object] = json.loads(details)
    return wording.format_map({name: label(language, name, value) if name == "status" else value for name, value in filled.items()})


def table_title(language: Language, name: str) -> str:
    """What people call a table or a ready-made query."""
    titles: dict[str, str] = _described(name).get("title", {})
    return titles.get(language, name)


def about_table(language: Language, name: str) -> str:
    """What a table or a ready-made query holds; empty where nobody said."""
    wording: dict[str, str] = _described(name).get("about", {})
    return wording.get(language, "")


def about_columns(language: Language, name: str) -> list[tuple[str, str]]:
    """The columns of a table whose meaning is explained, with that."""
    return [(column, about[language]) for column, about in _described(name).get("columns", {}).items()]


def _described(name: str) -> dict[str, Any]:
    words = catalog("strings.toml")
    described: dict[str, Any] = words["table"].get(name) or words["query"].get(name) or {}
    return described


def number(language: Language, value: int) -> str:
    """1.234 in Vietnamese, 1,234 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def day(language: Language, value: str | None) -> str:
    """The day of an ISO date or time, in Vietnam; what is not one stays, nothing gives nothing."""
    moment = _moment(value)
    return _day(language, moment) if moment else value or ""


def day_of(language: Language, year: int, value: str | None) -> str:
    """The day without its year where that is the one meant: 8/1, 8 January."""
    moment = _moment(value)
    if not moment or moment.year != year:
        return day(language, value)
    return f"{moment.day}/{moment.month}" if language == "vi" else f"{moment.day} {MONTHS[moment.month - 1]}"


def minute(language: Language, value: str | None) -> str:
    """Day and minute of an ISO time, in Vietnam; what is not one stays, nothing gives nothing."""
    moment = _moment(value)
    return f"{_day(language, moment)} {moment:%H:%M}" if moment else value or ""


def _day(language: Language, moment: date) -> str:
    if language == "vi":
        return f"{moment.day}/{moment.month}/{moment.year}"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _moment(value: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment
