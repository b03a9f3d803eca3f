"""Floor 2. Where the names of bodies, places and people end that begin at a word."""

from __future__ import annotations

from .tokens import Tokens

BREAKING = frozenset({"award", "head", "deputy", "post", "on-behalf"})
"""Kinds of terms that end a name even with a capital."""
_APART = BREAKING | {"body"}
_PARTED = _APART | {"honorific"}
_INNER = frozenset({"compound", "unit", "person-unit", "honorific", "body", "whole"})
"""Kinds of terms that a name may go on with, in small letters: Hội nhà báo, Ban QLDA các công trình."""
_WHOLE = frozenset({"whole", "compound"})
_COUNTED = frozenset({"unit", "person-unit"})
_CARRIED = _WHOLE | _COUNTED
_JOINTS = frozenset({",", "và", "&"})
_GENERIC = frozenset({"tỉnh", "huyện", "thành", "tp", "thị", "xã", "phường", "quận"})
"""What ends a name without saying which: Hội Đông y tỉnh."""
_LARGE = frozenset({"tỉnh", "thành"})
"""Places that a province's paper need not name; behind others rare surnames begin the place's name: phường Bạch Đằng."""
_PARTY = frozenset({"ủy", "đoàn", "bộ"})
"""Behind these a bloc is part of the name: Đảng ủy Khối các cơ quan tỉnh."""
_NUMBERED = frozenset({"sở", "vực", "số"})
"""Behind these a number is the name's: Thuế cơ sở 3 tỉnh."""
_ROMAN = frozenset("IVXL")
_ALSO_INNER = frozenset({"khu vực", "bộ đội"})
_LONGEST_PERSON = 6


class Naming:
    """Ends of names in one sentence. `eager`: small letters behind a comma go on with a name."""

    def __init__(self, tokens: Tokens, *, eager: bool) -> None:
        """`posted` is whether a post stands before the words at hand: then a surname begins a person."""
        self._tokens, self._eager = tokens, eager
        self.posted = False

    def run(self, i: int) -> int:
        """The place behind the capitalised words that begin here (Hòa An; Đông Phước - Hòa Vinh; Quận 1)."""
        j = i
        while step := self._run_step(i, j):
            j += step
        return j

    def _run_step(self, i: int, j: int) -> int:
        """How many words the run goes on at `j`."""
        tokens = self._tokens
        if tokens.words[j].capital or (j > i and tokens.low[j].isdecimal() and len(tokens.low[j]) < 4):
            return 0 if j > i and (self._breaks(j) or self._person_after_post(j)) else 1
        return 2 if j > i and tokens.low[j] == "-" and self._linked_capital(j + 1) else 0

    def _breaks(self, j: int) -> bool:
        """Whether a term ends the run; the one word of an award may be a name's first."""
        term = self._tokens.term[j]
        if term is None or term.kind not in BREAKING:
            return False
        return term.size > 1 or term.kind != "award" or not self._tokens.words[j + 1].capital

    def _person_after_post(self, j: int) -> bool:
        """Whether a person begins there, whose post stands before."""
        return self.posted and 2 <= self._tokens.capitals(j) - j <= 4 and self.surname(j)

    def named_person(self, j: int) -> bool:
        """Whether a surname with two or three names stands there: Đỗ Vũ Lăng."""
        return 3 <= self._tokens.capitals(j) - j <= 4 and self.surname(j)

    def _opens_person(self, j: int) -> bool:
        """Whether the capitalised words there are a person's and nothing more."""
        return self.run(j) - j in (3, 4) and self.surname(j)

    def surname(self, j: int) -> bool:
        """Whether the word is a surname."""
        return self._tokens.lists("surname", j, j + 1)

    def linked(self, j: int) -> bool:
        """Whether what stands behind a dash goes on with a name: no role, no post, no name of its own."""
        kind = self._tokens.kind[j]
        return kind not in _PARTED and (kind != "bloc" or self._tokens.size(j) == 1)

    def _linked_capital(self, j: int) -> bool:
        """Whether a name goes on behind a dash there."""
        return self._tokens.words[j].capital and self.linked(j)

    def person(self, i: int) -> int:
        """The place behind the person's name that begins here, initials included."""
        tokens, j = self._tokens, i
        while j - i < _LONGEST_PERSON and tokens.words[j].capital and not (j > i and tokens.kind[j] in BREAKING):
            j += 1
            if tokens.low[j] == "." and len(tokens.words[j - 1].written) == 1:
                j += 1
        return j

    def is_person(self, i: int, j: int) -> bool:
        """Whether the capitalised words up to `j` are a person: a post follows behind a mark, or a surname leads that begins no place."""
        tokens = self._tokens
        if tokens.low[j] in (",", "-", "(") and tokens.kind[j + 1] == "post" and "-" not in tokens.low[i:j]:
            return True
        plain = 3 <= j - i <= 4 and all(word.isalpha() for word in tokens.low[i:j]) and not self._eager
        return plain and tokens.lists("common-surname", i, i + 1)

    def tail(self, j: int, *, mixed: bool = False) -> int:
        """The place behind the small words that go on with a proper name: Người mù; Bảo trợ người tàn tật và trẻ mồ côi.

        `mixed`: capitals may follow the small words.
        """
        tokens = self._tokens
        while True:
            if tokens.kind[j] == "place" and not tokens.words[j + tokens.size(j)].capital:
                return j + tokens.size(j)
            step = self._tail_step(j, mixed=mixed)
            if not step:
                return j
            mixed = mixed or (step == 1 and tokens.plain(j))
            j += step

    def _tail_step(self, j: int, *, mixed: bool) -> int:
        """How many words the proper name goes on."""
        tokens, term = self._tokens, self._tokens.term[j]
        if term and term.kind in _CARRIED:
            return tokens.use(term)
        if tokens.low[j] == "-":
            return self.run(j + 1) - j if self._linked_capital(j + 1) and not self._opens_person(j + 1) else 0
        if tokens.low[j] == "và" and tokens.plain(j + 1):
            return 2
        if tokens.words[j].capital:
            return self.run(j) - j if mixed and not term else 0
        return int(tokens.plain(j))

    def body(self, j: int, head: int, *, eager: bool) -> tuple[int, bool]:
        """The place behind a name whose head stands at `head` and ends at `j`, and whether it holds a doubtful joint."""
        tokens, closed, joint = self._tokens, False, False
        while j < tokens.count:
            placed = tokens.kind[j] == "place"
            if closed and not placed:
                break
            step = self.place(j, closed=closed) if placed else self._body_step(j, head, eager=eager)
            if not step:
                break
            joint = joint or tokens.low[j] in _JOINTS
            closed, j = placed, j + step
        return j, joint

    def _body_step(self, j: int, head: int, *, eager: bool) -> int:
        """How many words the name goes on."""
        tokens, term, low = self._tokens, self._tokens.term[j], self._tokens.low[j]
        if term and term.kind in _WHOLE:
            return tokens.use(term)
        if low == "-":
            return 2 if self._linked_capital(j + 1) and not self._opens_person(j + 1) else 0
        if low in _JOINTS:
            return 0 if j - head == 1 else self._joint(j, eager=eager)
        if term and term.kind == "award" and term.size == 1 and tokens.low[j - 1] == "hội":
            return 1
        if tokens.words[j].capital:
            return int(self._capital_goes_on(j, head))
        if low == "các" and j + 1 < tokens.count:
            return self._plural_step(j + 1)
        return self._small_step(j)

    def _capital_goes_on(self, j: int, head: int) -> bool:
        """Whether a word with a capital belongs to the name: no person behind a post, no role, no bloc."""
        tokens, kind = self._tokens, self._tokens.kind[j]
        if self.posted and self.named_person(j) and not self._namesake(head):
            return False
        return kind not in BREAKING and (kind != "bloc" or tokens.low[j - 1] in _PARTY)

    def _namesake(self, head: int) -> bool:
        """Whether the name may hold a person's: Trường THPT Lê Văn Tám."""
        return self._tokens.lists("namesake", head, head + 1) or self._tokens.lists("namesake", head, head + 2)

    def _plural_step(self, j: int) -> int:
        """Over `các` and the noun at `j`; a head noun that a list shares is no part of the name."""
        tokens, term = self._tokens, self._tokens.term[j]
        if term and (term.kind == "place" or term.entry.id == "party"):
            behind = j + term.size
            if tokens.low[j + 1] == ":" or tokens.words[behind].capital:
                return 0
        inner = tokens.term_of(j, "unit", "person-unit", "compound", "common")
        if not tokens.low[j].isalpha():
            return 0
        return 1 + (tokens.use(inner) if inner else 1)

    def _small_step(self, j: int) -> int:
        """How many small words a name goes on: nouns, numbers, but no verb."""
        tokens, term, low = self._tokens, self._tokens.term[j], self._tokens.low[j]
        if low.isdecimal():
            if tokens.low[j - 1] in _NUMBERED:
                return 1
            return 0 if tokens.term_of(j + 1, "unit", "place") and not tokens.words[j + 1].capital else 1
        if not low[0].isalpha():
            return 0
        if term is None or (term.kind == "bloc" and tokens.low[j - 1] in _PARTY):
            return 1
        if term.told in _ALSO_INNER or term.kind in _COUNTED:
            return tokens.use(term)
        return int(term.kind in _INNER)

    def _joint(self, j: int, *, eager: bool) -> int:
        """How many words a name goes on over a comma or `và`: 0 where another name, a person or a clause follows."""
        tokens, following = self._tokens, self._tokens.term[j + 1]
        if not tokens.low[j + 1][0].isalpha():
            return 0
        capital, kind = tokens.words[j + 1].capital, following.kind if following else ""
        if following and kind == "whole" and not capital:
            return 1 + tokens.use(following)
        own = kind == "compound" or kind in _COUNTED
        if kind and kind != "stop" and not (own and (capital or (eager and kind != "unit"))):
            return 0
        if capital:
            if _ROMAN.issuperset(tokens.words[j + 1].written):
                return 0  # BHXH khu vực XXI, XXII
            field = eager or tokens.low[j] != "," or tokens.plain(j + 2)
            return 2 if field and not self._opens_person(j + 1) else 0
        return 0 if kind == "stop" or not eager else 1 + tokens.size(j + 1)

    def place(self, j: int, *, closed: bool) -> int:
        """How many words a body's name goes on with a place: `tỉnh`, `huyện Hòa An`; once `closed` only with a named one."""
        tokens = self._tokens
        behind = j + tokens.size(j)
        if tokens.low[behind] == "." and tokens.words[j].written in ("TP", "TX") and tokens.words[behind + 1].capital:
            behind += 1
        if not tokens.words[behind].capital:
            return behind - j if tokens.low[j] in _GENERIC and not closed else 0
        person = self.posted and self.named_person(behind) and (tokens.low[j] in _LARGE or tokens.lists("common-surname", behind, behind + 1))
        if tokens.kind[behind] in _APART or person:
            return 0 if closed else behind - j
        return self.run(behind) - j
