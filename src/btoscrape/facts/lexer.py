"""Floor 2. A sentence as chunks: awards, names of bodies, people, counts, roles, verbs and marks, by the terms of the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..catalog.terms import Lexicon, Term, Terms
from ..text import words
from .numbers import WORDS

MARKS = {
    ",": "comma",
    ";": "semi",
    ":": "colon",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "+": "bullet",
    "*": "bullet",
    "•": "bullet",
    "|": "bar",
}
QUOTES = {"“": "”", '"': '"', "«": "»", "‘": "’"}
NAMES = frozenset({"body", "place", "person", "proper"})
_INNER = frozenset({"compound", "unit", "person-unit", "honorific", "body", "whole", "and"})
"""Kinds of terms that a name may go on with, in small letters: Hội nhà báo, Ban QLDA các công trình."""
_BREAKING = frozenset({"award", "head", "deputy", "post", "on-behalf"})
"""Kinds of terms that end a name even with a capital."""
SURNAMES = frozenset(
    [
        "nguyễn",
        "trần",
        "lê",
        "phạm",
        "hoàng",
        "huỳnh",
        "phan",
        "vũ",
        "võ",
        "đặng",
        "bùi",
        "đỗ",
        "hồ",
        "ngô",
        "dương",
        "lý",
        "đào",
        "đoàn",
        "trịnh",
        "đinh",
        "mai",
        "trương",
        "lâm",
        "phùng",
        "tô",
        "hà",
        "tạ",
        "cao",
        "thái",
        "châu",
        "ngụy",
        "giang",
        "danh",
        "tống",
        "chử",
        "cù",
        "bế",
        "ma",
        "lưu",
        "mạc",
        "lã",
        "lại",
        "khổng",
        "khuất",
        "nhữ",
        "ninh",
        "quản",
        "sầm",
        "tiêu",
        "trang",
        "ung",
        "vi",
        "mùa",
        "sùng",
        "thào",
        "giàng",
        "lầu",
        "đàm",
        "bạch",
        "cổ",
        "đái",
        "giáp",
        "hàn",
        "kha",
        "liêu",
        "lộ",
        "nhâm",
        "phí",
        "tào",
        "tất",
        "thiều",
        "uông",
        "âu",
        "bàn",
        "phàn",
        "tẩn",
        "chảo",
        "mã",
        "lò",
        "cầm",
        "điêu",
        "hờ",
        "rah",
        "ksor",
        "kpă",
        "hồ",
        "a",
        "quách",
        "lương",
        "vương",
        "tăng",
        "thạch",
        "kim",
        "triệu",
        "nông",
        "lò",
        "vừ",
        "giàng",
        "lường",
        "quàng",
        "cầm",
        "hứa",
        "chu",
        "tống",
        "nghiêm",
        "kiều",
        "la",
        "từ",
        "thân",
        "tôn",
        "văn",
        "viên",
        "y",
        "rơ",
        "nay",
        "siu",
    ]
)


COMMON_SURNAMES = frozenset(["nguyễn", "trần", "lê", "phạm", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "ngô", "dương", "đinh", "trịnh"])
"""Enough for a person without title or post; rarer ones begin places as well."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a sentence. `value` is the entry's id, the name, or the words; `start` and `end` count in the passage."""

    kind: str
    value: str
    start: int
    end: int
    number: int = 0
    entry: str = ""
    joints: int = 0
    inner: str = ""
    place: str = ""


Known = Mapping[str, tuple[tuple[str, ...], ...]]
"""Names that the article lists clearly, by their first word, the longest first."""


class Lexer:
    """Cuts sentences into chunks. `known`: names that stand in the article's own lists; they are taken whole."""

    def __init__(self, terms: Terms, known: Iterable[str] = ()) -> None:
        """One lexer an article."""
        self._lexicon: Lexicon = terms.lexicon
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in known:
            told = tuple(word.lower() for word, _, _ in words(name))
            if len(told) > 1:
                found.setdefault(told[0], []).append(told)
        self._known: Known = {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}

    def chunks(self, text: str, start: int = 0, *, eager: bool = False, listed: bool = False) -> list[Chunk]:
        """The chunks of a text that stands at `start`.

        `listed`: it is a list of names, no sentence; `eager`: small letters behind a comma go on with a name.
        """
        return _Cutter(self._lexicon, self._known, text, start, eager=eager, listed=listed).run()


def _roman(word: str) -> bool:
    return bool(word) and len(word) < 6 and set(word) <= set("IVXL")


class _Cutter:
    """One sentence on its way into chunks."""

    def __init__(self, lexicon: Lexicon, known: Known, text: str, start: int, *, eager: bool, listed: bool) -> None:
        self._lexicon, self._known, self._text, self._start, self._eager = lexicon, known, text, start, eager
        self._listed = listed
        self._words = words(text)
        self._low = ["-" if word in "–—" else word.lower() for word, _, _ in self._words]
        self._out: list[Chunk] = []
        self._posted = False

    def run(self) -> list[Chunk]:
        place, count = 0, len(self._words)
        while place < count:
            place = self._take(place)
        return self._out

    def _take(self, i: int) -> int:
        word = self._words[i][0]
        if word in QUOTES:
            return self._quote(i)
        if word in MARKS:
            self._posted = False
            return self._add(MARKS[word], word, i, i + 1)
        if (end := self._name_known(i)) or (end := self._number(i)):
            return end
        if word == "nguyên" and i + 1 < len(self._low) and (post := self._term(i + 1, ("post",))):
            return self._add("post", self._said(i, i + 1 + len(post.words)), i, i + 1 + len(post.words), entry="post")
        term = self._term(i)
        if term and (end := self._termed(i, term)):
            return end
        if self._posted and self._named_person(i):
            return self._add("person", self._said(i, self._plain_run(i)), i, self._plain_run(i))
        if self._capital(i) and self._low[i] != "năm":
            return self._proper(i)
        return self._add("word", self._low[i], i, i + 1)

    def _add(self, kind: str, value: str, i: int, j: int, **more: object) -> int:
        self._out.append(Chunk(kind, value, self._start + self._words[i][1], self._start + self._words[j - 1][2], **more))  # type: ignore[arg-type]
        return j

    def _said(self, i: int, j: int) -> str:
        return " ".join(self._text[self._words[i][1] : self._words[j - 1][2]].split())

    def _capital(self, i: int) -> bool:
        return i < len(self._words) and self._words[i][0][0].isupper()

    def _term(self, i: int, kinds: tuple[str, ...] = ()) -> Term | None:
        """The longest term (of these kinds) that begins here."""
        for term in self._lexicon.get(self._low[i], ()):
            told = term.words
            if (kinds and term.entry.kind not in kinds) or (term.entry.kind == "opener" and not self._opening(i)):
                continue
            if len(told) > 1 and tuple(self._low[i : i + len(told)]) != told:
                continue
            if self._reads_as_name(i, term):
                continue
            if term.titled and not self._capital(i):
                continue
            if term.cased and self._said(i, i + len(told)) != term.text:
                continue
            return term
        return None

    def _reads_as_name(self, i: int, term: Term) -> bool:
        """Whether capitals say that the words are a name's: Ban Tổ chức (not `ban tổ chức`), huyện Thống Nhất (not `thống nhất`)."""
        kind, inner = term.entry.kind, range(i + 1, i + len(term.words))
        if kind == "unit":
            return (self._capital(i) and not self._opening(i) and not self._words[i][0].isupper()) or any(self._capital(j) for j in inner)
        if kind == "common" and self._low[i] == "tổ" and self._capital(i) and i and self._words[i - 1][0] in ",:;":
            return True
        if kind == "common":
            return any(self._capital(j) for j in inner)
        verbal = kind in ("elect", "propose", "give", "get", "hold", "listing", "withdraw", "rank", "stop", "target")
        return verbal and len(term.words) > 1 and self._capital(i) and all(self._capital(j) for j in inner) and not self._words[i][0].isupper()

    def _termed(self, i: int, term: Term) -> int:
        """The place behind the term; 0 where it is none after all."""
        kind, end = term.entry.kind, i + len(term.words)
        if kind == "body":
            return self._body(i, end)
        if kind == "place":
            return self._place(i, end, term)
        if kind == "honorific":
            return self._honoured(i, end)
        if kind == "opener":
            return self._add("word", " ".join(term.words), i, end) if not (self._capital(end) and end - i == 1 and not self._term(end)) else 0
        if kind == "rank" and self._low[end - 1] in ("khối", "cụm") and self._low[end : end + 1] and self._low[end] in ("thi", "số", "các"):
            return 0
        if kind == "person-unit" and self._capital(i) and i:
            return 0
        if kind == "whole" and self._capital(i) and self._term(i, ("body",)):
            return self._body(i, end)
        if kind in ("whole", "compound") and self._capital(i) and (i or self._listed):
            tail = self._tail(end, mixed=True)
            return self._add("proper", self._said(i, tail), i, tail, inner=self._said(i, end))
        if kind == "bloc":
            return self._bloc(i, end)
        if kind == "post":
            self._posted = True
            end -= self._words[end - 1][0] in ("Ban", "Phòng", "Khoa", "Đoàn") and end - i > 1
        if kind in ("stop", "times", "compound"):
            return 0 if self._capital(i) and i else self._add("word", " ".join(term.words), i, end)
        if kind == "unit" and self._capital(i) and i:
            return 0
        return self._add(kind, self._said(i, end) if kind in ("award", "post") else " ".join(term.words), i, end, entry=term.entry.id)

    def _opening(self, i: int) -> bool:
        """Whether the sentence, or what a bullet opens, begins here."""
        return not self._listed and (i == 0 or (i == 1 and self._words[0][0] in MARKS))

    def _bloc(self, i: int, end: int) -> int:
        """A bloc with its number and description: Khối thi đua số 08 các cơ quan Đảng tỉnh; `khối` alone stays a word."""
        named = end - i > 1
        j, number = self._bloc_number(end)
        behind = self._description(j, numbered=bool(number), named=named)
        if not (named or number or behind > j):
            return self._add("bloc", self._low[i], i, end)
        if not number and behind > j and (tail := self._low[behind - 1]) and (tail.isdecimal() or _roman(self._words[behind - 1][0])):
            number = self._words[behind - 1][0]
        return self._add("named-bloc", self._said(i, behind), i, behind, entry=number, inner=self._low[i], number=named)

    def _bloc_number(self, j: int) -> tuple[int, str]:
        place = j + (self._low[j : j + 1] == ["số"])
        if place >= len(self._words):
            return j, ""
        word = self._words[place][0]
        if _roman(word):
            return place + 1, word
        if (
            word.isdecimal()
            and len(word) <= 2
            and not (
                place + 1 < len(self._low)
                and place == j
                and not self._capital(place + 1)
                and self._low[place + 1] not in ("ngành", "ban")
                and self._term(place + 1, ("unit", "place"))
            )
        ):
            return place + 1, word
        return j, ""

    def _description(self, j: int, *, numbered: bool, named: bool) -> int:
        """The place behind what describes a bloc: các cơ quan Trung ương II đóng trên địa bàn tỉnh."""
        first = j
        while j < len(self._words):
            low = self._low[j]
            term = self._term(j)
            kind = term.entry.kind if term else ""
            size = len(term.words) if term else 1
            if low in ("thuộc", "trực") or self._low[j : j + 3] == ["có", "tính", "chất"]:
                step = 3 if low == "có" else 2 if low == "trực" else 1
                if j + step >= len(self._words) or not self._low[j + step][0].isalpha():
                    break
                j += step
            elif self._low[j : j + 3] in (["trên", "địa", "bàn"], ["đóng", "trên", "địa"]):
                j += 3 + (low == "đóng")
            elif low in "-–" or low == ",":
                joined = self._described(j + 1, after_number=numbered and j == first)
                if not joined:
                    break
                j += 2
            elif kind == "place":
                j += max(size, self._step_place(j, size, False)[0])
            elif (kind == "and" and low != "và") or kind in _BREAKING or kind == "colon" or not (low[0].isalnum()):
                break
            elif low == "và":
                following = self._term(j + 1) if j + 1 < len(self._low) else None
                if (
                    (following and following.entry.kind not in ("unit", "common", "body", "whole", "plural", "compound", "person-unit"))
                    or j == first
                    or self._low[j + 1 : j + 2] in (["khối"], ["cụm"])
                ):
                    break
                j += 2
            elif self._fits(j, term):
                j += size
            elif (
                self._capital(j)
                or (low.isdecimal() and len(low) < 3 and j > first)
                or (low.isdecimal() and j == first and self._term(j + 1, ("unit", "place")))
            ):
                j += 1
            elif kind or (not named and j == first):
                break
            else:
                j += 1
        return j

    def _fits(self, j: int, term: Term | None) -> bool:
        """Whether a term goes on with a bloc's description; `tổ chức` is a verb but behind `các`."""
        kind = term.entry.kind if term else ""
        if (kind in ("unit", "common") and self._low[j : j + 2] in (["tổ", "chức"], ["tổng", "kết"])) or kind == "common":
            return self._low[j] == "khu" or self._low[j - 1] in ("các", "và", ",") or (self._capital(j) and j > 0)
        return kind in ("plural", "unit", "person-unit", "body", "whole", "bloc", "compound")

    def _described(self, j: int, *, after_number: bool) -> bool:
        """Whether a description goes on behind a mark: các huyện, thành phố; Văn hóa - Xã hội; số 2, LLVT tỉnh."""
        if j >= len(self._words):
            return False
        if self._low[j - 1] == ",":
            term = self._term(j, ("unit", "common", "place"))
            return (
                (bool(term) and not self._capital(j) and not self._capital(j + len(term.words) if term else j))
                or (after_number and self._words[j][0].isupper())
                or self._low[j] in ("cao", "giúp")
            )
        return (self._capital(j) and self._linked_bloc(j)) or self._low[j] == "các"

    def _linked_bloc(self, j: int) -> bool:
        term = self._term(j)
        return not term or term.entry.kind not in _BREAKING

    def _quote(self, i: int) -> int:
        close = QUOTES[self._words[i][0]]
        for j in range(i + 1, min(i + 40, len(self._words))):
            if self._words[j][0] == close:
                inner = self._said(i + 1, j) if j > i + 1 else ""
                term = self._term(i + 1) if inner else None
                if term and term.entry.kind == "award":
                    return self._add("award", inner, i, j + 1, entry=term.entry.id)
                return self._add("quote", inner, i, j + 1)
        return i + 1

    def _number(self, i: int) -> int:
        """A year, a count of bodies or people, or a number."""
        low = self._low[i]
        if low == "năm" and i + 1 < len(self._low):
            if self._low[i + 1] == "học" and i + 2 < len(self._low) and self._low[i + 2][:2] in ("19", "20"):
                return self._year(i, i + 3, self._low[i + 2])
            if self._low[i + 1][:2] in ("19", "20") and len(self._low[i + 1]) in (4, 9):
                return self._year(i, i + 2, self._low[i + 1])
        if low[0].isdigit():
            whole = low.replace(".", "")
            total = whole.split("/")[-1]
            value = int(total) if total.isdecimal() and len(total) < 7 else 0
            if 1990 < value < 2100 and len(low) == 4 and i and self._low[i - 1] == "(":
                return self._year(i, i + 1, low)
            return self._count(i, i + 1, value) or self._add("number", low, i, i + 1, number=value)
        if low in WORDS:
            if self._term(i + 1, ("award",)) if i + 1 < len(self._low) else None:
                return self._add("number", low, i, i + 1, number=WORDS[low])
            pair = low == "mười" and i + 1 < len(self._low) and self._low[i + 1] in WORDS
            value = 10 + WORDS[self._low[i + 1]] if pair else WORDS[low]
            return self._count(i, i + 1 + pair, value)
        return 0

    def _year(self, i: int, end: int, told: str) -> int:
        last = told.replace("–", "-").split("-")[-1]
        if self._low[end : end + 1] == ["-"] and self._low[end + 1 : end + 2] and self._low[end + 1][:2] in ("19", "20"):
            last, end = self._low[end + 1], end + 2
        return self._add("year", last, i, end, number=int(last) if last.isdecimal() else 0)

    def _count(self, i: int, j: int, value: int) -> int:
        """N (lượt) unit: a count chunk; 0 where no unit follows."""
        times = False
        if j < len(self._low) and (term := self._term(j, ("times",))):
            times, j = True, j + len(term.words)
        term = self._term(j, ("unit", "person-unit")) if j < len(self._low) else None
        if term and (not self._capital(j) or self._words[j][0] == "HTX"):
            end = j + len(term.words)
            return self._add(
                "count", term.entry.id, i, end, number=value, entry="times" if times else "", inner=self._words[i][0], place=" ".join(term.words)
            )
        if times:
            return self._add("count", "unit", i, j, number=value, entry="times", inner=self._words[i][0])
        return 0

    def _name_known(self, i: int) -> int:
        for told in self._known.get(self._low[i], ()):
            end = i + len(told)
            if tuple(self._low[i:end]) == told:
                if self._goes_on(end):
                    end = self._extend(end, closed=False, eager=False, head=i)[0]
                return self._add("body", self._said(i, end), i, end)
        return 0

    def _goes_on(self, end: int) -> bool:
        """Whether a known name is the beginning of a longer one: … tỉnh, … tối cao, … Việt Nam."""
        if end >= len(self._words):
            return False
        if self._low[end : end + 2] == ["tối", "cao"] or (self._words[end][0] == "tỉnh"):
            return True
        term = self._term(end)
        return (self._capital(end) and not (term and term.entry.kind in _BREAKING) and not self._named_person(end)) or bool(
            term and term.entry.kind == "place" and self._capital(end + len(term.words))
        )

    def _run(self, i: int) -> int:
        """The place behind the capitalised words that begin here (Hòa An; Đông Phước - Hòa Vinh; Quận 1)."""
        j = i
        while j < len(self._words):
            if self._words[j][0][0].isupper() or (j > i and self._low[j].isdecimal() and len(self._low[j]) < 4):
                term = self._term(j)
                if (
                    term
                    and term.entry.kind in _BREAKING
                    and j > i
                    and not (len(term.words) == 1 and term.entry.kind == "award" and self._capital(j + 1))
                ):
                    break
                if self._posted and j > i and self._low[j] in SURNAMES and 2 <= self._plain_run(j) - j <= 4:
                    break
                j += 1
            elif j > i and self._low[j] in "-–" and self._capital(j + 1) and self._linked(j + 1):
                j += 2
            else:
                break
        return j

    def _named_person(self, j: int) -> bool:
        """Whether a surname with two or three names stands there: Đỗ Vũ Lăng."""
        return j < len(self._low) and self._low[j] in SURNAMES and self._capital(j) and 3 <= self._plain_run(j) - j <= 4

    def _plain_run(self, j: int) -> int:
        while j < len(self._words) and self._words[j][0][0].isupper():
            j += 1
        return j

    def _linked(self, j: int) -> bool:
        """Whether what stands behind a dash goes on with a name: no role, no post, no name of its own."""
        term = self._term(j)
        return not term or term.entry.kind not in (*_BREAKING, "body", "honorific")

    def _place(self, i: int, end: int, term: Term) -> int:
        if self._words[i][0] in ("Bản", "Làng", "Buôn", "Ấp", "Thôn"):
            return 0
        if self._low[end : end + 1] == ["."]:
            end += 1
        if not self._capital(end) and not (
            end < len(self._low) and self._low[end].isdecimal() and term.words[0] in ("quận", "phường", "khu", "xã", "ấp", "thôn")
        ):
            return self._add("common", " ".join(term.words), i, end)
        stop = self._term(end)
        if stop and (stop.entry.kind in _BREAKING or (stop.entry.kind == "body" and (len(stop.words) > 1 or self._plain_run(end) - end > 3))):
            return self._add("common", " ".join(term.words), i, end)
        j = self._run(end)
        return self._add("place", self._said(i, max(j, end + 1)), i, max(j, end + 1), entry="place", inner=" ".join(term.words))

    def _honoured(self, i: int, end: int) -> int:
        """A person behind an honorific: đồng chí Đại tá Lê Văn Tuấn."""
        first = i
        if self._capital(i) and i and not self._opening(i) and self._low[i] in ("bà", "ông", "cô", "anh", "em", "mẹ", "chị", "bác", "chú"):
            return 0  # a place: Bà Rịa
        while end < len(self._words) and (term := self._term(end)) and term.entry.kind == "honorific":
            end += len(term.words)
        if self._low[end : end + 1] == ["."]:
            end += 1
        if not self._capital(end) or ((term := self._term(end)) and term.entry.kind in (*_BREAKING, "body") and self._low[end] not in SURNAMES):
            kind = "person-unit" if self._term(first, ("person-unit",)) else "word"
            return 0 if self._capital(first) and first else self._add(kind, " ".join(self._low[first:end]), first, end)
        j = self._people_run(end)
        return self._add("person", self._said(end, j), first, j)

    def _people_run(self, i: int) -> int:
        j = i
        while j < len(self._words) and j - i < 6 and self._words[j][0][0].isupper():
            if j > i and (term := self._term(j)) and term.entry.kind in _BREAKING:
                break
            j += 1
            if self._low[j : j + 1] == ["."] and len(self._words[j - 1][0]) == 1:
                j += 1
        return j

    def _proper(self, i: int) -> int:
        """Capitalised words that no term explains: a person where a post follows or a surname leads, else a proper name."""
        j = self._run(i)
        if j == i or (j == i + 1 and self._opening(i) and j < len(self._low) and self._low[j][0].isalpha()):
            return self._add("word", self._low[i], i, i + 1)
        if 2 <= j - i <= 5 and self._is_person(i, j):
            return self._add("person", self._said(i, j), i, j)
        tail = self._tail(j)
        return self._add("proper", self._said(i, tail), i, tail, inner=self._said(i, j))

    def _is_person(self, i: int, j: int) -> bool:
        if self._low[j : j + 1] and self._low[j] in ",-–(":
            term = self._term(j + 1) if j + 1 < len(self._low) else None
            if term and term.entry.kind == "post" and not any(self._low[k] in "-–" for k in range(i, j)):
                return True
        return self._low[i] in COMMON_SURNAMES and 3 <= j - i <= 4 and all(word.isalpha() for word in self._low[i:j]) and not self._eager

    def _tail(self, j: int, *, mixed: bool = False) -> int:
        """The place behind the small words that go on with a proper name: Người mù; Bảo trợ người tàn tật và trẻ mồ côi."""
        while j < len(self._words):
            term = self._term(j)
            kind = term.entry.kind if term else ""
            if kind in ("whole", "unit", "person-unit", "compound") and term:
                j += len(term.words)
            elif kind == "place" and not self._capital(j + len(term.words if term else ())):
                j += len(term.words) if term else 1
                break
            elif self._low[j] in "-–" and self._capital(j + 1) and self._linked(j + 1) and not self._surname(j + 1):
                j = self._run(j + 1)
            elif (
                self._low[j] == "và"
                and j + 1 < len(self._words)
                and self._low[j + 1].isalpha()
                and not self._capital(j + 1)
                and not self._term(j + 1)
            ):
                j += 2
            elif self._capital(j) and mixed and not kind:
                j = self._run(j)
            elif kind or self._capital(j) or not self._low[j][0].isalpha():
                break
            else:
                j, mixed = j + 1, True
        return j

    def _body(self, i: int, end: int) -> int:
        bare = end
        shared = bool(self._out) and self._out[-1].kind == "plural"
        end, joints = self._extend(end, closed=False, eager=self._eager and not shared, head=i)
        if end == bare == i + 1 and self._words[i][0] in (
            "Khu",
            "Tổ",
            "Đội",
            "Kho",
            "Vùng",
            "Ban",
            "Phòng",
            "Đoàn",
            "Lực lượng",
            "Trạm",
            "Bộ",
            "Hội",
        ):
            return (
                self._add("word", self._low[i], i, end) if self._words[i][0] not in ("Bộ", "Hội") else self._add("body", self._said(i, end), i, end)
            )
        return self._add("body", self._said(i, end), i, end, joints=joints, entry=self._entry(i))

    def _entry(self, i: int) -> str:
        term = self._term(i)
        return term.entry.id if term else ""

    def _extend(self, j: int, *, closed: bool, eager: bool, head: int) -> tuple[int, int]:
        """The place behind a name whose head ends at `j`, and how many doubtful joints it holds."""
        joints = 0
        while j < len(self._words):
            step, closed, joint = self._step(j, closed, eager, head)
            if not step:
                break
            j, joints = j + step, joints + joint
        return j, joints

    def _step(self, j: int, closed: bool, eager: bool, head: int) -> tuple[int, bool, int]:
        """How many words the name goes on, whether it is closed then, and whether the joint is doubtful."""
        low = self._low[j]
        term = self._term(j)
        kind = term.entry.kind if term else ""
        size = len(term.words) if term else 1
        if kind in ("whole", "compound") and not closed:
            return size, False, 0
        if kind == "place":
            return self._step_place(j, size, closed)
        if low in "-–":
            ok = self._capital(j + 1) and self._linked(j + 1) and not closed and not self._surname(j + 1)
            return (2, False, 0) if ok else (0, closed, 0)
        if low in (",", "và", "&"):
            joined = 0 if closed or j - head == 1 else self._joint(j, eager)
            return (joined, False, 1) if joined else (0, closed, 0)
        if low.isdecimal() and j + 1 < len(self._low) and self._term(j + 1, ("unit", "place")) and not self._capital(j + 1):
            return 0, closed, 0
        if kind == "award" and size == 1 and self._low[j - 1] == "hội" and not closed:
            return 1, False, 0
        if self._capital(j):
            if self._posted and self._named_person(j) and self._low[head] not in ("trường", "thpt", "thcs", "tiểu", "mầm", "bệnh"):
                return 0, closed, 0
            return (
                (0, closed, 0) if kind in _BREAKING or closed or (kind == "bloc" and self._low[j - 1] not in ("ủy", "đoàn", "bộ")) else (1, False, 0)
            )
        if low == "các" and j + 1 < len(self._low) and not closed:
            following = self._term(j + 1)
            if (
                following
                and (following.entry.kind == "place" or following.entry.id == "party")
                and (self._low[j + 2 : j + 3] == [":"] or self._capital(j + 1 + len(following.words)))
            ):
                return 0, closed, 0
            inner = self._term(j + 1, ("unit", "person-unit", "compound", "common"))
            return (1 + (len(inner.words) if inner else 1) if self._low[j + 1].isalpha() else 0), closed, 0
        if closed or (not low[0].isalpha() and not low.isdecimal()):
            return 0, closed, 0
        if (
            kind
            and kind not in _INNER
            and not (kind == "bloc" and self._low[j - 1] in ("ủy", "đoàn", "bộ"))
            and " ".join(term.words if term else ()) not in ("xã hội", "hội viên", "khu vực", "bộ đội")
        ):
            return 0, closed, 0
        return (0 if kind == "and" else size if kind in ("unit", "person-unit", "common", "compound") else 1), closed, 0

    def _step_place(self, j: int, size: int, closed: bool) -> tuple[int, bool, int]:
        after = j + size
        if self._low[after : after + 1] == ["."] and self._words[j][0] in ("TP", "TX") and self._capital(after + 1):
            after += 1
        if self._capital(after):
            if self._posted and self._named_person(after):
                return (after - j, True, 0) if not closed else (0, closed, 0)
            term = self._term(after)
            if term and term.entry.kind in (*_BREAKING, "body"):
                return (after - j, True, 0) if not closed else (0, closed, 0)
            return self._run(after) - j, True, 0
        generic = self._low[j] in ("tỉnh", "huyện", "thành", "tp", "thị", "xã", "phường", "quận")
        return (after - j, True, 0) if generic and not closed else (0, closed, 0)

    def _surname(self, j: int) -> bool:
        """Whether a person's name begins here."""
        return self._low[j] in SURNAMES and self._run(j) - j in (3, 4)

    def _joint(self, j: int, eager: bool) -> int:
        """How many words a name goes on over a comma or `và`: 0 where another name, a person or a clause follows."""
        if j + 1 >= len(self._low) or not self._low[j + 1][0].isalpha():
            return 0
        term = self._term(j + 1)
        kind = term.entry.kind if term else ""
        if kind == "whole" and term and not self._capital(j + 1):
            return 1 + len(term.words)
        if kind and kind != "stop" and not (kind in ("unit", "person-unit", "compound") and (self._capital(j + 1) or (eager and kind != "unit"))):
            return 0
        if self._capital(j + 1):
            run = self._run(j + 1)
            person = self._low[j + 1] in SURNAMES and run - j - 1 in (3, 4)
            return 0 if person or (not eager and self._low[j] == ",") else 2
        if kind == "stop" or not eager:
            return 0
        return 1 + (len(term.words) if term else 1)
