"""Floor 2. Blocs by their identity: found or made, shown under the same name whichever article came first."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from ..catalog.identities import Identity
from ..catalog.spelling import arabic
from ..models import Bloc
from .rows import Row, clean, identified

_SMALLEST = """
    SELECT blocs.name, number, min(article_blocs.name) FROM blocs JOIN article_blocs ON article_blocs.bloc = blocs.id WHERE blocs.id = ?
    HAVING min(article_blocs.name) != blocs.name
"""


def named(db: Database, bloc: Bloc, known: Identity) -> int:
    """The id of the bloc in its year; it is shown under the smallest of its names, with the number that this one says."""
    identity: Row = {"province": known.province, "year": bloc.year or 0, "key": known.key}
    found = identified(db, "blocs", identity, {"kind": bloc.kind, "number": bloc.number, "name": bloc.name})
    db.execute("UPDATE blocs SET name = ?1, number = ?2 WHERE id = ?3 AND name > ?1", [clean(bloc.name), clean(bloc.number), found])
    return found


def rename(db: Database, blocs: Iterable[int]) -> None:
    """Those of them whose name no article uses any more, under the smallest that one does."""
    for bloc in sorted(blocs):
        if row := db.execute(_SMALLEST, [bloc]).fetchone():
            db.execute("UPDATE blocs SET name = ?, number = ? WHERE id = ?", [row[2], _number(row[2], row[1]), bloc])


def drop(db: Database, blocs: Iterable[int]) -> None:
    """Those of them gone that no article is about any more."""
    left = [(bloc,) for bloc in sorted(blocs)]
    db.conn.executemany("DELETE FROM blocs WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM article_blocs WHERE bloc = ?1)", left)


def _number(name: str, number: str | None) -> str | None:
    """The number as the name writes it: `08`, `VIII`."""
    return next((word for word in name.split() if number and arabic(word) == arabic(number)), number)
