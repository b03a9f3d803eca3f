"""Floor 2. Pages kept as sent: WARC 1.1 records (ISO 28500) in `warc/` beside the database, and their index table."""

from __future__ import annotations

import base64
import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..errors import ArchiveError
from ..models import Capture

ROTATE_AT = 200 * 1024 * 1024
_FRAMING = frozenset({"transfer-encoding"})
"""Headers that describe the connection and not the body as kept: a chunked body is kept without its chunk marks."""


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A row of `captures` that holds an article's page; `state` is the page's in the frontier."""

    id: int
    url: str
    page: int
    paper: str | None
    state: str


class Warc:
    """Writes and reads the WARC files of one archive; a new file per process, rotated by size."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: io.BufferedWriter | None = None
        self._name = ""

    def write(self, capture: Capture) -> tuple[str, int, int]:
        """File name, offset and length of the response record, once it and its request have reached the disk."""
        out = self._open()
        writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        response = self._record(writer, capture)
        start = out.tell()
        writer.write_record(response)
        length = out.tell() - start
        writer.write_record(self._request(writer, capture, response.rec_headers.get_header("WARC-Record-ID")))
        out.flush()
        return self._name, start, length

    def read(self, name: str, offset: int) -> Capture:
        """The capture at that place; an ArchiveError names file and offset when it is damaged or gone."""
        where = f"{self._folder / name} at {offset}"
        try:
            with (self._folder / name).open("rb") as file:
                file.seek(offset)
                record = next(iter(ArchiveIterator(file, check_digests="raise", no_record_parse=False)))
                return _capture(record)
        except (OSError, StopIteration, ArchiveLoadFailed, ValueError, EOFError) as error:
            raise ArchiveError(f"{where}: the kept page can't be read ({error}); restore the file from a backup") from error

    def close(self) -> None:
        """Close the file that is being written."""
        if self._file:
            self._file.close()
            self._file = None

    def _open(self) -> io.BufferedWriter:
        if self._file and self._file.tell() < ROTATE_AT:
            return self._file
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        self._name = f"btoscrape-{stamp}-{os.getpid()}.warc.gz"
        self._file = (self._folder / self._name).open("xb")
        writer = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
        info = {"software": "btoscrape", "format": "WARC File Format 1.1"}
        writer.write_record(writer.create_warcinfo_record(self._name, info))
        return self._file

    def _record(self, writer: WARCWriter, capture: Capture) -> ArcWarcRecord:
        status = f"{capture.status} {capture.reason}".strip()
        headers = [(name, value) for name, value in capture.headers if name.lower() not in _FRAMING]
        http = StatusAndHeaders(status, headers, protocol=capture.http_version)
        return writer.create_warc_record(
            capture.url,
            "response",
            payload=io.BytesIO(capture.body),
            length=len(capture.body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": _stamp(capture.fetched_at)},
        )

    def _request(self, writer: WARCWriter, capture: Capture, response_id: str) -> ArcWarcRecord:
        _, _, rest = capture.url.partition("://")
        _, slash, path = rest.partition("/")
        http = StatusAndHeaders(f"GET {slash + path or '/'} HTTP/1.1", list(capture.request_headers), is_http_request=True)
        dates = {"WARC-Date": _stamp(capture.fetched_at), "WARC-Concurrent-To": response_id}
        return writer.create_warc_record(capture.url, "request", http_headers=http, warc_headers_dict=dates)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _capture(record: ArcWarcRecord) -> Capture:
    http = record.http_headers
    code, _, reason = http.statusline.partition(" ")
    body = record.raw_stream.read()
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    url = record.rec_headers.get_header("WARC-Target-URI")
    return Capture(url, int(code), tuple(http.headers), body, at, reason=reason, http_version=http.protocol)


def digest(body: bytes) -> str:
    """The payload digest in the form of WARC files: sha1, base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def keep(db: Database, warc: Warc, capture: Capture, *, kind: str, paper: str | None, page: int | None, run: int | None) -> int:
    """The id of the capture, which is on disk before its row is committed."""
    name, offset, length = warc.write(capture)
    row: dict[str, Any] = {
        "url": capture.url,
        "kind": kind,
        "paper": paper,
        "status": capture.status,
        "fetched_at": capture.fetched_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "mime": (capture.header("Content-Type") or "").split(";")[0].strip(),
        "size": len(capture.body),
        "digest": digest(capture.body),
        "etag": capture.header("ETag"),
        "last_modified": capture.header("Last-Modified"),
        "warc_file": name,
        "warc_offset": offset,
        "warc_length": length,
        "page": page,
        "run": run,
    }
    return insert(db, "captures", row)


def insert(db: Database, table: str, row: dict[str, Any]) -> int:
    """The id of a new row."""
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    cursor = db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
    return int(cursor.lastrowid or 0)


def stored(db: Database, kind: str) -> Iterator[StoredCapture]:
    """The latest usable capture of each page, in the order of the pages."""
    rows = db.execute(
        "SELECT max(captures.id), captures.url, captures.page, captures.paper, pages.state FROM captures "
        "JOIN pages ON pages.id = captures.page WHERE captures.kind = ? AND captures.status = 200 "
        "GROUP BY captures.page ORDER BY captures.page",
        [kind],
    ).fetchall()
    return (StoredCapture(*row) for row in rows)
