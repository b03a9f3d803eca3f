"""Floor 2. A sentence as chunks: awards, names of bodies, people, counts, roles, verbs and marks, by the terms of the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy

from ..catalog.terms import Term, Terms
from ..text import words
from .blocnames import BlocNames, roman
from .chunks import Chunk, Chunks
from .marks import MARKS, QUOTES
from .naming import BREAKING, Naming
from .numbers import WORDS
from .tokens import Tokens

Known = Mapping[str, tuple[tuple[str, ...], ...]]
"""Names that the article lists clearly, by their first word, the longest first."""
_LONGEST_QUOTE = 40
_NO_TAGS: frozenset[str] = frozenset()
_POSTS_OF = frozenset({"Ban", "Phòng", "Khoa", "Đoàn"})
"""A post's last word that is the first of the body's name: Trưởng | Ban Tổ chức."""
_AGED = frozenset({"bà", "ông", "cô", "anh", "em", "mẹ", "chị", "bác", "chú"})
"""With a capital inside a sentence they begin a place: Bà Rịa."""
_HAMLETS = frozenset({"Bản", "Làng", "Buôn", "Ấp", "Thôn"})
_NUMBERED_PLACES = frozenset({"quận", "phường", "khu", "xã", "ấp", "thôn"})
_BARE = frozenset({"Khu", "Tổ", "Đội", "Kho", "Vùng", "Ban", "Phòng", "Đoàn", "Trạm"})
"""Heads that name no body by themselves."""


class Lexer:
    """Cuts the sentences of one article into chunks. `seen` collects the ids of the catalog's entries that decided something."""

    def __init__(self, terms: Terms) -> None:
        """One lexer an article; its words are looked up in the catalog once, however often they are cut."""
        self._terms = terms
        self._known: Known = {}
        self._tokens: dict[tuple[str, bool], Tokens] = {}
        self.seen: set[str] = set()

    def knowing(self, names: Iterable[str]) -> Lexer:
        """A lexer of the same article that takes these names whole."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            told = tuple(word.lower() for word, _, _ in words(name))
            if len(told) > 1:
                found.setdefault(told[0], []).append(told)
        lexer = copy(self)
        lexer._known = {first: tuple(sorted(told, key=len, reverse=True)) for first, told in found.items()}
        return lexer

    def chunks(self, text: str, start: int = 0, *, eager: bool = False, listed: bool = False) -> Chunks:
        """The chunks of a text that stands at `start`.

        `listed`: it is a list of names, no sentence; `eager`: small letters behind a comma go on with a name.
        """
        return _Cutter(self._terms, self._known, self._words(text, listed=listed), start, eager=eager).run()

    def knows(self, text: str) -> bool:
        """Whether one of the known names stands in the text."""
        low = self._words(text, listed=False).low
        return any(low[i : i + len(name)] == name for i, word in enumerate(low) for name in self._known.get(word, ()))

    def _words(self, text: str, *, listed: bool) -> Tokens:
        tokens = self._tokens.get((text, listed))
        if tokens is None:
            tokens = self._tokens[text, listed] = Tokens(self._terms, text, self.seen, listed=listed)
        return tokens


class _Cutter:
    """One sentence on its way into chunks. What cuts a chunk gives the place behind it, 0 where it cuts none."""

    def __init__(self, terms: Terms, known: Known, tokens: Tokens, start: int, *, eager: bool) -> None:
        self._terms, self._known, self._tokens, self._start, self._eager = terms, known, tokens, start, eager
        self._naming = Naming(terms, tokens, eager=eager)
        self._blocs = BlocNames(tokens, self._naming)
        self._out: list[Chunk] = []

    def run(self) -> Chunks:
        """The chunks of the whole sentence."""
        place, count = 0, len(self._tokens)
        while place < count:
            place = self._take(place)
        return Chunks(self._out)

    def _take(self, i: int) -> int:
        word = self._tokens.written[i]
        if word in QUOTES:
            return self._quote(i)
        if word in MARKS:
            self._naming.posted = False
            return self._add(MARKS[word], word, i, i + 1)
        return (self._known and self._known_name(i)) or self._number(i) or self._former_post(i) or self._termed(i) or self._unexplained(i)

    def _add(
        self, kind: str, value: str, i: int, j: int, *, number: int = 0, entry: str = "", head: str = "", inner: str = "", joint: bool = False
    ) -> int:
        start, end = self._tokens.spans[i][1], self._tokens.spans[j - 1][2]
        tags, shared = self._terms.tags.get(value, _NO_TAGS), self._terms.heads.get(head.partition(" ,")[0] if kind == "count" else value, "")
        if tags:
            self._tokens.note(*tags)
        self._out.append(Chunk(kind, value, self._start + start, self._start + end, number, entry, head, inner, shared, joint, tags))
        return j

    def _quote(self, i: int) -> int:
        """An inscription, or an award in quotes; an unclosed quote is passed over."""
        tokens = self._tokens
        closing = QUOTES[tokens.written[i]]
        end = next((j for j in range(i + 1, min(i + _LONGEST_QUOTE, len(tokens))) if tokens.written[j] == closing), None)
        if end is None:
            return i + 1
        inner = tokens.said(i + 1, end) if end > i + 1 else ""
        term = tokens.term(i + 1) if inner else None
        if term and term.entry.kind == "award":
            self._tokens.use(term)
            return self._add("award", inner, i, end + 1, entry=term.entry.id)
        return self._add("quote", inner, i, end + 1)

    def _known_name(self, i: int) -> int:
        low = self._tokens.low
        end = next((i + len(name) for name in self._known.get(low[i], ()) if low[i : i + len(name)] == name), 0)
        if end and self._goes_on(end):
            end = self._naming.body(end, i, eager=False)[0]
        return end and self._add("body", self._tokens.said(i, end), i, end)

    def _goes_on(self, end: int) -> bool:
        """Whether a known name is the beginning of a longer one: … tỉnh, … tối cao, … Việt Nam."""
        tokens = self._tokens
        if tokens.low[end : end + 2] == ("tối", "cao") or tokens.written[end] == "tỉnh":
            return True
        if tokens.kind(end) == "place" and tokens.capital(end + tokens.size(end)):
            return True
        return tokens.capital(end) and tokens.kind(end) not in BREAKING and not self._naming.named_person(end)

    def _number(self, i: int) -> int:
        """A year, a count of bodies or people, or a number."""
        low = self._tokens.low[i]
        if low[0].isdigit():
            return self._figure(i)
        if low == "năm" and (end := self._named_year(i)):
            return end
        return self._worded(i) if low in WORDS else 0

    def _worded(self, i: int) -> int:
        """A number in words; with no unit behind it only an award makes it one."""
        tokens, value = self._tokens, WORDS[self._tokens.low[i]]
        if tokens.term_of(i + 1, "award"):
            return self._add("number", tokens.low[i], i, i + 1, number=value)
        teen = value == 10 and tokens.low[i + 1] in WORDS
        return self._count(i, i + 1 + teen, 10 + WORDS[tokens.low[i + 1]] if teen else value)

    def _named_year(self, i: int) -> int:
        """`năm 2024`, `năm học 2023-2024`."""
        first, second = self._tokens.low[i + 1 : i + 3]
        if first == "học" and second.startswith(("19", "20")):
            return self._year(i, i + 3, second)
        return self._year(i, i + 2, first) if first.startswith(("19", "20")) and len(first) in (4, 9) else 0

    def _year(self, i: int, end: int, told: str) -> int:
        """A year; of two, as school years have them, the last."""
        low = self._tokens.low
        last = told.replace("–", "-").split("-")[-1]
        if low[end] == "-" and low[end + 1].startswith(("19", "20")):
            last, end = low[end + 1], end + 2
        return self._add("year", last, i, end, number=int(last) if last.isdecimal() else 0)

    def _figure(self, i: int) -> int:
        """A number in digits; of `8/8` the last counts."""
        low = self._tokens.low[i]
        total = low.replace(".", "").split("/")[-1]
        value = int(total) if total.isdecimal() and len(total) < 7 else 0
        if 1990 < value < 2100 and len(low) == 4 and i and self._tokens.low[i - 1] == "(":
            return self._year(i, i + 1, low)
        return self._count(i, i + 1, value) or self._add("number", low, i, i + 1, number=value)

    def _count(self, i: int, j: int, value: int) -> int:
        """`n đơn vị`, `n lượt đơn vị`, `n lượt`."""
        tokens = self._tokens
        times = tokens.term_of(j, "times")
        behind = j + tokens.use(times) if times else j
        unit = tokens.term_of(behind, "unit", "person-unit")
        if unit and tokens.capital(behind) and tokens.written[behind] != "HTX":
            unit = None
        if not unit and not times:
            return 0
        kind, size = (unit.entry.id, tokens.use(unit)) if unit else ("unit", 0)
        head = tokens.told(behind, behind + size)
        return self._add("count", kind, i, behind + size, number=value, entry="times" if times else "", inner=tokens.written[i], head=head)

    def _former_post(self, i: int) -> int:
        """`nguyên Giám đốc`: a post that somebody held."""
        post = self._tokens.term_of(i + 1, "post") if self._tokens.written[i] == "nguyên" else None
        end = i + 1 + self._tokens.use(post) if post else 0
        return end and self._add("post", self._tokens.said(i, end), i, end, entry="post")

    def _termed(self, i: int) -> int:
        """What the longest term that begins here says."""
        term = self._tokens.term(i)
        if term is None:
            return 0
        end = _CUTS.get(term.entry.kind, _Cutter._as_told)(self, i, i + len(term.words), term)
        if end:
            self._tokens.use(term)
        return end

    def _as_told(self, i: int, end: int, term: Term) -> int:
        return self._add(term.entry.kind, self._tokens.told(i, end), i, end, entry=term.entry.id)

    def _award(self, i: int, end: int, term: Term) -> int:
        return self._add("award", self._tokens.said(i, end), i, end, entry=term.entry.id)

    def _small(self, i: int, end: int, term: Term) -> int:
        """Words of no kind, unless a capital inside the sentence makes them a name."""
        return 0 if self._tokens.capital(i) and i else self._add("word", self._tokens.told(i, end), i, end)

    def _unit(self, i: int, end: int, term: Term) -> int:
        return 0 if self._tokens.capital(i) and i else self._as_told(i, end, term)

    def _opener(self, i: int, end: int, term: Term) -> int:
        """A sentence's first word, unless it begins a name: `Hội Nhà báo`."""
        named = self._tokens.capital(end) and end - i == 1 and not self._tokens.term(end)
        return 0 if named else self._add("word", self._tokens.told(i, end), i, end)

    def _rank(self, i: int, end: int, term: Term) -> int:
        """A place in the vote; in `hạng nhất Khối thi đua 5` the bloc is no part of it."""
        if self._tokens.low[end - 1] in ("khối", "cụm") and self._tokens.low[end] in ("thi", "số", "các"):
            return 0
        return self._as_told(i, end, term)

    def _whole(self, i: int, end: int, term: Term) -> int:
        """Words that a name goes on with; with a capital they begin one."""
        tokens = self._tokens
        if tokens.capital(i) and term.entry.kind == "whole" and tokens.term_of(i, "body"):
            return self._body(i, end, term)
        if tokens.capital(i) and (i or tokens.listed):
            tail = self._naming.tail(end, mixed=True)
            return self._add("proper", tokens.said(i, tail), i, tail, inner=tokens.said(i, end))
        return self._as_told(i, end, term) if term.entry.kind == "whole" else self._small(i, end, term)

    def _post(self, i: int, end: int, term: Term) -> int:
        self._naming.posted = True
        end -= self._tokens.written[end - 1] in _POSTS_OF and end - i > 1
        said = self._tokens.said(i, end)
        return self._add("post", said, i, end, entry="presenter" if self._terms.clues["presenter"].opens(said) else term.entry.id)

    def _bloc(self, i: int, end: int, term: Term) -> int:
        """A bloc with its number and description: Khối thi đua số 08 các cơ quan Đảng tỉnh; `khối` alone stays a word."""
        tokens, named = self._tokens, len(term.words) > 1
        j, number = self._blocs.number(end)
        behind = self._blocs.description(j, numbered=bool(number), named=named)
        if not (named or number or behind > j):
            return self._add("bloc", tokens.low[i], i, end)
        last = tokens.written[behind - 1]
        if not number and behind > j and (last.isdecimal() or roman(last)):
            number = last
        return self._add("named-bloc", tokens.said(i, behind), i, behind, inner=number, head=" ".join(term.words))

    def _place(self, i: int, end: int, term: Term) -> int:
        """A place with its name; its head noun alone is a common one."""
        tokens, head = self._tokens, " ".join(term.words)
        if tokens.written[i] in _HAMLETS:
            return 0
        end += tokens.low[end] == "."
        numbered = tokens.low[end].isdecimal() and term.words[0] in _NUMBERED_PLACES
        if not (tokens.capital(end) or numbered) or self._other_name(end):
            return self._add("common", head, i, end)
        behind = max(self._naming.run(end), end + 1)
        return self._add("place", tokens.said(i, behind), i, behind, entry="place", head=head)

    def _other_name(self, i: int) -> bool:
        """Whether a role, a post or the name of a body begins there."""
        term = self._tokens.term(i)
        if term is None or term.entry.kind in BREAKING:
            return term is not None
        return term.entry.kind == "body" and (len(term.words) > 1 or self._tokens.capitals(i) - i > 3)

    def _honoured(self, i: int, end: int, term: Term) -> int:
        """A person behind an honorific: đồng chí Đại tá Lê Văn Tuấn."""
        tokens = self._tokens
        if tokens.capital(i) and i and not tokens.opening(i) and tokens.low[i] in _AGED:
            return 0
        while (more := tokens.term(end)) and more.entry.kind == "honorific":
            end += tokens.use(more)
        end += tokens.low[end] == "."
        if not tokens.capital(end) or (tokens.kind(end) in (*BREAKING, "body") and not self._naming.surname(end)):
            return self._unnamed(i, end)
        j = self._naming.person(end)
        return self._add("person", tokens.said(end, j), i, j)

    def _unnamed(self, i: int, end: int) -> int:
        """People who are not named: `các đồng chí`."""
        if self._tokens.capital(i) and i:
            return 0
        unit = self._tokens.term_of(i, "person-unit")
        return self._add("person-unit" if unit else "word", self._tokens.told(i, end), i, end, entry="honorific")

    def _body(self, i: int, end: int, term: Term) -> int:
        tokens = self._tokens
        shared = bool(self._out) and self._out[-1].kind == "plural"
        behind, joint = self._naming.body(end, i, eager=self._eager and not shared)
        if behind == i + 1 and tokens.written[i] in _BARE:
            return self._add("word", tokens.low[i], i, behind)
        return self._add("body", tokens.said(i, behind), i, behind, joint=joint, entry=term.entry.id, head=tokens.said(i, end))

    def _unexplained(self, i: int) -> int:
        """Words that no term explains: a person behind a post, capitals as a name, else a word."""
        tokens = self._tokens
        if self._naming.posted and self._naming.named_person(i):
            j = tokens.capitals(i)
            return self._add("person", tokens.said(i, j), i, j)
        if tokens.capital(i) and tokens.low[i] != "năm":
            return self._proper(i)
        return self._add("word", tokens.low[i], i, i + 1)

    def _proper(self, i: int) -> int:
        """A person where a post follows or a surname leads, else a proper name; a sentence's first capital is a word."""
        tokens, j = self._tokens, self._naming.run(i)
        if j == i + 1 and tokens.opening(i) and tokens.low[j][0].isalpha():
            return self._add("word", tokens.low[i], i, j)
        if 2 <= j - i <= 5 and self._naming.is_person(i, j):
            return self._add("person", tokens.said(i, j), i, j)
        tail = self._naming.tail(j)
        return self._add("proper", tokens.said(i, tail), i, tail, inner=tokens.said(i, j))


_CUTS: Mapping[str, Callable[[_Cutter, int, int, Term], int]] = {
    "award": _Cutter._award,
    "bloc": _Cutter._bloc,
    "body": _Cutter._body,
    "compound": _Cutter._whole,
    "honorific": _Cutter._honoured,
    "opener": _Cutter._opener,
    "person-unit": _Cutter._unit,
    "place": _Cutter._place,
    "post": _Cutter._post,
    "rank": _Cutter._rank,
    "stop": _Cutter._small,
    "times": _Cutter._small,
    "unit": _Cutter._unit,
    "whole": _Cutter._whole,
}
"""How the terms of each kind are cut; those of all others as they are told."""
