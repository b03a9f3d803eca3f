"""Bad input: no crash, no invented fact, and no text that takes more per letter than others."""

import sys
import unicodedata

import pytest

from btoscrape.facts import article_from_text, read_facts

LISTED = (
    "Khối thi đua 8 gồm: Hội Nhà báo tỉnh, Hội Đông y và Hội Luật gia; Sở Văn hóa, Thể thao và Du lịch được đề nghị UBND tỉnh tặng Cờ thi đua cho "
)
OPENERS = "gồm các sở: A, B (Cờ thi đua là Hội Đông y, "


def facts(text):
    """What one text says."""
    return read_facts(article_from_text({"text": text}))


def nothing(told):
    """Whether no fact is told of anybody."""
    return not (told.members or told.awards or told.officers or told.ranks or told.decisions)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\r\n\t ",
        "The emulation bloc met and gave awards to five units of the province in 2024.",
        "Khối thi đua",
        "Khối thi đua 8 gồm",
        "đề nghị tặng Cờ thi đua cho",
        "\x00\x07\ufffe\ud800 khối thi đua \u200b\u202e",
        "của cho và, ; : ( ) “ ” - – | + *",
    ],
)
def test_nothing_is_invented(text):
    assert nothing(facts(text))


def test_capitals_alone_invent_nothing_and_mixed_line_ends_are_read():
    told = facts("KHỐI THI ĐUA 8 TỔNG KẾT NĂM 2024.\r\nKhối thi đua 8 gồm Hội Đông y và Hội Luật gia.\rHội Đông y làm Khối trưởng.")
    assert [member.organization for member in told.members] == ["Hội Đông y", "Hội Luật gia"]


@pytest.mark.parametrize("cut", range(20, 150, 13))
def test_text_cut_anywhere_is_proved_to_the_letter(cut):
    text = unicodedata.normalize("NFD", LISTED + "Hội Làm vườn.")[:cut]
    article = article_from_text({"text": text})
    told = read_facts(article)
    for fact in (*told.members, *told.awards, *told.officers, *told.people, *told.ranks):
        assert article.body[fact.evidence.start : fact.evidence.end] == fact.evidence.quote


def calls(text):
    """How many functions are called to read a text: what its length costs, whatever else the machine does."""
    count = 0

    def called(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        facts(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "pattern",
    [
        LISTED,
        OPENERS,
        "Hội Đông y, ",
        "(",
        "các ",
        "Cờ thi đua cho ",
        "làm Khối trưởng, ",
        "năm 2024 ",
        "Ông Lê Văn Tuấn, Giám đốc ",
        "Khối thi đua 8 có 5 đơn vị là ",
    ],
)
def test_work_is_linear_in_the_length(pattern):
    """40 kB cost as much per letter as 8 kB do (LONGEST_SENTENCE bounds what any reader sees at once)."""
    short, long = (calls("Khối thi đua 8. " + pattern * (length // len(pattern))) for length in (8_000, 40_000))
    assert long < 5 * short * 1.2
    assert long < 40_000 * 100


@pytest.mark.parametrize("pattern", [LISTED, OPENERS, "(", "a"])
def test_two_hundred_kilobytes_without_a_full_stop_are_read(pattern):
    assert facts("Khối thi đua 8. " + pattern * (200_000 // len(pattern))).blocs


def test_one_paragraph_of_two_megabytes_is_read():
    assert facts("Khối thi đua 8 họp. " + "Các đơn vị hoàn thành nhiệm vụ được giao trong năm. " * 40_000).blocs
