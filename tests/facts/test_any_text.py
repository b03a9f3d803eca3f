"""Whatever the text is: no crash, no invented fact, proofs to the letter."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from btoscrape.facts import article_from_text, concerns, read_facts, relevance

WORDS = st.sampled_from(
    [
        "Khối thi đua 8",
        "gồm",
        "Hội Nhà báo",
        ",",
        "và",
        ";",
        ".",
        "\n",
        "đề nghị",
        "UBND tỉnh",
        "tặng",
        "Cờ thi đua",
        "cho",
        "12",
        "(",
        ")",
        "làm Khối trưởng",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=120).map(" ".join)), st.sampled_from(["NFC", "NFD"]))
def test_any_text_is_read_and_proved_to_the_letter(text, form):
    article = article_from_text({"text": unicodedata.normalize(form, text)})
    facts = read_facts(article)
    for fact in (*facts.members, *facts.awards, *facts.officers):
        for proof in (fact.evidence, *fact.repeats):
            assert article.body[proof.start : proof.end] == proof.quote != ""
    assert concerns(article, facts).relevance in ("yes", "no")


@pytest.mark.parametrize("text", ["KHỐI A VÀ", "Khối thi đua 8 trên địa bàn", "Khối thi đua đóng trên địa", "Khối 5 -", "nguyên", "năm", "mười"])
def test_a_text_may_end_anywhere(text):
    assert read_facts(article_from_text({"text": f"Bằng khen.\n{text}"})).members == ()


def test_a_post_at_a_place_names_the_place():
    facts = read_facts(
        article_from_text({"text": "Cụm thi đua số 2 tổng kết năm 2016. Bà Lê Thị Hạnh, Chủ tịch Hội, tỉnh Tây Phước, Cụm trưởng dự."})
    )
    assert [(officer.person, officer.organization) for officer in facts.officers] == [("Lê Thị Hạnh", "tỉnh Tây Phước")]


def test_decomposed_text_gives_the_same_facts():
    text = "Khối thi đua 8 tổng kết năm 2024. Hội nghị bầu Hội Nhà báo làm Khối trưởng năm 2025."
    composed = read_facts(article_from_text({"text": text}))
    decomposed = read_facts(article_from_text({"text": unicodedata.normalize("NFD", text)}))
    assert [officer.organization for officer in composed.officers] == ["Hội Nhà báo"]
    assert [officer.organization for officer in decomposed.officers] == ["Hội Nhà báo"]


def test_long_text_is_read():
    assert read_facts(article_from_text({"text": "Khối thi đua 8 gồm: " + "Hội Nhà báo, " * 15_000})).blocs


def test_relevance_of_titles_and_slugs():
    assert relevance("Khối thi đua 8 tổng kết năm 2024").relevance == "yes"
    assert relevance("khoi thi dua 8 tong ket nam 2024").relevance == "yes"
    assert relevance("Bàn giao Khối trưởng năm 2025").relevance == "yes"
    assert relevance("Hai học sinh được tặng Bằng khen").relevance == "unsure"
    assert relevance("Khối lượng hàng hóa qua cảng tăng mạnh").relevance == "no"
    assert relevance("Cụm công nghiệp mới đi vào hoạt động").relevance == "no"
