"""Floor 1. Reading TOML files of the catalog and of the user, with errors that name file and entry."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ..errors import CatalogError

Table = dict[str, Any]


@cache
def builtin(name: str) -> Table:
    """The parsed catalog file of that name (`papers.toml`) that comes with the package. Treat it as read-only."""
    return parse(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"), name)


def from_file(path: Path) -> Table:
    """The parsed TOML file of a user; a missing, unreadable or broken one is a CatalogError that names it."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"), str(path))
    except OSError as error:
        raise CatalogError(str(path), "", f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CatalogError(str(path), "", "is not UTF-8 text") from error


def parse(text: str, file: str) -> Table:
    """The TOML text as a table; broken TOML is a CatalogError with line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(file, "", f"is not valid TOML: {error}") from error


def checked(entry: Table, file: str, name: str, required: Mapping[str, type], optional: Mapping[str, type | tuple[type, ...]]) -> Table:
    """The entry itself, once every required key is there, no unknown one is, and each value has its type."""
    for key in required:
        if key not in entry:
            raise CatalogError(file, name, f"needs `{key}`")
    for key, value in entry.items():
        expected = required.get(key) or optional.get(key)
        if expected is None:
            known = ", ".join(sorted({*required, *optional}))
            raise CatalogError(file, name, f"has an unknown key `{key}`; known are: {known}")
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
            kinds = expected if isinstance(expected, tuple) else (expected,)
            wanted = " or ".join(kind.__name__ for kind in kinds)
            raise CatalogError(file, name, f"`{key}` must be {wanted}, not {value!r}")
    return entry
