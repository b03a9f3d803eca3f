"""Search that works with and without accents, and that no query can break."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archived import article, store
from btoscrape.archive.search import fts_query, marks
from btoscrape.models import Facts
from btoscrape.text import canon

TEXTS = {
    1: ("Khối thi đua 8 tổng kết", "Hội Người mù tỉnh được tặng Cờ thi đua của Ủy ban nhân dân tỉnh Hòa Đồng."),
    2: ("Vườn dừa được mùa", "Bà con thu hoạch DỪA XIÊM và trồng thêm đậu."),
    3: ("Mùa dưa", "Dưa hấu trúng giá; thi dua nhau trồng."),
    4: (unicodedata.normalize("NFD", "Thuỷ điện Hoà Bình"), unicodedata.normalize("NFD", "Nhà máy thuỷ điện khoẻ mạnh.")),
    5: ("Tin xã", "UBND xã gặp mặt Hội Người cao tuổi."),
    6: ("Chợ phiên", "Bà con đua nhau ra thị trấn, bán\ue000 một loại ABC_2 mới\ue000 lạ."),
}


@pytest.fixture
def filled(archive):
    for number, (title, body) in TEXTS.items():
        store(archive, article(title, (body,), number=number), Facts(), number=number)
    return archive


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("khối thi đua", {1}),
        ("khoi thi dua", {1}),
        ("KHỐI THI ĐUA", {1}),
        ("thi dua", {1, 3, 6}),
        ('"thi dua"', {1, 3}),
        ("thi đua", {1}),
        ("dừa", {2}),
        ("DỪA", {2}),
        ("dưa", {3}),
        ("dua", {1, 2, 3, 6}),
        ("thị đua", {6}),
        ("thi đưa", set()),
        ('"lạ ba"', set()),
        ('"la ba"', set()),
        ("abc đua", {6}),
        ("Abc_2 lạ", {6}),
        ("ban ABC", {6}),
        ("bán ABC", {6}),
        ("thi\ue000 mới", set()),
        ("ban\ue000 mới", set()),
        ("đậu", {2}),
        ("dau", {2}),
        ("Đồng", {1}),
        ("Ðồng", {1}),
        ("hòa", {1, 4}),
        ("hoà", {1, 4}),
        ("uỷ ban", {1}),
        ("thủy điện", {4}),
        (unicodedata.normalize("NFD", "khối thi đua"), {1}),
        (unicodedata.normalize("NFD", "thuỷ điện khoẻ"), {4}),
        ("mù tổng", {1}),
        ('"mù tổng"', set()),
        ('"cờ thi đua"', {1}),
        ('"co thi dua" nguoi', {1}),
        ("khối*", {1}),
        ("UBND", {1, 5}),
        ("ubnd tỉnh hòa đồng", {1}),
        ('"ubnd"', {5}),
        ("uỷ ban nhân dân", {1, 5}),
        ("uy ban nhan dan xa", {5}),
        ("Hội NCT", {5}),
        ("title:khoi", set()),
        ("dua -nhau", {3, 6}),
        ("khoi OR dua", set()),
        ("NOT", set()),
        ('"', set()),
        ("", set()),
        ("  ", set()),
        ("?!(){}[]^~:;,.", set()),
        ("xyz", set()),
    ],
)
def test_what_a_query_finds(filled, typed, found):
    assert {hit.article for hit in filled.search(typed)} == found


def test_a_word_in_the_title_comes_first(archive):
    for number, (title, body) in enumerate([("Mưa lớn", "Lúa chín, lúa thơm."), ("Lúa chín", "Trời mưa to, gió lớn."), ("Gió", "Lúa.")], 1):
        store(archive, article(title, (body,), number=number), Facts(), number=number)
    found = archive.search("lua")
    assert found[0].article == 2
    assert {hit.article for hit in found} == {1, 2, 3}
    assert archive.search("lua", limit=2) == found[:2]
    assert archive.search("lua", limit=2, offset=2) == found[2:]


@pytest.mark.parametrize(
    ("typed", "title", "words"),
    [
        ("khoi dua", ["Khối", "đua"], ["đua"]),
        ("thi đua", ["thi", "đua"], ["thi", "đua"]),
        ('"co thi dua" uy', [], ["Cờ thi đua", "Ủy"]),
        ("ubnd", [], ["Ủy ban nhân dân"]),
    ],
)
def test_hits_mark_the_words_in_the_text_as_it_stands(filled, typed, title, words):
    [hit] = [hit for hit in filled.search(typed) if hit.article == 1]
    assert [hit.title[start:end] for start, end in hit.title_spans] == title
    assert [hit.snippet[start:end] for start, end in hit.snippet_spans] == words


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("GD&ĐT", {1, 2, 3}), ("sở gd-đt", {1, 2, 3}), ("gddt", {1, 2, 3}), ("Sở Giáo dục và Đào tạo", {1, 2, 3}), ("giao duc dao tao", {1}),
        ("VHTT&DL", {4, 5}), ("vh tt dl", {4, 5}), ("văn hóa, thể thao và du lịch", {4, 5}), ('"GD&ĐT"', {2}),
    ],
)  # fmt: skip
def test_an_abbreviation_is_found_however_it_is_joined(archive, typed, found):
    bodies = ("Sở Giáo dục và Đào tạo họp.", "Sở GD&ĐT họp.", "Sở GDĐT họp.", "Sở VHTTDL họp.", "Sở VH,TT&DL họp.")
    for number, body in enumerate(bodies, 1):
        store(archive, article(f"Tin {number}", (body,), number=number), Facts(), number=number)
    assert {hit.article for hit in archive.search(typed)} == found


def test_marks_hold_in_a_decomposed_text(filled):
    [hit] = filled.search("thuỷ điện")
    assert [hit.snippet[start:end] for start, end in hit.snippet_spans] == ["thuỷ", "điện"]


def test_the_snippet_of_a_long_text_holds_the_word(archive):
    body = "từ đầu " * 500 + "Cờ thi đua " + "đến cuối " * 500
    store(archive, article("Tựa", (body,)), Facts())
    [hit] = archive.search("co thi dua")
    assert len(hit.snippet) < 300
    assert [hit.snippet[start:end] for start, end in hit.snippet_spans] == ["Cờ", "thi", "đua"]


def test_a_very_long_query_is_bounded(filled):
    assert filled.search("thi " * 10_000) == filled.search("thi")
    assert len(fts_query("a" + " b" * 10_000)) < 1_000


@settings(max_examples=300)
@given(typed=st.text(max_size=40) | st.text("\"'()*:^-+ANDORTNEaâđ \u0302{}", max_size=40))
@example('"a" NEAR("b" c, 3)')
@example("a\0b")
@example("\ud800 a")
@example("²")
@example("ﬁ ſ İ")
def test_no_query_is_a_syntax_error(fts, typed):
    query = fts_query(typed)
    if query:
        fts.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", [query]).fetchall()


@pytest.fixture(scope="module")
def fts(tmp_path_factory):
    from btoscrape.archive import Archive

    with Archive.open(tmp_path_factory.mktemp("fts") / "a.db") as archive:
        yield archive.db


WORDS = st.lists(st.sampled_from(["Khối", "thi", "đua", "ĐUA", "hoà", "Uỷ", "dừa", "8", "x", "Ðồng"]), min_size=1, max_size=6)


@settings(max_examples=100)
@given(words=WORDS, typed=WORDS)
def test_marks_are_where_the_canonical_words_are(words, typed):
    text = " ".join(words)
    for start, end in marks(text, " ".join(typed)):
        assert text[start:end] in words
    accented = [word for word in typed if canon(word).lower() in [canon(other).lower() for other in words]]
    if accented:
        assert marks(text, " ".join(typed))
