"""Floor 1. The web archives that can be asked for a paper's past, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import CatalogError, UsageError
from .load import builtin, checked, from_file

FILE = "services.toml"
_REQUIRED: dict[str, type] = {"kind": str, "list": str, "replay": str}


@dataclass(frozen=True, slots=True)
class Service:
    """A web archive: where it lists captures (`list`), where it gives their bytes (`replay`), and how many `calls` a minute it is asked."""

    key: str
    kind: Literal["wayback", "commoncrawl"]
    list: str
    replay: str
    calls: float = 12.0
    allow_private: bool = False


def service(key: str, file: Path | None = None) -> Service:
    """The service of that name, from the user's file or ours; a UsageError names those that there are."""
    entries = {name: (entry, FILE) for name, entry in builtin(FILE).items()}
    entries |= {name: (entry, str(file)) for name, entry in (from_file(file) if file else {}).items()}
    if key not in entries:
        raise UsageError(f"no web archive is called {key!r}; known are: {', '.join(sorted(entries))}")
    entry, where = entries[key]
    checked(entry, where, key, _REQUIRED, {"calls": (int, float), "allow_private": bool})
    if entry["kind"] not in ("wayback", "commoncrawl"):
        raise CatalogError(where, key, "`kind` must be wayback or commoncrawl")
    if entry.get("calls", 1) <= 0:
        raise CatalogError(where, key, "`calls` must be more than 0")
    return Service(key=key, **entry)
