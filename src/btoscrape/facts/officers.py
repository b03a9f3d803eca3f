"""Floor 2. Who leads the bloc, and who will (rules O1 to O8 of the phrasing patterns)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..models import Bloc, Event, Member, Officer, Role
from .chunks import NAMES, Chunk, Chunks
from .items import Item
from .lists import read_list
from .passage import Sentence
from .reader import Text

_HOLDERS = frozenset({*NAMES, "posting"})
_PAST = frozenset(
    {
        "word",
        "unit",
        "passive",
        "elect",
        "propose",
        "common",
        "plural",
        "person-unit",
        "for",
        "rank",
        "quote",
        "count",
        "have",
        "number",
        "of",
        "target",
    }
)
"""What may stand between a holder and the verb that gives the office."""
_ELECTING = frozenset({"elect", "propose", "give"})
_LINKS = frozenset({"is", "colon", "dash", "by", "listing"})
FURTHEST = 14


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the office, by which rule, and whether the vote of this meeting gave it."""

    item: Item
    rule: str
    elected: bool = False
    unit: bool = False
    old: bool = False


def find_officers(text: Text, bloc: Bloc | None, event: Event, members: tuple[Member, ...]) -> tuple[Officer, ...]:
    """Officers in the order of the text, each once; repeats are kept as further proofs. Members lend their names: `các sở: Y tế (Khối phó)`."""
    named = {text.passage.canonical(member.evidence.start): member.organization for member in members}
    found: dict[tuple[str, str, int | None], Officer] = {}
    line, inherited = -1, None
    for sentence in text.passage.sentences:
        chunks = text.chunks(sentence)
        if sentence.line != line:
            line, inherited = sentence.line, None
        for place, chunk in enumerate(chunks):
            if chunk.kind in ("head", "deputy"):
                holders = _holders(chunks, place)
                if not holders or any(holder.rule not in ("O3", "M5") for holder in holders):
                    inherited = _stated(chunks, place) or (_stated_before(chunks, place, holders[0]) if holders else None) or inherited
                for holder in holders:
                    if holder.item.kind in ("proper", "place") and holder.item.start in named:
                        holder = replace(holder, item=replace(holder.item, name=named[holder.item.start], kind="body"))
                    for year in _years(chunks, place, holder, bloc, event, inherited):
                        _add(found, _officer(text, sentence, chunk, holder, year))
    return tuple(_known_years(list(found.values())))


def _officer(text: Text, sentence: Sentence, chunk: Chunk, holder: Holder, year: int | None) -> Officer:
    item = holder.item
    role: Role = "head" if chunk.kind == "head" else "deputy"
    person = item.name if item.kind == "person" else None
    organization = item.name if item.kind != "person" else item.posting.split("; ")[0] or None
    return Officer(role, text.passage.proof(sentence), person=person, organization=organization, year=year, rule=holder.rule)


def _add(found: dict[tuple[str, str, int | None], Officer], officer: Officer) -> None:
    key = (officer.role, (officer.person or officer.organization or "").lower().removesuffix(" tỉnh"), officer.year)
    old = found.get(key)
    if old is None:
        found[key] = officer
    elif officer.evidence not in (old.evidence, *old.repeats):
        found[key] = replace(old, repeats=(*old.repeats, officer.evidence))


def _known_years(officers: list[Officer]) -> list[Officer]:
    """Without those whose year nobody told where the same holder stands with one."""
    dated = {(one.role, one.person or one.organization) for one in officers if one.year is not None}
    return [one for one in officers if one.year is not None or (one.role, one.person or one.organization) not in dated]


def _holders(chunks: Chunks, place: int) -> list[Holder]:
    """Who holds the office that stands at `place`."""
    mark = _skip_back(chunks, place - 1, frozenset({"unit"}))
    if mark >= 0 and chunks[mark].kind == "open" and (holder := _apposed(chunks, mark, unit=mark < place - 1)):
        return [holder]
    if together := _respectively(chunks, place):
        return together
    if over := _handed_over(chunks, place):
        return over
    before = _skip_back(
        chunks,
        place - 1,
        frozenset({"unit", "quote"}),
        words=("nhiệm vụ", "hai", "2", "vai", "trò", "chức", "vị", "trí", "cương", "nhiệm", "vụ", "danh"),
    )
    left = chunks[before].kind if before >= 0 else ""
    if left == "on-behalf" and (unit := _unit_behind(chunks, place)):
        return [Holder(_item(unit), "O3")]
    if left == "on-behalf" and (
        unit := next((chunk for chunk in reversed(chunks[max(0, before - 4) : before]) if chunk.kind in ("posting", "body")), None)
    ):
        return [Holder(_item(unit), "O3")]
    if left in ("open", "") and (right := _right(chunks, place)):
        return right
    if left == "comma" and _linked(chunks, place) and (right := _right(chunks, place)):
        return right
    if left in ("open", "dash", "comma") and (holder := _apposed(chunks, before, unit=before < place - 1)):
        return [holder]
    if left in ("hold", "is", "by") and (held := _held(chunks, before)):
        return [*held, *_replaced(chunks, place)]
    if right := _right(chunks, place):
        return right
    if (
        left in ("elect", "propose", "passive")
        and any(chunk.kind == "passive" for chunk in chunks[max(0, before - 2) : before + 1])
        and (held := _held(chunks, before + 1))
    ):
        return [*held, *_replaced(chunks, place)]
    if left in _HOLDERS and left != "proper" and chunks[before].kind != "posting":
        return [Holder(_item(chunks[before]), "O3")] if chunks[before].kind == "person" else []
    return []


def _unit_behind(chunks: Chunks, place: int) -> Chunk | None:
    """Whose unit `Thay mặt đơn vị Khối trưởng, ông A, Chủ tịch Hội B` means."""
    near = chunks[place + 1 : place + 5]
    return next((chunk for chunk in near if chunk.kind == "posting"), None) if any(chunk.kind == "person" for chunk in near) else None


def _respectively(chunks: Chunks, place: int) -> list[Holder]:
    """`Cụm trưởng, Cụm phó năm 2025 là A, B`: the roles in a row, then as many names."""
    first = place
    while first >= 2 and chunks[first - 1].kind in ("comma", "and") and chunks[first - 2].kind in ("head", "deputy"):
        first -= 2
    last = place
    while last + 2 < len(chunks) and chunks[last + 1].kind in ("comma", "and") and chunks[last + 2].kind in ("head", "deputy"):
        last += 2
    if first == last:
        return []
    link = _skip_back(chunks, first - 1, frozenset({"unit"}), words=("vai trò", "vai", "trò", "nhiệm vụ", "vị", "trí", "chức"))
    if link > 0 and chunks[link].kind in ("hold", "is") and any(chunk.value.startswith("lần lượt") for chunk in chunks[max(0, link - 4) : link]):
        held = _held(chunks, link)
        return [held[(place - first) // 2]] if len(held) == (last - first) // 2 + 1 else []
    if first and chunks[first - 1].kind in ("hold", "is"):
        return []
    ahead = last + 1
    while ahead < len(chunks) and chunks[ahead].kind in ("bloc", "named-bloc", "year", "comma", "word", "passive", "elect"):
        ahead += 1
    if ahead >= len(chunks) or chunks[ahead].kind not in ("is", "listing", "colon"):
        return []
    items, _ = read_list(chunks, ahead + 1)
    roles = (last - first) // 2 + 1
    if len(items) != roles or any(item.role for item in items):
        return []
    return [Holder(items[(place - first) // 2], "O1", elected=True)]


def _linked(chunks: Chunks, place: int) -> bool:
    """Whether the role itself is the subject: `…, Phó cụm là huyện B`."""
    for chunk in chunks[place + 1 : place + 5]:
        if chunk.kind in ("is", "colon", "by"):
            return True
        if chunk.kind not in ("bloc", "named-bloc", "year"):
            return False
    return False


def _skip_back(chunks: Chunks, place: int, kinds: frozenset[str], words: tuple[str, ...] = ()) -> int:
    while place >= 0 and (chunks[place].kind in kinds or (chunks[place].kind == "word" and chunks[place].value in words)):
        place -= 1
    return place


def _item(chunk: Chunk, posting: str = "") -> Item:
    return Item(
        chunk.inner if chunk.kind == "posting" else chunk.value,
        "body" if chunk.kind == "posting" else chunk.kind,
        chunk.start,
        chunk.end,
        posting=posting,
    )


def _apposed(chunks: Chunks, mark: int, *, unit: bool) -> Holder | None:
    """The name before a bracket, dash or comma: `Sở Y tế (Khối trưởng)`; `ông A, Giám đốc Sở B, Khối trưởng`."""
    place = mark - 1
    bodies: Chunks = []
    while place >= 0 and mark - place < FURTHEST:
        chunk = chunks[place]
        if chunk.kind == "person":
            if unit and not bodies and place and chunks[place - 1].kind == "posting":
                bodies = [chunks[place - 1]]
            if unit and bodies:
                return Holder(_item(bodies[0]), "O3")
            return Holder(_item(chunk, "; ".join(body.inner or body.value for body in bodies)), "O3")
        if chunk.kind in ("posting", "body", "place"):
            bodies.append(chunk)
        elif (
            chunk.kind not in ("comma", "dash", "post", "of", "proper", "common", "word", "close", "open", "unit", "and")
            or (chunk.kind == "and" and not bodies)
            or (chunk.kind == "word" and chunk.value not in ("tỉnh", "kiêm", "thường", "trực"))
        ):
            break
        place -= 1
    nearest = chunks[mark - 1] if mark else None
    if nearest is None or nearest.kind not in ("body", "place", "posting", "proper"):
        return None
    if nearest.kind == "proper" and chunks[mark].kind == "comma":
        return None
    return Holder(_item(nearest), "M5" if nearest.kind != "posting" else "O3")


def _held(chunks: Chunks, link: int) -> list[Holder]:
    """The names before `làm`, `giữ vai trò`: `bầu A làm`, `A được bầu làm`, `do A làm`, `A và B cùng làm`."""
    place, between = link - 1, []
    while place >= 0 and link - place < FURTHEST:
        chunk = chunks[place]
        if chunk.kind in _HOLDERS:
            if place and chunks[place - 1].kind in ("passive",) and between:
                place -= 1  # the agent between `được` and the verb
                continue
            break
        if (
            chunk.kind not in _PAST
            and chunk.value != "cùng"
            and not (chunk.kind in ("comma", "and", "close", "bloc", "named-bloc", "year") and (between or chunk.kind == "comma"))
        ):
            return []
        between.append(chunk)
        place -= 1
    if place < 0 or chunks[place].kind not in _HOLDERS:
        return []
    if place >= 2 and chunks[place - 1].kind == "replace" and chunks[place - 2].kind in _HOLDERS:
        return [Holder(_item(chunks[place - 2]), "O6", elected=True), Holder(_item(chunks[place]), "O6", old=True)]
    if chunks[place].kind != "person" and (person := _person_before(chunks, place)):
        kinds = {chunk.kind for chunk in between}
        return [Holder(person, "O1" if kinds & _ELECTING or "passive" in kinds else "O4", bool(kinds & _ELECTING) or "passive" in kinds)]
    first = _first_of_list(chunks, place)
    items, _ = read_list(chunks, first)
    if first and chunks[first - 1].value.endswith("cho"):
        items = items[-1:]  # `giao cho A và B làm Khối phó`: the first has another office
    opening = chunks[first - 1] if first else None
    kinds = {chunk.kind for chunk in between} | ({opening.kind} if opening else set())
    elected = bool(kinds & _ELECTING) or "passive" in kinds
    rule = "O4" if opening and opening.kind == "by" and not elected else "O1" if "passive" in kinds else "O2" if elected else "O4"
    again = any(chunk.value in ("tiếp tục", "tiếp tục được", "tái cử", "bầu lại", "vẫn") for chunk in between)
    return [
        Holder(replace(item, unit="again" if again else ""), rule, elected)
        for item in items
        if item.kind in ("body", "place", "person", "proper") and item.start <= chunks[place].start
    ]


def _person_before(chunks: Chunks, place: int) -> Item | None:
    """The person whose post ends with the body at `place`: `đồng chí A, Ủy viên B, Trưởng ban C Tỉnh ủy, được bầu làm`."""
    back, bodies = place, []
    while back >= 0 and place - back < FURTHEST:
        chunk = chunks[back]
        if chunk.kind == "person":
            beside = chunks[back + 1].kind in ("comma", "dash") and chunks[back + 2].kind in ("post", "posting")
            return _item(chunk, "; ".join(body.inner or body.value for body in bodies)) if beside else None
        if chunk.kind in ("posting", "body", "place"):
            bodies.append(chunk)
        elif chunk.kind not in ("comma", "dash", "post", "of", "common", "proper", "plural") and chunk.value not in (
            "tỉnh",
            "kiêm",
            "thường",
            "trực",
        ):
            return None
        back -= 1
    return None


def _first_of_list(chunks: Chunks, place: int) -> int:
    """Where the list of names that ends at `place` begins: through `và` and commas, not through a name with a role of its own."""
    first = place
    while first >= 2 and chunks[first - 1].kind in ("and", "comma") and chunks[first - 2].kind in _HOLDERS:
        apart = chunks[first - 3].kind if first >= 3 else "semi"
        if chunks[first - 1].kind == "comma" and not _joined(chunks, first, place) and apart not in ("semi", "year", "colon"):
            break
        first -= 2
    while chunks[first].kind == "posting" and first >= 2 and chunks[first - 1].kind in ("comma", "dash") and chunks[first - 2].kind == "person":
        first -= 2
    return first


def _joined(chunks: Chunks, first: int, place: int) -> bool:
    """Whether a comma joins: a list that closes with `và`, or posts behind a person."""
    return any(chunk.kind == "and" for chunk in chunks[first : place + 1]) or chunks[first].kind == "posting"


def _right(chunks: Chunks, place: int) -> list[Holder]:
    """The names behind the role: `Trưởng khối năm 2024 là A`, `(Khối trưởng: A)`, `vai trò Khối trưởng được giao cho A`."""
    ahead, linked, elected, by = place + 1, False, False, False
    while ahead < len(chunks) and ahead - place < FURTHEST:
        chunk = chunks[ahead]
        beside = ahead == place + 1 and (chunk.kind == "person" or (chunk.kind == "body" and place and chunks[place - 1].kind == "is"))
        if chunk.kind in _HOLDERS and (linked or beside):
            items, _ = read_list(chunks, ahead)
            rule = "O4" if by or not linked else "O1"
            kinds = ("body", "place", "person", "proper")
            return [
                Holder(item, rule, elected)
                for item in items[: 1 if by or not linked else 3]
                if item.kind in kinds and not item.role and _unclaimed(chunks, item)
            ]
        if chunk.kind in _LINKS or (chunk.kind == "for" and elected):
            linked, by = True, by or chunk.kind in ("by", "dash")
        elif chunk.kind in ("passive", "elect", "propose", "give", "get"):
            elected, linked = True, chunk.value.endswith("cho")
        elif (
            (
                chunk.kind
                not in (
                    "bloc",
                    "named-bloc",
                    "year",
                    "unit",
                    "common",
                    "word",
                    "plural",
                    "count",
                    "of",
                    "target",
                    "quote",
                    "comma",
                    "open",
                    "close",
                    "number",
                )
                and chunk.value not in ("tới", "đến")
            )
            or (chunk.kind == "comma" and not elected)
            or (linked and chunk.kind in ("word", "common"))
        ):
            return []
        ahead += 1
    return []


def _unclaimed(chunks: Chunks, item: Item) -> bool:
    """Whether no other role claims the name behind it: `… cho A và B làm Khối phó`."""
    behind = next((place for place, chunk in enumerate(chunks) if chunk.start >= item.end), len(chunks))
    if behind >= len(chunks) or chunks[behind].kind not in ("hold", "is"):
        return True
    behind += 1 + (behind + 1 < len(chunks) and chunks[behind + 1].kind == "unit")
    return behind >= len(chunks) or chunks[behind].kind not in ("head", "deputy")


def _replaced(chunks: Chunks, place: int) -> list[Holder]:
    """Who left the office: `… làm Khối trưởng thay B`, `… nhận nhiệm vụ Khối trưởng năm 2024 từ B`."""
    earlier = sum(chunk.kind in ("head", "deputy") for chunk in chunks[:place])
    for ahead in range(place + 1, len(chunks)):
        if chunks[ahead].kind == "replace" or (chunks[ahead].value == "từ" and ahead < place + 5):
            after = ahead + 1 + (ahead + 1 < len(chunks) and chunks[ahead + 1].kind == "for")
            items, _ = read_list(chunks, after)
            several = len(items) > 1 and earlier < len(items)
            return [
                Holder(item, "O6", old=True) for item in items[earlier if several else 0 :][:1] if item.kind != "count" and (several or not earlier)
            ]
        if chunks[ahead].kind == "semi":
            break
    return []


def _handed_over(chunks: Chunks, place: int) -> list[Holder]:
    """`A bàn giao nhiệm vụ, trao cờ luân lưu Khối trưởng cho B`: A leaves the office, B takes it."""
    semi = max((back for back in range(place) if chunks[back].kind == "semi"), default=-1)
    given = next((back for back in range(place - 1, max(semi, place - 10), -1) if chunks[back].kind == "hand-over"), None)
    if given is None:
        return _handing_over(chunks, place)
    if given and chunks[given - 1].kind in ("get", "hold"):
        back = next((back for back in range(given - 1, -1, -1) if chunks[back].kind in _HOLDERS), None)
        return [Holder(_item(chunks[back]), "O5", elected=True)] if back is not None else []
    to = next((ahead for ahead in range(place + 1, min(place + 7, len(chunks))) if chunks[ahead].kind == "for"), None)
    to = to or next((ahead for ahead in range(given + 1, place) if chunks[ahead].kind == "for"), None)
    taking, _ = read_list(chunks, to + 1) if to else ([], 0)
    back = given - 1
    while back >= 0 and chunks[back].kind not in _HOLDERS:
        back -= 1
    holders = [Holder(_item(chunks[back]), "O5", old=True)] if back >= 0 and chunks[back].kind in ("body", "place", "posting", "person") else []
    return [*holders, *(Holder(item, "O5", elected=True) for item in taking[:1] if item.kind != "count")]


def _handing_over(chunks: Chunks, place: int) -> list[Holder]:
    """`A - Khối trưởng năm 2014 đã bàn giao nhiệm vụ cho B`: the role stands before the verb; B takes the office."""
    for ahead in range(place + 1, min(place + 8, len(chunks))):
        if chunks[ahead].kind in ("semi", "head", "deputy"):
            return []
        if chunks[ahead].kind == "hand-over":
            to = next((later for later in range(ahead + 1, min(ahead + 6, len(chunks))) if chunks[later].kind in ("for", "head", "deputy")), None)
            if to and chunks[to].kind != "for":
                return []
            taking, _ = read_list(chunks, to + 1) if to else ([], 0)
            before = _skip_back(chunks, place - 1, frozenset({"unit"}))
            left = _apposed(chunks, before, unit=before < place - 1) if before >= 0 and chunks[before].kind in ("open", "dash", "comma") else None
            new = [Holder(replace(item, unit="after"), "O5", elected=True) for item in taking[:1] if item.kind != "count" and not item.role]
            return [*([left] if left else []), *new] if taking else []
    return []


def _years(chunks: Chunks, place: int, holder: Holder, bloc: Bloc | None, event: Event, inherited: int | None) -> list[int | None]:
    """The years of the office: as stated, else by the meetings' cycle; who goes on has this year too."""
    year = bloc.year if bloc else None
    stated = _stated(chunks, place)
    if holder.rule == "O6" and holder.old:
        told = _stated(chunks, place)
        return [told - 1 if told and year and told > year else year]
    if holder.rule == "O5":
        if holder.item.unit == "after" and stated:
            return [stated + 1]
        new = stated or (year + 1 if year and event == "tổng kết" else year)
        return [new - 1 if new and holder.old else new]
    if holder.rule in ("O3", "M5") and not holder.elected:
        return [_stated_near(chunks, place) or (inherited if any(chunk.kind == "elect" for chunk in chunks[:place]) else None) or year]
    if holder.rule == "O4" and not holder.elected and holder.item.unit != "again":
        return [stated or inherited or _stated_before(chunks, place, holder, year) or year]
    following = year + 1 if year and event == "tổng kết" and holder.elected else year
    told = stated or inherited or _stated_before(chunks, place, holder) or following
    if holder.item.unit == "again" and year and event == "tổng kết":
        return [year, told if told != year else year + 1]
    return [told]


def _stated_before(chunks: Chunks, place: int, holder: Holder, year: int | None = None) -> int | None:
    """The year that opens what is said of who holds it: `năm 2026 A là Cụm trưởng`, `Từ ngày 1/1/2019, … được giao cho B`."""
    if holder.elected and any(chunk.kind == "elect" for chunk in chunks[:place]) and not any(chunk.value == "từ" for chunk in chunks[:2]):
        return None
    if year and len(chunks) > 1 and chunks[0].value == "năm" and chunks[1].value in ("tới", "sau"):
        return year + 1
    for chunk in reversed(chunks[:place]):
        if chunk.kind == "year":
            return chunk.number
        if chunk.kind == "number" and chunk.value.count("/") == 2 and chunk.number > 1990:
            return chunk.number
        if chunk.kind in ("award", "propose"):
            break
    return None


def _stated(chunks: Chunks, place: int) -> int | None:
    """The year behind the role, up to the end of the clause; a closing one holds for all roles before it."""
    for chunk in chunks[place + 1 :]:
        if chunk.kind == "year":
            return chunk.number
        if chunk.kind in ("semi", "award"):
            break
    return None


def _stated_near(chunks: Chunks, place: int) -> int | None:
    """The year right behind a role that somebody holds now; with `sẽ` (will) any that follows."""
    will = any(chunk.kind == "target" and chunk.value.startswith("sẽ") for chunk in chunks[place:])
    for chunk in chunks[place + 1 : None if will else place + 4]:
        if chunk.kind == "year":
            return chunk.number
        if chunk.kind not in ("bloc", "named-bloc", "close", "of") and not will:
            break
    first = chunks[0] if chunks else None
    return first.number if first and first.kind == "year" else None
