"""Floor 2. A sentence cut into chunks: what the terms of the catalog and the capitals of the words say of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..catalog.terms import Term, Terms
from .blocnames import BlocNames, roman
from .chunks import Chunks
from .cutting import Cutting
from .figures import Figures
from .known import KnownNames
from .naming import BREAKING, Naming
from .tokens import Tokens
from .vocabulary import FORMER, Word

_LONGEST_QUOTE = 40
_POSTS_OF = frozenset({"Ban", "Phòng", "Khoa", "Đoàn"})
"""A post's last word that is the first of the body's name: Trưởng | Ban Tổ chức."""


class Cutter:
    """One sentence on its way into chunks. What cuts a chunk gives the place behind it, 0 where it cuts none."""

    def __init__(self, terms: Terms, known: KnownNames, tokens: Tokens, start: int, *, eager: bool) -> None:
        """`start` is the sentence's place in the passage; `eager`: small letters behind a comma go on with a name."""
        self._presenter, self._names, self._tokens, self._eager = terms.clues["presenter"], known, tokens, eager
        self._known = known.first
        self._cutting = Cutting(terms, tokens, start)
        self._figures = Figures(self._cutting)
        self._naming = Naming(tokens, eager=eager)

    def run(self) -> Chunks:
        """The chunks of the whole sentence."""
        place, count, words = 0, self._tokens.count, self._tokens.words
        while place < count:
            place = self._take(place, words[place])
        return Chunks(self._cutting.out)

    def _take(self, i: int, word: Word) -> int:
        """The chunk that begins at that word, by whatever explains it first."""
        if word.low in self._known and (end := self._known_name(i)):
            return end
        term = self._tokens.term[i]
        if word.alone and not term:
            if word.alone != "word":
                self._naming.posted = False
            return self._cutting.alone(i, word)
        if word.closing:
            return self._quote(i, word.closing)
        if (word.figure and (end := self._figures.cut(i))) or (word.written == FORMER and (end := self._former_post(i))):
            return end
        return (term and self._termed(i, term)) or self._unexplained(i)

    def _quote(self, i: int, closing: str) -> int:
        """An inscription, or an award in quotes; an unclosed quote is passed over."""
        tokens = self._tokens
        end = next((j for j in range(i + 1, min(i + _LONGEST_QUOTE, tokens.count)) if tokens.words[j].written == closing), None)
        if end is None:
            return i + 1
        if any(tokens.kind[j] == "give" for j in range(i + 2, end)):
            return i + 1  # somebody speaks
        inner = tokens.said(i + 1, end) if end > i + 1 else ""
        term = tokens.term[i + 1] if inner else None
        if term and term.kind == "award":
            self._tokens.use(term)
            return self._cutting.add("award", inner, i, end + 1, entry=term.entry.id)
        return self._cutting.add("quote", inner, i, end + 1)

    def _known_name(self, i: int) -> int:
        """A name that the article lists, whole, and what goes on with it."""
        end = self._names.end(self._tokens.low, i)
        if end and self._goes_on(end):
            end = self._naming.body(end, i, eager=False)[0]
        return end and self._cutting.add("body", self._tokens.said(i, end), i, end)

    def _goes_on(self, end: int) -> bool:
        """Whether a known name is the beginning of a longer one: … tỉnh, … tối cao, … Việt Nam."""
        tokens = self._tokens
        if tokens.low[end : end + 2] == ("tối", "cao") or tokens.words[end].written == "tỉnh":
            return True
        if tokens.kind[end] == "place" and tokens.words[end + tokens.size(end)].capital:
            return True
        return tokens.words[end].capital and tokens.kind[end] not in BREAKING and not self._naming.named_person(end)

    def _former_post(self, i: int) -> int:
        """`nguyên Giám đốc`: a post that somebody held."""
        post = self._tokens.term_of(i + 1, "post")
        end = i + 1 + self._tokens.use(post) if post else 0
        return end and self._cutting.add("post", self._tokens.said(i, end), i, end, entry="post")

    def _termed(self, i: int, term: Term) -> int:
        """What the longest term that begins here says; those of most kinds say what they are."""
        cut, end = _CUTS.get(term.kind), i + term.size
        end = cut(self, i, end, term) if cut else self._cutting.add(term.kind, term.told, i, end, term.entry.id)
        if end:
            self._tokens.seen.add(term.entry.id)
        return end

    def _as_told(self, i: int, end: int, term: Term) -> int:
        """The term's words, with its kind."""
        return self._cutting.add(term.kind, term.told, i, end, term.entry.id)

    def _award(self, i: int, end: int, term: Term) -> int:
        """An award, as written."""
        return self._cutting.add("award", self._tokens.said(i, end), i, end, term.entry.id)

    def _small(self, i: int, end: int, term: Term) -> int:
        """Words of no kind, unless a capital inside the sentence makes them a name."""
        return 0 if self._tokens.words[i].capital and i else self._cutting.add("word", term.told, i, end)

    def _unit(self, i: int, end: int, term: Term) -> int:
        """A unit that counts; with a capital inside the sentence it begins a name."""
        return 0 if self._tokens.words[i].capital and i else self._as_told(i, end, term)

    def _opener(self, i: int, end: int, term: Term) -> int:
        """A sentence's first word, unless it begins a name: `Hội Nhà báo`."""
        named = self._tokens.words[end].capital and end - i == 1 and not self._tokens.term[end]
        return 0 if named else self._cutting.add("word", term.told, i, end)

    def _role(self, i: int, end: int, term: Term) -> int:
        """An office; in `Trưởng Khối thi đua 5` the bloc is told by the same word."""
        tokens = self._tokens
        self._cutting.add(term.kind, term.told, i, end, term.entry.id)
        named = tokens.low[end - 1] in ("khối", "cụm") and (tokens.low[end : end + 2] == ("thi", "đua") or tokens.low[end] == "số")
        return end - 1 if named else end

    def _rank(self, i: int, end: int, term: Term) -> int:
        """A place in the vote; in `hạng nhất Khối thi đua 5` the bloc is no part of it."""
        if self._tokens.low[end - 1] in ("khối", "cụm") and self._tokens.low[end] in ("thi", "số", "các"):
            return 0
        return self._as_told(i, end, term)

    def _whole(self, i: int, end: int, term: Term) -> int:
        """Words that a name goes on with; with a capital they begin one."""
        tokens = self._tokens
        if tokens.words[i].capital and term.kind == "whole" and tokens.term_of(i, "body"):
            return self._body(i, end, term)
        if tokens.words[i].capital and (i or tokens.listed):
            tail = self._naming.tail(end, mixed=True)
            return self._cutting.add("proper", tokens.said(i, tail), i, tail, inner=tokens.said(i, end))
        return self._as_told(i, end, term) if term.kind == "whole" else self._small(i, end, term)

    def _post(self, i: int, end: int, term: Term) -> int:
        """A post; the word that begins the name of its body is left to that."""
        self._naming.posted = True
        end -= self._tokens.words[end - 1].written in _POSTS_OF and end - i > 1
        said = self._tokens.said(i, end)
        return self._cutting.add("post", said, i, end, entry="presenter" if self._presenter.opens(said) else term.entry.id)

    def _bloc(self, i: int, end: int, term: Term) -> int:
        """A bloc with its number and description: Khối thi đua số 08 các cơ quan Đảng tỉnh; `khối` alone stays a word."""
        tokens, named = self._tokens, term.size > 1
        names = BlocNames(tokens, self._naming)
        j, number = names.number(end)
        behind = names.description(j, numbered=bool(number), named=named)
        if not (named or number or behind > j):
            return self._cutting.add("bloc", tokens.low[i], i, end)
        last = tokens.words[behind - 1].written
        if not number and behind > j and (last.isdecimal() or roman(last)):
            number = last
        return self._cutting.add("named-bloc", tokens.said(i, behind), i, behind, inner=number, head=term.told)

    def _place(self, i: int, end: int, term: Term) -> int:
        """A place with its name; its head noun alone is a common one."""
        tokens, head = self._tokens, term.told
        if tokens.words[i].capital and tokens.lists("hamlet", i, end):
            return 0
        end += tokens.low[end] == "."
        numbered = tokens.low[end].isdecimal() and tokens.lists("numbered-place", i, i + term.size)
        if not (tokens.words[end].capital or numbered) or self._other_name(end):
            return self._cutting.add("common", head, i, end)
        behind = max(self._naming.run(end), end + 1)
        return self._cutting.add("place", tokens.said(i, behind), i, behind, entry="place", head=head)

    def _other_name(self, i: int) -> bool:
        """Whether a role, a post or the name of a body begins there."""
        term = self._tokens.term[i]
        if term is None or term.kind in BREAKING:
            return term is not None
        return term.kind == "body" and (term.size > 1 or self._tokens.capitals(i) - i > 3)

    def _honoured(self, i: int, end: int, term: Term) -> int:
        """A person behind an honorific: đồng chí Đại tá Lê Văn Tuấn."""
        tokens = self._tokens
        if tokens.words[i].capital and i and not tokens.opening(i) and tokens.lists("kin", i, i + 1):
            return 0
        while (more := tokens.term[end]) and more.kind == "honorific":
            end += tokens.use(more)
        end += tokens.low[end] == "."
        if not tokens.words[end].capital or (tokens.kind[end] in (*BREAKING, "body") and not self._naming.surname(end)):
            return self._unnamed(i, end)
        j = self._naming.person(end)
        return self._cutting.add("person", tokens.said(end, j), i, j)

    def _unnamed(self, i: int, end: int) -> int:
        """People who are not named: `các đồng chí`."""
        if self._tokens.words[i].capital and i:
            return 0
        unit = self._tokens.term_of(i, "person-unit")
        return self._cutting.add("person-unit" if unit else "word", self._tokens.told(i, end), i, end, entry="honorific")

    def _body(self, i: int, end: int, term: Term) -> int:
        """A body with its name, or the bare head of none."""
        tokens = self._tokens
        out = self._cutting.out
        shared = bool(out) and out[-1].kind == "plural"
        behind, joint = self._naming.body(end, i, eager=self._eager and not shared)
        if behind == i + 1 and tokens.lists("bare-head", i, behind):
            return self._cutting.add("word", tokens.low[i], i, behind)
        return self._cutting.add("body", tokens.said(i, behind), i, behind, joint=joint, entry=term.entry.id, head=tokens.said(i, end))

    def _unexplained(self, i: int) -> int:
        """Words that no term explains: a person behind a post, capitals as a name, else a word."""
        tokens = self._tokens
        if self._naming.posted and self._naming.named_person(i):
            j = tokens.capitals(i)
            return self._cutting.add("person", tokens.said(i, j), i, j)
        if tokens.words[i].capital and (tokens.low[i] != "năm" or (i and tokens.words[i + 1].capital)):
            return self._proper(i)
        return self._cutting.add("word", tokens.low[i], i, i + 1)

    def _proper(self, i: int) -> int:
        """A person where a post follows or a surname leads, else a proper name; a sentence's first capital is a word."""
        tokens, j = self._tokens, self._naming.run(i)
        if j == i + 1 and tokens.opening(i) and tokens.low[j][0].isalpha():
            return self._cutting.add("word", tokens.low[i], i, j)
        if 2 <= j - i <= 5 and self._naming.is_person(i, j):
            return self._cutting.add("person", tokens.said(i, j), i, j)
        tail = self._naming.tail(j)
        return self._cutting.add("proper", tokens.said(i, tail), i, tail, inner=tokens.said(i, j))


_CUTS: Mapping[str, Callable[[Cutter, int, int, Term], int]] = {
    "award": Cutter._award,
    "bloc": Cutter._bloc,
    "body": Cutter._body,
    "compound": Cutter._whole,
    "honorific": Cutter._honoured,
    "opener": Cutter._opener,
    "person-unit": Cutter._unit,
    "place": Cutter._place,
    "post": Cutter._post,
    "deputy": Cutter._role,
    "head": Cutter._role,
    "rank": Cutter._rank,
    "stop": Cutter._small,
    "times": Cutter._small,
    "unit": Cutter._unit,
    "verbal": Cutter._small,
    "whole": Cutter._whole,
}
"""How the terms of each kind are cut; those of all others as they are told."""
