"""Floor 2. Doubts: facts that don't fit together, kept and flagged for a person, whose decision becomes a correction.

A doubt's key is made of what it is about, so it stays the same through every rebuild and changes when the values do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

from sqlite_utils import Database

from ..catalog.doubts import said
from .rows import insert, update


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at. `identity` makes its key; ids lead to what it concerns; `details` are its values."""

    kind: str
    identity: tuple[object, ...]
    details: dict[str, Any]
    province: str = ""
    bloc: int | None = None
    year: int | None = None
    article: int | None = None
    other_article: int | None = None
    organization: int | None = None
    other_organization: int | None = None
    facts: tuple[tuple[str, int], ...] = field(default=())

    @property
    def key(self) -> str:
        """`two-heads-3f2a9c1b0d`: what a person names it by."""
        return key_of(self.kind, self.identity)


def key_of(kind: str, identity: tuple[object, ...]) -> str:
    """What a person names a doubt by."""
    told = json.dumps(identity, ensure_ascii=False)
    return f"{kind.rstrip('?')}-{sha1(told.encode('utf-8', 'replace'), usedforsecurity=False).hexdigest()[:10]}"


_OWN = ("kind", "province", "bloc", "year", "article", "other_article", "organization", "other_organization")


def replace(db: Database, scope: str, doubts: Iterable[Doubt]) -> None:
    """The doubts of one scope (a bloc, a pair of names, ...) as they are now; those that are gone lose their row."""
    wanted = {doubt.key: _row(db, scope, doubt) for doubt in doubts}
    names = list(next(iter(wanted.values()), {"key": ""}))
    columns = ", ".join(f'"{name}"' for name in names)
    known = {row[1]: row for row in db.execute(f"SELECT id, key, {columns} FROM doubts WHERE scope = ?", [scope])}
    for key, row in wanted.items():
        old = known.pop(key, None)
        if old is None:
            insert(db, "doubts", row)
        elif tuple(row.values()) != old[2:]:
            update(db, "doubts", row, old[0])
    for gone in known.values():
        db.execute("DELETE FROM doubts WHERE id = ?", [gone[0]])


def _row(db: Database, scope: str, doubt: Doubt) -> dict[str, Any]:
    decided = db.execute("SELECT 1 FROM corrections WHERE doubt = ? LIMIT 1", [doubt.key]).fetchone()
    return {
        "key": doubt.key,
        "scope": scope,
        **{name: getattr(doubt, name) for name in _OWN},
        "facts": json.dumps([list(fact) for fact in doubt.facts]),
        "details": json.dumps(doubt.details, ensure_ascii=False),
        "message": said(doubt.kind, doubt.details),
        "state": "decided" if decided else "open",
    }
