"""Captures in WARC files as programs other than ours write them, and as nobody should."""

import base64
import gzip
import hashlib
import io
import zipfile

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = b"2019-03-04T05:06:07Z"


def http(body, *, status="200 OK", headers=((b"Content-Type", b"text/html; charset=utf-8"),)):
    """An HTTP answer."""
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    return b"HTTP/1.1 " + status.encode() + b"\r\n" + lines + b"\r\n" + body


def record(url, block, *, kind=b"response", date=DATE, length=None, number=1, more=()):
    """A record; what is None is left out."""
    fields = [
        (b"WARC-Type", kind),
        (b"WARC-Record-ID", b"<urn:uuid:%032d>" % number),
        (b"WARC-Target-URI", url.encode()),
        (b"WARC-Date", date),
        (b"Content-Length", b"%d" % len(block) if length is None else length),
        *more,
    ]
    head = b"".join(name + b": " + value + b"\r\n" for name, value in fields if value is not None)
    return b"WARC/1.0\r\n" + head + b"\r\n" + block + b"\r\n\r\n"


def sha1(data):
    return b"sha1:" + base64.b32encode(hashlib.sha1(data).digest())


def members(*records):
    """One gzip member a record, as the standard advises."""
    return b"".join(gzip.compress(one) for one in records)


def by_warcio(captures):
    """A file as the warcio library writes it: warcinfo, response and request, digests, WARC/1.0."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "another"}))
    for capture in captures:
        headers = StatusAndHeaders(f"{capture.status} OK", list(capture.headers), protocol="HTTP/1.1")
        about = {"WARC-Date": capture.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        made = writer.create_warc_record(
            capture.url, "response", payload=io.BytesIO(capture.body), length=len(capture.body), http_headers=headers, warc_headers_dict=about
        )
        asked = writer.create_warc_record(
            capture.url, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True), warc_headers_dict=about
        )
        writer.write_record(made)
        writer.write_record(asked)
    return out.getvalue()


def wacz(**files):
    """A WACZ with these WARC files under archive/."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr("datapackage.json", "{}")
        for name, data in files.items():
            package.writestr(f"archive/{name}.warc.gz", data)
    return out.getvalue()
