"""Floor 2. What a written word is by itself, whatever stands beside it: newspapers say the same few thousand, so each is looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, final

from ..catalog.terms import Term, Terms
from ..text import placed_words, words
from .marks import MARKS, QUOTES
from .numbers import WORDS

_MOST, _LONGEST = 1 << 13, 24
"""How many pieces of text are kept, and of how many letters: the words of all papers fit; what else a text may hold is not worth it."""
_NO_TAGS: frozenset[str] = frozenset()
FORMER = "nguyên"
"""Before a post: somebody held it."""

Candidates = Mapping[str, tuple[tuple[Term, bool], ...]]
"""Terms that may begin with two words, the longest first, by the third word; by none those that end before it. Each with whether it begins there
wherever its words stand."""
Begun = Mapping[str, tuple[Term | None, Candidates]]
"""What may begin with a word, by the word behind it; by none the terms of one word. Before them the longest, where it surely begins there."""


@final
@dataclass(slots=True, eq=False)
class Word:
    """A word or mark as written, and in small letters (`low`, with all dashes alike).

    `alone` is the kind of the chunk that it makes where no term begins with it, empty where that depends on the words beside it; `tags` and
    `shared` are that chunk's. `figure`: a number or a year may begin with it; `closing`: the mark that closes the quote it opens.
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


Placed = tuple[tuple[Word, int, int], ...]
"""Words, each with the places of its first letter and behind its last."""


_Found = TypeVar("_Found", Word, Placed)


class Vocabulary(dict[str, Word | Placed]):
    """A piece of text without a blank as the one word that it is, else as its words; bounded, so that no crawl fills the memory."""

    def __init__(self, terms: Terms) -> None:
        """Nothing is looked up before it is read."""
        self._terms = terms
        self._begun = {capital: _by_first(terms, capital=capital) for capital in (False, True)}
        self.beyond = self._word("\n")
        """No word is equal to it, so it stands where there is none."""

    def __missing__(self, piece: str) -> Word | Placed:
        """What a piece holds that was not read before."""
        if piece.isalpha() or words(piece) == [piece]:
            return self._kept(piece, self._word(piece))
        return self._kept(piece, tuple([(self.word(word), start, end) for word, start, end in placed_words(piece)]))

    def word(self, written: str) -> Word:
        """What is known of a word."""
        found = self.get(written)
        return found if isinstance(found, Word) else self._kept(written, self._word(written))

    def _kept(self, piece: str, found: _Found) -> _Found:
        """What was found, for the next time."""
        if len(piece) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[piece] = found
        return found

    def _word(self, written: str) -> Word:
        """What the catalog and its letters say of a word."""
        low = "-" if written in "–—" else written.lower()
        low = written if low == written else low
        capital = written[0].isupper()
        begun = self._begun[capital].get(low)
        tags = self._terms.tags.get(written, _NO_TAGS)
        shared = self._terms.heads.get(written, "") if tags else ""
        if low[0].isalpha():
            figure = low in WORDS
            plain = low == written and not figure and low != FORMER
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


def _told(terms: tuple[Term, ...], *, capital: bool) -> tuple[Term | None, Candidates]:
    """Those of the terms that may stand where their words do, the first of them with a capital or without one."""
    may = [(term, bool(stands)) for term in terms if (stands := term.large if capital else term.small) is not False]
    first, surely = may[0] if may else (None, False)
    thirds = {third for term, _ in may for third in term.words[2:3]}
    by_third = {third: tuple([(term, stands) for term, stands in may if term.words[2:3] in ((), (third,))]) for third in ("", *thirds)}
    return (first if first and surely and first.size < 3 else None), by_third if may else {}
