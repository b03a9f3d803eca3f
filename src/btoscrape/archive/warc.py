"""Floor 2. WARC 1.1 files (ISO 28500): pages as they were sent, one gzip member per record."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import ArchiveError
from ..models import Capture
from .tape import Broken, Cut, Member, Tape

ROTATE_AT = 200 * 1024 * 1024
"""Bytes after which the next record begins a new file."""
_PIECE = 65_536
FRAMING = {"transfer-encoding": "X-Crawler-Transfer-Encoding"}
"""Headers about the connection, renamed: the body is kept without its chunk marks, and a reader would look for them."""
FRAMED = {new: old.title() for old, new in FRAMING.items()}
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
            from . import records  # where something is written: `status` and `export` need no warcio

            records.begin(self._file, self._name)
        except BaseException:
            self._take_back(0)
            raise
        return self._file

    def _write(self, out: io.BufferedWriter, capture: Capture, original: Original | None, packed: Packed | None) -> int:
        """The length of the record; what is packed was asked for by others, so that no request of ours goes with it."""
        if packed and not original:
            return out.write(packed.record)
        from . import records

        return records.write(out, capture, original, asked=packed is None)

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


def is_http(url: str) -> bool:
    """Whether a server sent it; a saved file has another scheme."""
    return url.lower().startswith(("http://", "https://"))


def pack(capture: Capture) -> Packed:
    """What others kept, as the record that will keep it here."""
    from . import records

    return Packed(records.record(capture), len(capture.body), digest(capture.body))


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
