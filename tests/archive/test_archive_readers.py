"""Our WARC files as other people's programs read them; a test skips where that program is not installed."""

import io

import pytest

from archived import capture
from btoscrape.archive import Archive

PAGES = {"https://bao.vn/tin-100001.html": b"<p>Khoi thi dua</p>", "https://bao.vn/thoi-su": b"<ul></ul>"}


@pytest.fixture
def file(path):
    """A file with what a crawl writes: pages, one sent again unchanged, one that the server calls unchanged, a failure."""
    with Archive.open(path) as archive:
        for url, body in PAGES.items():
            headers = (("Content-Type", "text/html; charset=utf-8"), ("Transfer-Encoding", "chunked"))
            archive.keep(capture(url, body, headers=headers, request_headers=(("Host", "bao.vn"),)), kind="article")
        archive.keep(capture("https://bao.vn/thoi-su", PAGES["https://bao.vn/thoi-su"]), kind="listing")
        archive.keep(capture("https://bao.vn/tin-100001.html", b"", 304), kind="article")
        archive.keep(capture("https://bao.vn/khac-1.html", b"no", 404), kind="article")
    [written] = (path.parent / "warc").iterdir()
    return written


def test_fastwarc_reads_every_record_and_finds_its_digests_right(file):
    warc = pytest.importorskip("fastwarc.warc", reason="needs fastwarc, which is not installed")
    kinds, bodies = [], {}
    for record in warc.ArchiveIterator(io.BytesIO(file.read_bytes()), parse_http=False):
        kinds.append(record.headers["WARC-Type"])
        assert record.verify_block_digest() or not record.headers.get("WARC-Block-Digest")
    for record in warc.ArchiveIterator(io.BytesIO(file.read_bytes()), record_types=warc.WarcRecordType.response):
        bodies[record.headers["WARC-Target-URI"]] = record.reader.read()
        assert record.http_headers.status_code in (200, 404)
    assert kinds == ["warcinfo", *["response", "request"] * 2, *["revisit", "request"] * 2, "response", "request"]
    assert bodies == PAGES | {"https://bao.vn/khac-1.html": b"no"}
