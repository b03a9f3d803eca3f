"""Floor 2. WARC files of anyone's making (ISO 28500; gzip by record, as a whole or not at all; WACZ), record by record.

Only what is wanted is taken into memory; all else is passed over. A record that can't be had is a Damage with its place, and the
reading goes on behind it.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from .answers import Answer, Unfit, answer
from .tape import Broken, Cut, Member, Plain, Stream, Tape

MOST = 64 << 20
"""Bytes of a record that is taken; pages are smaller, films are not."""
SPAN = 2 << 20
"""Bytes of a piece."""
_HEAD = 65_536
_TYPES = frozenset({b"response", b"resource", b"revisit"})
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/\d)")
_SUFFIXES = (".warc", ".warc.gz", ".wacz")

Fields = dict[bytes, bytes]
Wanted = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with the record at that place of the file; `lost`: it could not be read at all."""

    file: str
    offset: int
    problem: str
    lost: bool = True

    def __str__(self) -> str:
        return f"{self.file} at {self.offset}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Record:
    """An answer that was wanted, and where it stands."""

    file: str
    offset: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Step:
    """What came next. Reading that begins at `place` meets this again, and all that follows."""

    place: int
    found: Record | Damage | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One WARC file, or one inside a WACZ. `size` in bytes as it lies there; `digest` tells it from others of its name."""

    path: Path
    inside: str = ""
    size: int = 0
    digest: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.path.name}/{self.inside}" if self.inside else self.path.name


@dataclass(frozen=True, slots=True)
class Piece:
    """The records of a file that begin between two of its bytes. `seek`: `start` may be inside one of those before.

    `passed`: how many of what stands at `start` itself another reading has had.
    """

    source: Source
    start: int
    end: int
    seek: bool = False
    passed: int = 0


def pieces(source: Source, start: int = 0, span: int = SPAN) -> Iterator[Piece]:
    """The file from that place on, in pieces that can be read apart; one that can't be entered anywhere is one piece."""
    if source.inside or not _is_gzip(source.path):
        yield Piece(source, start, source.size)
        return
    for begin in range(start, source.size, span):
        yield Piece(source, begin, min(begin + span, source.size), seek=begin > start)


def sources(path: Path) -> Iterator[Source | Damage]:
    """The WARC files that a path means: itself, all of a folder and those below it, those packed in a WACZ."""
    if path.is_dir():
        for file in sorted(file for file in path.rglob("*") if file.name.lower().endswith(_SUFFIXES) and file.is_file()):
            yield from sources(file)
        return
    try:
        yield from _packed(path) if path.suffix.lower() == ".wacz" else [Source(path, "", path.stat().st_size, _digest(path, ""))]
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        yield Damage(path.name, 0, f"can't be opened ({_said(error)}); is it whole?")


def steps(piece: Piece, wanted: Wanted) -> Iterator[Step]:
    """What the piece holds; `wanted` is asked by the address of each page."""
    source = piece.source
    try:
        with _opened(source.path, source.inside) as file:
            yield from _Reading(source.name, file, wanted, _modified(source.path)).steps(piece)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield Step(piece.start, Damage(source.name, piece.start, f"can't be read on ({_said(error)})"))


def one_record(name: str, offset: int, data: bytes) -> Record | Damage:
    """The answer in the bytes of a single record that stands at that place of a file elsewhere."""
    piece = Piece(Source(Path(name), "", len(data)), 0, len(data))
    found = [step.found for step in _Reading(name, io.BytesIO(data), lambda url: True, datetime.now(UTC)).steps(piece) if step.found]
    whole = next((one for one in found if isinstance(one, Record)), None)
    return replace(whole, offset=offset) if whole else Damage(name, offset, str(found[0]) if found else "is no answer of a server")


def _packed(path: Path) -> Iterator[Source]:
    with zipfile.ZipFile(path) as package:
        for entry in package.infolist():
            if entry.filename.lower().endswith(_SUFFIXES[:2]):
                yield Source(path, entry.filename, entry.file_size, _digest(path, entry.filename))


def _digest(path: Path, inside: str) -> str:
    """By its size and its first and last bytes: enough to know a file again, cheap for one of many gigabytes."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        told = sha256(f"{size} {inside} ".encode())
        for place in (0, max(0, size - _HEAD)):
            file.seek(place)
            told.update(file.read(_HEAD))
    return told.hexdigest()


@contextmanager
def _opened(path: Path, inside: str) -> Iterator[IO[bytes]]:
    if not inside:
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as package, package.open(inside) as packed:
        yield packed


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return Tape(file).is_gzip()


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _said(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


class _Reading:
    """One file on its way through."""

    def __init__(self, name: str, file: IO[bytes], wanted: Wanted, modified: datetime) -> None:
        self._name, self._wanted, self._modified = name, wanted, modified
        self._tape = Tape(file)
        self._info: Fields = {}

    def steps(self, piece: Piece) -> Iterator[Step]:
        """Member by member where the file is gzip, else record by record."""
        if not self._tape.piece(0):
            yield Step(0, Damage(self._name, 0, "is empty"))
        elif self._tape.is_gzip():
            if piece.start:
                self._look_at_first()
            yield from self._members(self._tape.next_member(piece.start) if piece.seek else piece.start, piece.end)
        else:
            yield from self._plain(piece.start)

    def _look_at_first(self) -> None:
        """The file's own record at its beginning, which tells the date of those that have none."""
        with suppress(Broken, Cut):
            next(self._records(Stream(Member(self._tape, 0)), lambda at: at), None)

    def _members(self, start: int, end: int) -> Iterator[Step]:
        while start < end and self._tape.piece(start):
            member = Member(self._tape, start)
            try:
                for found in self._records(Stream(member), lambda at, start=start: start):  # type: ignore[misc]
                    if found:
                        yield Step(start, found)
                start = member.end
            except (Broken, Cut) as error:
                yield Step(start, Damage(self._name, start, str(error)))
                start = self._tape.next_member(start + 1)

    def _plain(self, start: int) -> Iterator[Step]:
        stream = Stream(Plain(self._tape, start), start)
        try:
            for found in self._records(stream, lambda at: at):
                if found:
                    yield Step(found.offset, found)
        except Cut as error:
            yield Step(stream.position, Damage(self._name, stream.position, str(error)))

    def _records(self, stream: Stream, place: Callable[[int], int]) -> Iterator[Record | Damage | None]:
        """What each record of the stream comes to; None for what is passed over."""
        while stream.skip_blank():
            at = stream.position
            head = stream.until(b"\r\n\r\n", _HEAD) if stream.peek(5) == b"WARC/" else None
            if head is None:
                yield Damage(self._name, place(at), "is no WARC record; what follows up to the next one is passed over")
                stream.seek_next(_NEXT)
                continue
            fields = _fields(head)
            yield from self._record(stream, fields, place(at))

    def _record(self, stream: Stream, fields: Fields, offset: int) -> Iterator[Record | Damage | None]:
        kind, url = fields.get(b"warc-type", b"").lower(), _url(fields)
        stated = fields.get(b"content-length", b"")
        length = int(stated) if stated.isdigit() and len(stated) < 19 else -1
        if kind == b"warcinfo":
            self._info = fields
        if kind not in _TYPES or not self._wanted(url) or length > MOST:
            if kind in _TYPES and length > MOST and self._wanted(url):
                yield Damage(self._name, offset, f"says it holds {length:,} bytes, more than a page has; it is passed over")
            stream.pass_over(length, _NEXT)
            yield None
            return
        block, whole = stream.block(length, _NEXT, MOST)
        if not whole:
            yield Damage(
                self._name, offset, f"says it holds {stated.decode('latin-1') or 'no'} bytes and holds {len(block)}; those were read", lost=False
            )
        try:
            yield Record(self._name, offset, answer(fields, url, block, (self._info.get(b"warc-date"), self._modified)))
        except Unfit as error:
            yield Damage(self._name, offset, f"{url}: {error}")


def _fields(head: bytes) -> Fields:
    fields: Fields = {}
    for line in head.split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _url(fields: Fields) -> str:
    """The address; WARC 1.0 as wget and others write it puts it in angle brackets."""
    url = fields.get(b"warc-target-uri", b"").decode("utf-8", "replace")
    return url[1:-1] if url.startswith("<") and url.endswith(">") else url
