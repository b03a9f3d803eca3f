"""Pages kept as sent: real WARC files, read back by us and by warcio's own tools."""

import gzip
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archived import AT, PAPER, capture, noted
from btoscrape.archive import Archive, warc
from btoscrape.errors import ArchiveError
from btoscrape.models import Capture

WARCIO = Path(sys.executable).with_name("warcio")
TOKEN = st.text("abcdefgXYZ-", min_size=1, max_size=12)
VALUE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), max_size=30)


def keep(archive, what, **more):
    return archive.keep(what, kind=more.pop("kind", "listing"), **more)


def files(path):
    return sorted((path.parent / "warc").iterdir())


def records(file):
    """(type, headers, HTTP headers, payload) of each record, as warcio reads them."""
    with file.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers, record.http_headers, record.raw_stream.read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


def check(file):
    """The exit code of warcio's own check."""
    return subprocess.run([WARCIO, "check", file], capture_output=True, timeout=60).returncode


def test_a_page_comes_back_as_it_was_sent(archive):
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    sent = capture(body=gzip.compress(b"<p>Kh\xe1\xbb\x91i"), headers=headers)
    assert archive.capture(keep(archive, sent)) == sent


def test_the_file_is_valid_warc_with_request_and_response(archive, path):
    asked = (("Host", "bao.vn"), ("User-Agent", "btoscrape"))
    keep(archive, capture(request_headers=asked))
    archive.close()
    [file] = files(path)
    kinds = [record[0] for record in records(file)]
    assert kinds == ["warcinfo", "response", "request"]
    (_, info, _, _), (_, response, http, body), (_, request, request_http, _) = records(file)
    assert info.get_header("WARC-Filename") == file.name
    assert response.protocol == "WARC/1.1"
    assert response.get_header("WARC-Date") == "2025-01-09T08:40:00.123Z"
    assert (http.get_statuscode(), body) == ("200", b"<p>tin</p>")
    assert request.get_header("WARC-Concurrent-To") == response.get_header("WARC-Record-ID")
    assert (request_http.protocol, request_http.statusline) == ("GET", "/tin-100001.html HTTP/1.1")
    assert request_http.headers == list(asked)
    assert check(file) == 0


def test_the_index_leads_to_the_record_and_nothing_else(archive, path):
    keep(archive, capture(body=b"one"))
    keep(archive, capture(body=b"two"))
    archive.close()
    with Archive.open(path, readonly=True) as reader:
        name, offset, length, digest = reader.db.execute(
            "SELECT warc_file, warc_offset, warc_length, digest FROM captures ORDER BY id DESC LIMIT 1"
        ).fetchone()
    member = (path.parent / "warc" / name).read_bytes()[offset : offset + length]
    record = gzip.decompress(member)
    assert record.startswith(b"WARC/1.1\r\n")
    assert record.endswith(b"two\r\n\r\n")
    assert f"WARC-Payload-Digest: {digest}".encode() in record


def test_a_chunked_body_is_kept_without_marks_and_says_so(archive, path):
    sent = capture(headers=(("Transfer-Encoding", "chunked"),))
    assert archive.capture(keep(archive, sent)) == sent
    archive.close()
    assert records(files(path)[0])[1][2].headers == [("X-Crawler-Transfer-Encoding", "chunked")]


def test_an_unchanged_answer_becomes_a_revisit_of_the_last_whole_one(archive, path):
    first = capture(headers=(("ETag", '"1"'),))
    keep(archive, first)
    unchanged = keep(archive, capture(status=304, body=b"", headers=(("ETag", '"1"'),)))
    assert archive.capture(unchanged).status == 304
    assert archive.last_capture(first.url) == first
    archive.close()
    _, (_, original, _, _), _, (kind, revisit, http, body), _ = records(files(path)[0])
    assert (kind, body, http.get_statuscode()) == ("revisit", b"", "304")
    assert revisit.get_header("WARC-Profile").endswith("server-not-modified")
    assert revisit.get_header("WARC-Refers-To-Target-URI") == first.url
    for name in ("WARC-Payload-Digest", "WARC-Date"):
        assert revisit.get_header(name.replace("WARC-Date", "WARC-Refers-To-Date")) == original.get_header(name)
    assert check(files(path)[0]) == 0


def test_a_body_that_was_sent_before_is_kept_once(archive, path):
    first, other = capture(body=b"rules" * 50, headers=(("Date", "1"),)), capture(body=b"new")
    again = capture(body=first.body, headers=(("Date", "2"),))
    numbers = [keep(archive, sent) for sent in (first, again, again, other, first)]
    assert [archive.capture(number) for number in numbers] == [first, again, again, other, first]
    assert archive.last_capture(first.url) == first
    archive.close()
    kept = [
        (kind, about.get_header("WARC-Profile"), len(body)) for kind, about, _, body in records(files(path)[0]) if kind in ("response", "revisit")
    ]
    same = ("revisit", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest", 0)
    assert kept == [("response", None, 250), same, same, ("response", None, 3), ("response", None, 250)]
    assert check(files(path)[0]) == 0


def test_the_same_body_of_another_address_or_status_is_its_own(archive, path):
    for sent in (capture(), capture("https://bao.vn/khac-100002.html"), capture(status=404), capture(body=b""), capture(body=b"")):
        assert archive.capture(keep(archive, sent)) == sent
    assert archive.db.execute("SELECT count(*) FROM captures WHERE revisit_of IS NOT NULL").fetchone() == (0,)


def test_the_last_capture_is_the_last_whole_one_of_exactly_that_address(archive):
    assert archive.last_capture("https://bao.vn/") is None
    keep(archive, capture("https://bao.vn/", b"old"))
    keep(archive, capture("https://bao.vn/", b"new"))
    keep(archive, capture("https://bao.vn/", b"", 304))
    keep(archive, capture("https://bao.vn/", b"broken", 500))
    keep(archive, capture("https://bao.vn/?page=2", b"other"))
    assert archive.last_capture("https://bao.vn/").body == b"new"


def test_a_saved_file_is_a_resource_and_comes_back(archive, path):
    kept = archive.capture(keep(archive, Capture("file:bài viết.html", 200, (("Content-Type", "text/html"),), b"<p>", AT)))
    assert (kept.url, kept.body, kept.header("content-type")) == ("file:b%C3%A0i%20vi%E1%BA%BFt.html", b"<p>", "text/html")
    archive.close()
    assert [record[0] for record in records(files(path)[0])] == ["warcinfo", "resource"]
    assert check(files(path)[0]) == 0


def test_no_header_and_no_address_forges_another(archive, path):
    sent = capture("https://bao.vn/a b\r\nWARC-Type: x", headers=(("X-A", "1\r\nX-B: 2"),))
    kept = archive.capture(keep(archive, sent))
    assert kept.headers == (("X-A", "1 X-B: 2"),)
    assert kept.url == "https://bao.vn/a%20b%0D%0AWARC-Type:%20x"
    archive.close()
    assert check(files(path)[0]) == 0


@settings(max_examples=60)
@given(body=st.binary(max_size=200), headers=st.lists(st.tuples(TOKEN, VALUE), max_size=4), status=st.integers(200, 599))
def test_whatever_a_server_sends_comes_back(tmp_path_factory, body, headers, status):
    sent = capture(body=body, headers=tuple(headers), status=status)
    writer = warc.Warc(tmp_path_factory.getbasetemp() / "any")
    name, offset, _ = writer.write(sent, None)
    writer.close()
    assert writer.read(name, offset) == sent


def test_files_are_rotated_by_size(tmp_path):
    writer = warc.Warc(tmp_path, rotate_at=1000)
    names = {writer.write(capture(body=bytes(range(256)) * 4), None)[0] for _ in range(6)}
    writer.close()
    assert len(names) > 2
    assert {check(tmp_path / name) for name in names} == {0}


def test_every_damaged_byte_is_noticed_or_harmless(archive, path):
    """One byte after another is spoilt: what is read is the page or an error that names file and place, nothing else."""
    number = keep(archive, capture(body=b"Khoi thi dua" * 3))
    [file] = files(path)
    whole = file.read_bytes()
    offset, length = archive.db.execute("SELECT warc_offset, warc_length FROM captures").fetchone()
    outcomes = Counter()
    for place in range(offset, offset + length):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        outcomes[outcome(archive, number)] += 1
    good = "the page"
    bad = {result for result in outcomes if not result.startswith((good, f"{file} at {offset}: ", f"{file.name} at {offset}: "))}
    assert bad == set()
    assert outcomes[good] < length * 0.1


def outcome(archive, number):
    try:
        return "the page" if archive.capture(number).body == b"Khoi thi dua" * 3 else "another page"
    except ArchiveError as error:
        return str(error)


@pytest.mark.parametrize("size", [0, 100, 350])
def test_a_cut_file_is_named(archive, path, size):
    number = keep(archive, capture())
    [file] = files(path)
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises(ArchiveError, match=re.escape(str(file))):
        archive.capture(number)


def test_a_missing_file_is_named(archive, path):
    number = keep(archive, capture())
    [file] = files(path)
    file.unlink()
    with pytest.raises(ArchiveError, match=re.escape(str(file))):
        archive.capture(number)


def test_another_page_in_the_place_of_the_kept_one_is_noticed(archive, path):
    first = keep(archive, capture(body=b"one"))
    keep(archive, capture(body=b"two"))
    (_, start, _), (_, end, _) = archive.db.execute("SELECT id, warc_offset, warc_length FROM captures ORDER BY id").fetchall()
    [file] = files(path)
    whole = file.read_bytes()
    file.write_bytes(whole[:start] + whole[end:])
    with pytest.raises(ArchiveError, match=rf"{file.name} at {start}: holds another page"):
        archive.capture(first)


def test_an_unknown_capture(archive):
    with pytest.raises(ArchiveError, match="capture 7"):
        archive.capture(7)


def test_rebuild_gets_the_last_whole_capture_of_each_page(archive):
    pages = [noted(archive, number) for number in (100001, 100002, 100003)]
    for page, status in ((0, 200), (1, 200), (0, 200), (0, 500), (2, 404)):
        keep(archive, capture(pages[page].url, status=status), kind="article", page=pages[page].id, paper=PAPER.key)
    keep(archive, capture("https://bao.vn/"))
    found = list(archive.captures())
    assert [(stored.id, stored.page, stored.url) for stored in found] == [(3, 1, pages[0].url), (2, 2, pages[1].url)]
    assert {(stored.paper, stored.state, stored.fetched_at) for stored in found} == {("bao", "wanted", "2025-01-09T08:40:00.123Z")}


def test_rows_may_be_written_while_captures_are_listed(archive):
    for number in range(100000, 100003):
        page = noted(archive, number)
        keep(archive, capture(page.url), kind="article", page=page.id)
    seen = []
    for stored in archive.captures():
        seen.append(stored.page)
        archive.frontier.set_state(stored.page, "fetched")
    assert seen == [1, 2, 3]


WRITER = """
import sys
from collections import Counter
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from archived import capture
from btoscrape.archive import Archive
archive = Archive.open(Path(sys.argv[1]))
for number in range(100000):
    archive.keep(capture(f"https://bao.vn/tin-{number}.html", b"x" * 3000), kind="listing")
    print(number, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_it_said_it_had_kept(path):
    here = str(Path(__file__).parents[1])
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path), here], stdout=subprocess.PIPE) as writer:
        for _ in range(40):
            told = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
    told = int(rest[-1]) if rest and rest[-1].isdigit() else told
    with Archive.open(path) as archive:
        kept = archive.counts()["captures"]
        assert kept > told
        assert all(archive.capture(number + 1).url.endswith(f"tin-{number}.html") for number in range(kept))
        after = archive.keep(capture(), kind="listing")
        assert archive.capture(after) == capture()


FULL_DISK = """
import random, resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from archived import capture
from btoscrape.archive import Archive
from btoscrape.errors import ArchiveError
archive = Archive.open(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
kept = archive.keep(capture(body=b"first"), kind="listing")
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, before[1]))
try:
    archive.keep(capture(body=random.Random(1).randbytes(int(sys.argv[3]))), kind="listing")
except ArchiveError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, before)
archive.keep(capture(body=b"after"), kind="listing")
print([archive.capture(number + 1).body for number in range(archive.counts()["captures"])])
"""


@pytest.mark.parametrize(("size", "left"), [(20_000, 2), (200, 1)], ids=["no room for the page", "no room for its row"])
def test_a_full_disk_leaves_nothing_half_written(path, size, left):
    """The limit on a file's size stands for the disk: the write fails midway, what was kept stays, the next one works."""
    here = str(Path(__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(path), here, str(size)], capture_output=True, text=True, timeout=60)
    message, bodies = done.stdout.splitlines()
    assert "a.db: " in message
    assert bodies == "[b'first', b'after']"
    assert [check(file) for file in files(path)] == [0] * left
