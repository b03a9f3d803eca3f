"""Floor 4. What the templates can call: words in the reader's language, numbers, times, names of columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from datasette.utils import path_with_added_args
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from . import strings
from .cells import references
from .marks import clipped
from .metadata import DATABASE
from .strings import Language


def language(request: Any) -> Language:  # noqa: ANN401
    """The language of the reader's cookie, else Vietnamese; an error page has no request."""
    chosen = request.cookies.get("lang") if request else None
    return "en" if chosen == "en" else "vi"


def extend(env: Environment, templates: Path, datasette: Any) -> None:  # noqa: ANN401
    """Put our templates before those of Datasette and give them their words."""
    assert env.loader is not None
    env.loader = ChoiceLoader([FileSystemLoader(templates), env.loader])
    localized: dict[str, Callable[..., Any]] = {
        "t": strings.text,
        "label": strings.label,
        "kind_of_award": strings.kind_of_award,
        "worded": strings.worded,
        "doubt": strings.doubt,
        "table_title": strings.table_title,
        "about_table": strings.about_table,
        "about_columns": strings.about_columns,
        "number": strings.number,
        "day": strings.day,
        "day_of": strings.day_of,
        "minute": strings.minute,
    }
    env.globals.update({name: _localized(function) for name, function in localized.items()})
    env.globals |= {
        "lang": _lang,
        "switch_language": _switch_language,
        "clipped": clipped,
        "references": partial(references, datasette),
        "in_order": _in_order,
        "shown_columns": _shown_columns,
        "cells_of": _cells_of,
        "bloc_names": partial(_bloc_names, datasette),
    }


async def _bloc_names(datasette: Any, blocs: list[int]) -> dict[int, str]:  # noqa: ANN401
    """The blocs' names with their years, which tell those of one name apart."""
    marks = ", ".join("?" * len(blocs))
    found = await datasette.get_database(DATABASE).execute(f"SELECT id, name, year FROM blocs WHERE id IN ({marks})", blocs)
    return {row["id"]: f"{row['name']} ({row['year']})" if row["year"] else row["name"] for row in found.rows}


def _in_order(tables: list[Any]) -> list[Any]:
    """Datasette's tables in the order of tables.toml: what people look for first."""
    order = list(strings.catalog("tables.toml")["tables"])
    return sorted(tables, key=lambda table: order.index(table["name"]) if table["name"] in order else len(order))


def _shown_columns(table: str, columns: list[Any], request: Any) -> list[Any]:  # noqa: ANN401
    """The columns of a table's page in the order of tables.toml; those that the reader asks for, if any."""
    order = strings.catalog("tables.toml")["tables"].get(table, {}).get("shown", [])
    asked = "_col" in request.args or "_nocol" in request.args
    by_name = {column["name"]: column for column in columns}
    return [by_name[name] for name in order if name in by_name] if order and not asked else columns


def _cells_of(row: Any, columns: list[Any]) -> list[Any]:  # noqa: ANN401
    by_name = {cell["column"]: cell for cell in row}
    return [by_name[column["name"]] for column in columns]


def _localized(function: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def call(context: Context, *args: Any, **values: Any) -> Any:  # noqa: ANN401
        return function(_lang(context), *args, **values)

    return call


@pass_context
def _lang(context: Context) -> Language:
    return language(context.get("request"))


@pass_context
def _switch_language(context: Context) -> Markup | str:
    """The address of this page in the other language."""
    request, other = context.get("request"), "en" if _lang(context) == "vi" else "vi"
    return path_with_added_args(request, {"lang": other}) if request else f"/?lang={other}"
