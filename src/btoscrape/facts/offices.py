"""Floor 2. Who holds an office that a sentence names (rules O1 to O8 of the phrasing patterns)."""

from __future__ import annotations

from .chunks import NAMES, Chunk, Chunks
from .handovers import handed_over, replaced
from .holders import APPOSING, Holder, apposed, held
from .items import item_of
from .taking import respectively, taking

_UNIT = frozenset({"unit"})
_BEFORE_ROLE = frozenset({"unit", "quote"})
_BEHIND_ROLE = frozenset({"bloc", "named-bloc", "year"})
_HOLDING = frozenset({"hold", "is", "by"})
_CHOOSING = frozenset({"elect", "propose", "passive"})
_TO_ROLE = frozenset({"hold", "is", "unit"})
_NAMED = NAMES | {"and"}
_UNITS = frozenset({"posting", "body"})


def holders_of(chunks: Chunks, place: int) -> list[Holder]:
    """Who holds the office that stands at `place`."""
    mark = chunks.back(_UNIT, place - 1)
    if chunks.kinds[mark] == "open" and (holder := apposed(chunks, mark, unit=mark < place - 1)):
        return [holder]
    return respectively(chunks, place) or handed_over(chunks, place) or _beside(chunks, place)


def _beside(chunks: Chunks, place: int) -> list[Holder]:
    """By what stands beside the role: its subject behind it, or a mark or verb before it."""
    before = chunks.back(_BEFORE_ROLE, place - 1, "office-word")
    left, behind = chunks.kinds[before], taking(chunks, place)
    if (
        left == "post"
        and chunks[before].value == "đại diện"
        and chunks.kinds[before - 1] in APPOSING
        and (holder := apposed(chunks, before - 1, unit=True))
    ):
        return [holder]
    if left == "on-behalf" and (unit := _represented(chunks, before, place)):
        return [Holder(item_of(unit), "O3")]
    if behind and (left in ("open", "") or (left == "comma" and _is_subject(chunks, place))):
        return behind
    if left in APPOSING and (holder := apposed(chunks, before, unit=before < place - 1)):
        return [holder]
    if left in _HOLDING and (holders := held(chunks, before)):
        return [*holders, *replaced(chunks, place)]
    return behind or _opening(chunks, place) or _chosen(chunks, before, place)


def _opening(chunks: Chunks, place: int) -> list[Holder]:
    """Whose role opens the sentence: `Là Khối trưởng, Sở Y tế …`, `Khối trưởng năm 2024, Sở Y tế, …`, `Khối trưởng Sở Y tế chủ trì`."""
    if chunks.back(_TO_ROLE, place - 1, "office-word") >= 0:
        return []
    behind = chunks.past(_BEHIND_ROLE, place + 1)
    comma = chunks.kinds[behind] == "comma"
    named, after = chunks.at(behind + comma), behind + comma + 1
    after += chunks.kinds[after] == "comma"
    alone = chunks.kinds[after] not in _NAMED and (comma or behind == place + 1)
    whose = named.kind in _UNITS or (comma and named.kind == "place")
    return [Holder(item_of(named), "O3")] if alone and whose else []


def _chosen(chunks: Chunks, before: int, place: int) -> list[Holder]:
    """`A được tín nhiệm bầu Khối trưởng`; a person right before the role holds it."""
    if chunks.kinds[before] in _CHOOSING and chunks.has(("passive",), before - 5, before + 1) and (holders := held(chunks, before + 1)):
        return [*holders, *replaced(chunks, place)]
    return [Holder(item_of(chunks[before]), "O3")] if chunks.kinds[before] == "person" else []


def _represented(chunks: Chunks, before: int, place: int) -> Chunk | None:
    """Whose unit `Thay mặt đơn vị Khối trưởng, ông A, Chủ tịch Hội B` means; else the one before."""
    near = chunks.between(place + 1, place + 5)
    posting = next((chunk for chunk in near if chunk.kind == "posting"), None)
    prior = next((chunk for chunk in reversed(chunks.between(before - 4, before)) if chunk.kind in _UNITS), None)
    return posting if posting and (prior is None or any(chunk.kind == "person" for chunk in near)) else prior


def _is_subject(chunks: Chunks, place: int) -> bool:
    """Whether the role itself is the subject: `…, Phó cụm là huyện B`."""
    behind = chunks.past(_BEHIND_ROLE, place + 1)
    return behind <= place + 4 and chunks.kinds[behind] in ("is", "colon", "by")
