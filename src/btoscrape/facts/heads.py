"""Floor 2. What the names of a list share: a head noun (`các sở: Y tế, Nội vụ`), or a body with its places (`Hội LHPN các tỉnh A, B`)."""

from __future__ import annotations

import re

from ..text import UPPER
from .chunks import NAMES, Chunk, Cursor
from .items import Item

_NOUNS = frozenset({"unit", "common", "word", "person-unit"})
_HEAD_WORDS = _NOUNS | {"proper", "compound"}
_BEHIND_HEAD = NAMES | {"colon", "quote"}
_BEHIND_UNIT = NAMES | {"colon", "count", "is"}
_PLACED = re.compile(rf"(.* (?:tỉnh|huyện|thành phố|thị xã|xã|phường|quận)) [{UPPER}]")
_TAILED = re.compile(rf"(.* [^\s{UPPER}]\S*) ((?:[{UPPER}]\S*\s?)+)$")
"""A name and the capitalised words that close it: Công ty Xổ số kiến thiết | Đắk Nia."""
_LEADING = frozenset({"bullet", "unit", "word", "number", "open", "colon"})
"""What may lead to a name."""
_LAST_OF_NUMBER = frozenset("0123456789IVXL")
_OF_NUMBER = re.compile(r"(.* (?:khu vực|cơ sở)) (\d{1,2}|[IVXL]+)$")
"""Bodies that are numbered, not named: courts, procuracies and tax offices since 2025."""
_BEFORE_PLACES = frozenset({"comma", "listing", "word", "common", "proper", "body", "unit", "compound"})
_BEFORE_COLON = _BEFORE_PLACES - {"listing"}
_NUMBERING = frozenset({".", ")"})
_NAMED = frozenset({"proper", "place"})


def of_places(head: str) -> bool:
    """Whether a shared head noun is that of places: those stay in small letters, as their names have them."""
    return head.islower()


class SharedHeads:
    """What the names that follow in one list share, as far as it is read."""

    def __init__(self, head: str = "") -> None:
        """Nothing but this head noun is shared before the list says so; `number_of` is the name of bodies that are numbered."""
        self._head = head
        self._body = ""
        self._placed = ""
        self._prefix: tuple[str, str] | None = None
        self._people = False
        self.number_of = ""

    def lead(self, cursor: Cursor) -> None:
        """Moves past what may stand before a name: `các sở:` (a shared head), `đơn vị`, `tập thể`, bullets."""
        while self._plural(cursor) if cursor.kind() == "plural" else self._lead_in(cursor):
            pass

    def _lead_in(self, cursor: Cursor) -> bool:
        """Past one chunk that leads to a name; False where none does."""
        kind, told = cursor.kind(), cursor.at()
        if kind not in _LEADING:
            return False
        if kind == "bullet" or (kind == "unit" and cursor.kind(1) in _BEHIND_UNIT):
            if cursor.kind(1) in ("colon", "proper"):
                self._head = told.shared or self._head
            cursor.move()
            return True
        if told.entry == "honorific" and told.value.startswith("các ") and cursor.kinds(("word",), ("colon",)):
            self._people = True
            cursor.move(2)
            return True
        if (kind == "number" and cursor.at(1).value in _NUMBERING) or cursor.kinds(("open",), ("number",), ("close",)):
            cursor.move(2 + (kind == "open"))
            return True
        passed = kind == "colon" or cursor.kinds(("number",), ("body",), ("colon", "listing"))
        cursor.move(passed)
        return passed

    def _plural(self, cursor: Cursor) -> bool:
        """Past `các` and the head noun behind it that the list shares."""
        told, behind = cursor.at(1), cursor.kind(2)
        self._prefix = None
        if told.kind == "body" and told.value == told.head and behind == "colon":
            self._head = told.value
            cursor.move(3)
            return True
        if not told.shared and (size := self._named_head(cursor)):
            cursor.move(size)
            return True
        self._head = told.head if told.kind == "place" else told.shared
        if (told.kind in _NOUNS and behind in _BEHIND_HEAD) or (told.kind in ("unit", "common") and behind == "comma"):
            cursor.move(2)
            return True
        if cursor.kinds(("plural",), ("body",), ("comma",), ("proper",)) and (tailed := _TAILED.match(told.value)):
            self._body = tailed[1]
        cursor.move(told.kind in NAMES)
        return told.kind in NAMES

    def _named_head(self, cursor: Cursor) -> int:
        """How many chunks name the head, up to its colon: `các đồn Biên phòng:`; 0 where none does."""
        colon = cursor.chunks.first(("colon",), cursor.place + 2, cursor.place + 5)
        if colon is None or cursor.chunks.kinds[colon + 1] not in NAMES or not cursor.chunks.only(_HEAD_WORDS, cursor.place + 1, colon):
            return 0
        named = " ".join(chunk.value for chunk in cursor.chunks[cursor.place + 1 : colon])
        self._head = named[:1].upper() + named[1:]
        return colon + 1 - cursor.place

    def item(self, chunk: Chunk, cursor: Cursor) -> Item:
        """The name of the chunk, which the cursor has passed, with what the list shares."""
        if chunk.kind == "proper":
            return self._proper(chunk, cursor)
        if chunk.kind == "body" and (spread := self._over_places(chunk, cursor) or self._of_place(chunk, cursor)):
            return spread
        if chunk.kind == "body" and self._prefix and chunk.value.istitle() and len(chunk.value.split()) <= 4 and chunk.head.count(" ") == 0:
            return Item(" ".join(filter(None, (*self._prefix, chunk.value))), "body", chunk.start, chunk.end)
        if chunk.kind == "place" and self._prefix:
            return Item(f"{self._prefix[0]} {chunk.value}", "body", chunk.start, chunk.end)
        if chunk.kind == "body" and chunk.value[-1] in _LAST_OF_NUMBER and (numbered := _OF_NUMBER.match(chunk.value)):
            self.number_of = numbered[1].replace(" các ", " ")
            return Item(f"{self.number_of} {numbered[2]}", "body", chunk.start, chunk.end)
        if chunk.kind in ("body", "place"):
            self._prefix = None
            placed = _PLACED.match(chunk.value) if chunk.kind == "body" else None
            self._placed = placed[1] if placed else ""
        return Item(chunk.value, chunk.kind, chunk.start, chunk.end, joint=chunk.joint)

    def numbered(self, cursor: Cursor) -> Item | None:
        """`TAND khu vực 1, 2 và khu vực 3`: the number of one more; the cursor moves past it."""
        ahead = int(cursor.kind() == "common")
        number = cursor.at(ahead)
        if not (number.value.isdecimal() if number.kind == "number" else number.kind == "proper" and set(number.value) <= _LAST_OF_NUMBER):
            return None
        if ahead and not self.number_of.endswith(cursor.at().value):
            return None
        cursor.move(1 + ahead)
        return Item(f"{self.number_of} {number.value}", "body", number.start, number.end)

    def _proper(self, chunk: Chunk, cursor: Cursor) -> Item:
        """A name without a head of its own takes the one that is shared."""
        inner_end = chunk.start + len(chunk.inner)
        if self._people:
            return Item(chunk.inner, "person", chunk.start, inner_end)
        if self._body:
            return Item(f"{self._body} {chunk.inner}", "body", chunk.start, chunk.end)
        if self._prefix:
            return Item(" ".join(filter(None, (*self._prefix, chunk.inner))), "body", chunk.start, inner_end)
        if of_places(self._head):
            return Item(f"{self._head} {chunk.inner}", "place", chunk.start, inner_end)
        if self._head:
            return self._headed(chunk, cursor)
        if self._placed and chunk.value == chunk.inner and len(chunk.value.split()) <= 4:
            return Item(f"{self._placed} {chunk.inner}", "body", chunk.start, chunk.end)
        return Item(chunk.value, "proper", chunk.start, chunk.end)

    def _headed(self, chunk: Chunk, cursor: Cursor) -> Item:
        """`Sở` and the name; a committee of the Party behind it belongs to the name: `Ban Dân vận Tỉnh ủy`."""
        if cursor.kind() == "body" and cursor.at().entry == "party":
            chunk = chunk._replace(value=f"{chunk.value} {cursor.at().value}", end=cursor.at().end)
            cursor.move()
        first, _, rest = chunk.value.partition(" ")
        name = rest if first == self._head and rest else chunk.value
        return Item(f"{self._head} {name}", "body", chunk.start, chunk.end)

    def _over_places(self, chunk: Chunk, cursor: Cursor) -> Item | None:
        """A body that stands for one in each place: `Hội LHPN các tỉnh A, B`, `Ban CHQS 4 huyện A, B`, `TAND 8 tỉnh miền núi: A, B` (M2')."""
        behind = cursor.kind()
        if behind == "of" and cursor.kinds(("of",), ("count",), _NAMED) and of_places(cursor.at(1).shared):
            cursor.move()  # `Văn phòng HĐND của 5 tỉnh A, B`
            behind = "count"
        told = cursor.at(behind == "plural")
        if cursor.chunks.kinds[cursor.place - 2] == "number" and cursor.kinds(("colon", "listing"), _NAMED):
            return self._spread(chunk, "", 1, cursor)
        if behind == "count" and of_places(told.shared):
            size = 1 if told.head == told.shared and told.inner.isdecimal() and cursor.kind(1) in _NAMED else self._up_to_places(cursor)
            return self._spread(chunk, told.shared, size, cursor) if size else None
        if behind != "plural":
            return None
        tailed = _TAILED.match(told.value) if told.kind == "body" and told.entry == "party" else None
        if told.kind == "place" or tailed:
            return self._spread(chunk, tailed[1] if tailed else told.head, 1, cursor)
        return self._spread(chunk, told.value, 2, cursor) if of_places(told.shared) else None

    def _up_to_places(self, cursor: Cursor) -> int:
        """How many chunks stand between a body and its places, the opening included: `TAND 8 tỉnh miền núi: A, B`; 0 where none follow."""
        opening = cursor.chunks.past(_BEFORE_COLON, cursor.place + 1)
        while cursor.chunks.kinds[opening] == "listing" and cursor.chunks.kinds[opening + 1] not in _NAMED:
            opening = cursor.chunks.past(_BEFORE_COLON, opening + 1)
        opened = cursor.chunks.kinds[opening] in ("colon", "listing", "open") and cursor.chunks.kinds[opening + 1] in _NAMED
        return opening + 1 - cursor.place if opened and opening - cursor.place <= 8 else 0

    def _spread(self, chunk: Chunk, unit: str, size: int, cursor: Cursor) -> Item:
        """The body with the first of its places; those that follow take it as well."""
        cursor.move(size)
        cursor.move(cursor.kind() == "colon")
        if cursor.kind() not in ("proper", "place", "body"):
            self._prefix = None
            return Item(chunk.value, "body", chunk.start, chunk.end)
        first = cursor.at()
        self._prefix = (chunk.value, unit)
        cursor.move()
        if first.kind == "proper":
            return Item(" ".join(filter(None, (chunk.value, unit, first.inner))), "body", chunk.start, first.start + len(first.inner))
        return Item(f"{chunk.value} {first.value}", "body", chunk.start, first.end)

    def _of_place(self, chunk: Chunk, cursor: Cursor) -> Item | None:
        """`Ban CHQS của huyện A, B`: the body of each place."""
        if not cursor.kinds(("of",), ("place",), ("comma",), ("proper",)):
            return None
        first = cursor.at(1)
        self._prefix = (chunk.value, "")
        cursor.move(2)
        return Item(f"{chunk.value} {first.value}", "body", chunk.start, first.end)
