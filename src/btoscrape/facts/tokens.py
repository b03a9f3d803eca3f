"""Floor 2. The words of a sentence, and the catalog's terms that begin at each of them."""

from __future__ import annotations

from collections.abc import Container

from ..catalog.terms import NAMELIKE, Term, Terms
from .marks import MARKS
from .vocabulary import Word, vocabulary

_AHEAD = 6
"""So many times no word stands behind the last, so that looking ahead needs no care."""


class Tokens:
    """A sentence's words: what they are alone (`words`), in small letters (`low`), and with their places in the text (`starts`, `ends`).

    `capital` tells whether a word begins with one, `term` is the longest term that begins with it, `kind` that term's, empty where none does.
    `listed`: it is a list of names, so no sentence opens here; `seen` collects the entries that decided something.
    """

    def __init__(self, terms: Terms, text: str, seen: set[str], *, listed: bool = False) -> None:
        """What is asked of every word is found at once."""
        self._terms, self._text, self.seen = terms, text, seen
        self._tidy = "  " not in text and text.isprintable()
        self.listed = listed
        self.starts, self.ends = list[int](), list[int]()
        words = self.words = self._read()
        self.capital = [word.capital for word in words]
        low = self.low = tuple([word.low for word in words])
        following = (*low[1:], "")
        self._begun = [(word.begun.get(after) or word.begun[""]) if word.begun else None for word, after in zip(words, following, strict=True)]
        self.term = [(told[0] or self._standing(i)) if told else None for i, told in enumerate(self._begun)]
        self.kind = [term.kind if term else "" for term in self.term]

    def _read(self) -> list[Word]:
        """The words, and what stands for none behind them; notes their places."""
        known, place = vocabulary(self._terms), 0
        found: list[Word] = []
        for piece in self._text.split(" "):
            for word, start, end in known[piece]:
                found.append(word)
                self.starts.append(place + start)
                self.ends.append(place + end)
            place += len(piece) + 1
        return [*found, *[known.beyond] * _AHEAD]

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.starts)

    def said(self, i: int, j: int) -> str:
        """The words from `i` up to `j`, as written."""
        said = self._text[self.starts[i] : self.ends[j - 1]]
        return said if self._tidy else " ".join(said.split())

    def told(self, i: int, j: int) -> str:
        """The words from `i` up to `j`, in small letters."""
        return " ".join(self.low[i:j]) if j - i > 1 else self.low[i]

    def opening(self, i: int) -> bool:
        """Whether the sentence, or what a bullet opens, begins here."""
        return not self.listed and (i == 0 or (i == 1 and self.words[0].low in MARKS))

    def plain(self, i: int) -> bool:
        """Whether it is a word in small letters that no term explains."""
        return self.low[i][0].isalpha() and not self.capital[i] and not self.term[i]

    def capitals(self, i: int) -> int:
        """The place behind the words with capitals that begin here."""
        while self.capital[i]:
            i += 1
        return i

    def term_of(self, i: int, *kinds: str) -> Term | None:
        """The longest term of these kinds that begins here."""
        first = self.term[i]
        if first is None or first.kind in kinds:
            return first
        return self._standing(i, kinds)

    def size(self, i: int) -> int:
        """How many words the longest term here has; 1 where none begins."""
        term = self.term[i]
        return term.size if term else 1

    def use(self, term: Term) -> int:
        """Notes that the term decided something; gives the number of its words."""
        self.seen.add(term.entry.id)
        return term.size

    def lists(self, clue: str, i: int, j: int) -> bool:
        """Whether the clue lists the words from `i` up to `j`; notes it where it does."""
        found = self.told(i, j) in self._terms.clues[clue].words
        if found:
            self.seen.add(clue)
        return found

    def _standing(self, i: int, kinds: Container[str] | None = None) -> Term | None:
        """The longest term that begins here, of these kinds or of any."""
        begun, low = self._begun[i], self.low
        for term, surely in begun[1] if begun else ():
            if term.size > 2 and term.words != low[i : i + term.size]:
                continue
            if (surely or self._stands(i, term)) and (kinds is None or term.kind in kinds):
                return term
        return None

    def _stands(self, i: int, term: Term) -> bool:
        """Whether the term, whose words stand there, does so as its capitals demand."""
        if term.cased and self.said(i, i + term.size) != term.text:
            return False
        return not self._reads_as_name(i, term)

    def _reads_as_name(self, i: int, term: Term) -> bool:
        """Whether capitals say that the words are a name's: Ban Tổ chức (not `ban tổ chức`), huyện Thống Nhất (not `thống nhất`)."""
        kind, capital, inner = term.kind, self.capital[i], self.capital[i + 1 : i + term.size]
        if kind == "opener":
            return not self.opening(i)
        if kind not in NAMELIKE:
            return False
        if kind == "unit":
            return any(inner) or (capital and not self.opening(i) and not self.words[i].written.isupper())
        if kind == "common":
            return any(inner) or (self.low[i] == "tổ" and capital and i > 0 and self.low[i - 1] in (",", ":", ";"))
        if not inner:
            return capital and self.capital[i + 1] and i > 0 and self.low[i - 1] in (",", "và", "xã", "phường", "huyện")
        return capital and all(inner) and not self.words[i].written.isupper()
