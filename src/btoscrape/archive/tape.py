"""Floor 2. The bytes of a WARC file, in pieces: gzip members one after the other, or plain; whole again after a broken place."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import IO

PIECE = 65_536
_MAGIC = b"\x1f\x8b\x08"


class Broken(Exception):
    """A gzip member that can't be inflated."""


class Cut(Exception):
    """A file that ends in the middle."""


class Tape:
    """A file that is read at any place, mostly forward."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._data, self._at = file, memoryview(b""), 0

    def piece(self, offset: int) -> memoryview:
        """Some bytes from there on; none at the end."""
        inside = offset - self._at
        if not 0 <= inside < len(self._data):
            if inside != len(self._data):
                self._file.seek(offset)
            self._data, self._at, inside = memoryview(self._file.read(PIECE)), offset, 0
        return self._data[inside:]

    def is_gzip(self) -> bool:
        """Whether the file begins as one."""
        return bytes(self.piece(0)[:2]) == _MAGIC[:2]

    def next_member(self, offset: int) -> int:
        """Where the next gzip member that opens a record begins, from there on; the end of the file where none does."""
        kept = b""
        while piece := self.piece(offset):
            text = kept + bytes(piece)
            base = offset - len(kept)
            for match in re.finditer(re.escape(_MAGIC), text):
                if self._opens_record(base + match.start()):
                    return base + match.start()
            offset += len(piece)
            kept = text[-2:]
        return offset

    def _opens_record(self, offset: int) -> bool:
        try:
            return zlib.decompressobj(31).decompress(bytes(self.piece(offset)), 5) == b"WARC/"
        except zlib.error:
            return False


class Member:
    """One gzip member; `end` is where it ends, once all its pieces were given."""

    def __init__(self, tape: Tape, start: int) -> None:
        self._tape, self._start, self.end = tape, start, start

    def pieces(self) -> Iterator[bytes]:
        """Its inflated bytes; Broken or Cut where they stop."""
        engine, at = zlib.decompressobj(31), self._start
        while not engine.eof:
            data = self._tape.piece(at)
            if not data:
                raise Cut("the file ends in the middle of a record")
            at += len(data)
            rest: bytes | memoryview = data
            while len(rest) and not engine.eof:
                try:
                    out = engine.decompress(rest, PIECE)
                except zlib.error as error:
                    raise Broken(f"can't be inflated ({error}); what follows up to the next whole record is passed over") from None
                rest = engine.unconsumed_tail
                yield out
        self.end = at - len(engine.unused_data)


class Plain:
    """A file that is not compressed, from a place on."""

    def __init__(self, tape: Tape, start: int) -> None:
        self._tape, self._start = tape, start

    def pieces(self) -> Iterator[bytes]:
        """Its bytes."""
        return self.again(self._start)

    def again(self, at: int) -> Iterator[bytes]:
        """Its bytes from another place on."""
        while piece := self._tape.piece(at):
            at += len(piece)
            yield bytes(piece)


class Stream:
    """Bytes that come in pieces, taken from the front. `position` counts what was taken."""

    def __init__(self, source: Member | Plain, position: int = 0) -> None:
        self._source, self._pieces, self._buffer, self.position = source, source.pieces(), b"", position

    def peek(self, count: int) -> bytes:
        """The next bytes, without taking them; fewer at the end."""
        while len(self._buffer) < count and self._more():
            pass
        return self._buffer[:count]

    def skip_blank(self) -> bool:
        """Take what is between records; whether anything follows."""
        while self._buffer or self._more():
            rest = self._buffer.lstrip(b"\r\n")
            self._drop(len(self._buffer) - len(rest))
            if rest:
                return True
        return False

    def until(self, mark: bytes, most: int) -> bytes | None:
        """What stands before the mark, which is taken too; None, and nothing taken, where it does not come within `most` bytes."""
        searched = 0
        while (place := self._buffer.find(mark, max(0, searched - len(mark)))) < 0:
            searched = len(self._buffer)
            if searched > most or not self._more():
                return None
        found = self._buffer[:place]
        self._drop(place + len(mark))
        return found

    def pass_over(self, length: int, mark: re.Pattern[bytes]) -> None:
        """Leave out a block of that length; should no record end there, all up to the next one."""
        start, left = self.position, max(0, length)
        while left and (self._buffer or self._more()):
            step = min(left, len(self._buffer))
            left -= step
            self._drop(step)
        if left or not self._ends_here():
            if isinstance(self._source, Plain):  # the length may have led over other records
                self._pieces, self._buffer, self.position = self._source.again(start), b"", start
            self.seek_next(mark)

    def block(self, length: int, mark: re.Pattern[bytes], most: int) -> tuple[bytes, bool]:
        """A block of that length, and whether it is that long. One that is not ends where the next record begins.

        Cut where the file ends before it; a whole gzip member, whose checksum holds, has been checked against that.
        """
        taken = self._take(max(0, length))
        if len(taken) == length and self._ends_here():
            return taken, True
        match = mark.search(taken)
        if match:
            self._put_back(taken[match.end() :])
            return taken[: match.start()], False
        if len(taken) < length and isinstance(self._source, Plain):
            raise Cut("the file ends in the middle of a record")
        if len(taken) >= length:
            taken += self.seek_next(mark, most)
        return taken.removesuffix(b"\r\n\r\n"), False

    def seek_next(self, mark: re.Pattern[bytes], most: int = 0) -> bytes:
        """Take all up to the next record; up to `most` bytes of it come back."""
        kept, left = [], most
        while True:
            match = mark.search(self._buffer)
            end = match.start() if match else max(0, len(self._buffer) - 16)
            kept.append(self._buffer[: min(end, left)])
            left -= len(kept[-1])
            self._drop(match.end() if match else end)
            if match:
                return b"".join(kept)
            if not self._more():
                kept.append(self._buffer[:left])
                self._drop(len(self._buffer))
                return b"".join(kept)

    def _ends_here(self) -> bool:
        """Whether the block that was just taken may end here: an empty line, the next record, or nothing follows."""
        follows = self.peek(5)
        return not follows or follows[:2] in (b"\r\n", b"\n\n") or follows == b"WARC/"

    def _take(self, count: int) -> bytes:
        kept, left = [], count
        while left and (self._buffer or self._more()):
            kept.append(self._buffer[:left])
            left -= len(kept[-1])
            self._drop(len(kept[-1]))
        return b"".join(kept)

    def _put_back(self, taken: bytes) -> None:
        self._buffer = taken + self._buffer
        self.position -= len(taken)

    def _drop(self, count: int) -> None:
        self._buffer = self._buffer[count:]
        self.position += count

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._buffer += piece
        return True
