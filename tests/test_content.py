"""Bytes as sent to text: codings within bounds, charsets by evidence."""

import gzip
import tracemalloc
import unicodedata
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from btoscrape import content
from btoscrape.errors import FetchError
from btoscrape.models import Capture

PAGE = "<p>Khối thi đua các cơ quan tổng kết năm, ký kết giao ước.</p>"


def capture(body, *codings, content_type="text/html"):
    headers = [("Content-Type", content_type), *(("content-encoding", coding) for coding in codings)]
    return Capture("http://bao.example/a", 200, tuple(headers), body, datetime(2026, 1, 1, tzinfo=UTC))


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACK = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}


@given(st.binary(max_size=200_000), st.lists(st.sampled_from(sorted(PACK)), max_size=3), st.booleans())
def test_stacked_codings_come_off_in_order(data, codings, in_one_header):
    body = data
    for coding in codings:
        body = PACK[coding](body)
    sent = capture(body, ", ".join(codings)) if in_one_header else capture(body, *codings)
    assert content.decoded(sent) == data
    assert content.decoded_size(sent) == len(data)


@given(st.binary(max_size=5000))
def test_raw_deflate_is_read_too(data):
    packed = raw_deflate(data)
    if not (packed[0] & 15 == 8 and int.from_bytes(packed[:2]) % 31 == 0):  # then it looks like zlib, by accident
        assert content.decoded(capture(packed, "Deflate")) == data


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=5), st.sampled_from([b"", b"\0" * 600, b"debris", b"\x1f"]))
def test_gzip_of_several_members_and_what_follows(parts, rest):
    assert content.decoded(capture(b"".join(map(gzip.compress, parts)) + rest, "gzip")) == b"".join(parts)


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "br", "gzip, deflate", "gzip, gzip, gzip, gzip"]))
def test_any_body_is_read_or_refused(body, coding):
    try:
        assert len(content.decoded(capture(body, coding), 50_000)) <= 50_000
    except FetchError as error:
        assert error.reason in ("encoding", "truncated", "too_large")  # noqa: PT017 (either end is right)


@given(st.binary(max_size=3000), st.data())
def test_a_cut_off_body_is_told(data, draw):
    packed = gzip.compress(data)
    cut = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(FetchError) as caught:
        content.decoded(capture(packed[:cut], "gzip"))
    assert caught.value.reason == "truncated"


def test_damage_is_told():
    packed = bytearray(gzip.compress(PAGE.encode() * 50))
    packed[-6] ^= 1
    with pytest.raises(FetchError, match=r"^http://bao\.example/a: .*(CRC|incorrect data check)") as caught:
        content.decoded(capture(bytes(packed), "gzip"))
    assert caught.value.reason == "encoding"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip"])
def test_a_bomb_is_noticed_early(coding):
    bomb = b"\0" * 60_000_000
    for name in coding.split(", "):
        bomb = PACK[name](bomb)
    tracemalloc.start()
    with pytest.raises(FetchError) as caught:
        content.decoded_size(capture(bomb, coding), 1_000_000)
    assert caught.value.reason == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_swarm_of_members_is_refused():
    with pytest.raises(FetchError) as caught:
        content.decoded(capture(gzip.compress(b"") * 5000, "gzip"))
    assert caught.value.reason == "encoding"


def test_a_plain_body_is_bounded_too():
    assert content.decoded(capture(b"x" * 10), 10) == b"x" * 10
    for measure in (content.decoded, content.decoded_size):
        with pytest.raises(FetchError):
            measure(capture(b"x" * 11), 10)


def test_a_gz_file_is_opened():
    assert content.text(capture(gzip.compress(PAGE.encode()), content_type="application/gzip")) == PAGE
    assert content.text(capture(gzip.compress(gzip.compress(PAGE.encode())), "gzip")) == PAGE


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/html", "text/html; charset=utf-8", "text/html; charset=ISO-8859-1", 'a/b; charset="windows-1258"',
     "text/html; charset=khong-co", "text/html; charset=tcvn", "text/html; charset=utf-16le", "text/html; charset=hex"],
)  # fmt: skip
def test_utf8_wins_over_what_is_declared(content_type):
    assert content.text_of(PAGE.encode(), content_type) == PAGE
    assert content.text_of(b"\xef\xbb\xbf" + PAGE.encode(), content_type) == PAGE


def test_a_few_broken_letters_leave_the_rest_alone():
    body = PAGE.encode() + "ế".encode()[:2]
    assert content.text_of(body, "text/html; charset=iso-8859-1") == PAGE + "\ufffd"
    assert content.text_of(body, None) == PAGE + "\ufffd"


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf16_with_and_without_bom(name):
    bom = "\ufeff".encode(name)
    assert content.text_of(bom + PAGE.encode(name), "text/html; charset=utf-8") == PAGE
    assert content.text_of(PAGE.encode(name), f"text/html; charset={name.replace('-16-', '-16')}") == PAGE


def windows_1258(text):
    """The text as Windows-1258 writes it: vowels with their hat, the tone as a mark after them."""
    out = []
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        hat = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
        out.append(hat + "".join(tones))
    return "".join(out).encode("cp1258")


LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


@pytest.mark.parametrize("declared", ["header", "meta", "equiv", "xml"])
def test_windows_1258_by_name(declared):
    heads = {
        "header": "",
        "meta": '<meta charset="windows-1258">',
        "equiv": "<META http-equiv='Content-Type' content='text/html; charset=Windows-1258'>",
        "xml": '<?xml version="1.0" encoding="windows-1258"?>',
    }
    page = heads[declared] + LETTERS + LETTERS.upper()
    content_type = "text/html; charset=windows-1258" if declared == "header" else "text/html"
    assert content.text_of(windows_1258(page), content_type) == page


TCVN_LOWER = bytes.fromhex(
    "61b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacb65cccecfd0d1aad2d3d4d5d669d7d8dcddde6fdfe1e2e3e4abe5e6e7e8e9"
    "aceaebecedee75eff1f2f3f4adf5f6f7f8f979fafbfcfdfeae"
)


@pytest.mark.parametrize("name", ["tcvn", "TCVN3", "x-viet-tcvn5712", "TCVN-5712"])
def test_tcvn_by_name(name):
    assert content.text_of(TCVN_LOWER, f"text/html; charset={name}") == LETTERS
    assert content.text_of(b"<meta charset=" + name.encode() + b">" + TCVN_LOWER, None).endswith(LETTERS)


def test_the_header_counts_before_the_page():
    body = b"<meta charset=tcvn>" + windows_1258("Khối thi đua")
    assert content.text_of(body, "text/html; charset=windows-1258").endswith("Khối thi đua")
    assert content.text_of(b"caf\xe9", "text/plain; charset=latin1") == "café"


@given(st.binary(max_size=3000), st.none() | st.text(max_size=40) | st.sampled_from(["x; charset=utf-16", "x; charset=idna"]))
def test_any_bytes_are_some_text(body, content_type):
    content.text_of(body, content_type).encode()


@given(st.text(max_size=500))
def test_utf8_text_comes_back(text):
    assert content.text_of(text.encode(), None) == text.removeprefix("\ufeff")


def test_a_page_of_metas_is_quickly_searched():
    assert content.text_of(b"<meta " * 200_000 + b"\xff", None).endswith("\ufffd")
