"""WARC files of anyone's making, and broken ones: what is wanted is found, what is damaged is named with its place."""

import gzip
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from warcs import http, members, record, sha1, wacz

from btoscrape.archive import Damage, pieces, sources, steps

OURS = "https://bao.vn/tin-1.html"
PAGE = b"<p>Kh\xe1\xbb\x91i thi \xc4\x91ua</p>"


def wanted(url):
    return url.startswith("https://bao.vn/")


def whole(source, start=0, span=1 << 20):
    """All steps of a source, piece by piece."""
    return [step for piece in pieces(source, start, span) for step in steps(piece, wanted)]


def found(path, **more):
    """Records and damages of all sources that a path means."""
    records, damages = [], []
    for source in sources(path):
        for step in [source] if isinstance(source, Damage) else [step.found for step in whole(source, **more)]:
            (damages if isinstance(step, Damage) else records).append(step)
    return records, damages


@pytest.fixture
def read(tmp_path):
    def read(data, name="a.warc.gz"):
        (tmp_path / name).write_bytes(data)
        return found(tmp_path / name)

    return read


def bodies(records):
    return [one.answer.capture.body for one in records]


def pages(count):
    return [record(f"https://bao.vn/tin-{number}.html", http(b"%d" % number), number=number) for number in range(count)]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(lambda records: members(*records), id="gzip by record"),
        pytest.param(lambda records: gzip.compress(b"".join(records)), id="gzip as a whole"),
        pytest.param(b"".join, id="plain"),
        pytest.param(lambda records: members(b"".join(records[:2]), b"".join(records[2:])), id="gzip of several"),
    ],
)
def test_wanted_records_are_found_in_every_form(read, form):
    others = [record("https://other.vn/a-1.html", http(b"x" * 200_000)), record(OURS, b"GET / HTTP/1.1\r\n\r\n", kind=b"request")]
    records, damages = read(form([others[0], *pages(1), others[1], *others, record(OURS, http(PAGE))]))
    assert damages == []
    assert bodies(records) == [b"0", PAGE]
    assert records[1].answer.capture.fetched_at == datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert records[1].answer.digest == sha1(PAGE).decode()


def test_reading_goes_on_from_each_place(tmp_path):
    for name, data in (("a.warc.gz", members(*pages(5))), ("b.warc", b"".join(pages(5)))):
        (tmp_path / name).write_bytes(data)
        [source] = sources(tmp_path / name)
        for number, step in enumerate(whole(source)):
            rest = [other.found.answer.capture.body for other in whole(source, step.place)]
            assert rest == [b"%d" % later for later in range(number, 5)]


@pytest.mark.parametrize("harm", [b"", b"?" * 30], ids=["whole", "damaged"])
@pytest.mark.parametrize("form", [members, lambda *records: gzip.compress(b"".join(records)), lambda *records: b"".join(records)])
def test_pieces_hold_what_the_file_holds(tmp_path, form, harm):
    data = form(*pages(9))
    middle = len(data) // 2
    (tmp_path / "a").write_bytes(data[:middle] + harm + data[middle + len(harm) :])
    [source] = sources(tmp_path / "a")
    at_once = whole(source, span=len(data))
    assert len(at_once) >= 9 or harm
    for span in (1, 7, 100, 251, len(data) // 2):
        assert whole(source, span=span) == at_once


def test_folders_and_waczs_are_opened(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.warc").write_bytes(record(OURS, http(b"a")))
    (tmp_path / "deep" / "b.wacz").write_bytes(wacz(one=members(record(OURS, http(b"b"))), two=members(record(OURS, http(b"c")))))
    (tmp_path / "deep" / "notes.txt").write_text("no WARC")
    records, damages = found(tmp_path)
    assert (sorted(bodies(records)), damages) == ([b"a", b"b", b"c"], [])
    assert {one.file for one in records} == {"a.warc", "b.wacz/archive/one.warc.gz", "b.wacz/archive/two.warc.gz"}


def test_quirks_of_other_programs(read):
    chunked = ((b"Transfer-Encoding", b"chunked"), (b"Content-Type", b"text/html"))
    sent = b"4;x=y\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n"
    inflated = ((b"Content-Encoding", b"gzip"),)
    records, damages = read(
        members(
            record(f"<{OURS}>", http(b"wget")),
            record(OURS, http(sent, headers=chunked)),
            record(OURS, http(b"chunked in name only", headers=chunked)),
            record(OURS, http(b"inflated", headers=inflated)),
            record(OURS, b"HTTP/1.1 200 OK\nA: b\n c\n\nbare"),
            record(OURS, PAGE, kind=b"resource", more=((b"Content-Type", b"text/html"),)),
            record(OURS, http(b"14 digits"), date=b"20190304050607"),
        )
    )
    assert damages == []
    assert bodies(records) == [b"wget", b"abcdefg", b"chunked in name only", b"inflated", b"bare", PAGE, b"14 digits"]
    assert records[0].answer.capture.url == OURS
    assert records[3].answer.capture.header("Content-Encoding") is None
    assert records[4].answer.capture.header("A") == "b c"
    assert {one.answer.capture.fetched_at.isoformat() for one in records} == {"2019-03-04T05:06:07+00:00"}


def test_dates_that_are_missing_or_cannot_be_true(read):
    dated = ((b"Date", b"Tue, 05 Mar 2019 01:02:03 GMT"),)
    info = record("", b"software: x", kind=b"warcinfo", date=b"2018-01-01T00:00:00Z")
    records, damages = read(
        members(
            record(OURS, http(b"a", headers=dated), date=None),
            record(OURS, http(b"b", headers=dated), date=b"2099-01-01T00:00:00Z"),
            info,
            record(OURS, http(b"c"), date=b"yesterday"),
        )
    )
    assert damages == []
    assert [f"{one.answer.capture.fetched_at:%Y-%m-%d}" for one in records] == ["2019-03-05", "2019-03-05", "2018-01-01"]
    assert all(one.answer.undated for one in records)


@pytest.mark.parametrize("form", [members, lambda *records: b"".join(records)], ids=["gzip", "plain"])
@pytest.mark.parametrize("length", [b"3", b"100000", b"many", None], ids=["short", "long", "no number", "none"])
def test_a_wrong_content_length_costs_nothing(read, form, length):
    wrong = record(OURS, http(PAGE), length=b"") if length is None else record(OURS, http(PAGE), length=length)
    records, damages = read(form(*pages(1), wrong, *pages(2)))
    assert bodies(records) == [b"0", PAGE, b"0", b"1"]
    assert [damage.lost for damage in damages] == [False]
    assert "bytes and holds" in str(damages[0])


@pytest.mark.parametrize("length", [b"3", b"700"])
def test_a_wrong_length_of_what_is_passed_over_costs_nothing(read, length):
    other = record("https://other.vn/", http(b"x"), length=length)
    records, damages = read(b"".join([*pages(1), other, *pages(2)]), "a.warc")
    assert (bodies(records), damages) == ([b"0", b"0", b"1"], [])


def test_a_damaged_member_is_named_and_the_rest_read(read):
    first, second, third = (members(one) for one in pages(3))
    for broken in (second[:-30], second[:40] + b"garbage" + second[47:], second[:-6] + b"xxxxxx", b"\x1f\x8b\x08\0 no gzip"):
        records, damages = read(first + broken + third)
        assert bodies(records) == [b"0", b"2"] or bodies(records) == [b"0", b"1", b"2"]
        assert damages[0].offset == len(first)
        assert damages[0].lost
        assert f"a.warc.gz at {len(first)}: " in str(damages[0])


def test_a_file_that_ends_in_the_middle(read):
    whole = members(*pages(2))
    for data, name in ((whole[:-20], "a.warc.gz"), (b"".join(pages(2))[:-30], "a.warc")):
        records, damages = read(data, name)
        assert b"0" in bodies(records)
        assert "ends in the middle" in str(damages[-1])


def test_a_block_that_is_not_what_its_digest_says_is_refused(read):
    block = http(PAGE)
    good, bad = (record(OURS, block, more=((b"WARC-Block-Digest", digest),)) for digest in (sha1(block), sha1(b"other")))
    records, damages = read(members(good, bad))
    assert len(records) == len(damages) == 1
    assert "digest" in str(damages[0])


@pytest.mark.parametrize("data", [b"", b"no WARC at all", b"PK\x03\x04", gzip.compress(b"hello", mtime=0), b"\x1f\x8b"])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_what_is_no_warc_is_named(read, data, name):
    records, damages = read(data, name)
    assert records == []
    assert damages
    assert all(str(damage).startswith(name) for damage in damages)


def test_gigabytes_of_others_are_passed_over_in_flat_memory(tmp_path):
    other = gzip.compress(record("https://other.vn/a-1.html", http(b"x" * 3_000_000)), 1)
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as out:
        for _ in range(60):
            out.write(other)
        out.write(members(*pages(1)))
    tracemalloc.start()
    records, damages = found(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (bodies(records), damages) == ([b"0"], [])
    assert peak < 3_000_000


WHOLE = members(*pages(3))
PLAIN = b"".join(pages(3))


@settings(max_examples=150)
@given(st.sampled_from([WHOLE, PLAIN]), st.integers(0, len(PLAIN)), st.integers(0, 60), st.binary(max_size=40))
@example(WHOLE, 0, 0, b"\r\n\r\n")
def test_no_damage_ends_the_reading(tmp_path_factory, data, start, count, put):
    path = tmp_path_factory.mktemp("h") / "a.warc"
    path.write_bytes(data[:start] + put + data[start + count :])
    records, damages = found(path)
    assert len(records) + len(damages) <= 12
    assert {b"0", b"1", b"2"} - set(bodies(records)) == set() or damages or len(records) >= 2
