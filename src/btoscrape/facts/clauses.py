"""Floor 2. What stands before an award in its clause: the verbs that decide its status, who gives it, and who its subject is."""

from __future__ import annotations

from dataclasses import dataclass

from .chunks import NAMES, Chunk, Chunks
from .items import Item
from .lists import read_list

_SUBJECTS = frozenset({*NAMES, "count", "posting"})
_FREE = frozenset(
    {
        "word",
        "unit",
        "common",
        "plural",
        "number",
        "rank",
        "have",
        "person-unit",
        "quote",
        "elect",
        "passive",
        "propose",
        "get",
        "give",
        "bloc",
        "named-bloc",
        "year",
        "for",
        "is",
        "hold",
        "post",
        "of",
        "close",
        "target",
        "head",
        "deputy",
        "compound",
    }
)
_PLAINLY = frozenset({"vừa qua", "trước đó", "nhân dịp"})
_PRESENTER = ("phó", "lãnh đạo", "đại diện", "cán bộ", "chuyên viên", "trưởng ban", "phó trưởng ban")
_ASKING = frozenset({"đề nghị", "đề xuất", "trình", "kiến nghị", "xem xét", "xét", "xét đề nghị", "lập hồ sơ", "làm hồ sơ"})
"""Verbs whose object is who gives; those of choosing (`bình chọn A`) have the recipient for theirs."""
FURTHEST = 60


@dataclass(frozen=True, slots=True)
class Clause:
    """What the words before an award say of it."""

    proposed: bool
    conferred: bool
    plainly: bool
    wished: bool
    withdrawn: bool
    authority: str | None
    year: int | None
    bare: bool


def clause_of(chunks: Chunks, place: int, used: int) -> Clause:
    """The clause before the award at `place`; what stands before `used` belongs to earlier awards."""
    first = max((back + 1 for back in range(used, place) if chunks[back].kind == "semi"), default=used)
    stretch = chunks[first:place]
    kinds = {chunk.kind for chunk in stretch}
    told = " ".join(chunk.value for chunk in stretch)
    proposed = "propose" in kinds
    conferred = bool(kinds & {"give", "get"}) or "công bố" in told or ("have" in kinds and "đã" in told.split())
    wished = any(chunk.kind == "target" for chunk in chunks[_semi(chunks, place) : place]) or _wished_list(chunks, place)
    years = (
        [chunk.number for chunk in chunks[:place] if chunk.kind == "year"]
        if used == 0 or first > used
        else [chunk.number for chunk in stretch if chunk.kind == "year"]
    )
    return Clause(
        proposed=proposed,
        conferred=conferred,
        plainly=_plainly(stretch),
        wished=wished,
        withdrawn=_withdrawn(stretch) or _withdraws(chunks, place),
        authority=_authority(chunks, first, place),
        year=years[-1] if years else None,
        bare=not kinds & {"give", "get", "propose", "passive"},
    )


def _semi(chunks: Chunks, place: int) -> int:
    return max((back + 1 for back in range(place) if chunks[back].kind == "semi"), default=0)


def _wished_list(chunks: Chunks, place: int) -> bool:
    """Whether a wish opens the list that the award stands in: `Các hội phấn đấu: Cờ thi đua: 2 tập thể; …`."""
    return any(chunks[back].kind == "target" and chunks[back + 1].kind == "colon" for back in range(place - 1))


def _withdraws(chunks: Chunks, place: int) -> bool:
    """Whether the subject withdraws behind the award: `A được giới thiệu tặng Bằng khen, xin rút`."""
    for chunk in chunks[place + 1 : place + 12]:
        if chunk.kind == "withdraw":
            return chunk.value.startswith(("xin", "rút", "tự nguyện", "từ chối"))
        if chunk.kind in (*NAMES, "count", "semi", "award", "for"):
            return False
    return False


def _plainly(stretch: Chunks) -> bool:
    """Somebody plainly got it, whatever was proposed before: `đã được … tặng`, `trao`, `đón nhận`, `năm 2022 … được tặng`."""
    told = {chunk.value for chunk in stretch if chunk.kind in ("word", "give", "get")}
    got = any(chunk.kind == "passive" for chunk in stretch) and any(chunk.kind == "give" for chunk in stretch)
    return bool(told & {"trao", "trao tặng", "đón nhận", "vinh dự đón nhận", "truy tặng"}) or (
        got and bool(told & ({"đã", "dịp", "trước đó"} | _PLAINLY))
    )


def _withdrawn(stretch: Chunks) -> bool:
    """Whether the last subject withdrew: no other name stands between that and the award."""
    for chunk in reversed(stretch):
        if chunk.kind == "withdraw":
            return True
        if chunk.kind in NAMES or chunk.kind == "count":
            return False
    return False


def _authority(chunks: Chunks, first: int, place: int) -> str | None:
    """Who gives: right before the verb, or the principal of one who presents."""
    for back in range(place - 1, first - 1, -1):
        if chunks[back].kind == "give" and (found := giver(chunks, back)):
            return found
    for back in range(_semi(chunks, place), place):
        if chunks[back].kind == "on-behalf":
            return next((chunk.value for chunk in chunks[back + 1 : back + 4] if chunk.kind in ("body", "posting")), None)
    for back in range(place - 1, first, -1):
        if (
            chunks[back].kind in ("body", "posting")
            and chunks[back - 1].kind == "propose"
            and all(chunk.kind in ("word", "propose", "common") for chunk in chunks[back + 1 : place])
        ):
            return chunks[back].value
    return None


def giver(chunks: Chunks, verb: int) -> str | None:
    """The body or post right before a verb of giving: `đề nghị UBND tỉnh tặng`; a leader who only presents is none."""
    back = verb - 1
    while (
        back >= 0
        and chunks[back].kind in ("word", "elect", "propose", "give")
        and chunks[back].value
        in ("đã", "xem xét", "xét", "ra", "quyết định", "vừa", "đều", "cũng", "để", "ban hành", "có", "tặng", "ghi nhận", "quyết", "định")
    ):
        back -= 1
    if back < 0 or chunks[back].kind not in ("body", "posting"):
        return None
    chunk = chunks[back]
    if chunk.kind == "posting" and (
        chunk.head.lower().startswith(_PRESENTER)
        or (back >= 2 and chunks[back - 1].kind in ("comma", "dash") and chunks[back - 2].kind in ("person", "posting", "body"))
    ):
        return None
    if (
        chunk.kind == "body"
        and back >= 1
        and chunks[back - 1].kind in ("of", "and", "comma")
        and not any(one.kind in ("propose", "passive", "on-behalf") for one in chunks[max(0, back - 4) : back])
    ):
        return None
    return chunk.value


def subject(chunks: Chunks, place: int, used: int) -> list[Item]:
    """The names or counts that the verb before the award has for its subject: `A, B được UBND tỉnh tặng`, `3 đơn vị nhận`."""
    back, verbs = place - 1, False
    while back >= used and place - back < FURTHEST:
        chunk = chunks[back]
        if chunk.kind in _SUBJECTS:
            if _agent(chunks, back):
                verbs = verbs or chunks[back - 1].value == "để"
            elif chunk.kind == "count" and back and chunks[back - 1].kind == "passive" and chunks[back + 1].kind in ("propose", "elect"):
                pass  # `được 8/8 đơn vị suy tôn`
            else:
                return _list_before(chunks, back, used) if verbs else _counted(chunks, back, place)
        elif chunk.kind in ("passive", "get") or (chunk.kind == "propose" and _active(chunks, back, place)):
            verbs = True
        elif verbs and chunk.kind == "unit" and back > 1 and chunks[back - 1].kind == "plural" and chunks[back - 2].kind != "passive":
            return []
        elif chunk.kind in ("colon", "bar") or (chunk.kind == "dash" and back == place - 1):
            if back != place - 1 and chunks[back + 1].value != "cả":
                return []
            verbs = True
        elif chunk.kind == "dash" and verbs:
            mark = next((earlier for earlier in range(back - 1, max(used, back - 14), -1) if chunks[earlier].kind == "dash"), None)
            back = mark if mark is not None and chunks[back + 1].kind == "passive" else back
        elif chunk.kind == "comma":
            passive = any(one.kind == "passive" for one in chunks[max(0, back - 5) : back])
            if not verbs and not passive and chunks[back + 1].kind not in ("passive", "get", "propose", "word", "give"):
                return []
        elif chunk.kind not in _FREE and chunk.kind not in ("on-behalf", "and", "open"):
            return []
        back -= 1
    return []


def _active(chunks: Chunks, back: int, place: int) -> bool:
    """Whether the subject of `đề nghị` is the recipient: behind it stands who gives, and nobody who is asked to do something."""
    return all(chunk.kind not in ("plural", "unit", "comma", "person-unit", "have") for chunk in chunks[back + 1 : place])


def _agent(chunks: Chunks, back: int) -> bool:
    """Whether the name is who gives: it stands between `được` or `đề nghị` and the verb."""
    before = back - 1
    if before >= 1 and chunks[before].kind == "comma" and chunks[before - 1].value in ("bộ", "ban", "sở"):
        return True  # `được các bộ, ngành Trung ương tặng`
    while (
        before >= 0
        and chunks[before].kind in ("word", "elect", "bloc")
        and chunks[before].value in ("để", "các", "xem xét", "nhất trí", "thống nhất")
    ):
        before -= 1
    if before < 0 or not (chunks[before].kind == "passive" or chunks[before].value in _ASKING or chunks[back - 1].value == "để"):
        return False
    ahead = back + 1
    while (
        ahead < len(chunks)
        and chunks[ahead].kind in ("word", "propose")
        and chunks[ahead].value in ("xem xét", "xét", "xét tặng", "đã", "để", "ra", "có")
    ):
        ahead += 1
    return ahead < len(chunks) and (
        chunks[ahead].kind in ("give", "award") or chunks[ahead - 1].value == "xét tặng" or chunks[ahead].value in ("trình", "đề nghị", "đề xuất")
    )


def _counted(chunks: Chunks, back: int, place: int) -> list[Item]:
    """The count right before an award: `tặng thưởng 55 tập thể đạt danh hiệu …`, `công nhận 4 cá nhân …`."""
    if (
        chunks[back].kind != "count"
        or any(chunk.kind not in ("word", "get", "give", "common") for chunk in chunks[back + 1 : place])
        or place - back > 4
    ):
        return []
    items, _ = read_list(chunks, back)
    return items


def _list_before(chunks: Chunks, last: int, used: int) -> list[Item]:
    """The longest list that ends with the chunk at `last`."""
    first = last
    for start in range(max(used, last - FURTHEST), last + 1):
        if chunks[start].kind not in _SUBJECTS and chunks[start].kind != "plural":
            continue
        if (start > used and chunks[start - 1].kind in ("of", "open", "dash", "post")) or (
            chunks[start].kind == "proper" and start and chunks[start - 1].kind == "word"
        ):
            continue
        items, behind = read_list(chunks, start)
        if len(items) > 1 and items[0].kind != "count" and items[-1].kind == "count" and start and chunks[start - 1].kind == "word":
            continue
        if items and items[0].kind == "count" and start >= 2 and chunks[start - 1].kind == "is" and chunks[start - 2].kind in NAMES:
            return _list_before(chunks, start - 2, used)
        if items and behind > last and _reaches(chunks, behind, last):
            return items
        first = max(first, start)
    return []


def _reaches(chunks: Chunks, behind: int, last: int) -> bool:
    """Whether nothing but brackets and roles stands between the list's end and its last name."""
    return all(
        chunk.kind
        in (
            "close",
            "open",
            "head",
            "deputy",
            "rank",
            "word",
            "dash",
            "unit",
            "bloc",
            "comma",
            "post",
            "posting",
            "of",
            "year",
            "get",
            "number",
            "count",
        )
        for chunk in chunks[last + 1 : behind]
    )
