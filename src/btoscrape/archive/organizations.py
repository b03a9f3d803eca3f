"""Floor 2. Organisations by their identity: found or made, with their names, their successors and the shapes of their keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from ..catalog import identities
from ..catalog.spelling import spelt
from ..text import UPPER
from .changes import Changes
from .rows import clean, insert
from .who import Who

NAMED = " UNION ALL ".join(
    f"SELECT organization, {name} AS name FROM {table} WHERE organization IS NOT NULL AND {{where}}"
    for table, name in (("members", "name"), ("awards", "recipient"), ("officers", "name"), ("ranks", "name"), ("people", "name"))
)
"""The names that facts have for organisations, each with the organisation."""
_USED = f"SELECT 1 FROM ({NAMED.format(where='organization = :organization')}) WHERE name = :name LIMIT 1"
_SHORT = re.compile(rf"\b[{UPPER}][{UPPER}&]+\b")


def named(db: Database, name: str, province: str, who: Who, changes: Changes) -> int:
    """The id of the organisation that a name read in a province means; it keeps the name as one of its own."""
    if (name, province) in changes.named:
        return changes.named[name, province]
    known = who.organization(name, province)
    place, key = clean(known.province), clean(known.key)
    row = db.execute("SELECT id, name FROM organizations WHERE province = ? AND key = ?", [place, key]).fetchone()
    found = int(row[0]) if row else _made(db, str(place), str(key), name)
    if not row:
        changes.organizations.add(found)
    added = db.execute("INSERT OR IGNORE INTO organization_names (organization, name) VALUES (?, ?)", [found, clean(name)]).rowcount
    if row and added and _display([row[1], str(clean(name))], str(key)) != row[1]:
        db.execute("UPDATE organizations SET name = ? WHERE id = ?", [clean(name), found])
        changes.organizations.add(found)
    changes.named[name, province] = found
    return found


def _display(names: Iterable[str], key: str) -> str:
    """Of all its names the one to show, whichever article came first: without abbreviations, no more than its key says, the fullest."""
    return min(names, key=lambda name: (len(_SHORT.findall(name)), spelt(name) != key, -len(name), name))


def forget_names(db: Database, changes: Changes) -> None:
    """The names gone that no article uses any more, of those that one did before it changed."""
    for organization, name in sorted(changes.names):
        if db.execute(_USED, {"organization": organization, "name": name}).fetchone() is None:
            db.execute("DELETE FROM organization_names WHERE organization = ? AND name = ?", [organization, name])
            changes.organizations.update(renamed(db, organization))


def drop(db: Database, names: Iterable[tuple[int, str]]) -> None:
    """The organisations of those names gone that have none any more."""
    left = sorted({(organization,) for organization, _ in names})
    db.conn.executemany("DELETE FROM organizations WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM organization_names WHERE organization = ?1)", left)


def renamed(db: Database, *organizations: int) -> list[int]:
    """Those that are to be shown under another name than before; all are looked at where none is named."""
    where = f"WHERE organizations.id IN ({', '.join('?' * len(organizations))})" if organizations else ""
    sql = "SELECT organizations.id, key, organizations.name, organization_names.name FROM organizations JOIN organization_names"
    names: dict[tuple[int, str, str], list[str]] = {}
    for *body, name in db.execute(f"{sql} ON organization = organizations.id {where}", organizations).fetchall():
        names.setdefault((body[0], body[1], body[2]), []).append(name)
    wanted = {number: best for (number, key, shown), known in names.items() if (best := _display(known, key)) != shown}
    db.conn.executemany("UPDATE organizations SET name = ? WHERE id = ?", [(name, number) for number, name in wanted.items()])
    return list(wanted)


def successors(db: Database) -> frozenset[tuple[int, int]]:
    """All pairs of an organisation and the one that it went into."""
    return frozenset(db.execute("SELECT organization, successor FROM successors").fetchall())


LONGEST = 24
"""Words of a name from which it has no shape but itself: no body is called that, and its shapes would fill the disk."""


def shapes(key: str) -> set[str]:
    """The key itself and what is left of it without one of its words: two that differ by a word share one."""
    told = key.split(" ")
    return {key, *(" ".join(told[:place] + told[place + 1 :]) for place in range(len(told)) if 1 < len(told) <= LONGEST)}


def two_less(key: str) -> set[str]:
    """What is left of a key without its first or its last two words: `cong ty dien luc` is `dien luc` to some."""
    told = key.split(" ")
    return {" ".join(told[2:]), " ".join(told[:-2])} if len(told) > 3 else set()


def _made(db: Database, province: str, key: str, name: str) -> int:
    made = insert(db, "organizations", {"province": province, "key": key, "name": name})
    rows = [(province, shape, made) for shape in shapes(key) | two_less(key)]
    db.conn.executemany("INSERT INTO organization_shapes (province, shape, organization) VALUES (?, ?, ?)", rows)
    for origin, successor, since in _successions(db, made, province, key):
        db.execute("INSERT OR IGNORE INTO successors (organization, successor, since) VALUES (?, ?, ?)", [origin, successor, since])
    return made


def _successions(db: Database, made: int, province: str, key: str) -> Iterator[tuple[int, int, str]]:
    """(organisation, successor, day) for what the catalog says about the new organisation and those that are there."""
    for merger in identities.mergers():
        if key == merger.into:
            yield from ((other, made, merger.since.isoformat()) for origin in merger.origins for other in _of(db, province, origin))
        elif key in merger.origins:
            yield from ((made, other, merger.since.isoformat()) for other in _of(db, province, merger.into))
    day, merged = identities.provinces_merged_on().isoformat(), identities.merged_provinces()
    if province in merged:
        yield from ((made, other, day) for other in _of(db, merged[province], key))
    else:
        formers = [former for former, now in merged.items() if now == province]
        yield from ((other, made, day) for former in formers for other in _of(db, former, key))


def _of(db: Database, province: str, key: str) -> list[int]:
    return [row[0] for row in db.execute("SELECT id FROM organizations WHERE province = ? AND key = ?", [province, key])]
