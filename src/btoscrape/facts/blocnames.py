"""Floor 2. A bloc's name: its number, and where the description ends that says whose bloc it is."""

from __future__ import annotations

from .naming import BREAKING, Naming
from .tokens import Tokens

_SITED = (("trên", "địa", "bàn"), ("đóng", "trên", "địa", "bàn"))
_BELONGING = (("thuộc",), ("trực", "thuộc"), ("có", "tính", "chất"))
"""What a description goes on with before a word of its own."""
_LINKS = {words[0]: (words,) for words in (*_SITED, *_BELONGING)}
_ENTRUSTED = frozenset({"cao", "giúp"})
_STATE, _FRONT = frozenset({"đảng", "quyền"}), ("mặt", "trận")
"""What the Front stands beside in a description: Đảng, Mặt trận và các đoàn thể."""
_OF_SECTOR = frozenset({"ngành", "ban"})
_DESCRIBING = frozenset({"plural", "unit", "person-unit", "body", "whole", "bloc", "compound"})
_JOINED = frozenset({"unit", "common", "body", "whole", "plural", "compound", "person-unit"})
_VERBS = (("tổ", "chức"), ("tổng", "kết"))
"""Verbs that are nouns as well: part of a description only behind `các`, `và`, a comma or with a capital."""
_BEFORE_NOUN = frozenset({"các", "và", ","})


def roman(word: str) -> bool:
    """Whether the word is a Roman number, as blocs have them."""
    return len(word) < 6 and set(word) <= set("IVXL")


class BlocNames:
    """Numbers and descriptions of blocs in one sentence."""

    def __init__(self, tokens: Tokens, naming: Naming) -> None:
        """The naming tells where places end inside a description."""
        self._tokens, self._naming = tokens, naming

    def number(self, j: int) -> tuple[int, str]:
        """The place behind the number that stands at `j`, and the number as written; `j` itself where none does."""
        tokens = self._tokens
        told = tokens.low[j] in ("số", "thứ")
        word = tokens.words[j + told].written
        if roman(word) or (word.isdecimal() and len(word) <= 2 and (told or not self._counts(j + 1))):
            return j + told + 1, word
        return j, ""

    def _counts(self, j: int) -> bool:
        """Whether a number before `j` counts members (Cụm 7 tỉnh) and numbers no bloc (Cụm 7 ngành …)."""
        tokens = self._tokens
        return not tokens.words[j].capital and tokens.low[j] not in _OF_SECTOR and tokens.term_of(j, "unit", "place") is not None

    def description(self, j: int, *, numbered: bool, named: bool) -> int:
        """The place behind what describes a bloc: các cơ quan Trung ương II đóng trên địa bàn tỉnh.

        `numbered`: the number stands before it; `named`: the bloc has the words `thi đua`, which a bare `khối` lacks.
        """
        first = j
        if self._tokens.low[j] == "-" and not (numbered or named):
            return j
        while step := self._linking(j) or self._step(j, first, numbered=numbered) or self._loose(j, first, named=named):
            j += step
        return j

    def _linking(self, j: int) -> int:
        """How many words link the description to what follows."""
        low = self._tokens.low
        for words in _LINKS.get(low[j], ()):
            behind = j + len(words)
            if low[j:behind] == words and (words in _SITED or low[behind][0].isalpha()):
                return len(words)
        return 0

    def _step(self, j: int, first: int, *, numbered: bool) -> int:
        """How many words the description goes on over a mark, a place, `và` or a noun."""
        tokens, low, kind = self._tokens, self._tokens.low[j], self._tokens.kind[j]
        if low in ("-", ","):
            return 2 if self._goes_on(j, after_number=numbered and j == first) else 0
        if kind == "place":
            return max(tokens.size(j), self._naming.place(j, closed=False))
        if low == "và":
            return 2 if j > first and self._joins(j + 1) else 0
        return tokens.size(j) if self._fits(j) else 0

    def _loose(self, j: int, first: int, *, named: bool) -> int:
        """One more word: a capital, a number of its own, or a small word that no term explains."""
        tokens, low, kind = self._tokens, self._tokens.low[j], self._tokens.kind[j]
        if kind in BREAKING or kind == "and" or not low[0].isalnum() or (low == "quý" and tokens.words[j + 1].capital):
            return 0
        counted = j == first and low.isdecimal() and tokens.term_of(j + 1, "unit", "place") is not None
        return int(tokens.words[j].capital or counted or (not kind and (named or j > first)))

    def _joins(self, j: int) -> bool:
        """Whether `và` before `j` joins nouns of one description, not two blocs."""
        kind = self._tokens.kind[j]
        return j < self._tokens.count and (not kind or kind in _JOINED) and self._tokens.low[j] not in ("khối", "cụm")

    def _fits(self, j: int) -> bool:
        """Whether a term goes on with a description; `tổ chức` is a verb but behind `các`."""
        tokens, kind = self._tokens, self._tokens.kind[j]
        if kind == "common" or (kind == "unit" and tokens.low[j : j + 2] in _VERBS):
            return tokens.low[j] == "khu" or tokens.low[j - 1] in _BEFORE_NOUN or tokens.words[j].capital
        return kind in _DESCRIBING

    def _lists(self, j: int) -> bool:
        """Whether names of bodies follow one another there: they are no description."""
        tokens = self._tokens
        if tokens.kind[j] != "body":
            return False
        end, _ = self._naming.body(j + tokens.size(j), j, eager=False)
        return tokens.low[end] in (",", "và") and tokens.kind[end + 1] == "body" and tokens.words[end + 1].capital

    def _goes_on(self, mark: int, *, after_number: bool) -> bool:
        """Whether a description goes on behind a mark: các huyện, thành phố; Văn hóa - Xã hội; số 2, LLVT tỉnh."""
        tokens, j = self._tokens, mark + 1
        if tokens.low[mark] == "-":
            return tokens.low[j] == "các" or (tokens.words[j].capital and tokens.kind[j] not in BREAKING and not self._lists(j))
        if tokens.low[mark - 1] in _STATE and tokens.low[j : j + 2] == _FRONT:
            return True
        noun = tokens.term_of(j, "unit", "common", "place")
        if noun and not tokens.words[j].capital and not tokens.words[j + noun.size].capital:
            return True
        return (after_number and tokens.words[j].written.isupper()) or tokens.low[j] in _ENTRUSTED
