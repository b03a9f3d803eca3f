"""Floor 2. The words of a sentence, and the catalog's terms that begin at each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container

from ..catalog.terms import NAMELIKE, Term, Terms
from .marks import MARKS
from .vocabulary import Candidates, Word, vocabulary

_AHEAD = 6
"""So many times no word stands behind the last, so that looking ahead needs no care."""


class Tokens:
    """A sentence's words, `count` of them: what they are alone (`words`), in small letters (`low`), their places in the text (`starts`, `ends`).

    `term` is the longest term that begins with it, `kind` that term's, empty where none does.
    `listed`: it is a list of names, so no sentence opens here; `seen` collects the entries that decided something.
    """

    def __init__(self, terms: Terms, text: str, seen: set[str], *, listed: bool = False) -> None:
        """What is asked of every word is found at once."""
        self._terms, self._text, self.seen = terms, text, seen
        self._tidy = "  " not in text and text.isprintable()
        self.listed = listed
        self.words, self.starts, self.ends = self._read()
        self.count = len(self.starts)
        words = self.words
        low = self.low = tuple([word.low for word in words])
        self.term: list[Term | None] = [None] * len(words)
        self.kind = [""] * len(words)
        for i, word in enumerate(words):
            if word.begun:
                surely, may = word.begun.get(low[i + 1]) or word.begun[""]
                if may and (term := surely or self._standing(i, may)):
                    self.term[i], self.kind[i] = term, term.kind

    def _read(self) -> tuple[list[Word], list[int], list[int]]:
        """The words, and what stands for none behind them, with the places where the words start and end."""
        known, place = vocabulary(self._terms), 0
        words, starts, ends = list[Word](), list[int](), list[int]()
        for piece in self._text.split(" "):
            told, behind = known[piece], place + len(piece)
            if type(told) is Word:
                words.append(told)
                starts.append(place)
                ends.append(behind)
            else:
                for word, start, end in told:
                    words.append(word)
                    starts.append(place + start)
                    ends.append(place + end)
            place = behind + 1
        words += [known.beyond] * _AHEAD
        return words, starts, ends

    def rest(self, place: int) -> Tokens:
        """The words from that place in the text on, as a list of names: only of the first two does it matter what stood before."""
        rest, first = Tokens.__new__(Tokens), bisect_left(self.starts, place)
        rest._terms, rest._text, rest._tidy, rest.seen, rest.listed = self._terms, self._text, self._tidy, self.seen, True
        rest.words, rest.starts, rest.ends = self.words[first:], self.starts[first:], self.ends[first:]
        rest.low, rest.term, rest.kind = self.low[first:], self.term[first:], self.kind[first:]
        rest.count = len(rest.starts)
        for i in range(min(2, rest.count)):
            term = rest.term[i] = rest._standing(i, rest._may_begin(i))
            rest.kind[i] = term.kind if term else ""
        return rest

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
        return self.low[i][0].isalpha() and not self.words[i].capital and not self.term[i]

    def capitals(self, i: int) -> int:
        """The place behind the words with capitals that begin here."""
        while self.words[i].capital:
            i += 1
        return i

    def term_of(self, i: int, *kinds: str) -> Term | None:
        """The longest term of these kinds that begins here."""
        first = self.term[i]
        if first is None or first.kind in kinds:
            return first
        return self._standing(i, self._may_begin(i), kinds)

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

    def _may_begin(self, i: int) -> Candidates:
        """The terms that may begin here, by this word and the next."""
        begun = self.words[i].begun
        return (begun.get(self.low[i + 1]) or begun[""])[1] if begun else {}

    def _standing(self, i: int, may: Candidates, kinds: Container[str] | None = None) -> Term | None:
        """The longest of the terms that stands here, of these kinds or of any."""
        low = self.low
        for term, surely in may.get(low[i + 2]) or may.get("", ()):
            if term.size > 3 and term.words != low[i : i + term.size]:
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
        kind, (capital, *inner) = term.kind, [word.capital for word in self.words[i : i + term.size]]
        if kind == "opener":
            return not self.opening(i)
        if kind not in NAMELIKE:
            return False
        if kind == "unit":
            return any(inner) or (capital and not self.opening(i) and not self.words[i].written.isupper())
        if kind == "common":
            return any(inner) or (self.low[i] == "tổ" and capital and i > 0 and self.low[i - 1] in (",", ":", ";"))
        if not inner:
            return capital and self.words[i + 1].capital and i > 0 and self.low[i - 1] in (",", "và", "xã", "phường", "huyện")
        return capital and all(inner) and not self.words[i].written.isupper()
