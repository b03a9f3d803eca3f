"""Floor 2. An article's versions and changes of facts worked out again from several of its captures, read in their order.

What came later may be found earlier: a web archive has the text that the newspaper had changed before we first came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from ..models import Article, Facts, Verdict
from . import former, versions
from .changes import Changes
from .former import Told
from .store import Item, store

_KEPT = ("versions", "fact_changes")


@dataclass(frozen=True, slots=True)
class Telling:
    """What one capture of an article says."""

    capture: int
    article: Article
    facts: Facts
    verdict: Verdict


def retell(db: Database, tellings: Sequence[Item]) -> None:
    """The history of a page's article as its captures tell it, the last of which is the one that is stored.

    Rows that come out as they were keep their numbers.
    """
    owner = db.execute("SELECT id FROM articles WHERE page = ?", [tellings[-1].page]).fetchone()[0]
    old = [_rows(db, table, owner) for table in _KEPT]
    db.execute("SAVEPOINT retelling")
    for table in _KEPT:
        db.execute(f"DELETE FROM {table} WHERE article = ?", [owner])
    before: Told | None = None
    for item in tellings:
        now = _told(db, item)
        versions.note(db, item.page, item.article, item.capture, before.text if before else "")
        if before:
            former.close(db, before, now.said, item.capture)
        before = now
    if [_rows(db, table, owner) for table in _KEPT] == old:
        db.execute("ROLLBACK TO retelling")
    db.execute("RELEASE retelling")


def _told(db: Database, item: Item) -> Told:
    """What the archive would say if the item were stored."""
    db.execute("SAVEPOINT telling")
    try:
        store(db, item, Changes())
        told = former.told(db, item.page, None)
        assert told is not None
        return told
    finally:
        db.execute("ROLLBACK TO telling")
        db.execute("RELEASE telling")


def _rows(db: Database, table: str, article: int) -> list[tuple[object, ...]]:
    """The article's rows, without their numbers."""
    cursor = db.execute(f"SELECT * FROM {table} WHERE article = ? ORDER BY id", [article])
    place = [column[0] for column in cursor.description].index("id")
    return [(*row[:place], *row[place + 1 :]) for row in cursor.fetchall()]
