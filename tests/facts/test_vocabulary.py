"""The words of a text: cut and known as the catalog has them, however odd the text is, and never more of them kept than there is room for."""

from hypothesis import given
from hypothesis import strategies as st

from btoscrape.catalog.terms import terms
from btoscrape.facts.tokens import Tokens
from btoscrape.facts.vocabulary import Vocabulary
from btoscrape.text import placed_words

PIECES = st.sampled_from(["Khối", "thi", "đua", "8/8", "TP.HCM", "GD&ĐT,", "“Cờ”", "–", "\t", "\u00a0", " ", "  ", "H'Yéo", "ø²٣", "İ"])


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_words_and_their_places_are_those_of_the_text(text):
    tokens = Tokens(terms(), text, set())
    assert list(zip([word.written for word in tokens.words], tokens.starts, tokens.ends, strict=False)) == placed_words(text)
    assert len(tokens.words) > tokens.count == len(placed_words(text))


def test_a_word_is_known_once():
    known = Vocabulary(terms())
    (first, *_), (_, second, _) = known["tỉnh,"], known["(tỉnh)"]
    assert first[0] is second[0] is known["tỉnh"]


def test_what_is_kept_is_bounded():
    known = Vocabulary(terms())
    sizes = {(known[f"xã{number}"], len(known))[1] for number in range(20_000)}
    assert max(sizes) < 20_000
    assert known["xã7"].low == "xã7"


def test_a_long_piece_is_read_but_not_kept():
    known = Vocabulary(terms())
    assert len(known[",a" * 2_000]) == 4_000
    assert not any(len(piece) > 1 for piece in known)
