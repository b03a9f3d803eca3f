"""Floor 0. From bytes as sent to text: content codings in bounded steps, then the charset a page really has."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from .errors import FetchError
from .models import Capture

MAX_BYTES = 10_000_000
"""How large a page may grow when inflated."""

_STEP = 65_536  # bytes of output at a time: what a bomb can cost before it is noticed
_FEED = 16_384  # bytes of input at a time: keeps the copying of what a step leaves over small
_SMALL = 200_000  # bytes of a page that is inflated once for all who ask
_MAX_CODINGS = 3
_MAX_MEMBERS = 2_000  # of one gzip body; bgzip makes one per 64 kB
_GZIP_MAGIC = b"\x1f\x8b"

Pieces = Iterable[bytes]


class _Bad(Exception):
    """A body that its coding can't explain: the stable reason and the sentence about it."""

    def __init__(self, reason: str, problem: str) -> None:
        self.reason = reason
        super().__init__(problem)


def decoded(capture: Capture, max_bytes: int = MAX_BYTES) -> bytes:
    """The body without its Content-Encoding (gzip, deflate in both forms, identity, stacked: RFC 9110 8.4).

    FetchError: `too_large` beyond `max_bytes`, `encoding` for an unknown or broken coding, `truncated` for a cut-off one.
    """
    codings = content_codings(capture)
    if not codings:
        if len(capture.body) > max_bytes:
            raise _failure(capture, _too_large(max_bytes))
        return capture.body
    small = _small(capture.body, codings) if max_bytes >= _SMALL else None
    try:
        return b"".join(_layers(capture.body, codings, max_bytes)) if small is None else small
    except _Bad as bad:
        raise _failure(capture, bad) from None


def decoded_size(capture: Capture, max_bytes: int = MAX_BYTES) -> int:
    """How many bytes `decoded` would give, without keeping them; the same errors."""
    codings = content_codings(capture)
    small = _small(capture.body, codings) if max_bytes >= _SMALL else None
    try:
        return sum(map(len, _layers(capture.body, codings, max_bytes))) if small is None else len(small)
    except _Bad as bad:
        raise _failure(capture, bad) from None


def content_codings(capture: Capture) -> tuple[str, ...]:
    """The codings of the body in the order they were applied, lower case, `identity` left out."""
    if not capture.body:
        return ()
    values = ",".join(value for name, value in capture.headers if name.lower() == "content-encoding")
    names = (name.strip().lower() for name in values.split(","))
    return tuple(name for name in names if name and name != "identity")


def text(capture: Capture, max_bytes: int = MAX_BYTES) -> str:
    """The page as text, from a BOM, valid UTF-8, the Content-Type header or its own `<meta>`; never fails on letters.

    A body that is itself a gzip file (a `.xml.gz` sitemap) is opened first. Errors as `decoded`.
    """
    body = decoded(capture, max_bytes)
    if body.startswith(_GZIP_MAGIC):
        try:
            body = b"".join(_layers(body, ("gzip",), max_bytes))
        except _Bad as bad:
            raise _failure(capture, bad) from None
    return text_of(body, capture.header("content-type"))


def _failure(capture: Capture, bad: _Bad) -> FetchError:
    return FetchError(capture.url, bad.reason, str(bad), status=capture.status)


def _too_large(max_bytes: int) -> _Bad:
    return _Bad("too_large", f"is larger than {max_bytes:,} bytes when decoded; raise max_bytes if that is wanted")


@lru_cache(maxsize=32)  # a page is measured when it is fetched, and read a few pages later
def _small(body: bytes, codings: tuple[str, ...]) -> bytes | None:
    """The body inflated; None for a large one, and for one that is not what its codings say."""
    try:
        return b"".join(_layers(body, codings, _SMALL))
    except _Bad:
        return None


def _layers(body: bytes, codings: tuple[str, ...], max_bytes: int) -> Pieces:
    """The body inflated layer by layer, each within the limit; nothing is read before it is asked for."""
    if len(codings) > _MAX_CODINGS:
        raise _Bad("encoding", f"has {len(codings)} content codings on top of each other; at most {_MAX_CODINGS} are read")
    view = memoryview(body)
    pieces: Pieces = (bytes(view[start : start + _FEED]) for start in range(0, len(view), _FEED))
    for name in reversed(codings):
        inflate = _CODINGS.get(name)
        if inflate is None:
            raise _Bad("encoding", f"has the content coding {name!r}; gzip and deflate are read")
        pieces = _bounded(inflate(pieces), max_bytes)
    return pieces if codings else _bounded(pieces, max_bytes)


def _bounded(pieces: Pieces, max_bytes: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > max_bytes:
            raise _too_large(max_bytes)
        yield piece


def _gunzip(pieces: Pieces) -> Iterator[bytes]:
    """All members of a gzip stream (RFC 1952 2.2); padding or debris after a whole member is left alone."""
    members, engine, rest = 1, zlib.decompressobj(31), b""
    for piece in pieces:
        rest += piece
        while rest and not (engine.eof and len(rest) < len(_GZIP_MAGIC)):
            if engine.eof:
                if not rest.startswith(_GZIP_MAGIC):
                    return
                members, engine = members + 1, zlib.decompressobj(31)
                if members > _MAX_MEMBERS:
                    raise _Bad("encoding", f"is gzip of more than {_MAX_MEMBERS} members")
            yield from _inflated(engine, rest)
            rest = engine.unused_data
    if not engine.eof:
        raise _Bad("truncated", "ends in the middle of its gzip data")


def _inflate(pieces: Pieces) -> Iterator[bytes]:
    """`deflate` as sent: in its zlib wrapper (RFC 1950), or raw as some servers send it."""
    engine, head = None, b""
    for piece in pieces:
        if engine is None:
            head += piece
            if len(head) < 2:
                continue
            piece, engine = head, zlib.decompressobj(zlib.MAX_WBITS if _zlib_head(head) else -zlib.MAX_WBITS)
        yield from _inflated(engine, piece)
    if engine is None or not engine.eof:
        raise _Bad("truncated", "ends in the middle of its deflate data")


def _zlib_head(head: bytes) -> bool:
    return head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0


def _inflated(engine: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    try:
        while piece and not engine.eof:
            yield engine.decompress(piece, _STEP)
            piece = engine.unconsumed_tail
    except zlib.error as error:
        raise _Bad("encoding", f"is not what its Content-Encoding says: {error}") from None


_CODINGS: dict[str, Callable[[Pieces], Iterator[bytes]]] = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _inflate}

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?([\w.:-]+)|^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.I)
_LABEL = re.compile(r"windows-125\d|iso-8859-\d{1,2}|koi8-[ru]|utf-16(?:-?[lb]e)?|gbk|gb18030|big5|euc-kr|euc-jp|shift_jis")
_ALIASES = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("windows-1258", "cp1258", "x-cp1258"), "cp1258"),
    **dict.fromkeys(("tcvn", "tcvn3", "tcvn-3", "tcvn5712", "tcvn-5712", "x-viet-tcvn5712", "x-viet-tcvn", "tcvn5712-1"), "tcvn"),
    "gb2312": "gb18030",
}
"""WHATWG labels and the Vietnamese ones; only names listed here are decoded, since Python has codecs unfit for pages."""

_TCVN_HIGH = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ" "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ" "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ" "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ" "éẹềểễếệìỉỄẾỒĩíịò" "Ổỏõóọồổỗốộờởỡớợù" "ỖủũúụừửữứựỳỷỹýỵỐ"
)  # fmt: skip
_TCVN_LOW = dict(zip((1, 2, 4, 5, 6, *range(0x11, 0x18)), "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
_TCVN = "".join(_TCVN_LOW.get(code, chr(code)) for code in range(128)) + _TCVN_HIGH
"""TCVN 5712:1993, VN1; VN3 ("ABC" fonts) is the part of it that has no capitals with tone."""


def text_of(body: bytes, content_type: str | None) -> str:
    """The text of a decoded body: BOM, then UTF-8 where the body is that, then header, `<meta>` or XML declaration.

    UTF-8 wins over any other declaration once multi-byte letters fit it: no other charset makes them by accident.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    declared = _declared(body, content_type)
    if declared.startswith("utf-16") and b"\0" in body[:4096]:
        return body.decode(declared, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _from_bytes(body, declared)


def _from_bytes(body: bytes, declared: str) -> str:
    """A body that is not wholly UTF-8, by what it declares; a few broken letters do not make UTF-8 something else."""
    guess = body.decode("utf-8", "replace")
    broken = guess.count("\ufffd")
    letters = sum(char > "\x7f" for char in guess) - broken
    if declared == "utf-8" or broken * 10 <= letters:
        return guess
    if declared == "tcvn":
        return unicodedata.normalize("NFC", body.decode("latin-1").translate(_TCVN))
    # windows-1258 writes tones as combining marks; one letter, one character from here on
    return unicodedata.normalize("NFC", body.decode(declared, "replace"))


def _declared(body: bytes, content_type: str | None) -> str:
    """The codec that the header, else the page, names and we know; utf-8 where neither does."""
    header = _HEADER.search(content_type or "")
    meta = _META.search(body[:4096])
    names = [header[1]] if header else []
    names += [(meta[1] or meta[2]).decode("ascii", "replace")] if meta else []
    return next(filter(None, map(_codec, names)), "utf-8")


def _codec(label: str) -> str | None:
    label = label.lower()
    return _ALIASES.get(label) or (label if _LABEL.fullmatch(label) and _exists(label) else None)


def _exists(label: str) -> bool:
    try:
        "".encode(label)
    except LookupError:
        return False
    return True
