"""Floor 2. The names of a list of members: of the ways to part them, the one that gives the number that the text states (M8)."""

from __future__ import annotations

import re
from itertools import pairwise

from ..text import UPPER
from .chunks import ORGANIZATIONS, Chunks
from .items import Item
from .lists import read_list
from .passage import Sentence
from .reader import Text

_TAKING = frozenset({"passive", "get", "propose", "give", "withdraw", "award", "hold", "rank"})
"""What stands behind recipients, not behind members."""
_SEMI = frozenset({"semi"})
_NEXT_CLAUSE = frozenset({"hold", "is", "passive", "by"})
_NEAR = 14
_JOINT = re.compile(rf",\s*|\s+và\s+(?=[{UPPER}])")


def names_of(text: Text, sentence: Sentence, start: int, stated: int | None) -> list[Item]:
    """The names of the list from `start` to its end; none where it tells who got an award."""
    chunks = text.listed(sentence, start, eager=True)
    names = _named_first(chunks)
    if names is None or not stated or len(names) == stated:
        return names or []
    others = _named_first(text.listed(sentence, start, eager=False))
    if others is None or len(others) == stated:
        return others or []
    return _by_semicolons(text, chunks, stated) or _split_joints(names, stated) or names


def _named_first(chunks: Chunks) -> list[Item] | None:
    """The names that the chunks begin with; None where they get an award."""
    items, behind = read_list(chunks, 0)
    return None if _recipients(chunks, behind) else _names(_before_clause(chunks, items, behind))


def _by_semicolons(text: Text, chunks: Chunks, stated: int) -> list[Item]:
    """The names between semicolons, each whole, where that gives the stated number (M4): `các Cục: Thú y; Quản lý chất lượng Nông, Lâm sản`."""
    marks = chunks.places(_SEMI)
    if len(marks) + 1 != stated:
        return []
    items: list[Item] = []
    for first, last in pairwise([-1, *marks, len(chunks)]):
        read, _ = read_list(chunks, first + 1)
        if not read:
            return []
        end = chunks[last - 1].end if last < len(chunks) else max(item.end for item in read)
        told = " ".join(text.passage.text[read[0].start : end].split()).rstrip(" .")
        head = read[0].name[: len(read[0].name) - len(chunks.at(first + 1).value)] if len(read) > 1 and not items else ""
        items.append(read[0]._replace(name=head + told if len(read) > 1 else read[0].name, end=end))
    return items


def all_named(items: list[Item]) -> bool:
    """Whether nothing but organisations stands in the list."""
    return all(item.kind in ORGANIZATIONS for item in items)


def _names(items: list[Item]) -> list[Item]:
    """The organisations among the items; none where people stand among them."""
    return [] if any(item.kind == "person" for item in items) else [item for item in items if item.kind in ORGANIZATIONS]


def _before_clause(chunks: Chunks, items: list[Item], behind: int) -> list[Item]:
    """The items without one that opens the next clause: `…, A, B; C làm Khối trưởng`."""
    semi = chunks.last(("semi",), behind) if chunks.kinds[behind] in _NEXT_CLAUSE else None
    return items if semi is None else [item for item in items if item.start < chunks[semi].start]


def _recipients(chunks: Chunks, behind: int) -> bool:
    """Whether the list is the subject of an award: a verb of getting follows, and an award."""
    for place in range(behind, min(behind + _NEAR, len(chunks))):
        if chunks.kinds[place] == "award":
            return chunks.has(_TAKING, behind, place)
        if chunks.kinds[place] in ("semi", "is") or chunks[place].value == ".":
            return False
    return False


def _split_joints(items: list[Item], stated: int) -> list[Item]:
    """The names parted at doubtful commas, where that gives the stated number."""
    if len(items) >= stated:
        return []
    parted: list[Item] = []
    for item in items:
        pieces = _JOINT.split(item.name) if item.joint or item.kind == "proper" else [item.name]
        parted += [item._replace(name=piece.strip()) for piece in pieces if piece.strip()]
    return parted if len(parted) == stated else []
