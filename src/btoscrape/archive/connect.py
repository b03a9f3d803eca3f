"""Floor 2. Opening the database: brought up to date, or refused with a message that says what to do; and the lock."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

from sqlite_utils import Database

from ..errors import ArchiveBusy, ArchiveError
from . import search, views
from .migrations import migrations
from .rows import now

_PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""
_ADVICE = {
    "SQLITE_NOTADB": "it is no database; name another with --db",
    "SQLITE_CORRUPT": "it is damaged; restore it from a backup, or move it away and `btoscrape import warc/` into a new one",
    "SQLITE_CANTOPEN": "make its folder writable, or choose another place with --db",
    "SQLITE_READONLY": "make the file and its folder writable, or choose another place with --db",
    "SQLITE_BUSY": "another program holds it; try again when that is done",
    "SQLITE_FULL": "make room on the disk",
    "SQLITE_IOERR": "the disk would not read or write it; look whether it is full, or failing, and run again",
}


class Connection(sqlite3.Connection):
    """An archive's: by its name Python 3.13 tells one that was not closed from those that Datasette leaves open."""


def open_database(path: Path, *, readonly: bool, create: bool) -> Database:
    """The database with our settings and shape. One of a newer version or another program is left alone."""
    if not path.exists() and (readonly or not create):
        raise ArchiveError(f"{path}: there is no archive here; `btoscrape crawl` or `add` makes one, --db names another")
    with explained(path):
        if not readonly:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _prepared(path)
        if not _is_current(path):
            _prepared(path).close()  # an older btoscrape made it
        return _connect(path, "ro")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """An ArchiveError that names the archive, in place of what SQLite and the disk say."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _archive_error(path, error) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise  # a broken constraint is our mistake, not the archive's
        raise _archive_error(path, error) from error
    except OSError as error:
        problem = error.strerror or error
        raise ArchiveError(f"{path}: {problem}; make its folder writable, or choose another place with --db") from error


def _archive_error(path: Path, error: sqlite3.DatabaseError) -> ArchiveError:
    name = getattr(error, "sqlite_errorname", "")
    primary = next((known for known in _ADVICE if name.startswith(known)), "")
    return ArchiveError(f"{path}: {error}; {_ADVICE.get(primary, 'name another with --db')}")


def _connect(path: Path, mode: str) -> Database:
    """A connection in SQLite's own autocommit mode, where only `atomic` begins a transaction."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    if mode == "ro" and _is_frozen(path):
        uri += "&immutable=1"
    connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None, factory=Connection)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT count(*) FROM sqlite_master")  # here rather than later: what is no database says so
    except BaseException:
        connection.close()
        raise
    return Database(connection)


def _is_frozen(path: Path) -> bool:
    """Whether nothing can be written beside the database, as on a disc: SQLite then can't make its WAL files."""
    return not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()


def _prepared(path: Path) -> Database:
    """The database for writing, in today's shape; other processes wait while it gets there."""
    db = _connect(path, "rwc")
    try:
        _refuse_others(db, path)
        if not _has_shape(db):
            db.execute("PRAGMA page_size = 2048")  # of a new file: rows of some kilobytes fill pages of 2 kB to a tenth, larger ones to a fifth
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("BEGIN IMMEDIATE")
            migrations.apply(db)
            views.ensure(db)
            search.ensure(db)
            db.execute("COMMIT")
        db.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        db.close()
        raise
    return db


def _is_current(path: Path) -> bool:
    with closing(_connect(path, "ro")) as db:
        _refuse_others(db, path)
        return _has_shape(db)


def _has_shape(db: Database) -> bool:
    return not migrations.pending(db) and views.are_current(db) and search.is_current(db)


def _refuse_others(db: Database, path: Path) -> None:
    """Leave alone what a newer btoscrape or another program made."""
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - _known():
        raise ArchiveError(f"{path}: was made by a newer btoscrape; upgrade this one (pip install -U btoscrape)")
    if not applied and set(db.table_names()) - {migrations.migrations_table, "sqlite_sequence"}:
        raise ArchiveError(f"{path}: is another program's database; name another with --db")


def _known() -> set[str]:
    with closing(Database(memory=True)) as empty:
        return {migration.name for migration in migrations.pending(empty)}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other crawls out; the lock dies with its holder. ArchiveBusy names the process that has it."""
    with explained(path):
        file = path.with_name(path.name + ".lock").open("a+", encoding="utf-8")
    with file:
        _take_lock(file, path)
        yield


def _take_lock(file: TextIO, path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        raise ArchiveBusy(f"{path}: another btoscrape ({holder}) writes to this archive; try again when it is done") from error
    except OSError as error:
        raise ArchiveError(f"{path}: its folder can't be locked ({error.strerror}); keep the archive on a local disk") from error
    file.truncate(0)
    file.write(f"process {os.getpid()}, since {now()}")
    file.flush()
