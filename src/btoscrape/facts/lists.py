"""Floor 2. Lists of names among chunks: which item each mark parts, which head noun a list shares, which role stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..models import Role
from ..text import UPPER
from .chunks import NAMES, Chunk

HEADS = {
    "sở": "Sở", "hội": "Hội", "ban": "Ban", "trường": "Trường", "công ty": "Công ty", "cục": "Cục", "viện": "Viện", "báo": "Báo", "bệnh viện": "Bệnh viện",
    "trung tâm": "Trung tâm", "ngân hàng": "Ngân hàng", "chi nhánh": "Chi nhánh", "quỹ": "Quỹ", "công đoàn": "Công đoàn", "chi cục": "Chi cục", "tổng cục": "Tổng cục",
    "vụ": "Vụ", "liên hiệp hội": "Liên hiệp Hội", "tổng công ty": "Tổng công ty", "phòng": "Phòng",
    "huyện": "huyện", "xã": "xã", "phường": "phường", "tỉnh": "tỉnh", "thành phố": "thành phố", "thị xã": "thị xã", "quận": "quận", "thị trấn": "thị trấn", "đặc khu": "đặc khu",
}  # fmt: skip
"""Head nouns that a list may share, as its names have them."""
PLACES = frozenset({"huyện", "xã", "phường", "tỉnh", "thành phố", "thị xã", "quận", "thị trấn", "đặc khu"})
_PLACED = re.compile(rf"(.* (?:tỉnh|huyện|thành phố|thị xã|xã|phường|quận)) [{UPPER}]")
_TAILED = re.compile(rf"(.* [^\s{UPPER}]\S*) ((?:[{UPPER}]\S*\s?)+)$")
"""A name and the capitalised words that close it: Công ty Xổ số kiến thiết | Đắk Nia."""
_SCHOOL = re.compile(r"(THPT|THCS|Tiểu học|Mầm non|TH&THCS|TH-THCS-THPT|PTDTNT)\s")
_SEPARATORS = frozenset({"comma", "semi", "and", "bar"})
_SKIPPED = frozenset({"unit", "bullet"})
_TELLING = frozenset({"listing", "is", "colon", "open"})
_PEOPLE = frozenset({"các ông", "các bà", "các đồng chí", "các đ/c", "các ông, bà"})
_ROLES: dict[str, Role] = {"head": "head", "deputy": "deputy"}


@dataclass(frozen=True, slots=True)
class Item:
    """One name, or count of unnamed ones, in a list. `kind` is body, place, person, proper or count."""

    name: str
    kind: str
    start: int
    end: int
    role: Role | None = None
    number: int = 0
    unit: str = ""
    times: bool = False
    joints: int = 0
    posting: str = ""


class _Reader:
    def __init__(self, chunks: Sequence[Chunk], place: int) -> None:
        self._chunks, self._i = chunks, place
        self._head = ""
        self._prefix = ""
        self._placed = ""
        self._shared_body = ""
        self._people = False
        self.items: list[Item] = []

    def _kind(self, ahead: int = 0) -> str:
        place = self._i + ahead
        return self._chunks[place].kind if 0 <= place < len(self._chunks) else ""

    def read(self) -> int:
        """Reads items from here; gives the place behind the last."""
        behind = self._i
        while self._item():
            behind = self._i
            if not self._separator():
                break
        return behind

    def _separator(self) -> bool:
        place = self._i
        while self._kind() in _SEPARATORS:
            self._i += 1
        return self._i > place

    def _item(self) -> bool:
        self._lead()
        if self._i >= len(self._chunks):
            return False
        chunk = self._chunks[self._i]
        if chunk.kind == "count":
            return self._counted(chunk)
        if chunk.kind == "posting":
            self._i += 1
            if self._kind() == "person":
                person = self._chunks[self._i]
                self._i += 1
                self._add(Item(person.value, "person", person.start, person.end, posting=chunk.inner))
                return True
            self._add(Item(chunk.inner, "body", chunk.start, chunk.end, posting=chunk.value))
            return True
        if chunk.kind not in NAMES:
            return False
        self._i += 1
        self._add(self._named(chunk))
        return True

    def _shared(self) -> int:
        """How many chunks name the head that a list shares, up to its colon: `các đồn Biên phòng:`; 0 where none does."""
        for ahead in range(2, 5):
            if self._kind(ahead) == "colon":
                told = self._chunks[self._i + 1 : self._i + ahead]
                if (
                    all(chunk.kind in ("unit", "common", "word", "proper", "person-unit", "compound") for chunk in told)
                    and self._kind(ahead + 1) in NAMES
                ):
                    named = " ".join(chunk.value for chunk in told)
                    self._head = HEADS.get(named) or named[:1].upper() + named[1:]
                    return ahead + 1
        return 0

    def _lead(self) -> None:
        """Past what may stand before a name: `các sở:` (a shared head), `đơn vị`, `tập thể`, bullets."""
        while True:
            kind = self._kind()
            if kind == "plural" and self._i + 1 < len(self._chunks):
                told = self._chunks[self._i + 1]
                self._prefix = ""
                if told.value not in HEADS and (size := self._shared()):
                    self._i += size
                    continue
                self._head = HEADS.get(told.value, "")
                if (told.kind in ("unit", "common", "word", "person-unit") and self._kind(2) in (*NAMES, "colon", "quote")) or (
                    told.kind in ("unit", "common") and self._kind(2) == "comma"
                ):
                    self._i += 2
                    continue
                if told.kind == "place":
                    self._head = told.head
                if (
                    told.kind == "unit"
                    and told.value == "trường"
                    and self._kind(2) == "body"
                    and (tailed := _SCHOOL.match(self._chunks[self._i + 2].value))
                ):
                    self._shared_body, self._i = f"Trường {tailed[1]}", self._i + 2
                    continue
                if told.kind == "body" and self._kind(2) == "comma" and self._kind(3) == "proper" and (tailed := _TAILED.match(told.value)):
                    self._shared_body = tailed[1]
                if told.kind in NAMES:
                    self._i += 1
                    continue
                return
            if kind in _SKIPPED and (self._kind(1) in (*NAMES, "colon", "count", "is") or kind == "bullet"):
                told = self._chunks[self._i]
                if self._kind(1) == "colon" or (told.value in HEADS and self._kind(1) == "proper"):
                    self._head = HEADS.get(told.value, self._head)
                self._i += 1
            elif kind == "colon":
                self._i += 1
            elif kind == "word" and self._chunks[self._i].value in _PEOPLE and self._kind(1) == "colon":
                self._people, self._i = True, self._i + 2
            else:
                return

    def _named(self, chunk: Chunk) -> Item:
        name, kind = chunk.value, chunk.kind
        end = chunk.end
        if self._people and kind == "proper":
            return Item(chunk.inner, "person", chunk.start, chunk.start + len(chunk.inner))
        if self._kind() == "count" and kind == "body" and self._kind(1) in ("proper", "place") and self._chunks[self._i].inner.isdecimal():
            unit = next((place for place in PLACES if self._last_word(place)), "")
            if unit:
                return self._distributed(chunk, unit)
        if kind == "body" and (size := self._counted_places()):
            unit = next(place for place in PLACES if self._chunks[self._i].head.startswith(place))
            self._i += size - 1
            return self._distributed(chunk, unit)
        if self._kind() == "plural" and kind == "body" and self._i + 1 < len(self._chunks):
            told = self._chunks[self._i + 1]
            if told.value in PLACES or told.kind == "place" or (told.entry == "party" and _TAILED.match(told.value)):
                return self._distributed(chunk)
        if kind == "body" and self._kind() == "of" and self._kind(1) == "place" and self._kind(2) == "comma" and self._kind(3) == "proper":
            first = self._chunks[self._i + 1]
            self._prefix, self._i = chunk.value, self._i + 2
            return Item(f"{chunk.value} {first.value}", "body", chunk.start, first.end)
        if kind == "proper" and self._shared_body:
            return Item(f"{self._shared_body} {chunk.inner}", "body", chunk.start, end)
        if kind == "proper":
            if self._placed and not self._prefix and not self._head and chunk.value == chunk.inner and len(chunk.value.split()) <= 4:
                return Item(f"{self._placed} {chunk.inner}", "body", chunk.start, end)
            if self._prefix:
                name, end, kind = f"{self._prefix} {chunk.inner}", chunk.start + len(chunk.inner), "body"
            elif self._head in PLACES:
                name, end, kind = f"{self._head} {chunk.inner}", chunk.start + len(chunk.inner), "place"
            elif self._head:
                if self._kind() == "body" and self._chunks[self._i].entry == "party":
                    chunk = replace(chunk, value=f"{chunk.value} {self._chunks[self._i].value}", end=self._chunks[self._i].end)
                    end, self._i = chunk.end, self._i + 1
                name, kind = f"{self._head} {_lowered(chunk.value, self._head)}", "body"
        elif kind == "place" and self._prefix:
            name, kind = f"{self._prefix.rsplit(' ', _last(self._prefix))[0]} {chunk.value}", "body"
        elif kind in ("body", "place"):
            self._prefix = ""
            placed = _PLACED.match(name) if kind == "body" else None
            self._placed = placed[1] if placed else ""
        return Item(name, kind, chunk.start, end, joints=chunk.joint, posting="")

    def _counted_places(self) -> int:
        """How many chunks stand between a body and its places: `TAND 8 tỉnh miền núi: A, B`, `Hội CCB 6 tỉnh, gồm: A, B`, `Hội LHPN 6 tỉnh (A, B)`."""
        if self._kind() != "count" or not self._chunks[self._i].head.startswith(tuple(PLACES)):
            return 0
        for ahead in range(1, 9):
            if self._kind(ahead) in ("colon", "listing", "open") and self._kind(ahead + 1) in ("proper", "place"):
                return ahead + 1
            if self._kind(ahead) not in ("comma", "listing", "word", "common", "proper", "body", "unit", "compound"):
                return 0
        return 0

    def _last_word(self, place: str) -> bool:
        counted = self._chunks[self._i]
        return counted.kind == "count" and counted.end - counted.start == len(counted.inner) + 1 + len(place) and counted.head == place

    def _distributed(self, chunk: Chunk, unit: str = "") -> Item:
        """`Hội LHPN các tỉnh A, B`, `Ban CHQS 4 huyện A, B`: the name with each place."""
        told = self._chunks[self._i + 1]
        if unit:
            self._prefix, self._i = f"{chunk.value} {unit}", self._i + 1
        else:
            tailed = _TAILED.match(told.value) if told.kind == "body" else None
            self._prefix = f"{chunk.value} {tailed[1] if tailed else told.head if told.kind == 'place' else told.value}"
            self._i += 1 if told.kind in ("place", "body") else 2
        if self._kind() == "colon":
            self._i += 1
        if self._kind() not in ("proper", "place", "body"):
            self._prefix = ""
            return Item(chunk.value, "body", chunk.start, chunk.end)
        first = self._chunks[self._i]
        self._i += 1
        name = f"{self._prefix} {first.inner}" if first.kind == "proper" else f"{chunk.value} {first.value}"
        return Item(name, "body", chunk.start, first.start + len(first.inner) if first.kind == "proper" else first.end)

    def _counted(self, chunk: Chunk) -> bool:
        """`3 đơn vị gồm A, B và C`, `2 tập thể (A, B)`: the names instead of the count."""
        self._i += 1
        place = self._i
        skipped = next((ahead for ahead in range(4) if self._kind(ahead) in ("is", "listing")), 0)
        if skipped and all(self._kind(ahead) in ("word", "of", "bloc", "rank", "common", "unit", "named-bloc") for ahead in range(skipped)):
            self._i += skipped
        telling = False
        while self._kind() in _TELLING:
            telling, self._i = True, self._i + 1
        inner = _Reader(self._chunks, self._i)
        behind = inner.read() if telling else self._i
        if not telling and (self._kind() == "body" or (self._kind() in ("proper", "place") and self._kind(1) == "comma")):
            telling, behind = True, inner.read()
        if telling and inner.items and inner.items[0].kind != "count":
            for item in inner.items:
                self._add(item)
            self._i = behind + (behind < len(self._chunks) and self._chunks[behind].kind == "close")
            return True
        self._i = place
        self._add(Item("", "count", chunk.start, chunk.end, number=chunk.number, unit=chunk.value, times=chunk.entry == "times"))
        while self._kind() == "word" and self._chunks[self._i].value in ("tiêu biểu", "xuất sắc", "điển hình", "khác"):
            self._i += 1
        if (self._kind() == "of" and self._kind(1) in NAMES) or (self._kind() == "of" and self._kind(1) in ("bloc", "common")):
            self._i += 2
        return True

    def _add(self, item: Item) -> None:
        item = self._person(item) if item.kind == "person" else item
        self.items.append(self._with_role(item))

    def _person(self, item: Item) -> Item:
        """Past the posts that follow a person; they belong to him."""
        posts: list[Chunk] = []
        if (self._kind() in ("comma", "dash") and self._kind(1) == "body" and self._kind(2) == "close") or (
            self._kind() == "comma" and self._kind(1) == "person-unit" and self._kind(2) == "body"
        ):
            self._i += 2 + (self._kind(1) == "person-unit")
            self._past_remark()
        while self._kind() in ("comma", "dash", "open") and self._kind(1) in ("post", "posting"):
            self._i += 2
            posts.append(self._chunks[self._i - 1])
            while self._kind() in ("of", "body", "place", "common", "plural", "word") and self._kind() != "":
                if self._kind() == "word" and self._chunks[self._i].value not in ("tỉnh", "huyện", "trường", "phòng"):
                    break
                self._i += 1
            if self._kind() == "close":
                self._i += 1
        return replace(item, posting="; ".join(filter(None, [item.posting, *(chunk.inner or chunk.value for chunk in posts)]))) if posts else item

    def _past_remark(self) -> None:
        """Past a remark in brackets behind a person's body."""
        if self._kind() == "open":
            close = next((ahead for ahead in range(1, 14) if self._kind(ahead) == "close"), 0)
            self._i += close + 1 if close else 0

    def _with_role(self, item: Item) -> Item:
        """The role behind a name: in brackets, behind a dash or a comma; past its rank; a dash before another name joins both."""
        if self._kind() == "rank" and self._kind(1 + (self._kind(1) == "bloc")) in (*_SEPARATORS, "close"):
            self._i += 1 + (self._kind(1) == "bloc")
        if (
            self._kind() == "word"
            and self._chunks[self._i].value == "tại"
            and self._kind(1) in ("proper", "place")
            and self._kind(2) in (*_SEPARATORS, "word", "")
        ):
            self._i += 2
        if (
            self._kind() == "get"
            and self._kind(1) in ("number", "count")
            and self._kind(2) == "word"
            and self._chunks[self._i + 2].value in ("phiếu", "điểm")
        ):
            self._i += 3
        if self._kind() == "dash" and self._kind(1) == "body" and item.kind == "body":
            self._i += 2
            item = replace(item, name=f"{item.name} - {self._chunks[self._i - 1].value}", end=self._chunks[self._i - 1].end)
        ahead = 1 if self._kind() in ("open", "dash", "comma") else 0
        if not ahead:
            return item
        while (
            self._kind(ahead) in ("unit", "is", "hold")
            or self._shares(ahead)
            or (self._kind(ahead) == "word" and self._chunks[self._i + ahead].value in ("vai", "trò", "giữ", "hiện"))
        ):
            ahead += 1
        role = _ROLES.get(self._kind(ahead))
        if role is None:
            return self._past_brackets(item)
        if self._kind() == "comma" and self._kind(ahead + 1) not in ("semi", "", "comma", "close"):
            return item
        bracketed = self._kind() == "open"
        if bracketed and self._shares(1) and self.items and self.items[-1].role is None:
            self.items[-1] = replace(self.items[-1], role=role)
        self._i += ahead + 1
        while bracketed and self._kind() not in ("close", ""):
            self._i += 1
        if bracketed and self._kind() == "close":
            self._i += 1
        while not bracketed and self._kind() in ("bloc", "year", "number") and self._kind(1) in ("comma", "semi", "and", "year", ""):
            self._i += 1
        return replace(item, role=role)

    def _shares(self, ahead: int) -> bool:
        """`A và B (cùng là Khối phó)`: the role is both's."""
        place = self._i + ahead
        return place < len(self._chunks) and self._chunks[place].value in ("cùng", "đều", "cùng là")

    def _past_brackets(self, item: Item) -> Item:
        """Past a remark in brackets: `Hội A (nhất khối)`."""
        if self._kind() != "open":
            return item
        for ahead in range(1, 14):
            if self._kind(ahead) == "close":
                earlier = self._chunks[self._i + 1].value in ("trước", "nay", "cũ", "tiền thân", "viết")
                if earlier or all(self._kind(k) not in ("award", *NAMES) for k in range(1, ahead)):
                    self._i += ahead + 1
                break
        return item


def _lowered(name: str, head: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first == head and rest else name


def _last(prefix: str) -> int:
    return len(next((place for place in sorted(PLACES, key=len, reverse=True) if prefix.endswith(place)), "x").split())


def read_list(chunks: Sequence[Chunk], place: int) -> tuple[list[Item], int]:
    """The items of the list that begins at that chunk, and the place behind it; none where no name stands there."""
    reader = _Reader(chunks, place)
    behind = reader.read()
    return reader.items, behind
