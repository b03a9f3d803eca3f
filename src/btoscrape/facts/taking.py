"""Floor 2. Who holds an office by the names behind it: `Trưởng khối năm 2024 là A`, `Cụm trưởng, Cụm phó là A, B` (O1, O4, O8)."""

from __future__ import annotations

from dataclasses import dataclass

from .chunks import HOLDERS, NAMES, ROLES, Chunk, Chunks
from .holders import FURTHEST, Holder, held
from .items import Item
from .lists import read_list

_LINKS = frozenset({"is", "colon", "dash", "by", "listing"})
_VERBS = frozenset({"passive", "elect", "propose", "give", "get"})
_BETWEEN = frozenset(
    {
        "bloc", "named-bloc", "year", "unit", "common", "word", "plural", "count", "of", "target", "quote", "comma", "open", "close", "number",
    }
)  # fmt: skip
"""What may stand between a role and its holder."""
_NEXT = frozenset({"tới", "đến"})
_JOINTS = frozenset({"comma", "and"})
_BEHIND_ROLES = frozenset({"bloc", "named-bloc", "year", "comma", "word", "passive", "elect"})
_UNIT = frozenset({"unit"})


@dataclass(slots=True)
class _Link:
    """What joins a role with the names behind it. `by`: a dash or `do`, which join one name only."""

    linked: bool = False
    elected: bool = False
    by: bool = False

    def take(self, chunk: Chunk) -> bool:
        """Goes on over the chunk; False where it parts the role from all names behind."""
        if chunk.kind in _LINKS or (chunk.kind == "for" and self.elected):
            self.linked, self.by = True, self.by or chunk.kind in ("by", "dash")
            return True
        if chunk.kind in _VERBS:
            self.elected, self.linked = True, chunk.value.endswith("cho")
            return True
        if (chunk.kind == "comma" and not self.elected) or (self.linked and chunk.kind in ("word", "common")):
            return False
        return chunk.kind in _BETWEEN or chunk.value in _NEXT


def taking(chunks: Chunks, place: int) -> list[Holder]:
    """The names behind the role: `Trưởng khối năm 2024 là A`, `(Khối trưởng: A)`, `vai trò Khối trưởng được giao cho A`."""
    link = _Link()
    for ahead in range(place + 1, min(place + FURTHEST, len(chunks))):
        if chunks.kinds[ahead] in HOLDERS and (link.linked or _beside(chunks, place, ahead)):
            return _named(chunks, place, ahead, link)
        if not link.take(chunks[ahead]):
            break
    return []


def _beside(chunks: Chunks, place: int, ahead: int) -> bool:
    """Whether the name stands right behind the role and needs no link: `Khối trưởng Nguyễn Văn Nam`, `là Khối trưởng Sở Y tế`."""
    named = chunks.kinds[ahead] == "person" or (chunks.kinds[ahead] == "body" and chunks.kinds[place - 1] == "is")
    return ahead == place + 1 and named


def _named(chunks: Chunks, place: int, ahead: int, link: _Link) -> list[Holder]:
    """The free names of the list there: one, or behind `là` as many as share the office."""
    single = link.by or not link.linked
    items = read_list(chunks, ahead)[0][: 1 if single else 3]
    elected = link.elected or chunks.kinds[place - 1] == "elect"
    free = [item for item in items if item.kind in NAMES and not item.role and not _claimed(chunks, item)]
    return [Holder(item, "O4" if single else "O1", elected=elected) for item in free]


def _claimed(chunks: Chunks, item: Item) -> bool:
    """Whether another role claims the name behind it: `… cho A và B làm Khối phó`."""
    behind = next((place for place, chunk in enumerate(chunks) if chunk.start >= item.end), len(chunks))
    return chunks.kinds[behind] in ("hold", "is") and chunks.kinds[chunks.past(_UNIT, behind + 1)] in ROLES


def respectively(chunks: Chunks, place: int) -> list[Holder]:
    """`Cụm trưởng, Cụm phó năm 2025 là A, B`: the roles in a row, then as many names; or the names first, then `lần lượt giữ`."""
    first, last = _row(chunks, place)
    if first == last:
        return []
    number, roles = (place - first) // 2, (last - first) // 2 + 1
    link = chunks.back(_UNIT, first - 1, "office-word")
    if chunks.kinds[link] in ("hold", "is") and any(chunk.value.startswith("lần lượt") for chunk in chunks.between(link - 4, link)):
        holders = held(chunks, link)
        return [holders[number]] if len(holders) == roles else []
    ahead = chunks.past(_BEHIND_ROLES, last + 1)
    if chunks.kinds[first - 1] in ("hold", "is") or chunks.kinds[ahead] not in ("is", "listing", "colon"):
        return []
    items, _ = read_list(chunks, ahead + 1)
    return [Holder(items[number], "O1", elected=True)] if len(items) == roles and not any(item.role for item in items) else []


def _row(chunks: Chunks, place: int) -> tuple[int, int]:
    """The first and the last of the roles that stand in a row."""
    first = last = place
    while chunks.kinds[first - 1] in _JOINTS and chunks.kinds[first - 2] in ROLES:
        first -= 2
    while chunks.kinds[last + 1] in _JOINTS and chunks.kinds[last + 2] in ROLES:
        last += 2
    return first, last
