"""Floor 2. The whole database copied while others use it, and put back in one transaction; both by SQLite's own backup."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from sqlite_utils import Database

from ..errors import ArchiveError

STEP = 4096
"""Pages of the database that are copied before others have their turn."""
_PIECE = 1 << 20

Watch = Callable[[int, int], None]


def copy(db: Database, path: Path, watch: Watch = lambda done, total: None) -> None:
    """A copy of the database at `path`, where nothing may be yet: consistent, as one reader sees it, while a crawl goes on writing.

    It has no journal beside it, and is on the disk when this ends.
    """
    db.execute("BEGIN")  # a reader's view: what is written meanwhile does not begin the copy anew
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(path)) as target:
            db.conn.backup(target, pages=STEP, progress=lambda _, left, total: watch(total - left, total))
            target.execute("PRAGMA journal_mode = DELETE")
    finally:
        db.execute("ROLLBACK")


def take_over(db: Database, path: Path) -> None:
    """Everything in the database replaced by that of `path`, at once: readers see the old one until they see the new one."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
        source.backup(db.conn)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def need_room(path: Path, times: float) -> None:
    """An ArchiveError unless the disk has room for so many copies of the database."""
    free, size = shutil.disk_usage(path.parent).free, int(path.stat().st_size * times)
    if free < size:
        raise ArchiveError(f"{path}: needs {size / 1e6:,.0f} MB free beside it, and the disk has {free / 1e6:,.0f} MB; make room")


def mark(db: Database, path: Path) -> str:
    """Another one as soon as anything was written to the database."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    told = sha256()
    for file in (path, path.with_name(path.name + "-wal")):
        if file.exists():
            with file.open("rb") as content:
                while piece := content.read(_PIECE):
                    told.update(piece)
    return told.hexdigest()


class Progress:
    """How far a database has come that is made anew beside the one in use; `finish` leaves no trace of it."""

    def __init__(self, db: Database) -> None:
        """On the database that is being made."""
        self._db = db

    def begun(self, mark: str) -> tuple[int, dict[str, int]] | None:
        """The last page that is done and the counts so far; None where it was not begun from what that mark stands for."""
        if "rebuilding" not in self._db.table_names():
            return None
        found, page, counts = self._db.execute("SELECT mark, page, counts FROM rebuilding").fetchone() or ("", 0, "{}")
        return (page, json.loads(counts)) if found == mark else None

    def begin(self, mark: str) -> None:
        """Nothing is done yet."""
        self._db.execute("CREATE TABLE rebuilding (mark TEXT NOT NULL, page INTEGER NOT NULL, counts TEXT NOT NULL)")
        self._db.execute("INSERT INTO rebuilding (mark, page, counts) VALUES (?, -1, '{}')", [mark])

    def note(self, page: int, counts: Mapping[str, int]) -> None:
        """All pages up to that one are done."""
        self._db.execute("UPDATE rebuilding SET page = ?, counts = ?", [page, json.dumps(counts)])

    def finish(self) -> None:
        """It is complete."""
        self._db.execute("DROP TABLE rebuilding")
