"""Floor 2. The words of a sentence, and the catalog's terms that begin at each of them."""

from __future__ import annotations

from ..catalog.terms import NAMELIKE, Term, Terms
from ..text import words
from .marks import MARKS
from .numbers import WORDS

_BEYOND = "\n"
"""Stands behind the last word, a few times over, so that looking ahead needs no care; no word is equal to it."""
_AHEAD = 6


class Tokens:
    """A sentence's words. `listed`: it is a list of names, so no sentence opens here; `seen` collects the entries that decided something."""

    def __init__(self, terms: Terms, text: str, seen: set[str], *, listed: bool = False) -> None:
        """Terms are looked up on demand, each place once."""
        self._terms, self._text, self._seen = terms, text, seen
        self.listed = listed
        self.spans = words(text)
        beyond = (_BEYOND,) * _AHEAD
        self.written = (*[word for word, _, _ in self.spans], *beyond)
        self.low = (*["-" if word in "–—" else word.lower() for word, _, _ in self.spans], *beyond)
        self._found: list[list[Term] | None] = [None] * len(self.low)

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.spans)

    def said(self, i: int, j: int) -> str:
        """The words from `i` up to `j`, as written."""
        return " ".join(self._text[self.spans[i][1] : self.spans[j - 1][2]].split())

    def told(self, i: int, j: int) -> str:
        """The words from `i` up to `j`, in small letters."""
        return " ".join(self.low[i:j]) if j - i > 1 else self.low[i]

    def capital(self, i: int) -> bool:
        """Whether the word begins with a capital."""
        return self.written[i][0].isupper()

    def opening(self, i: int) -> bool:
        """Whether the sentence, or what a bullet opens, begins here."""
        return not self.listed and (i == 0 or (i == 1 and self.written[0] in MARKS))

    def plain(self, i: int) -> bool:
        """Whether it is a word in small letters that no term explains."""
        return self.low[i][0].isalpha() and not self.capital(i) and not self.term(i)

    def explained(self, i: int) -> bool:
        """Whether anything but its neighbours may explain the word: a term, a capital, a number, or that it is a mark."""
        low = self.low[i]
        return low in self._terms.begins or low != self.written[i] or low in WORDS or not low[0].isalpha()

    def capitals(self, i: int) -> int:
        """The place behind the words with capitals that begin here."""
        while self.capital(i):
            i += 1
        return i

    def term(self, i: int) -> Term | None:
        """The longest term that begins here."""
        found = self._standing(i)
        return found[0] if found else None

    def term_of(self, i: int, *kinds: str) -> Term | None:
        """The longest term of these kinds that begins here."""
        return next((term for term in self._standing(i) if term.entry.kind in kinds), None)

    def kind(self, i: int) -> str:
        """The kind of the longest term that begins here; empty where none does."""
        term = self.term(i)
        return term.entry.kind if term else ""

    def size(self, i: int) -> int:
        """How many words the longest term here has; 1 where none begins."""
        term = self.term(i)
        return len(term.words) if term else 1

    def use(self, term: Term) -> int:
        """Notes that the term decided something; gives the number of its words."""
        self._seen.add(term.entry.id)
        return len(term.words)

    def lists(self, clue: str, i: int, j: int) -> bool:
        """Whether the clue lists the words from `i` up to `j`; notes it where it does."""
        found = self.told(i, j) in self._terms.clues[clue].words
        if found:
            self.note(clue)
        return found

    def note(self, *ids: str) -> None:
        """Notes that these entries decided something."""
        self._seen.update(ids)

    def _standing(self, i: int) -> list[Term]:
        """All terms that begin here, the longest first."""
        found = self._found[i]
        if found is None:
            lexicon, low = self._terms.lexicon, self.low
            if low[i] not in self._terms.begins:
                found = self._found[i] = []
                return found
            begun = (*lexicon.get(low[i : i + 2], ()), *lexicon.get(low[i : i + 1], ()))
            found = self._found[i] = []
            capital = self.capital(i)
            for term in begun:
                stands = term.large if capital else term.small
                if stands is not False and (term.size < 3 or term.words == low[i : i + term.size]) and (stands or self._stands(i, term)):
                    found.append(term)
        return found

    def _stands(self, i: int, term: Term) -> bool:
        """Whether the term, whose words stand there, does so as its capitals demand."""
        if term.cased and self.said(i, i + term.size) != term.text:
            return False
        return not self._reads_as_name(i, term)

    def _reads_as_name(self, i: int, term: Term) -> bool:
        """Whether capitals say that the words are a name's: Ban Tổ chức (not `ban tổ chức`), huyện Thống Nhất (not `thống nhất`)."""
        kind = term.entry.kind
        if kind == "opener":
            return not self.opening(i)
        if kind not in NAMELIKE:
            return False
        inner = [self.capital(j) for j in range(i + 1, i + term.size)]
        if kind == "unit":
            return any(inner) or (self.capital(i) and not self.opening(i) and not self.written[i].isupper())
        if kind == "common":
            return any(inner) or (self.low[i] == "tổ" and self.capital(i) and i > 0 and self.written[i - 1] in (",", ":", ";"))
        if not inner:
            return self.capital(i) and self.capital(i + 1) and i > 0 and self.low[i - 1] in (",", "và", "xã", "phường", "huyện")
        return self.capital(i) and all(inner) and not self.written[i].isupper()
