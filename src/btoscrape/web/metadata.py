"""Floor 4. What Datasette is told about the archive: titles, labels, facets, orders, ready-made queries."""

from __future__ import annotations

from functools import cache
from typing import Any

from .strings import about_columns, about_table, catalog, table_title, text

DATABASE = "du-lieu"
"""The database's name in URLs, whatever the file is called, so that addresses stay."""

PLUGIN = "btoscrape"


@cache
def tables() -> dict[str, dict[str, Any]]:
    """The published tables (not views) as tables.toml has them."""
    return {name: entry for name, entry in catalog("tables.toml")["tables"].items() if not entry.get("view")}


def metadata(*, public: bool = False, index: bool = False) -> dict[str, Any]:
    """Datasette's metadata in Vietnamese, with our plug-in switched on."""
    described = catalog("tables.toml")
    return {
        "title": text("vi", "site"),
        "description": text("vi", "about"),
        "source": text("vi", "source"),
        "license": text("vi", "licence"),
        "plugins": {PLUGIN: {"database": DATABASE, "public": public, "index": index}},
        "databases": {
            DATABASE: {
                "title": text("vi", "data"),
                "description": text("vi", "data_about"),
                "tables": {name: _table(name, entry) for name, entry in described["tables"].items()},
                "queries": {name: _named(name) | {"sql": entry["sql"].strip(), "hide_sql": True} for name, entry in described["queries"].items()},
            }
        },
    }


def _named(name: str) -> dict[str, str]:
    return {"title": table_title("vi", name), "description": about_table("vi", name)}


def _table(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = _named(name) | {
        "columns": dict(about_columns("vi", name)) or None,
        "label_column": entry.get("label"),
        "facets": entry.get("facets"),
        "sort": entry.get("sort"),
        "sort_desc": entry.get("sort_desc"),
        "fts_table": entry.get("fts_table"),
        "fts_pk": "id" if "fts_table" in entry else None,
        "hidden": entry.get("hidden"),
        "sortable_columns": [] if entry.get("view") else None,  # a view has no row to break ties by
    }
    return {key: value for key, value in given.items() if value is not None}
