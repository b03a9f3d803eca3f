"""Floor 2. What a written word is by itself, whatever stands beside it: newspapers say the same few thousand, so each is looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..catalog.terms import Term, Terms
from ..text import placed_words
from .marks import MARKS, QUOTES
from .numbers import WORDS

_MOST, _LONGEST = 1 << 13, 24
"""How many pieces of text are kept, and of how many letters: the words of all papers fit; what else a text may hold is not worth it."""
_NO_TAGS: frozenset[str] = frozenset()

Told = tuple[Term | None, tuple[tuple[Term, bool], ...]]
"""The terms that two words may begin, the longest first, each with whether it stands wherever its words do; before them the first, if it does."""
Begun = Mapping[str, Told]
"""What may begin with a word, by the word behind it; by none the terms of one word."""


@dataclass(slots=True, eq=False)
class Word:
    """A word or mark as written, and in small letters (`low`, with all dashes alike).

    `alone` is the kind of the chunk that it makes by itself, empty where that depends on the words beside it; `tags` and `shared` are that
    chunk's. `figure`: a number or a year may begin with it; `closing`: the mark that closes the quote it opens.
    """

    written: str
    low: str
    capital: bool
    alone: str
    figure: bool
    closing: str
    begun: Begun | None
    tags: frozenset[str]
    shared: str


class Vocabulary(dict[str, tuple[tuple[Word, int, int], ...]]):
    """The words of a piece of text without a blank, with their places in it; bounded, so that no crawl fills the memory."""

    def __init__(self, terms: Terms) -> None:
        """Nothing is looked up before it is read."""
        self._terms, self._words = terms, dict[str, Word]()
        self._begun = {capital: _by_first(terms, capital=capital) for capital in (False, True)}
        self.beyond = self._word("\n")
        """No word is equal to it, so it stands where there is none."""

    def __missing__(self, piece: str) -> tuple[tuple[Word, int, int], ...]:
        """The words of a piece that was not read before."""
        parts = [(piece, 0, len(piece))] if piece.isalpha() else placed_words(piece)
        found = tuple([(self._words.get(word) or self._word(word), start, end) for word, start, end in parts])
        if len(piece) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
                self._words.clear()
            self[piece] = found
            for word, _, _ in found:
                self._words[word.written] = word
        return found

    def _word(self, written: str) -> Word:
        """What the catalog and its letters say of a word."""
        low = "-" if written in "–—" else written.lower()
        capital = written[0].isupper()
        begun = self._begun[capital].get(low)
        tags = self._terms.tags.get(written, _NO_TAGS)
        shared = self._terms.heads.get(written, "") if tags else ""
        if low[0].isalpha():
            figure = low in WORDS
            plain = low == written and not figure and low not in self._terms.begins
            return Word(written, low, capital, "word" if plain else "", figure, "", begun, tags, shared)
        return Word(written, low, capital, MARKS.get(written, ""), low[0].isdigit(), QUOTES.get(written, ""), begun, tags, shared)


@lru_cache(maxsize=4)
def vocabulary(terms: Terms) -> Vocabulary:
    """The vocabulary of a catalog."""
    return Vocabulary(terms)


def _by_first(terms: Terms, *, capital: bool) -> Mapping[str, Begun]:
    """What may begin with each first word of a term, written with a capital or without one."""
    seconds: dict[str, dict[str, tuple[Term, ...]]] = {first: {"": ()} for first in terms.begins}
    for (first, *second), told in terms.lexicon.items():
        seconds[first]["".join(second)] = told
    return {
        first: {second: _told((*told, *by[""]) if second else told, capital=capital) for second, told in by.items()} for first, by in seconds.items()
    }


def _told(terms: tuple[Term, ...], *, capital: bool) -> Told:
    """Those of the terms that may stand where their words do, the first of them with a capital or without one."""
    may = tuple((term, bool(stands)) for term in terms if (stands := term.large if capital else term.small) is not False)
    first, surely = may[0] if may else (None, False)
    return (first if first and surely and first.size < 3 else None), may
