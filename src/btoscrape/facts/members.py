"""Floor 2. Who belongs to the bloc, and how many the article says there are (rules M1 to M11 of the phrasing patterns)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..models import Member
from ..text import UPPER
from .chunks import Chunk, Chunks
from .heads import of_places
from .items import Item
from .lists import read_list
from .passage import Sentence
from .reader import Text

_BLOC = frozenset({"bloc", "named-bloc"})
_TAKING = frozenset({"passive", "get", "propose", "give", "withdraw", "award", "hold", "rank"})
"""What stands behind recipients, not behind members."""
_NOT_MEMBERS = re.compile(
    r"tiêu biểu|điển hình|nội dung|lĩnh vực|dự có|tham dự|đến dự|cùng dự|các mặt|hình thức|chỉ tiêu|phong trào|nhóm|giải|môn|khách mời|nhà tài trợ|chia thành|đoàn kiểm tra gồm|tổ công tác",
    re.I,
)
_OF_MEMBERS = re.compile(
    r"thành viên|đơn vị|cơ quan|hội|sở|huyện|xã|phường|doanh nghiệp|trường|khối|cụm|địa phương|tham gia|chi nhánh|tỉnh|công ty", re.I
)
MOST = 60
"""More members than any bloc has."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that may be the members': its items, what it claims to hold, and how sure its opening is."""

    items: tuple[Item, ...]
    sentence: Sentence
    stated: int | None
    weight: int
    rule: str
    bloc: str = ""


def find_count(text: Text, listings: list[Listing]) -> int | None:
    """How many members the article states; n/N gives N."""
    for listing in listings:
        if (listing.stated and listing.weight > LEAST) or (listing.stated and listing.rule == "M1"):
            return listing.stated
    return next((count for sentence in text.passage.sentences for count in _counts(text.chunks(sentence), sentence)), None)


_SIZE = re.compile(r"(?<!số) (\d{1,2}) (?:tỉnh|thành phố|huyện|xã|phường|đơn vị|địa phương)")


def size(name: str, number: str | None = None) -> int | None:
    """The number of members that a bloc's own name gives: Cụm 7 tỉnh biên giới; nothing where none is named."""
    match = _SIZE.search(name) if re.match(r"(?:.*\s)?(?:khối|cụm)", name, re.I) else None
    return int(match[1]) if match and match[1] != number else None


def titled_size(text: Text) -> int | None:
    """The same, by the bloc's name in the title."""
    return next((found for chunk in text.title() if chunk.kind == "named-bloc" and (found := size(chunk.value, chunk.inner))), None)


_COUNTED = re.compile(
    r"(?:cả|đại diện|lãnh đạo|của|trong|toàn thể|tất cả|đủ|công đoàn)\s*$|(?:khối|cụm)(?: thi đua)?[^.;]{0,80}?(?:có|gồm|còn|với)\s*(?:sự tham gia của\s*)?(?:đủ |tổng cộng )?$|^\s*$", re.I
)  # fmt: skip
_COUNTING = re.compile(
    r"^ (?:sinh hoạt|tham gia|hoạt động) trong (?:khối|cụm)|^(?: (?!và\b|\d)\w+){1,5}(?:, \w+)? thuộc (?:khối|cụm)|^\s*(?:trực thuộc|thuộc|trong|của|ở|tham gia|thành viên)?\s*(?:thành viên)?\s*(?:thuộc|của|trong|ở)?\s*(?:toàn )?(?:khối|cụm)",
    re.I,
)
_SUCCESS = re.compile(r"^[^.;]{0,90}?(?:hoàn thành|đạt|ký|tham gia|có mặt|tổ chức|đều|dự|xếp loại|được xếp)", re.I)


def _counts(chunks: Chunks, sentence: Sentence) -> Iterator[int]:
    for place, chunk in enumerate(chunks):
        if chunk.kind != "count" or chunk.value != "unit" or chunk.entry == "times" or not 2 <= chunk.number <= MOST:
            continue
        before = sentence.text[: chunk.start - sentence.start]
        after = sentence.text[chunk.end - sentence.start :]
        if "/" in chunk.inner:
            if re.search(r"xã$|phường$|thôn", sentence.text[chunk.start - sentence.start : chunk.end - sentence.start]) and not re.search(
                r"khối|cụm|ký kết", sentence.text, re.I
            ):
                continue
            yield chunk.number
        elif any(later.kind == "award" for later in chunks[place : place + 8]) or any(earlier.kind == "award" for earlier in chunks[:place]):
            continue
        elif (
            (_COUNTING.match(after) and not re.search(r"(?:đề nghị|phấn đấu|có thêm|tặng|ít nhất)[^.;]{0,40}$", before, re.I))
            or (
                re.search(
                    r"(?:khối|cụm)(?: thi đua)?[^.;,]{0,80}?(?:có|gồm|còn|sẽ sắp xếp lại còn|quy tụ|tập hợp)\s*(?:đủ |tổng cộng |tất cả )?$",
                    before,
                    re.I,
                )
                and not re.match(r"[^.;,]{0,30}(?:được|đạt|nhận|hoàn thành|xếp)", after)
            )
            or (
                re.search(r"(?:^|\s)(?:cả|toàn bộ|tất cả|đại diện|đại diện lãnh đạo|lãnh đạo|của|dự họp có|công đoàn)\s*$", before, re.I)
                and re.match(r"(?: chi nhánh| thành viên| trong (?:khối|cụm))?\s*(?:lần lượt|đều|thành viên|trong (?:khối|cụm)|ký|cùng|đã)", after)
            )
            or (
                place
                and chunks[place - 1].kind in ("body", "proper", "of", "listing", "open")
                and not _shared_by_places(chunks, place)
                and re.search(r"(?:khối|cụm)[^.;]{0,90}?(?:gồm|có|quy tụ|\()[^.;,]{0,60}$", before, re.I)
            )
            or re.match(r"\s*(?:hội viên|thành viên)", after)
            or re.search(r"thành viên$", sentence.text[chunk.start - sentence.start : chunk.end - sentence.start])
        ):
            yield chunk.number


def _shared_by_places(chunks: Chunks, place: int) -> bool:
    """`Ban CHQS 4 huyện A, B, C, D`: a count of part of the list."""
    return place + 1 < len(chunks) and chunks[place + 1].kind in ("proper", "place")


def find_listings(text: Text) -> list[Listing]:
    """Every list that may be of members, in the order of the text; each knows the bloc named last before it."""
    found: list[Listing] = []
    sentences = text.passage.sentences
    bloc = ""
    for number, sentence in enumerate(sentences):
        chunks = text.chunks(sentence)
        before = sentences[number - 1] if number else None
        here: list[Listing | None] = []
        for place, chunk in enumerate(chunks):
            if chunk.kind in ("listing", "have", "is", "colon", "open"):
                here.append(_opened(text, sentence, chunks, place, before))
            if chunk.kind in ("is", "of"):
                here.append(_closed(text, sentence, chunks, place))
        here.append(_lines(text, number))
        found += [replace(listing, bloc=listing.bloc or bloc) for listing in here if listing]
        bloc = _bloc_before(chunks, len(chunks)) or bloc
    return found


def _opened(text: Text, sentence: Sentence, chunks: Chunks, place: int, before_it: Sentence | None) -> Listing | None:
    """A list behind a word that opens one: `Khối gồm 5 đơn vị: A, B …`, `Cụm số 3 (A, B)`."""
    opener = chunks[place].kind
    behind = place + 1
    while behind < len(chunks) and chunks[behind].kind in ("listing", "colon", "have", "is"):
        behind += 1
    if behind >= len(chunks):
        return None
    if chunks[behind].kind == "count" and any(chunk.kind in ("listing", "colon", "is", "open") for chunk in chunks[behind + 1 : behind + 4]):
        return None
    clause = re.split(r"[;.]\s", sentence.text[: chunks[place].start - sentence.start])[-1][-160:]
    stated = _stated(chunks, place, behind)
    if stated is None and before_it is not None and re.match(r"(?:đó là|gồm|bao gồm)", sentence.text, re.I):
        stated = next(iter(_counts(text.chunks(before_it), before_it)), None)
    weight = _weight(opener, chunks, place, clause, stated)
    clausal = _clause(chunks, place)
    if (
        weight < LEAST
        or any(chunk.kind in ("award", "withdraw") for chunk in clausal)
        or any(chunk.kind in ("propose", "give", "rank") for chunk in clausal[-4:])
    ):
        return None
    if chunks[behind].kind == "count" and chunks[behind].value == "unit" and _shared_by_places(chunks, behind):
        stated = stated or chunks[behind].number
    first = _headed(chunks, place)
    items = _items(text, sentence, chunks[behind if first is None else first].start, stated)
    if opener == "open" and any(item.end > sentence.end for item in items):
        return None
    if len(items) < (2 if weight > LEAST or stated else 3):
        return None
    if opener == "have" and (lead := _besides(chunks)):
        items = [lead, *items]
    rule = {"open": "M3", "have": "M6"}.get(opener, "M1")
    return Listing(tuple(items), sentence, stated, weight, rule, _bloc_before(chunks, place))


def _headed(chunks: Chunks, place: int) -> int | None:
    """Where the head stands that the list shares with a count before its opening: `Hội CCB 6 tỉnh, gồm: A, B`."""
    back = place - 1 - (place > 0 and chunks[place - 1].kind == "comma")
    counted = back > 0 and chunks[back].kind == "count" and chunks[back].head == chunks[back].shared and of_places(chunks[back].shared)
    return back - 1 if counted and chunks[back - 1].kind == "body" else None


def _besides(chunks: Chunks) -> Item | None:
    """Who opens `Ngoài A, các thành viên còn có B, C`."""
    if len(chunks) > 1 and chunks[0].value == "ngoài" and chunks[1].kind in ("body", "place"):
        return Item(chunks[1].value, chunks[1].kind, chunks[1].start, chunks[1].end)
    return None


def _clause(chunks: Chunks, place: int) -> Chunks:
    """The chunks of the clause before that place."""
    first = place
    while first > 0 and chunks[first - 1].kind not in ("semi",) and chunks[first - 1].value != ".":
        first -= 1
    return chunks[first:place]


def _stated(chunks: Chunks, place: int, behind: int) -> int | None:
    """The number that the opening states: behind it, or right before it."""
    around = [*chunks[max(0, place - 6) : place], *chunks[place:behind]]
    counts = [
        chunk.number for chunk in around if chunk.kind == "count" and chunk.value == "unit" and chunk.entry != "times" and 2 <= chunk.number <= MOST
    ]
    if not counts and 1 < place < len(chunks) and chunks[place].kind == "colon" and chunks[place - 2].kind == "number":
        counts = [chunks[place - 2].number] if 2 <= chunks[place - 2].number <= MOST else []
    return counts[-1] if counts else None


LEAST = 3
"""The clues that it takes for a list to be the members'."""


def _weight(opener: str, chunks: Chunks, place: int, clause: str, stated: int | None) -> int:
    """How many clues say that a list of members opens here; 0 where one says that it does not."""
    near = chunks[max(0, place - 9) : place]
    bloc = any(chunk.kind in _BLOC for chunk in near)
    members = "thành viên" in clause.lower()
    if _NOT_MEMBERS.search(clause[-60:]) and not (members and (stated or bloc)) and not (stated and bloc):
        return 0
    if re.search(r"thành viên (?:cũ|mới)|rời khối|chuyển sang", clause, re.I):
        return 0
    previous = chunks[place - 1] if place else None
    if opener == "open":
        named = previous is not None and (previous.kind == "named-bloc" or (bloc and previous.kind in ("count", "year")))
        return 4 if named else 3 if bloc and previous is not None and previous.value in ("nhà nước", "cổ phần") else 0
    if opener == "have":
        right_after = previous is not None and (previous.kind in _BLOC or (previous.kind == "year" and bloc))
        joining = re.search(r"tham gia(?: \S+){0,2}$", clause.strip(), re.I)
        return 3 if right_after or joining or (members and bloc) else 0
    if opener == "is" and not (stated and (bloc or members)):
        return (
            3
            if re.search(
                r"(?:các đơn vị|các thành viên|đơn vị thành viên|thành viên)(?: (?:trong|của|thuộc))?(?: (?:khối|cụm)(?: thi đua)?(?: \S+){0,3})?$",
                clause.strip(),
                re.I,
            )
            else 0
        )
    told = chunks[place].value
    score = {"listing": 2, "colon": 1, "is": 1}.get(opener, 0) + 2 * bool(stated) + 2 * bloc + 2 * members
    if told in ("trong đó có", "đó là", "có tên", "cụ thể là") and not (stated or bloc):
        return 0
    return score if bloc or members or _OF_MEMBERS.search(clause) or told == "đó là" or not clause.strip() else 0


def _bloc_before(chunks: Chunks, place: int) -> str:
    return next((chunk.inner or chunk.value for chunk in reversed(chunks[:place]) if chunk.kind == "named-bloc"), "")


def _items(text: Text, sentence: Sentence, start: int, stated: int | None) -> list[Item]:
    """The names of the list from `start` to its end: of the ways to part them, one that gives the stated number, else the usual one."""
    ways = []
    for eager in (True, False):
        chunks = text.listed(start, sentence.end, eager=eager)
        items, behind = read_list(chunks, 0)
        items = _before_clause(chunks, items, behind)
        if behind < len(chunks) and _recipients(chunks, behind):
            return []
        names = [item for item in items if item.kind in ("body", "place", "proper")]
        if len(names) != len(items) and any(item.kind == "person" for item in items):
            names = []
        ways.append(names)
        if stated and len(names) == stated:
            return names
    return _split_joints(text, ways[0], stated) or ways[0]


def _before_clause(chunks: Chunks, items: list[Item], behind: int) -> list[Item]:
    """The items without one that opens the next clause: `…, A, B; C làm Khối trưởng`."""
    if behind < len(chunks) and chunks[behind].kind in ("hold", "is", "passive", "by"):
        semi = next((chunk.start for chunk in reversed(chunks[:behind]) if chunk.kind == "semi"), None)
        return [item for item in items if semi is None or item.start < semi] if semi else items
    return items


def _recipients(chunks: Chunks, behind: int) -> bool:
    """Whether the list is the subject of an award: a verb of getting follows, and an award."""
    for place in range(behind, min(behind + 14, len(chunks))):
        kind = chunks[place].kind
        if kind == "award":
            return any(chunk.kind in _TAKING for chunk in chunks[behind:place])
        if kind in ("semi", "is") or chunks[place].value == ".":
            return False
    return False


def _split_joints(text: Text, items: list[Item], stated: int | None) -> list[Item]:
    """The names parted at doubtful commas, where that gives the stated number."""
    if not stated or len(items) >= stated:
        return []
    parted: list[Item] = []
    for item in items:
        pieces = [piece for piece in re.split(rf",\s*|\s+và\s+(?=[{UPPER}])", item.name)] if item.joint or item.kind == "proper" else [item.name]
        parted += [replace(item, name=piece.strip()) for piece in pieces if piece.strip()]
    return parted if len(parted) == stated else []


def _closed(text: Text, sentence: Sentence, chunks: Chunks, place: int) -> Listing | None:
    """A list before its name: `các sở A, B; Cục C là 6 đơn vị thành viên của khối`, `Hội 4 huyện A, B, C, D thuộc Cụm số 1`."""
    if chunks[place].kind == "of":
        return _belonging(sentence, chunks, place)
    if place + 1 >= len(chunks) or chunks[place + 1].kind != "count" or chunks[place + 1].value != "unit":
        return None
    rest = sentence.text[chunks[place + 1].start - sentence.start :]
    if not re.match(r"[^.;,]{0,40}?(?:thành viên|trong|của|thuộc)[^.;,]{0,20}?(?:khối|cụm)", rest, re.I):
        return None
    items = _ending_at(chunks, place)
    return Listing(tuple(items), sentence, chunks[place + 1].number, 4, "M1") if items else None


def _belonging(sentence: Sentence, chunks: Chunks, place: int) -> Listing | None:
    if place + 1 >= len(chunks) or chunks[place + 1].kind != "named-bloc":
        return None
    items = _ending_at(chunks, place)
    counted = [chunk.number for chunk in chunks[:place] if chunk.kind == "count"]
    if len(items) < 3 or len(items) not in counted:
        return None
    return Listing(tuple(items), sentence, len(items), LEAST, "M1", chunks[place + 1].inner)


def _ending_at(chunks: Chunks, place: int) -> list[Item]:
    """The longest list that ends right before that place."""
    for first in range(max(0, place - 80), place):
        if chunks[first].kind in ("body", "place", "plural", "count"):
            items, behind = read_list(chunks, first)
            if behind == place and len(items) > 1 and all(item.kind in ("body", "place", "proper") for item in items):
                return items
    return []


_BULLET = re.compile(r"^\s*(?:[-+*•–]|\d{1,2}[.)])\s*(.+?)[;.,]?\s*$")


def _lines(text: Text, number: int) -> Listing | None:
    """A list one name a line, after a line that ends in a colon."""
    sentences = text.passage.sentences
    lead = sentences[number]
    if not lead.text.rstrip().endswith(":") or not re.search(r"thành viên|đơn vị|khối|cụm", lead.text, re.I) or _NOT_MEMBERS.search(lead.text):
        return None
    if any(chunk.kind in ("award", "give", "propose", "get") for chunk in text.chunks(lead)):
        return None
    if any(chunk.kind == "award" for line in sentences[number + 1 : number + 4] for chunk in text.chunks(line)):
        return None
    items: list[Item] = []
    for line in sentences[number + 1 : number + 1 + MOST]:
        match = _BULLET.match(line.text)
        if not match:
            break
        chunks = text.listed(line.start + match.start(1), line.start + match.end(1), eager=True)
        found, _ = read_list(chunks, 0)
        if len(found) != 1 or found[0].kind not in ("body", "place", "proper"):
            whole = match[1].strip()
            found = [Item(whole, "body", line.start + match.start(1), line.start + match.start(1) + len(whole))]
        items += found
    chunks = text.chunks(lead)
    return (
        Listing(tuple(items), lead, _stated(chunks, len(chunks), len(chunks)), 3, "M4", _bloc_before(chunks, len(chunks))) if len(items) > 1 else None
    )


def choose(listings: list[Listing], count: int | None) -> list[Listing]:
    """The lists that name members: the surest, and those of other blocs in the article."""
    best: list[Listing] = []
    for listing in sorted(listings, key=lambda one: (-_worth(one, count), one.sentence.start)):
        if not best or (listing.bloc and all(listing.bloc != other.bloc and other.bloc for other in best)):
            best.append(listing)
    return sorted(best, key=lambda one: one.sentence.start)


def _worth(listing: Listing, count: int | None) -> float:
    stated = listing.stated or count
    exact = 3 if stated and len(listing.items) == stated else 0
    return listing.weight + exact + min(len(listing.items), 12) / 4


def told_elsewhere(text: Text, number: int) -> int | None:
    """The number of members where the text says it beside the list: `của 6 đơn vị`, `cả 6 đơn vị`."""
    for sentence in text.passage.sentences:
        chunks = text.chunks(sentence)
        for place, chunk in enumerate(chunks):
            before = chunks[place - 1].value if place else ""
            if chunk.kind == "count" and chunk.value == "unit" and chunk.number == number and before in ("của", "cả", "trong", "tất cả", "đủ"):
                return number
    return None


def members_of(text: Text, listings: list[Listing]) -> tuple[Member, ...]:
    """The members that the lists name, each once."""
    found: dict[str, Member] = {}
    for listing in listings:
        for item in listing.items:
            proof = text.passage.evidence(item.start, item.end)
            key = item.name.lower()
            if key not in found:
                found[key] = Member(item.name, proof, item.role, listing.rule)
    return tuple(found.values())
