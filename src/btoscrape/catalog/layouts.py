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
_OWN: dict[str, type] = {"bare": list, "since": int, "until": int}
_PRINTED: dict[str, type] = {"address": str, "stamp": str}
_PATTERNS = ("noise", "ends", "address", "stamp")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one generation of a content system's pages keeps each field: CSS selectors, the first that finds wins.

    A layout without `body` has its summary as its only text (films). One with a `stamp` has no selectors: see pages.printed. `since`,
    `until`: the years of the articles that are known to have been written in it; 0 where none is known, or papers still write in it.
    """

    name: str
    family: str
    since: int = 0
    until: int = 0
    detect: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
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
    address: str = ""
    stamp: str = ""
    ends: tuple[str, ...] = ()

    @property
    def years(self) -> str:
        """`2017–2020`, `2021–`; empty where nothing is known."""
        return f"{self.since or ''}–{self.until or ''}" if self.since or self.until else ""


@cache
def layouts(family: str | None = None) -> tuple[Layout, ...]:
    """The layouts that come with the package, in the order they are tried; of one family, or all."""
    return tuple(layout for layout in read_layouts(builtin(_FILE), _FILE) if family in (None, layout.family))


def read_layouts(table: Table, file: str) -> tuple[Layout, ...]:
    """The layouts of a parsed TOML file, each with what its family says; a wrong entry is a CatalogError naming it."""
    families, entries = table.get("families", {}), table.get("layouts", {})
    return tuple(_layout(name, _as_like(entry, entries, file, name), families, file) for name, entry in entries.items())


def named(name: str) -> Layout | None:
    """The layout of that name, as articles keep it; None where it is not one of the catalog's (`generic`)."""
    return next((layout for layout in layouts() if layout.name == name), None)


@cache
def outlived() -> dict[str, int]:
    """The layouts that no paper writes in any more, as far as is known, by name, each with its last year."""
    return {layout.name: layout.until for layout in layouts() if layout.until}


def channel_name(host: str, channel_id: int | None) -> str | None:
    """The section of that channel number on that host, where the catalog knows it."""
    names: dict[str, str] = builtin(_FILE)["channels"].get(host, {})
    return names.get(str(channel_id))


def _as_like(entry: Table, entries: Table, file: str, name: str) -> Table:
    """The entry, with what it doesn't say itself from the one that it is like; but for the years."""
    if "like" not in entry:
        return entry
    if entry["like"] not in entries:
        raise CatalogError(file, f"layouts.{name}", f"is like {entry['like']!r}, which is no layout of this file")
    other = {key: value for key, value in entries[entry["like"]].items() if key not in ("since", "until")}
    return {**other, **{key: value for key, value in entry.items() if key != "like"}}


def _layout(name: str, entry: Table, families: Table, file: str) -> Layout:
    """One layout: the family's lists under its own."""
    where = f"layouts.{name}"
    family = entry.get("family", name)
    shared = checked(families.get(family, {}), file, f"families.{family}", {}, dict.fromkeys(_SHARED, list))
    own = {key: value for key, value in entry.items() if key != "family"}
    printed = "stamp" in own
    checked(own, file, where, _PRINTED if printed else _REQUIRED, {**dict.fromkeys((*_SHARED, *(["ends"] if printed else [])), list), **_OWN})
    merged = {**shared, **own}
    for key in _PATTERNS:
        _compile(merged.get(key, ()), key, file, where)
    fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in merged.items()}
    return Layout(name=name, family=family, **fields)


def _compile(patterns: str | list[str], key: str, file: str, where: str) -> None:
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise CatalogError(file, where, f"`{key}` has a broken pattern {pattern!r}: {error}") from error
