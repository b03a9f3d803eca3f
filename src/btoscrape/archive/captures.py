"""Floor 2. The index of the kept pages: which WARC file holds which answer, and where."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ..errors import ArchiveError
from ..models import Capture
from .neighbours import named_by_others
from .rows import insert, stamp
from .warc import Original, Packed, Warc, digest, is_http, pack

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kept answer is: WARC file and offset, the status and digest that it must have, and where its body is if not with it."""

    file: str
    offset: int
    status: int
    digest: str
    body: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A row of `captures` that holds an article's page; `state` is the page's in the frontier.

    `former`: captures of the same page that show other versions of its text, in the order of their times.
    """

    id: int
    url: str
    page: int
    paper: str | None
    state: str
    fetched_at: str
    place: Place
    former: tuple[StoredCapture, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer that others kept comes from: their file or service, the place and the record's id in it, its digest as stated there."""

    source: str
    place: int
    record: str
    digest: str


def keep(
    db: Database,
    warc: Warc,
    capture: Capture,
    *,
    kind: str,
    paper: str | None,
    page: int | None,
    run: int | None,
    origin: Origin | None = None,
    packed: Packed | None = None,
) -> int:
    """The id of the capture, which is in its file before its row is committed.

    A 304, and a body that was sent before for the same URL, become revisit records that name the answer they stand for. What has an
    origin was asked for by others: no request of ours goes with it. `packed`: the capture as `pack` makes it; it needs no body then.
    """
    if origin and not packed:
        packed = pack(capture)
    size, body = (packed.size, packed.digest) if packed else (len(capture.body), digest(capture.body))
    original = _original(db, capture, body if size else "")
    name, offset, length = warc.write(capture, original, packed)
    row = {
        "url": capture.url, "kind": kind, "paper": paper, "status": capture.status, "fetched_at": stamp(capture.fetched_at),
        "mime": (capture.header("Content-Type") or "").split(";")[0].strip(),
        "size": size, "digest": original.digest if original else body,
        "etag": capture.header("ETag"), "last_modified": capture.header("Last-Modified"),
        "warc_file": name, "warc_offset": offset, "warc_length": length, "page": page, "run": run,
        "revisit_of": original.capture if original else None,
    }  # fmt: skip
    kept = insert(db, "captures", row)
    if origin:
        insert(db, "origins", {"capture": kept, "source": origin.source, "place": origin.place, "record": origin.record, "digest": origin.digest})
    return kept


def adopt(db: Database, warc: Warc, name: str, offset: int, page: Callable[[str], int | None]) -> int | None:
    """The page of a record that is in a file and in no row, once it has one: its own place, nothing is copied; None for no page.

    `page` tells by an address which page of the frontier it is. A record without a body stands for the last answer of its address.
    """
    capture, length = warc.read(name, offset), warc.length(name, offset)
    original = _original(db, replace(capture, status=304), "") if not capture.body else None
    found = page(capture.url) if capture.status in (200, 304) else None
    paper = db.execute("SELECT paper FROM pages WHERE id = ?", [found]).fetchone()[0] if found else None
    row = {
        "url": capture.url, "kind": "article" if found else "unlisted", "paper": paper,
        "status": capture.status, "fetched_at": stamp(capture.fetched_at),
        "mime": (capture.header("Content-Type") or "").split(";")[0].strip(), "size": len(capture.body),
        "digest": original.digest if original else digest(capture.body), "warc_file": name, "warc_offset": offset, "warc_length": length,
        "page": found, "revisit_of": original.capture if original else None,
    }  # fmt: skip
    insert(db, "captures", row)
    return found


def _original(db: Database, capture: Capture, body: str) -> Original | None:
    """The kept answer whose body, of that digest ("": it has none), this one stands for; None for a body of its own."""
    if capture.status not in (200, 304) or not is_http(capture.url):
        return None
    row = db.execute(
        "SELECT id, url, digest, fetched_at, revisit_of FROM captures WHERE url = ? AND status = 200 ORDER BY id DESC LIMIT 1", [capture.url]
    ).fetchone()
    if row is None or (capture.status == 200 and row[2] != body):
        return None
    return Original(row[4] or row[0], *row[1:4])


_PLACE = "captures.warc_file, captures.warc_offset, captures.status, captures.digest, bodies.warc_file, bodies.warc_offset"
_BODIES = "LEFT JOIN captures AS bodies ON bodies.id = captures.revisit_of AND captures.status = 200"


def load(db: Database, warc: Warc, capture: int) -> Capture:
    """The capture as it was sent; an ArchiveError where it is not what the index says."""
    row = db.execute(f"SELECT {_PLACE} FROM captures {_BODIES} WHERE captures.id = ?", [capture]).fetchone()
    if row is None:
        raise ArchiveError(f"capture {capture}: the archive has none of that number")
    return at(warc, _place(row))


def _place(row: Sequence[Any]) -> Place:
    file, offset, status, digest, body_file, body_offset = row
    return Place(file, offset, status, digest, (body_file, body_offset) if body_file else None)


def capture_at(folder: Path, place: Place) -> Capture:
    """The answer in the WARC files of that folder as it was sent; an ArchiveError where it is not what the index says."""
    return at(Warc(folder), place)


def at(warc: Warc, place: Place) -> Capture:
    """The answer at that place as it was sent; an ArchiveError where it is not what the index says."""
    kept = warc.read(place.file, place.offset)
    if place.body:
        kept = replace(kept, body=warc.read(*place.body).body)
    if kept.status != place.status or (place.status != 304 and digest(kept.body) != place.digest):
        raise ArchiveError(f"{place.file} at {place.offset}: holds another page than the index says; restore the file from a backup")
    return kept


def last(db: Database, url: str) -> int | None:
    """The last answer with status 200 of exactly that URL."""
    row = db.execute("SELECT id FROM captures WHERE url = ? AND status = 200 ORDER BY fetched_at DESC, id DESC LIMIT 1", [url]).fetchone()
    return row[0] if row else None


def last_of(db: Database, page: int) -> int | None:
    """The last answer with status 200 that was kept for the page."""
    sql = "SELECT id FROM captures WHERE page = ? AND status = 200 AND kind = 'article' ORDER BY fetched_at DESC, id DESC LIMIT 1"
    row = db.execute(sql, [page]).fetchone()
    return row[0] if row else None


def recent(db: Database, kind: str, since: datetime) -> list[int]:
    """The last capture of each URL of that kind, of those fetched since that moment."""
    sql = "SELECT max(id) FROM captures WHERE kind = ? AND fetched_at >= ? GROUP BY url"
    return [row[0] for row in db.execute(sql, [kind, stamp(since)])]


def announce(db: Database, warc: Warc) -> None:
    """From here on, what is written to the WARC files stands there only once `confirm` is committed too."""
    name, size = warc.hold()
    insert(db, "unconfirmed", {"warc_file": name, "warc_offset": size})


def confirm(db: Database) -> None:
    """What was announced and written stays."""
    db.execute("DELETE FROM unconfirmed")


def take_back(db: Database, warc: Warc) -> None:
    """The WARC files without what was announced and never confirmed."""
    announced = db.execute("SELECT warc_file, warc_offset FROM unconfirmed").fetchall()
    for name, size in announced:
        warc.cut(name, size)
    if announced:
        confirm(db)


def mend(db: Database, warc: Warc, path: Path) -> Iterator[tuple[str, int, int]]:
    """Each WARC file ends with its last whole record; which file, where the last one that the index names ends, and the file's end.

    A file that another archive of the folder names is left alone.
    """
    sql = "SELECT warc_offset + warc_length FROM captures WHERE warc_file = ? ORDER BY warc_offset DESC LIMIT 1"
    ends = {name: db.execute(sql, [name]).fetchone() for name in warc.files()}
    others = frozenset() if all(ends.values()) else named_by_others(path)
    for name, known in ends.items():
        if known or name not in others:
            start = known[0] if known else 0
            yield name, start, warc.mend(name, start)


_STORED = f"captures.id, captures.url, pages.id, captures.paper, pages.state, captures.fetched_at, {_PLACE}"


def stored(db: Database, kind: str, pages: Collection[int] | None = None, after: int = -1) -> Iterator[StoredCapture]:
    """The latest usable capture of each page (of those named), in the order of the pages; rows may be written meanwhile."""
    page, only = after, None if pages is None else json.dumps(sorted(pages))
    while rows := db.execute(
        f"SELECT {_STORED} FROM pages JOIN captures ON captures.id = (SELECT last.id FROM captures AS last WHERE last.page = pages.id "
        "AND last.kind = ? AND last.status = 200 ORDER BY last.fetched_at DESC, last.id DESC LIMIT 1) "
        f"{_BODIES} WHERE pages.id > ? "
        "AND (? IS NULL OR pages.id IN (SELECT value FROM json_each(?))) ORDER BY pages.id LIMIT ?",
        [kind, page, only, only, _BATCH],
    ).fetchall():
        formers = _formers(db, page, rows[-1][2])
        for row in rows:
            page = row[2]
            yield _stored(row, tuple(former for former in formers.get(page, ()) if former.id != row[0]))


def _formers(db: Database, after: int, last: int) -> dict[int, list[StoredCapture]]:
    """The captures that began a version of an article, for those pages of which several did."""
    found: dict[int, list[StoredCapture]] = {}
    sql = (
        f"SELECT {_STORED} FROM versions JOIN articles ON articles.id = versions.article JOIN pages ON pages.id = articles.page "
        f"JOIN captures ON captures.id = versions.capture {_BODIES} WHERE articles.page > ? AND articles.page <= ? AND EXISTS "
        "(SELECT 1 FROM versions AS other WHERE other.article = versions.article AND other.id != versions.id) "
        "ORDER BY captures.fetched_at, captures.id"
    )
    for row in db.execute(sql, [after, last]):
        found.setdefault(row[2], []).append(_stored(row))
    return found


def differing(db: Database, page: int) -> list[StoredCapture]:
    """The page's usable captures in the order of their times, of each body the first, and the last one."""
    sql = (
        f"SELECT {_STORED} FROM captures JOIN pages ON pages.id = captures.page {_BODIES} WHERE captures.page = ? "
        "AND captures.kind = 'article' AND captures.status = 200 ORDER BY captures.fetched_at, captures.id"
    )
    found = [_stored(row) for row in db.execute(sql, [page])]
    firsts = {one.place.digest: one.id for one in reversed(found)}
    return [one for one in found if one.id == firsts[one.place.digest] or one is found[-1]]


def _stored(row: Sequence[Any], former: tuple[StoredCapture, ...] = ()) -> StoredCapture:
    number, url, page, paper, state, fetched_at, *place = row
    return StoredCapture(number, url, page, paper, state, fetched_at, _place(place), former)
