"""Floor 2. A record of a foreign WARC file as the answer that it keeps, whatever the quirks of the program that wrote it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ..models import Capture
from .warc import FRAMED, digest

Headers = tuple[tuple[str, str], ...]
Fields = dict[bytes, bytes]

_SKEW = timedelta(days=1)
_GZIP = b"\x1f\x8b"


class Unfit(Exception):
    """What the record holds can't be taken: the sentence about it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A kept answer as it was sent. `digest`: of its payload as the file states it; `record`: its id there.

    `stands_for`: address and date of the answer whose body this one had (a revisit record has none of its own), else None.
    `undated`: the record has no date that can be true; that of the HTTP header, of the file's first record, or of the file is taken.
    """

    capture: Capture
    digest: str
    record: str
    stands_for: tuple[str, str] | None = None
    undated: bool = False


def answer(fields: Fields, url: str, block: bytes, dates: tuple[bytes | None, datetime]) -> Answer:
    """The answer in a record of the given block; `dates`: those of the file, for a record that has none."""
    kind = fields[b"warc-type"].lower()
    _check_block(fields, block)
    if kind == b"resource":
        status, reason, version = 200, "OK", "HTTP/1.1"
        headers: Headers = (("Content-Type", _text(fields.get(b"content-type", b"text/html"))),)
        body = block
    else:
        status, reason, version, headers, body = _http(block)
    at, undated = _date(fields, headers, dates)
    body, headers = _unframed(body, headers)
    capture = Capture(url, status, headers, body, at, reason=reason, http_version=version)
    stated = _text(fields.get(b"warc-payload-digest", b"")) or (digest(body) if kind != b"revisit" else "")
    refers = (_text(fields.get(b"warc-refers-to-target-uri", b"")).strip("<>") or url, _text(fields.get(b"warc-refers-to-date", b"")))
    return Answer(capture, stated, _text(fields.get(b"warc-record-id", b"")), refers if kind == b"revisit" else None, undated)


def _http(block: bytes) -> tuple[int, str, str, Headers, bytes]:
    """Status, reason, version, headers and body of an HTTP answer (RFC 9112), tolerant of bare line feeds and folded lines."""
    ends = [(place, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (place := block.find(mark)) >= 0]
    end, mark = min(ends, default=(len(block), 0))
    first, *lines = block[:end].replace(b"\r\n", b"\n").split(b"\n")
    version, _, rest = _text(first).partition(" ")
    code, _, reason = rest.strip().partition(" ")
    if not version.startswith("HTTP/") or not (code.isascii() and code.isdigit() and len(code) == 3):
        raise Unfit("holds no HTTP answer")
    pairs: list[tuple[str, str]] = []
    for line in map(_text, lines):
        name, colon, value = line.partition(":")
        if line[:1] in " \t" and pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {line.strip()}")
        elif colon:
            pairs.append((FRAMED.get(name.strip(), name.strip()), value.strip()))
    return int(code), reason.strip(), version, tuple(pairs), block[end + mark :]


def _unframed(body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    """The body without chunk marks where it still has them, and no Content-Encoding that it no longer has."""
    named = {name.lower(): value.lower() for name, value in headers}
    if "chunked" in named.get("transfer-encoding", "") and (joined := _dechunked(body)) is not None:
        body = joined
    if "gzip" in named.get("content-encoding", "") and body and not body.startswith(_GZIP):  # whoever kept it has inflated it
        headers = tuple(("X-Archive-Orig-Content-Encoding" if name.lower() == "content-encoding" else name, value) for name, value in headers)
    return body, headers


def _dechunked(body: bytes) -> bytes | None:
    """The chunks' contents (RFC 9112, 7.1); None where the body is not made of chunks to its end."""
    parts: list[bytes] = []
    at = 0
    while (line := body.find(b"\r\n", at, at + 1024)) >= 0:
        size = body[at:line].partition(b";")[0].strip()
        try:
            length = int(size, 16)
        except ValueError:
            return None
        if length == 0:
            return b"".join(parts)
        part = body[line + 2 : line + 2 + length]
        at = line + 2 + length + 2
        if length < 0 or len(part) < length or body[at - 2 : at] != b"\r\n":
            return None
        parts.append(part)
    return None


def _date(fields: Fields, headers: Headers, dates: tuple[bytes | None, datetime]) -> tuple[datetime, bool]:
    """When it was sent: as the record says, unless that can't be; else by the next best that can."""
    latest = datetime.now(UTC) + _SKEW
    stated = _iso(fields.get(b"warc-date"))
    if stated and stated <= latest:
        return stated, False
    others = (_http_date(headers), _iso(dates[0]), dates[1])
    return next((at for at in others if at and at <= latest), datetime.now(UTC).replace(microsecond=0)), True


def _iso(value: bytes | None) -> datetime | None:
    """A WARC-Date, or the 14 digits of older programs, in UTC."""
    text = _text(value or b"")
    for form in (text, f"{text[:8]}T{text[8:14]}"):
        try:
            found = datetime.fromisoformat(form)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _http_date(headers: Headers) -> datetime | None:
    value = next((value for name, value in headers if name.lower() == "date"), "")
    try:
        found = parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _check_block(fields: Fields, block: bytes) -> None:
    """A block that is not what its own digest says is damaged. Digests of payloads differ by program; they can't be held against it."""
    name, _, stated = _text(fields.get(b"warc-block-digest", b"")).partition(":")
    if name.lower() in ("sha1", "sha256", "md5") and stated:
        found = hashlib.new(name.lower(), block, usedforsecurity=False)
        if stated.lower() not in (found.hexdigest(), base64.b32encode(found.digest()).decode().lower()):
            raise Unfit("is not what its digest says")


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
