"""Floor 2. How far down each listing has been read, so that a later run, or one after a kill, goes on from there."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from ..models import Walk
from .rows import now


def walk(db: Database, paper: str, url: str) -> Walk | None:
    """How far the listing was read; None where it never was."""
    row = db.execute("SELECT top, since, cursor FROM walks WHERE paper = ? AND url = ?", [paper, url]).fetchone()
    return Walk(row[0], date.fromisoformat(row[1]) if row[1] else None, row[2]) if row else None


def remember(db: Database, paper: str, url: str, walk: Walk) -> None:
    """Note how far the listing was read."""
    day = walk.since.isoformat() if walk.since else None
    values = [paper, url, day, now(), walk.top, walk.cursor]
    db.execute("INSERT OR REPLACE INTO walks (paper, url, since, at, top, cursor) VALUES (?, ?, ?, ?, ?, ?)", values)
