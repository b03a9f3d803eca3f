"""Floor 2. What the archive remembers of captures that others made: where each is from, and how far their files were read."""

from __future__ import annotations

from sqlite_utils import Database

from .foreign import Record, Source
from .rows import now, stamp


class Past:
    """The origins of captures and the progress of imports."""

    def __init__(self, db: Database) -> None:
        """On an open database."""
        self._db = db

    def done(self, source: Source, picked: str) -> int:
        """Up to where the file was read when the same papers were picked; 0 for one that never was."""
        row = self._db.execute("SELECT done FROM imports WHERE digest = ?", [_key(source, picked)]).fetchone()
        return row[0] if row else 0

    def set_done(self, source: Source, picked: str, place: int) -> None:
        """The file was read up to there."""
        self._db.execute(
            "INSERT INTO imports (digest, name, size, done, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (digest) DO UPDATE SET done = excluded.done, at = excluded.at",
            [_key(source, picked), source.name, source.size, place, now()],
        )

    def begin_anew(self, source: Source, picked: str) -> None:
        """The file is to be read again from its beginning when it is next given: not all of it could be taken."""
        self._db.execute("DELETE FROM imports WHERE digest = ?", [_key(source, picked)])

    def is_damaged(self, source: Source) -> bool:
        """Whether something in the file could not be taken."""
        sql = "SELECT 1 FROM failures WHERE stage = 'import' AND resolved_at IS NULL AND substr(url, 1, ?) = ? LIMIT 1"
        return bool(self._db.execute(sql, [len(source.name) + 1, f"{source.name}#"]).fetchone())

    def forget_damage(self, source: Source) -> None:
        """What was found damaged in the file is closed; reading it again will tell."""
        self._db.execute(
            "UPDATE failures SET resolved_at = ? WHERE stage = 'import' AND resolved_at IS NULL AND substr(url, 1, ?) = ?",
            [now(), len(source.name) + 1, f"{source.name}#"],
        )

    def holds(self, record: Record, body: str) -> bool:
        """Whether the answer is in the archive: same address, same moment, and a body of that digest if it has one of its own."""
        capture = record.answer.capture
        rows = self._db.execute("SELECT digest FROM captures WHERE url = ? AND fetched_at = ?", [capture.url, stamp(capture.fetched_at)]).fetchall()
        return bool(rows) and (record.answer.stands_for is not None or (body,) in rows)

    def original(self, record: Record) -> int | None:
        """The capture whose body a revisit record stands for: by address and moment, else by the digest that its file states."""
        if record.answer.stands_for is None:
            return None
        url, at = record.answer.stands_for
        row = self._db.execute(
            "SELECT id FROM captures WHERE url = ? AND status = 200 AND (substr(fetched_at, 1, 19) = ? OR digest = ?) ORDER BY id LIMIT 1",
            [url, at[:19], record.answer.digest],
        ).fetchone()
        if row is None and record.answer.digest:
            row = self._db.execute("SELECT capture FROM origins WHERE digest = ? ORDER BY capture LIMIT 1", [record.answer.digest]).fetchone()
        return row[0] if row else None


def _key(source: Source, picked: str) -> str:
    return f"{source.digest} {picked}"
