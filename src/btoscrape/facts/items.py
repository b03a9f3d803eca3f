"""Floor 2. What a list holds: a name, or a count of unnamed ones; and what may stand behind a name in a list."""

from __future__ import annotations

from typing import NamedTuple

from ..models import Role
from .chunks import NAMES, Chunk, Cursor

SEPARATORS = frozenset({"comma", "semi", "and", "bar"})
ROLES: dict[str, Role] = {"head": "head", "deputy": "deputy"}
_APPOSING = frozenset({"comma", "dash", "open"})
_OF_POST = frozenset({"of", "body", "place", "common", "plural"})
_WORDS_OF_POST = frozenset({"tỉnh", "huyện", "trường", "phòng"})
_TOGETHER = frozenset({"cùng", "đều", "cùng là"})
_OFFICE = frozenset({"vai", "trò", "giữ", "hiện"})
_HOLDING = frozenset({"is", "hold"})
_RESULT = frozenset({"rank", "word", "get"})
_REMARK = 14


class Item(NamedTuple):
    """One name, or count of unnamed ones, in a list. `kind` is body, place, person, proper or count.

    `unit` and `times` tell of a count what it counts, `posting` of a person whose post he holds, `joint` of a name whether it may be two.
    """

    name: str
    kind: str
    start: int
    end: int
    role: Role | None = None
    number: int = 0
    unit: str = ""
    times: bool = False
    joint: bool = False
    posting: str = ""


def item_of(chunk: Chunk, posting: str = "") -> Item:
    """The name of a chunk by itself; a posting gives its body."""
    if chunk.kind == "posting":
        return Item(chunk.inner, "body", chunk.start, chunk.end, posting=posting)
    return Item(chunk.value, chunk.kind, chunk.start, chunk.end, posting=posting)


def with_posts(item: Item, cursor: Cursor) -> Item:
    """A person with the posts that follow; the cursor moves past them, and past the body that a comma apposes."""
    posts = [item.posting]
    _past_own_body(cursor)
    while cursor.kinds(_APPOSING, ("post", "posting")):
        posts.append(cursor.at(1).inner or cursor.at(1).value)
        cursor.move(2)
        while cursor.kind() in _OF_POST or (cursor.kind() == "word" and cursor.at().value in _WORDS_OF_POST):
            cursor.move()
        cursor.move(cursor.kind() == "close")
    return item._replace(posting="; ".join(filter(None, posts)))


def _past_own_body(cursor: Cursor) -> None:
    """Past the body that stands behind a person's name: `Nguyễn Văn Nam, hội viên Hội Nhà báo`, `Nguyễn Văn Nam (Sở Y tế)`, and a remark on it."""
    if cursor.kinds(("comma",), ("person-unit",), ("body",)):
        cursor.move(3)
    elif cursor.kinds(("open",), ("body",), ("close",)):
        cursor.move(3)
        return
    elif cursor.kinds(("comma", "dash"), ("body",), ("close",)):
        cursor.move(2)
    else:
        return
    close = cursor.chunks.first(("close",), cursor.place, cursor.place + _REMARK)
    if cursor.kind() == "open" and close is not None:
        cursor.place = close + 1


def with_role(item: Item, cursor: Cursor, before: list[Item]) -> Item:
    """A name with the role behind it, in brackets, behind a dash or a comma; the cursor moves past it, and past rank and votes.

    `cùng là` (both are) gives the role to the last of those `before` as well.
    """
    _past_result(cursor)
    if item.kind == "body" and cursor.kinds(("dash",), ("body",)):
        item = item._replace(name=f"{item.name} - {cursor.at(1).value}", end=cursor.at(1).end)
        cursor.move(2)
    if cursor.kind() not in _APPOSING:
        if cursor.kinds(_HOLDING, ROLES, SEPARATORS):
            item = item._replace(role=ROLES[cursor.kind(1)])
            cursor.move(2)
        return item
    ahead = _role_ahead(cursor)
    role = ROLES.get(cursor.kind(ahead))
    if role is None:
        _past_remark(cursor)
        return item
    if cursor.kind() == "comma" and cursor.kind(ahead + 1) not in ("semi", "", "comma", "close"):
        return item
    if cursor.kind() == "open" and cursor.at(1).value in _TOGETHER and before and before[-1].role is None:
        before[-1] = before[-1]._replace(role=role)
    _past_role(cursor, ahead + 1)
    return item._replace(role=role)


def _past_result(cursor: Cursor) -> None:
    """Past what the vote gave, and past the scene: `A nhất khối`, `A tại Hòa An`, `A đạt 12 phiếu`."""
    if cursor.kind() not in _RESULT:
        return
    size = 1 + (cursor.kind(1) == "bloc")
    if cursor.kind() == "rank" and cursor.kind(size) in (*SEPARATORS, "close"):
        cursor.move(size)
    if cursor.at().value == "tại" and cursor.kinds(("word",), ("proper", "place"), (*SEPARATORS, "word", "")):
        cursor.move(2)
    if cursor.kinds(("get",), ("number", "count"), ("word",)) and "score" in cursor.at(2).tags:
        cursor.move(3)


def _role_ahead(cursor: Cursor) -> int:
    """How far ahead a role may stand: over `đơn vị`, `cùng là`, `giữ vai trò`."""
    ahead = 1
    while cursor.kind(ahead) in ("unit", "is", "hold") or cursor.at(ahead).value in _TOGETHER or _of_office(cursor.at(ahead)):
        ahead += 1
    return ahead


def _of_office(chunk: Chunk) -> bool:
    """Whether it is a word around an office: `giữ vai trò`."""
    return chunk.kind == "word" and chunk.value in _OFFICE


def _past_role(cursor: Cursor, size: int) -> None:
    """Past the role and, in brackets, all else that stands there; else past the bloc and the year that belong to it."""
    bracketed = cursor.kind() == "open"
    cursor.move(size)
    if bracketed:
        close = cursor.chunks.first(("close",), cursor.place)
        cursor.place = len(cursor.chunks) if close is None else close + 1
        return
    while cursor.kinds(("bloc", "year", "number"), ("comma", "semi", "and", "year", "")):
        cursor.move()


def _past_remark(cursor: Cursor) -> None:
    """Past brackets that hold neither names nor awards, or an earlier name: `Hội A (nhất khối)`, `xã B (trước là xã C)`."""
    close = cursor.chunks.first(("close",), cursor.place + 1, cursor.place + _REMARK)
    if cursor.kind() != "open" or close is None:
        return
    code = close == cursor.place + 2 and any(letter.isdigit() for letter in cursor.at(1).value)
    if code or "former" in cursor.at(1).tags or not cursor.chunks.has((*NAMES, "award"), cursor.place + 1, close):
        cursor.place = close + 1
