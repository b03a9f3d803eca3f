"""Floor 2. Who leaves an office and who takes it: `A bàn giao cho B` (O5), `A làm Khối trưởng thay B` (O6)."""

from __future__ import annotations

from .chunks import HOLDERS, ROLES, Chunks
from .holders import APPOSING, Holder, apposed
from .items import Item, item_of
from .lists import read_list

_UNIT = frozenset({"unit"})
_TO = frozenset({"for", *ROLES})
_ONWARD = {"từ": frozenset({"for"}), "giữa": frozenset({"and"})}
_BEHIND_ROLE = frozenset({"year", "bloc", "named-bloc", "passive", "colon"})
_MOVING = frozenset({"chuyển", "chuyển giao", "bàn giao", "trao"})
_STOP = frozenset({"semi", *ROLES})


def replaced(chunks: Chunks, place: int) -> list[Holder]:
    """Who left the office: `… làm Khối trưởng thay B`, `… nhận nhiệm vụ Khối trưởng năm 2024 từ B` (O6)."""
    earlier = sum(chunk.kind in ROLES for chunk in chunks[:place])
    for ahead in range(place + 1, len(chunks)):
        if chunks.kinds[ahead] == "replace" or (chunks[ahead].value == "từ" and ahead < place + 5):
            items, _ = read_list(chunks, ahead + 1 + (chunks.kinds[ahead + 1] == "for"))
            return [Holder(item, "O6", old=True) for item in _of_role(items, earlier) if item.kind != "count"]
        if chunks.kinds[ahead] == "semi":
            break
    return []


def _of_role(items: list[Item], earlier: int) -> list[Item]:
    """The one who left this role: of several they stand in the order of the roles."""
    if len(items) > 1 and earlier < len(items):
        return [items[earlier]]
    return [] if earlier else items[:1]


def handed_over(chunks: Chunks, place: int) -> list[Holder]:
    """`A bàn giao nhiệm vụ, trao cờ luân lưu Khối trưởng cho B`: A leaves the office, B takes it (O5)."""
    if moved := _moved(chunks, place):
        return moved
    if "hand-over" not in chunks.held:
        return []
    semi = chunks.last(("semi",), place)
    given = chunks.last(("hand-over",), place, max(-1 if semi is None else semi, place - 10) + 1)
    if given is None:
        return _handing_over(chunks, place)
    before = chunks.last(HOLDERS, given)
    if chunks.kinds[given - 1] in ("get", "hold"):
        return [] if before is None else [Holder(item_of(chunks[before]), "O5", elected=True)]
    to = chunks.first(("for",), place + 1, place + 7) or chunks.first(("for",), given + 1, place)
    left = [] if before is None or chunks.kinds[before] == "proper" else [Holder(item_of(chunks[before]), "O5", old=True)]
    return [*left, *(Holder(item, "O5", elected=True) for item in _taker(chunks, to) if item.kind != "count")]


def _moved(chunks: Chunks, place: int) -> list[Holder]:
    """`… Khối trưởng năm 2022 được chuyển từ A sang B`, `bàn giao chức Khối trưởng giữa A và B` (O5)."""
    behind = chunks.past(_BEHIND_ROLE, place + 1)
    behind += chunks.at(behind).value in _MOVING
    if chunks.at(behind).value not in _ONWARD or chunks.kinds[behind + 1] not in HOLDERS:
        return []
    if chunks.kinds[behind + 2] not in _ONWARD[chunks[behind].value] or chunks.kinds[behind + 3] not in HOLDERS:
        return []
    old, new = chunks[behind + 1], chunks[behind + 3]
    return [Holder(item_of(old), "O5", old=True), Holder(item_of(new), "O5", elected=True)]


def _handing_over(chunks: Chunks, place: int) -> list[Holder]:
    """`A - Khối trưởng năm 2014 đã bàn giao nhiệm vụ cho B`: the role stands before the verb; B takes the office (O5)."""
    given = chunks.first(("hand-over",), place + 1, place + 8)
    if given is None or chunks.has(_STOP, place + 1, given):
        return []
    to = chunks.first(_TO, given + 1, given + 6)
    taker = _taker(chunks, to) if to and chunks.kinds[to] == "for" else []
    if not taker:
        return []
    before = chunks.back(_UNIT, place - 1)
    left = apposed(chunks, before, unit=before < place - 1) if chunks.kinds[before] in APPOSING else None
    new = [Holder(item, "O5", elected=True, after=True) for item in taker if item.kind != "count" and not item.role]
    return [left, *new] if left else new


def _taker(chunks: Chunks, to: int | None) -> list[Item]:
    """The one name behind `cho`."""
    return read_list(chunks, to + 1)[0][:1] if to else []
