"""Floor 1. Layouts of article pages: which selectors find which field, as `layouts.toml` says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..errors import CatalogError
from .load import Table, builtin, checked

_FILE = "layouts.toml"
_REQUIRED: dict[str, type] = dict.fromkeys(("detect", "title", "published", "body"), list)
_SHARED = ("author", "section", "category", "summary", "tags", "captions", "pictures", "drop", "noise", "before", "after")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one generation of a content system's pages keeps each field: CSS selectors, the first that finds wins.

    A layout without `body` has its summary as its only text (films).
    """

    name: str
    family: str
    detect: tuple[str, ...]
    title: tuple[str, ...]
    published: tuple[str, ...]
    body: tuple[str, ...]
    author: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@cache
def layouts(family: str | None = None) -> tuple[Layout, ...]:
    """The layouts that come with the package, in the order they are tried; of one family, or all."""
    return tuple(layout for layout in read_layouts(builtin(_FILE), _FILE) if family in (None, layout.family))


def read_layouts(table: Table, file: str) -> tuple[Layout, ...]:
    """The layouts of a parsed TOML file, each with what its family says; a wrong entry is a CatalogError naming it."""
    families = table.get("families", {})
    return tuple(_layout(name, entry, families, file) for name, entry in table.get("layouts", {}).items())


def channel_name(host: str, channel_id: int | None) -> str | None:
    """The section of that channel number on that host, where the catalog knows it."""
    names: dict[str, str] = builtin(_FILE)["channels"].get(host, {})
    return names.get(str(channel_id))


def _layout(name: str, entry: Table, families: Table, file: str) -> Layout:
    """One layout: the family's lists under its own."""
    where = f"layouts.{name}"
    family = entry.get("family", name)
    shared = checked(families.get(family, {}), file, f"families.{family}", {}, dict.fromkeys(_SHARED, list))
    own = {key: value for key, value in entry.items() if key != "family"}
    checked(own, file, where, _REQUIRED, dict.fromkeys(_SHARED, list))
    merged = {**shared, **own}
    for pattern in merged.get("noise", ()):
        _compiles(pattern, file, where)
    fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in merged.items()}
    return Layout(name=name, family=family, **fields)


def _compiles(pattern: str, file: str, where: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise CatalogError(file, where, f"`noise` has a broken pattern {pattern!r}: {error}") from error
