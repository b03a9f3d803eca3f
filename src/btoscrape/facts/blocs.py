"""Floor 2. Which blocs the article is about: by number or description, told apart from general talk and from passing mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog.spelling import arabic
from ..models import Bloc, BlocKind
from .chunks import BLOC, ROLES, Chunk, Chunks
from .reader import Text

_NAMED, _RANK = frozenset({"named-bloc"}), frozenset({"rank"})
_GENERAL = frozenset({"plural", "number"})
_JOINING = frozenset({"comma", "and"})
_APPOSING = frozenset({"comma", "dash", "open"})
_NUMBER = re.compile(r" số (\d{1,2}|[IVXL]+)(?!\w)")
"""A number behind the description: Cụm thi đua mầm non số 4 thành phố Gành Ráng."""
_GRADE = re.compile(r"khối \d{1,2} (?:của )?(?:trường|lớp)(?!\w)", re.I)
"""The classes of a school's grade: Khối 12 Trường THPT Lý Tự Trọng."""
_EARLY = 3
"""Sentences that say what an article is about."""
_WORDS = ("khối", "cụm")


@dataclass(frozen=True, slots=True)
class Mention:
    """A bloc as one place of the text names it. `key` is what mentions of one bloc share.

    `strong`: with the words `thi đua`; `passing`: as the office of a guest; `early`: in the opening; `clear`: nobody would read it as common talk.
    """

    name: str
    kind: BlocKind
    number: str | None
    strong: bool
    passing: bool
    early: bool
    clear: bool
    key: str


def find_blocs(text: Text) -> tuple[Bloc, ...]:
    """The blocs that the article is about, the main one first; none where blocs are talked about in general."""
    titled = list(_mentions(text.title(), early=True))
    found = [mention for number, chunks in enumerate(text.all()) for mention in _mentions(chunks, early=number < _EARLY)]
    offices = _has(text, ROLES)
    keys = {mention.key for mention in titled}
    if _GRADE.search(f"{text.passage.title}\n{text.passage.text}"):  # a school's: what has no `thi đua` is a grade, too
        found, offices = [mention for mention in found if mention.strong], False
    counted = [mention for mention in found if _counts(text, mention, titled, offices=offices)]
    counted = counted or [mention for mention in titled if _counts(text, mention, titled, offices=offices)]
    candidates = [mention for mention in counted if mention.clear or mention.key in keys]
    if not candidates:
        plain = _plain(text) if offices or _ranked(text) else None
        return (plain,) if plain else ()
    if not titled and _by_the_way(text, candidates, offices=offices):
        return ()
    main = _main(candidates)
    return (_bloc(main, [*titled, *found]), *(_bloc(mention, []) for mention in _others(main, candidates)))


def _by_the_way(text: Text, candidates: list[Mention], *, offices: bool) -> bool:
    """Whether the article only mentions a bloc: as a guest's office, or once, late and without a word on its own doings."""
    if _has(text, {"bloc"}):
        return False
    if all(mention.passing for mention in candidates):
        return True
    opening = [" ".join(sentence.text.split()) for sentence in text.passage.sentences[:2]]
    return len(candidates) == 1 and not offices and not any(candidates[0].name in told for told in opening)


def _others(main: Mention, candidates: list[Mention]) -> list[Mention]:
    """Numbered blocs besides the main one, each at its first mention: named early, or more than once."""
    if len(candidates) == 1:
        return []
    times = Counter([mention.key for mention in candidates])
    rest: dict[str, Mention] = {}
    for mention in candidates:
        if mention.key != main.key and mention.number and (times[mention.key] > 1 or mention.early):
            rest.setdefault(mention.key, mention)
    return list(rest.values())


def _mentions(chunks: Chunks, *, early: bool) -> Iterator[Mention]:
    """Every bloc that the chunks name, but general talk and a bare word with one more."""
    for place in chunks.places(_NAMED):
        chunk = chunks[place]
        if not (_in_general(chunks, place) or _GRADE.match(chunk.value)) and (chunk.inner or len(chunk.value.split()) > 3):
            yield _mention(chunks, place, early=early)


def _in_general(chunks: Chunks, place: int) -> bool:
    """Whether blocs at large are meant: `các khối thi đua`, `các cụm, khối thi đua`."""
    before = chunks.at(place - 1)
    return _any_of(before) or (before.kind in _JOINING and chunks.kinds[place - 2] == "bloc")


def _any_of(before: Chunk) -> bool:
    """Whether the word before a bloc makes it any bloc."""
    return before.kind in _GENERAL or "each" in before.tags


def _mention(chunks: Chunks, place: int, *, early: bool) -> Mention:
    """The bloc that is named at that place."""
    chunk = chunks[place]
    strong = " " in chunk.head
    passing = chunks.kinds[place - 1] in ROLES and chunks.kinds[place - 2] in _APPOSING
    labour = chunk.value.split()[3:4] == ["lao"]
    clear = bool(chunk.inner) or chunk.value[:1].isupper() or not strong or not labour
    name, kind = chunk.value.rstrip(" ,"), _kind(chunk.head)
    key = f"{kind} {arabic(chunk.inner) if chunk.inner else name.lower()}"
    return Mention(name, kind, chunk.inner or None, strong, passing, early, clear, key)


def _kind(word: str) -> BlocKind:
    """Khối or cụm, by the name's first word."""
    return "khối" if word.lower().startswith("khối") else "cụm"


def _counts(text: Text, mention: Mention, titled: list[Mention], *, offices: bool) -> bool:
    """A mention without `thi đua` counts where the title names a bloc or somebody holds its offices."""
    if mention.strong or (mention.name[:1].isupper() and (offices or mention in titled)):
        return True
    emulation = "thi đua" in text.passage.title.lower()
    return emulation and any(other.name.lower() in mention.name.lower() for other in titled)


def _has(text: Text, kinds: frozenset[str] | set[str]) -> bool:
    """Whether the text holds a chunk of these kinds."""
    return not all(kinds.isdisjoint(chunks.held) for chunks in text.all())


def _ranked(text: Text) -> bool:
    """Whether places in a bloc's vote and proposals are told."""
    ranked = any(chunks[place].value.endswith(_WORDS) for chunks in text.all() for place in chunks.places(_RANK))
    return ranked and _has(text, {"propose"})


def _plain(text: Text) -> Bloc | None:
    """The bloc that only offices or ranks show: `khối`, `cụm` alone."""
    for sentence, chunks in text.sentences():
        for place in chunks.places(BLOC | _RANK):
            chunk = chunks[place]
            word = sentence.text[chunk.start - sentence.start : chunk.end - sentence.start]
            if chunk.kind in BLOC and _alone(chunks, place) and (_sized(chunks, place) or (word[:1].isupper() and place)):
                return Bloc(word, _kind(word))
            if chunk.kind == "rank" and chunk.value.endswith(_WORDS):
                return Bloc(word[-4:].strip(), _kind(word[-4:].strip()))
    return None


def _alone(chunks: Chunks, place: int) -> bool:
    """Whether one bloc is meant: no kind of blocs, and none of several."""
    beside = (chunks.kinds[place - 1], chunks.kinds[place + 1])
    return not _any_of(chunks.at(place - 1)) and not any(kind in _JOINING for kind in beside)


def _sized(chunks: Chunks, place: int) -> bool:
    """`Khối có 5 đơn vị`."""
    return chunks.kinds[place + 1] == "have" and chunks.kinds[place + 2] == "count"


def _main(candidates: list[Mention]) -> Mention:
    """The bloc that is named most, or first with the words `thi đua`, in the opening if it names any."""
    if len(candidates) == 1:
        return candidates[0]
    times = Counter([mention.key for mention in candidates])
    early = [mention for mention in candidates if mention.early and mention.strong] or candidates
    most = max(times[mention.key] for mention in early)
    return next(mention for mention in early if times[mention.key] == most or (mention.strong and not mention.passing))


def _bloc(mention: Mention, others: list[Mention]) -> Bloc:
    """With the number that only the title or another place gives."""
    elsewhere = (other.number for other in others if other.kind == mention.kind and other.number and other.name[:1].isupper())
    inside = _NUMBER.search(mention.name)
    return Bloc(mention.name, mention.kind, mention.number or (inside[1] if inside else next(elsewhere, None)))
