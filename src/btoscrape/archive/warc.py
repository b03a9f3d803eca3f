"""Floor 2. WARC 1.1 files (ISO 28500): pages as they were sent, one gzip member per record."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import string
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..errors import ArchiveError
from ..models import Capture
from .rows import stamp
from .tape import Broken, Cut, Member, Tape

ROTATE_AT = 200 * 1024 * 1024
"""Bytes after which the next record begins a new file."""
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_PIECE = 65_536
_FRAMING = {"transfer-encoding": "X-Crawler-Transfer-Encoding"}
"""Headers about the connection, renamed: the body is kept without its chunk marks, and a reader would look for them."""
FRAMED = {new: old.title() for old, new in _FRAMING.items()}
_URI_SAFE = "".join(set(string.printable) - set(string.whitespace))
_DAMAGE = (OSError, ValueError, LookupError, Broken, Cut)
"""What reading a damaged or missing record ends in."""


@dataclass(frozen=True, slots=True)
class Original:
    """The kept answer whose body another one, a 304 or one with the same body, stands for."""

    capture: int
    url: str
    digest: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A capture of others' as the record that keeps it, ready to be written; size and digest of its body."""

    record: bytes
    size: int
    digest: str


class _Headers(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers to the letter; warcio would percent-encode what is not ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """The headers as bytes."""
        self.headers_buff = self.to_bytes(header_filter)


class Warc:
    """Writes and reads the WARC files of one archive; a new file per process, rotated by size."""

    def __init__(self, folder: Path, rotate_at: int = ROTATE_AT) -> None:
        self._folder, self._rotate_at = folder, rotate_at
        self._file: io.BufferedWriter | None = None
        self._name = ""
        self._held = False

    def write(self, capture: Capture, original: Original | None, packed: Packed | None = None) -> tuple[str, int, int]:
        """File name, offset and length of the record, once it and its request are in the file; what is packed had none of ours.

        A failed write is taken back, and the next one begins a new file.
        """
        out = self._open()
        start = out.tell()
        try:
            length = self._write(out, capture, original, packed)
            out.flush()
        except BaseException:
            self._take_back(start)
            raise
        return self._name, start, length

    def read(self, name: str, offset: int) -> Capture:
        """The capture at that place; an ArchiveError names file and offset when it is damaged or gone."""
        where = f"{self._folder / name} at {offset}"
        try:
            with (self._folder / name).open("rb") as file:
                return _capture(b"".join(Member(Tape(file), offset).pieces()))
        except _DAMAGE as error:
            raise ArchiveError(f"{where}: the kept page can't be read ({error}); restore the file from a backup") from error

    def length(self, name: str, offset: int) -> int:
        """How many bytes the record at that place has in its file."""
        with (self._folder / name).open("rb") as file:
            member = Member(Tape(file), offset)
            for _ in member.pieces():
                pass
        return member.end - offset

    def files(self) -> list[str]:
        """The names of the files that an archive has written so far, in their order."""
        return sorted(file.name for file in self._folder.glob("btoscrape-*.warc.gz"))

    def mend(self, name: str, start: int) -> int:
        """Where the last whole record of the file ends; what follows is cut off. `start` is a place where a record ends."""
        path = self._folder / name
        with path.open("rb+") as file:
            end = _last_end(file, start)
            if end < path.stat().st_size:
                file.truncate(end)
        if not end:
            path.unlink()
        return end

    def hold(self) -> tuple[str, int]:
        """The file into which all that is written goes until `release`, and its size so far."""
        size = self._open().tell()
        self._held = True
        return self._name, size

    def release(self) -> None:
        """A new file may begin when this one is full."""
        self._held = False

    def cut(self, name: str, size: int) -> None:
        """The file as it was when it had that size."""
        self.close()
        with suppress(FileNotFoundError):
            os.truncate(self._folder / name, size)

    def close(self) -> None:
        """Close the file that is being written."""
        if self._file:
            self._file.close()
            self._file = None

    def _open(self) -> io.BufferedWriter:
        if self._file and (self._held or self._file.tell() < self._rotate_at):
            return self._file
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._name = f"btoscrape-{datetime.now(UTC):%Y%m%d%H%M%S%f}-{os.getpid()}.warc.gz"
        self._file = (self._folder / self._name).open("xb")
        try:
            writer = _writer(self._file)
            info = {"software": "btoscrape", "format": "WARC File Format 1.1"}
            writer.write_record(writer.create_warcinfo_record(self._name, info))
        except BaseException:
            self._take_back(0)
            raise
        return self._file

    def _write(self, out: io.BufferedWriter, capture: Capture, original: Original | None, packed: Packed | None) -> int:
        """The length of the record; what is packed was asked for by others, so that no request of ours goes with it."""
        if packed and not original:
            return out.write(packed.record)
        writer, start = _writer(out), out.tell()
        record = _revisit(writer, capture, original) if original else _answer(writer, capture)
        writer.write_record(record)
        length = out.tell() - start
        if packed is None and is_http(capture.url):
            writer.write_record(_request(writer, capture, record.rec_headers.get_header("WARC-Record-ID")))
        return length

    def _take_back(self, start: int) -> None:
        """Leave no half record behind; a disk that refuses even that leaves one that no row of the index names."""
        path, file, self._file = self._folder / self._name, self._file, None
        with suppress(OSError):  # its buffer still holds what could not be written
            if file:
                file.close()
        with suppress(OSError):
            if start:
                os.truncate(path, start)
            else:
                path.unlink()


def _last_end(file: io.BufferedRandom, start: int) -> int:
    """Where the last whole gzip member of the file ends; `start` is where one does."""
    file.seek(start)
    end, member = start, zlib.decompressobj(31)
    with suppress(zlib.error):
        while piece := file.read(_PIECE):
            while piece:
                member.decompress(piece, _PIECE)
                piece = member.unconsumed_tail
                if member.eof:
                    end, piece, member = file.tell() - len(member.unused_data), member.unused_data, zlib.decompressobj(31)
    return end


def _writer(out: io.BufferedIOBase) -> WARCWriter:
    return WARCWriter(out, gzip=True, warc_version="WARC/1.1")


def is_http(url: str) -> bool:
    """Whether a server sent it; a saved file has another scheme."""
    return url.lower().startswith(("http://", "https://"))


def pack(capture: Capture) -> Packed:
    """What others kept, as the record that will keep it here."""
    out = io.BytesIO()
    writer = _writer(out)
    writer.write_record(_answer(writer, capture))
    return Packed(out.getvalue(), len(capture.body), digest(capture.body))


def _answer(writer: WARCWriter, capture: Capture) -> ArcWarcRecord:
    return _response(writer, capture) if is_http(capture.url) else _resource(writer, capture)


def _response(writer: WARCWriter, capture: Capture) -> ArcWarcRecord:
    payload = io.BytesIO(capture.body)
    return writer.create_warc_record(
        _uri(capture.url), "response",
        payload=payload, length=len(capture.body), http_headers=_http(capture), warc_headers_dict=_dated(capture),
    )  # fmt: skip


def _revisit(writer: WARCWriter, capture: Capture, original: Original) -> ArcWarcRecord:
    record = writer.create_revisit_record(
        _uri(capture.url), original.digest, _uri(original.url), original.fetched_at,
        http_headers=_http(capture), warc_headers_dict=_dated(capture),
    )  # fmt: skip
    if capture.status == 304:  # else the library's own profile holds: identical-payload-digest
        record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
    return record


def _resource(writer: WARCWriter, capture: Capture) -> ArcWarcRecord:
    """A saved file: no server sent it, so the record holds its bytes alone."""
    return writer.create_warc_record(
        _uri(capture.url), "resource",
        payload=io.BytesIO(capture.body), length=len(capture.body),
        warc_content_type=capture.header("Content-Type") or "application/octet-stream", warc_headers_dict=_dated(capture),
    )  # fmt: skip


def _request(writer: WARCWriter, capture: Capture, response_id: str) -> ArcWarcRecord:
    _, _, rest = capture.url.partition("://")
    _, slash, path = rest.partition("/")
    line = f"GET {_uri(slash + path) or '/'} HTTP/1.1"
    http = _Headers(line, _pairs(capture.request_headers), is_http_request=True)
    about = _dated(capture) | {"WARC-Concurrent-To": response_id}
    return writer.create_warc_record(_uri(capture.url), "request", http_headers=http, warc_headers_dict=about)


def _http(capture: Capture) -> _Headers:
    return _Headers(_line(f"{capture.status} {capture.reason}"), _pairs(capture.headers), protocol=capture.http_version)


def _pairs(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_FRAMING.get(name.lower(), name), _line(value)) for name, value in headers]


def _line(text: str) -> str:
    """The text on one line, so that no header can forge another."""
    return " ".join(text.split())


def _uri(url: str) -> str:
    return quote(url, _URI_SAFE)


def _dated(capture: Capture) -> dict[str, str]:
    return {"WARC-Date": stamp(capture.fetched_at)}


def _capture(record: bytes) -> Capture:
    """The record as a capture; whoever asked, and with what headers, stays in the request record after it.

    A ValueError or LookupError where it is not as it was written; gzip's checksum has held.
    """
    about, block = _head(record)
    fields = dict(about[1:])
    block = block[: int(fields["Content-Length"])]
    if fields["WARC-Block-Digest"] != digest(block):
        raise ValueError("is not what its digest says")
    url, at = fields["WARC-Target-URI"], datetime.fromisoformat(fields["WARC-Date"])
    if fields["WARC-Type"] == "resource":
        return Capture(url, 200, (("Content-Type", fields["Content-Type"]),), block, at, reason="OK")
    (line, _), *pairs = (http := _head(block))[0]
    version, code, reason = (*line.split(" ", 2), "")[:3]
    headers = tuple((FRAMED.get(name, name), value) for name, value in pairs)
    return Capture(url, int(code), headers, http[1], at, reason=reason, http_version=version)


def _head(data: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """The lines before the first empty one, each as name and value (the first one as it stands), and what follows it."""
    end = data.index(b"\r\n\r\n")
    first, *lines = data[:end].split(b"\r\n")
    named = (line.partition(b":") for line in lines)
    return [(_said(first), ""), *((_said(name), _said(value.strip())) for name, _, value in named)], data[end + 4 :]


def _said(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def digest(body: bytes) -> str:
    """The payload digest in the form of WARC files: sha1, base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
