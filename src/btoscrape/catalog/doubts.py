"""Floor 1. The kinds of doubts: what each is about, and how it is said to people. Data: doubts.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .load import builtin, checked

FILE = "doubts.toml"
_STATUS = "status"


@dataclass(frozen=True, slots=True)
class Kind:
    """`about` heads a list of such doubts, in English; `message` says one in Vietnamese, with {details} to fill in."""

    name: str
    about: str
    message: str


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order of the file."""
    entries = {name: entry for name, entry in builtin(FILE).items() if name != _STATUS}
    required: dict[str, type] = {"about": str, "message": str}
    return {name: Kind(name, **checked(entry, FILE, name, required, {})) for name, entry in entries.items()}


def said(kind: str, details: Mapping[str, object]) -> str:
    """The doubt in one Vietnamese sentence."""
    statuses: dict[str, str] = builtin(FILE)[_STATUS]
    words = {name: statuses.get(str(value), value) if name == _STATUS else value for name, value in details.items()}
    return kinds()[kind].message.format_map(words)
