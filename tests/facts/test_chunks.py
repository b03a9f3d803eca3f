"""Sentences as chunks: what the lexer cuts, and how readers move among the chunks."""

import pytest

from btoscrape.catalog.terms import terms
from btoscrape.facts import article_from_text, read_facts
from btoscrape.facts.chunks import Chunks, Cursor
from btoscrape.facts.passage import Passage
from btoscrape.facts.reader import Text


def cut(told):
    text = Text(Passage(article_from_text({"text": told})), terms())
    return Chunks(chunk for chunks in text.all() for chunk in chunks)


def kinds(told):
    return [(chunk.kind, chunk.value) for chunk in cut(told) if chunk.value != "."]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Hội Người mù và Sở Văn hóa, Thể thao và Du lịch.", [("body", "Hội Người mù"), ("and", "và"), ("body", "Sở Văn hóa, Thể thao và Du lịch")]),
        ("Ông Lê Văn Tuấn, Chủ tịch UBND tỉnh.", [("person", "Lê Văn Tuấn"), ("comma", ","), ("posting", "Chủ tịch UBND tỉnh")]),
        ("Khối thi đua số 08 các cơ quan Đảng tỉnh.", [("named-bloc", "Khối thi đua số 08 các cơ quan Đảng tỉnh")]),
        ("Tặng 3 lượt đơn vị.", [("give", "tặng"), ("count", "unit")]),
        ("Trưởng ban Dân vận Tỉnh ủy.", [("posting", "Trưởng ban Dân vận Tỉnh ủy")]),
    ],
)  # fmt: skip
def test_a_sentence_is_cut(told, expected):
    assert kinds(told) == expected


def test_chunks_know_what_they_hold():
    place, bloc, count = (
        next(chunk for chunk in cut(told) if chunk.kind == kind)
        for told, kind in (
            ("Cụm gồm huyện Hòa An.", "place"),
            ("Sở Y tế và Khối thi đua IX.", "named-bloc"),
            ("Có 8/9 xã, phường dự.", "count"),
        )
    )
    assert (place.head, bloc.inner, bloc.head) == ("huyện", "IX", "khối thi đua")
    assert (count.number, count.inner, count.head, count.shared) == (9, "8/9", "xã , phường", "xã")


def test_names_that_the_article_lists_are_taken_whole_elsewhere():
    told = "Khối thi đua 5 gồm 2 đơn vị: Hội Người cao tuổi, Hội Khuyến học và Phát triển. Tặng Bằng khen cho Hội Khuyến học và Phát triển."
    assert [award.recipient for award in read_facts(article_from_text({"text": told})).awards] == ["Hội Khuyến học và Phát triển"]


def test_beyond_the_ends_stand_chunks_of_no_kind():
    chunks = cut("Sở Y tế nhận Bằng khen.")
    assert (chunks.kind(-1), chunks.kind(99), chunks.at(-1).value, chunks.at(99).start) == ("", "", "", -1)
    assert chunks.between(-5, 1) == chunks[:1]
    assert not chunks.has(("body",), -9, 0)


def test_places_are_found_ahead_and_back():
    chunks = cut("Sở Y tế nhận Bằng khen, Giấy khen.")
    assert (chunks.first(("award",), 0), chunks.last(("award",), len(chunks)), chunks.first(("award",), 0, 2)) == (2, 4, None)
    assert chunks.past(("body", "get"), 0) == 2
    assert chunks.past(("body", "get", "award", "comma", "word"), 0) == len(chunks)
    assert chunks.back(("award", "comma"), 4) == 1
    assert chunks.only(("award", "comma"), 2, 5)


def test_a_cursor_moves():
    cursor = Cursor(cut("Sở Y tế nhận Bằng khen."), 0)
    assert cursor.kinds(("body",), ("get", "passive"), ("award",))
    cursor.move(2)
    assert (cursor.kind(), cursor.kind(-1), cursor.at(-2).value) == ("award", "get", "Sở Y tế")
