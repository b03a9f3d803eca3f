"""Floor 2. What stands before an award in its clause: the verbs that decide its status, who gives it, and in which year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .chunks import GIVERS, NAMES, Chunk, Chunks

_GIVEN = frozenset({"give", "get"})
_SAYING = _GIVEN | {"word"}
_TARGET = frozenset({"target"})
_PRAISE = frozenset({"khen", "khen thưởng"})
"""As nouns they give nothing: kết quả khen thưởng."""
_OTHERS = NAMES | {"count"}
_PAST_WITHDRAWAL = _OTHERS | {"semi", "award", "for"}
_BEFORE_VERB = frozenset({"word", "elect", "propose", "give"})
_APPOSING = frozenset({"comma", "dash"})
_POSTED = frozenset({"person", "posting", "body"})
_ASKED = frozenset({"propose", "passive", "on-behalf"})
_BEHIND_ASKED = frozenset({"word", "propose", "common"})
_WITHDRAWING = ("xin", "rút", "tự nguyện", "từ chối")
_SCENE = frozenset({"word", "common", "year", "number", "bloc", "named-bloc"})
"""What tells of time and place before who gives: `Tại hội nghị, UBND tỉnh trao`."""
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """What the words before an award say of it.

    `proposed` and `conferred` by their verbs, `plainly` whatever was proposed before; `void`: only wished for, or withdrawn from (A12, N1).
    """

    proposed: bool
    conferred: bool
    plainly: bool
    void: bool
    authority: str | None
    year: int | None


def clause_of(chunks: Chunks, place: int, used: int) -> Clause:
    """The clause before the award at `place`; what stands before `used` belongs to earlier awards."""
    semi = chunks.last(("semi",), place, used) if "semi" in chunks.held else None
    first = used if semi is None else semi + 1
    stretch, kinds = chunks[first:place], frozenset(chunks.kinds[first:place])
    return Clause(
        proposed="propose" in kinds,
        conferred=_conferred(stretch, kinds),
        plainly=_plainly(stretch, kinds),
        void=_wished(chunks, place) or _withdrawn(stretch, kinds) or _withdraws(chunks, place),
        authority=_authority(chunks, first, place),
        year=last_year(chunks[:place] if used == 0 or semi is not None else stretch),
    )


def _conferred(stretch: Iterable[Chunk], kinds: frozenset[str]) -> bool:
    """Whether a verb says that it was given: `tặng`, `nhận`, `công bố`, `đã có`."""
    given = {chunk.value for chunk in stretch if chunk.kind in _GIVEN}
    if given and ("passive" in kinds or not given <= _PRAISE):
        return True
    told = " | ".join([chunk.value for chunk in stretch])
    return "công bố" in told or ("have" in kinds and "đã" in told.split())


def last_year(stretch: Iterable[Chunk]) -> int | None:
    """The last year among these chunks."""
    years = [chunk.number for chunk in stretch if chunk.kind == "year"]
    return years[-1] if years else None


def _begins(chunks: Chunks, place: int) -> int:
    """Where the stretch between semicolons begins."""
    semi = chunks.last(("semi",), place)
    return 0 if semi is None else semi + 1


def _wished(chunks: Chunks, place: int) -> bool:
    """Whether it is a wish, or stands in a list that one opens: `Các hội phấn đấu: Cờ thi đua: 2 tập thể; …` (N1)."""
    wishes = [back for back in chunks.places(_TARGET) if back < place]
    begun = _begins(chunks, place) if wishes else 0
    return any(back >= begun or (back < place - 1 and chunks.kinds[back + 1] == "colon") for back in wishes)


def _withdraws(chunks: Chunks, place: int) -> bool:
    """Whether the subject withdraws behind the award: `A được giới thiệu tặng Bằng khen, xin rút` (A12)."""
    for chunk in chunks.between(place + 1, place + _NEAR) if "withdraw" in chunks.held else ():
        if chunk.kind == "withdraw":
            return chunk.value.startswith(_WITHDRAWING)
        if chunk.kind in _PAST_WITHDRAWAL:
            return False
    return False


def _withdrawn(stretch: tuple[Chunk, ...], kinds: frozenset[str]) -> bool:
    """Whether the last subject withdrew: no other name stands between that and the award (A12)."""
    if "withdraw" not in kinds:
        return False
    last = next((chunk for chunk in reversed(stretch) if chunk.kind == "withdraw" or chunk.kind in _OTHERS), None)
    return last is not None and last.kind == "withdraw"


def _plainly(stretch: tuple[Chunk, ...], kinds: frozenset[str]) -> bool:
    """Somebody plainly got it, whatever was proposed before: `đã được … tặng`, `trao`, `đón nhận`, `năm 2022 … được tặng`."""
    tags = frozenset[str]().union(*[chunk.tags for chunk in stretch if chunk.tags and chunk.kind in _SAYING])
    return "handed" in tags or ("already" in tags and {"passive", "give"} <= kinds)


def _authority(chunks: Chunks, first: int, place: int) -> str | None:
    """Who gives: right before the verb, or the principal of one who presents (A9), or whom the proposal asks."""
    for back in range(place - 1, first - 1, -1):
        if chunks.kinds[back] == "give" and (found := giver(chunks, back)):
            return found
    principal = chunks.first(("on-behalf",), _begins(chunks, place), place) if "on-behalf" in chunks.held else None
    if principal is not None:
        return next((chunk.value for chunk in chunks.between(principal + 1, principal + 4) if chunk.kind in GIVERS), None)
    for back in range(place - 1, first, -1) if "propose" in chunks.held else ():
        if chunks.kinds[back] in GIVERS and chunks.kinds[back - 1] == "propose" and chunks.only(_BEHIND_ASKED, back + 1, place):
            return chunks[back].value
    return None


def giver(chunks: Chunks, verb: int) -> str | None:
    """The body or post right before a verb of giving: `đề nghị UBND tỉnh tặng`; a leader who only presents is none (A8)."""
    back = verb - 1
    while chunks.kinds[back] in _BEFORE_VERB and "before-giving" in chunks[back].tags:
        back -= 1
    chunk, before = chunks.at(back), chunks.kinds[back - 1]
    if chunk.kind == "posting":
        apposed = before in _APPOSING and chunks.kinds[back - 2] in _POSTED
        return None if apposed or chunk.entry == "presenter" else chunk.value
    if chunk.kind == "body" and before == "comma" and back > 1 and chunks.only(_SCENE, 0, back - 1):
        return chunk.value
    if chunk.kind != "body" or (before in ("of", "and", "comma") and not chunks.has(_ASKED, back - 4, back)):
        return None
    return chunk.value
