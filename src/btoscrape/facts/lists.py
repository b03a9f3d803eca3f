"""Floor 2. Lists of names among chunks (patterns M1 to M10, A17): what each mark parts, with what the names share and the roles behind them."""

from __future__ import annotations

from .chunks import NAMES, Chunk, Chunks, Cursor
from .heads import SharedHeads, of_places
from .items import SEPARATORS, Item, with_posts, with_role

_TELLING = frozenset({"listing", "is", "colon", "open"})
_OF_COUNT = frozenset({"word", "of", "bloc", "rank", "common", "unit", "named-bloc", "have", "comma"})
_PLACED = frozenset({"proper", "place"})
_WHOSE = NAMES | {"bloc", "common"}


def read_list(chunks: Chunks, place: int) -> tuple[list[Item], int]:
    """The items of the list that begins at that chunk, and the place behind it; none where no name stands there."""
    return _Reader(Cursor(chunks, place)).read()


class _Reader:
    def __init__(self, cursor: Cursor, head: str = "") -> None:
        self._cursor = cursor
        self._shared = SharedHeads(head)
        self._items: list[Item] = []

    def read(self) -> tuple[list[Item], int]:
        """Items, each behind a separator; the place behind the last."""
        behind = self._cursor.place
        while self._item():
            behind = self._cursor.place
            self._cursor.place = self._cursor.chunks.past(SEPARATORS, behind)
            if self._cursor.place == behind:
                break
        return self._items, behind

    def _item(self) -> bool:
        """Reads one item; False where none stands."""
        if self._shared.number_of and (numbered := self._shared.numbered(self._cursor)):
            self._add(numbered)
            return True
        self._shared.lead(self._cursor)
        chunk = self._cursor.at()
        if chunk.kind == "count":
            self._count(chunk)
        elif chunk.kind == "posting":
            self._cursor.move()
            self._add(self._posted(chunk))
        elif chunk.kind in NAMES:
            self._cursor.move()
            self._add(self._shared.item(chunk, self._cursor))
        else:
            return False
        return True

    def _posted(self, posting: Chunk) -> Item:
        """`Giám đốc Sở Y tế Nguyễn Văn Nam`, `Giám đốc Sở Y tế, ông Nguyễn Văn Nam`: the person, else the body with its post."""
        person = self._cursor.at()
        if person.kind == "person":
            self._cursor.move()
            return Item(person.value, "person", person.start, person.end, posting=posting.inner)
        if self._cursor.kinds(("comma",), ("person",)):
            person = self._cursor.at(1)
            self._cursor.move(2)
            return Item(person.value, "person", person.start, person.end, posting=posting.inner)
        return Item(posting.inner, "body", posting.start, posting.end, posting=posting.value)

    def _add(self, item: Item) -> None:
        """Adds an item with the posts and the role behind it."""
        item = with_posts(item, self._cursor) if item.kind == "person" else item
        self._items.append(with_role(item, self._cursor, self._items))

    def _count(self, chunk: Chunk) -> None:
        """A count of unnamed ones, or the names that follow it."""
        self._cursor.move()
        if self._named_count(chunk):
            return
        counted = Item("", "count", chunk.start, chunk.end, number=_told(chunk), unit=chunk.value, times=chunk.entry == "times")
        self._items.append(with_role(counted, self._cursor, self._items))
        while "praise" in self._cursor.at().tags:
            self._cursor.move()
        if self._cursor.kinds(("of",), _WHOSE):
            self._cursor.move(2)

    def _named_count(self, count: Chunk) -> bool:
        """`3 đơn vị gồm A, B và C`, `2 đơn vị có thành tích xuất sắc, gồm: A, B`, `2 sở (Y tế, Nội vụ)`: the names instead of the count (A17)."""
        chunks, start = self._cursor.chunks, self._cursor.place
        told = chunks.first(("is", "listing"), start, start + 4) or chunks.first(("listing",), start, start + 8)
        opening = told if told is not None and chunks.only(_OF_COUNT, start, told) else start
        first = chunks.past(_TELLING, opening)
        one = count.number == 1 and of_places(count.shared) and chunks.kinds[first] in _PLACED
        beside = first == start and (one or chunks.kinds[first] == "body" or Cursor(chunks, first).kinds(_PLACED, ("comma",)))
        if first == start and not beside:
            return False
        items, behind = _Reader(Cursor(chunks, first), count.shared).read()
        if not items or items[0].kind == "count":
            return False
        self._items += items
        self._cursor.place = behind + (chunks.kinds[behind] == "close")
        return True


def _told(count: Chunk) -> int:
    """How many the count tells of: of `3/9 đơn vị` three."""
    part, _, whole = count.inner.partition("/")
    return int(part) if whole and part.isdecimal() else count.number
