"""The catalog's terms and clues: what wins, what is found, and what a broken file is told."""

import pytest

from btoscrape.catalog.load import builtin
from btoscrape.catalog.terms import FILES, load, terms
from btoscrape.errors import CatalogError
from btoscrape.facts import shown

SAID = {"yes": ["Có."], "no": ["Không."]}


def catalog(**clues):
    return load({name: builtin(name) for name in FILES[:-1]} | {"clues.toml": builtin("clues.toml") | clues})


def clue(**more):
    return catalog(probe={"meaning": "thử", "search": True} | SAID | more).clues["probe"]


def test_a_searched_clue_is_found_in_whatever_letters_and_glued_words():
    probe = clue(forms=["chuyển sang"])
    assert probe.place("Hội A Chuyển sang khối khác") == 6
    assert probe.found("Hội Achuyển sangkhối khác")
    assert not probe.found("Hội A chuyển khối")


def test_an_exception_holds_a_form_and_does_not_count():
    probe = clue(forms=["giao ước"], **{"except": ["kết quả giao ước"]})
    assert not probe.found("báo cáo kết quả giao ước")
    assert probe.place("kết quả giao ước, ký giao ước") == 21


def test_a_number_may_stand_in_a_form():
    probe = clue(forms=["phát động #"])
    assert probe.found("phát động 2024")
    assert not probe.found("phát động năm 2024")


def test_a_text_opens_with_the_words_only_where_they_end():
    probe = clue(forms=["hoa", "hoa hồng"])
    assert probe.opens("hoa hồng nhung")
    assert probe.opens("Hoa.")
    assert not probe.opens("hoang")
    assert not probe.opens("cờ hoa")


def test_a_clue_that_is_not_searched_is_found_nowhere():
    assert not clue(forms=["Có"], search=False).found("Có.")


def test_longer_terms_and_named_kinds_win():
    lexicon = terms().lexicon
    assert [term.entry.id for term in lexicon["hội", "nghị"]] == ["common"]
    kinds = [term.entry.kind for term in lexicon[("đoàn",)]]
    assert kinds.index("body") < kinds.index("opener")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"forms": ["a"], "yes": ["A."], "no": []}, "needs at least one sentence"),
        ({"forms": ["a"], "yes": ["A."]}, "needs `no`"),
        ({"forms": ["a"], "kind": "x"} | SAID, "unknown key `kind`"),
    ],
)
def test_a_broken_entry_is_named(entry, said):
    with pytest.raises(CatalogError, match=rf"clues.toml: \[probe\] .*{said}"):
        catalog(probe=entry)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"before": "<nobody> có $"}, r"names <nobody>, which \[words\] does not list"),
        ({"after": "(khối"}, "`after` is no pattern: missing"),
        ({"around": ["people"]}, "`around` may hold units, .* not 'people'"),
        ({"forms": ["a"]}, "unknown key `forms`"),
    ],
)
def test_a_broken_frame_is_named(change, said):
    probe = {"meaning": "thử", "around": ["units"]} | SAID | change
    with pytest.raises(CatalogError, match=rf"frames.toml: \[probe\] .*{said}"):
        load({name: builtin(name) for name in FILES} | {"frames.toml": builtin("frames.toml") | {"probe": probe}})


def test_a_frame_stands_on_both_sides_and_says_where_it_begins():
    frames = terms().frames["units"]
    assert frames["bloc-has"].begins("dự có khối thi đua số 8 hiện có ", " đã họp") == 6
    assert not frames["bloc-has"].holds("khối thi đua số 8 hiện có ", " được tặng bằng khen")
    assert not frames["bloc-has"].holds("khối thi đua số 8. hội hiện có ", "")


def test_an_id_stands_once_in_all_files():
    with pytest.raises(CatalogError, match=r"clues.toml: \[honorific\] .*phrases.toml already"):
        catalog(honorific={"forms": ["ông"]} | SAID)


def test_what_a_sentence_shows_is_what_decided():
    assert {"stop", "department"} <= shown("Sở Y tế đã hoàn thành nhiệm vụ.", terms())
    assert "names-with-marks" in shown("Khối gồm Sở Văn hóa, Thể thao và Du lịch.", terms())
    assert "surname" not in shown("Giám đốc Sở Nội vụ chủ trì.", terms())
    assert "commendation" not in shown("Khối phấn đấu có một đơn vị được tặng Bằng khen.", terms())


@pytest.mark.parametrize(
    ("text", "sparks"),
    [
        ("Đơn vị thi công sẽ bàn giao Cụm công nghiệp Phú An trong quý II.", False),
        ("Cụm có 4 thành viên: Sở A, Sở B, Sở C và Sở D.", True),
        ("Khối 8 khen những gương tốt.", True),
        ("Ban tổ chức tặng cờ lưu niệm cho các đội.", False),
        ("Sở Y tế nhận Cờ, dẫn đầu phong trào thi đua.", True),
        ("Sở Y tế nhận Bằng\n  khen.", True),
        ("KHỐI THI ĐUA SỐ 8", True),
        ("Người lao động được nghỉ hai ngày, gia đình đoàn tụ.", False),
    ],
)
def test_only_a_text_that_may_hold_facts_is_read(text, sparks):
    assert terms().sparks(text) is sparks
