"""Floor 2. The index of the kept pages: which WARC file holds which answer, and where."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from ..errors import ArchiveError
from ..models import Capture
from .rows import insert, stamp
from .warc import Original, Warc, digest, is_http

_BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A row of `captures` that holds an article's page; `state` is the page's in the frontier."""

    id: int
    url: str
    page: int
    paper: str | None
    state: str
    fetched_at: str


def keep(db: Database, warc: Warc, capture: Capture, *, kind: str, paper: str | None, page: int | None, run: int | None) -> int:
    """The id of the capture, which is in its file before its row is committed.

    A 304, and a body that was sent before for the same URL, become revisit records that name the answer they stand for.
    """
    original = _original(db, capture)
    name, offset, length = warc.write(capture, original)
    row = {
        "url": capture.url, "kind": kind, "paper": paper, "status": capture.status, "fetched_at": stamp(capture.fetched_at),
        "mime": (capture.header("Content-Type") or "").split(";")[0].strip(),
        "size": len(capture.body), "digest": original.digest if original else digest(capture.body),
        "etag": capture.header("ETag"), "last_modified": capture.header("Last-Modified"),
        "warc_file": name, "warc_offset": offset, "warc_length": length, "page": page, "run": run,
        "revisit_of": original.capture if original else None,
    }  # fmt: skip
    return insert(db, "captures", row)


def _original(db: Database, capture: Capture) -> Original | None:
    """The kept answer whose body this one stands for; None for a body of its own."""
    if capture.status not in (200, 304) or not is_http(capture.url):
        return None
    row = db.execute(
        "SELECT id, url, digest, fetched_at, revisit_of FROM captures WHERE url = ? AND status = 200 ORDER BY id DESC LIMIT 1", [capture.url]
    ).fetchone()
    if row is None or (capture.status == 200 and (not capture.body or row[2] != digest(capture.body))):
        return None
    return Original(row[4] or row[0], *row[1:4])


def load(db: Database, warc: Warc, capture: int) -> Capture:
    """The capture as it was sent; an ArchiveError where it is not what the index says."""
    row = db.execute("SELECT warc_file, warc_offset, digest, status, revisit_of FROM captures WHERE id = ?", [capture]).fetchone()
    if row is None:
        raise ArchiveError(f"capture {capture}: the archive has none of that number")
    name, offset, expected, status, revisit_of = row
    kept = warc.read(name, offset)
    if revisit_of and status == 200:
        kept = replace(kept, body=load(db, warc, revisit_of).body)
    if kept.status != status or (status != 304 and digest(kept.body) != expected):
        raise ArchiveError(f"{name} at {offset}: holds another page than the index says; restore the file from a backup")
    return kept


def last(db: Database, url: str) -> int | None:
    """The last answer with status 200 of exactly that URL."""
    found: int | None = db.execute("SELECT max(id) FROM captures WHERE url = ? AND status = 200", [url]).fetchone()[0]
    return found


def last_of(db: Database, page: int) -> int | None:
    """The last answer with status 200 that was kept for the page."""
    sql = "SELECT max(id) FROM captures WHERE page = ? AND status = 200 AND kind = 'article'"
    found: int | None = db.execute(sql, [page]).fetchone()[0]
    return found


def recent(db: Database, kind: str, since: datetime) -> list[int]:
    """The last capture of each URL of that kind, of those fetched since that moment."""
    sql = "SELECT max(id) FROM captures WHERE kind = ? AND fetched_at >= ? GROUP BY url"
    return [row[0] for row in db.execute(sql, [kind, stamp(since)])]


def mend(db: Database, warc: Warc) -> None:
    """Each WARC file ends with its last whole record; what no row of the index names may be cut off in the middle."""
    for name in warc.files():
        sql = "SELECT warc_offset + warc_length FROM captures WHERE warc_file = ? ORDER BY warc_offset DESC LIMIT 1"
        known = db.execute(sql, [name]).fetchone()
        warc.mend(name, known[0] if known else 0)


def stored(db: Database, kind: str, pages: Collection[int] | None = None) -> Iterator[StoredCapture]:
    """The latest usable capture of each page (of those named), in the order of the pages; rows may be written meanwhile."""
    page, only = -1, None if pages is None else json.dumps(sorted(pages))
    while rows := db.execute(
        "SELECT max(captures.id), captures.url, captures.page, captures.paper, pages.state, captures.fetched_at FROM captures "
        "JOIN pages ON pages.id = captures.page WHERE captures.page > ? AND captures.kind = ? AND captures.status = 200 "
        "AND (? IS NULL OR captures.page IN (SELECT value FROM json_each(?))) GROUP BY captures.page ORDER BY captures.page LIMIT ?",
        [page, kind, only, only, _BATCH],
    ).fetchall():
        for row in rows:
            yield StoredCapture(*row)
        page = rows[-1][2]
