"""Marks on a text: nothing of it is lost, and what is marked is what was meant."""

from hypothesis import given
from hypothesis import strategies as st

from btoscrape.web.marks import Span, around, highlight, pieces, snippet

TEXTS = st.text(alphabet='aăâđêôơư Ộộ\nxyzİſ<&"́', max_size=60)


@given(TEXTS, st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=6))
def test_the_pieces_are_the_text(body, places):
    spans = [Span(number, start, end, number) for number, (start, end) in enumerate(places)]
    lines = pieces(body, spans)
    assert "\n".join("".join(piece.text for piece in line) for line in lines) == body
    flat = [piece for line in lines for piece in line]
    for span in spans:
        opened = sum(span in piece.opening for piece in flat)
        marked = "".join(piece.text for piece in flat if span in piece.covering)
        assert opened <= 1
        if 0 <= span.start < span.end <= len(body):
            assert marked == body[span.start : span.end].replace("\n", "")
        else:
            assert not marked


def test_spans_may_overlap_and_cross_lines():
    lines = pieces("một hai\nba bốn", [Span(1, 4, 10), Span(2, 0, 7)])
    assert [[(piece.text, [span.id for span in piece.covering]) for piece in line] for line in lines] == [
        [("một ", [2]), ("hai", [2, 1])],
        [("ba", [1]), (" bốn", [])],
    ]
    assert [span.id for span in lines[0][1].opening] == [1]
    assert [span.id for span in lines[1][0].closing] == [1]


@given(TEXTS, TEXTS)
def test_highlights_keep_the_text(text, typed):
    assert "".join(bit.text for bit in highlight(text, typed)) == text
    assert sum(len(bit.text) for bit in snippet(text, typed)) <= len(text) + 4


def hits(text, typed):
    return [bit.text for bit in highlight(text, typed) if bit.hit]


def test_without_accents_wide_with_accents_exact():
    text = "Thi đua và quả dừa: thỉ Dua"
    assert hits(text, "dua") == ["đua", "dừa", "Dua"]
    assert hits(text, "đua") == ["đua"]
    assert hits("Uỷ ban, Ủy ban", "ủy") == ["Uỷ", "Ủy"]
    assert hits("khối thi đua số 8", '"thi dua so"') == ["thi đua số"]
    assert hits("a.b", ".*") == []


def test_a_snippet_shows_the_first_hit():
    text = "lời " * 200 + "Hội Đông y được khen. " + "rồi " * 200
    shown = snippet(text, "dong y")
    assert [bit.text for bit in shown if bit.hit] == ["Đông", "y"]
    assert shown[0].text == "… "
    assert sum(len(bit.text) for bit in shown) < 300


def test_a_snippet_prefers_the_place_with_most_words():
    text = "Hội họp. " + "Lời khác. " * 60 + "Tặng Hội Đông y bằng khen. " + "Rồi thôi. " * 60
    assert "Đông y bằng khen" in "".join(bit.text for bit in snippet(text, "hoi dong y bang khen"))


def test_a_short_quote_gets_its_sentence():
    assert around("Câu trước. Khối gồm ", "Hội Y", " và Hội Luật gia. Câu sau.") == ("Khối gồm ", " và Hội Luật gia.")
    assert around("Ủy ban họp. ", "Bà Đào làm Khối trưởng.", " Ủy ban đề nghị.") == ("", "")
    assert around("Dòng trước\n", "Hội Y", "\nDòng sau") == ("", "")
    assert around("x" * 200, "dài" * 30, "y") == ("", "")
    before, after = around("một " * 50, "Hội Y", " hai" * 50)
    assert before.startswith("… một")
    assert after.endswith("hai …")
