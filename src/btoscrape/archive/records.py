"""Floor 2. The records of a WARC file (ISO 28500) as warcio writes them. Imported by who writes some: it takes its time."""

from __future__ import annotations

import io
import string
from collections.abc import Iterable
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..models import Capture
from .rows import stamp
from .warc import FRAMING, Original, is_http

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_URI_SAFE = "".join(set(string.printable) - set(string.whitespace))


class _Headers(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers to the letter; warcio would percent-encode what is not ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """The headers as bytes."""
        self.headers_buff = self.to_bytes(header_filter)


def begin(out: io.BufferedIOBase, name: str) -> None:
    """Write the record that opens a file of that name."""
    writer = _writer(out)
    info = {"software": "btoscrape", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, info))


def write(out: io.BufferedIOBase, capture: Capture, original: Original | None, *, asked: bool) -> int:
    """The length of the record that was written; the request stands behind it where we `asked`."""
    writer, start = _writer(out), out.tell()
    record = _revisit(writer, capture, original) if original else _answer(writer, capture)
    writer.write_record(record)
    length = out.tell() - start
    if asked and is_http(capture.url):
        writer.write_record(_request(writer, capture, record.rec_headers.get_header("WARC-Record-ID")))
    return length


def record(capture: Capture) -> bytes:
    """The record of an answer, as it will stand in a file."""
    out = io.BytesIO()
    writer = _writer(out)
    writer.write_record(_answer(writer, capture))
    return out.getvalue()


def _writer(out: io.BufferedIOBase) -> WARCWriter:
    return WARCWriter(out, gzip=True, warc_version="WARC/1.1")


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
    return [(FRAMING.get(name.lower(), name), _line(value)) for name, value in headers]


def _line(text: str) -> str:
    """The text on one line, so that no header can forge another."""
    return " ".join(text.split())


def _uri(url: str) -> str:
    return quote(url, _URI_SAFE)


def _dated(capture: Capture) -> dict[str, str]:
    return {"WARC-Date": stamp(capture.fetched_at)}
