"""Floor 2. Which blocs the article is about: by number or description, told apart from general talk and from passing mentions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..models import Bloc, BlocKind
from ..names import arabic
from .chunks import Chunk
from .reader import Text

_GENERAL = frozenset({"plural", "number"})
_EACH = frozenset({"mỗi", "từng", "mọi", "nhiều", "một số"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A bloc as one place of the text names it. `strong`: with the words `thi đua`; `passing`: as the office of a guest."""

    name: str
    kind: BlocKind
    number: str | None
    strong: bool
    passing: bool
    early: bool
    clear: bool = True

    @property
    def key(self) -> str:
        """What mentions of one bloc share."""
        return f"{self.kind} {arabic(self.number) if self.number else self.name.lower()}"


def find_blocs(text: Text) -> tuple[Bloc, ...]:
    """The blocs that the article is about, the main one first; none where blocs are talked about in general."""
    titled = _mentions(text.title(), early=True)
    found = [mention for number, sentence in enumerate(text.passage.sentences) for mention in _mentions(text.chunks(sentence), early=number < 3)]
    roles = _roles(text)
    thoroughly = "thi đua" in text.passage.title.lower()
    candidates = [mention for mention in found if _counts(mention, titled, roles, thoroughly)] or [
        mention for mention in titled if _counts(mention, titled, roles, thoroughly)
    ]
    candidates = [mention for mention in candidates if mention.clear or mention.key in {other.key for other in titled}]
    if candidates and all(mention.passing for mention in candidates) and not titled and not _spoken_of(text):
        return ()
    if len(candidates) == 1 and not titled and not roles and not _spoken_of(text) and not _opens_with(text, candidates[0]):
        return ()
    if not candidates:
        plain = _plain(text) if roles or _ranked(text) else None
        return (plain,) if plain else ()
    main = _main(candidates)
    others = Counter(mention.key for mention in candidates)
    rest = {
        mention.key: mention
        for mention in reversed(candidates)
        if mention.key != main.key and mention.number and (others[mention.key] > 1 or mention.early)
    }
    return (_bloc(main, [*titled, *found]), *(_bloc(mention, []) for mention in sorted(rest.values(), key=candidates.index)))


def _opens_with(text: Text, mention: Mention) -> bool:
    """Whether the first or second sentence names the bloc."""
    return any(mention.name in " ".join(sentence.text.split()) for sentence in text.passage.sentences[:2])


def _mentions(chunks: list[Chunk], *, early: bool) -> list[Mention]:
    found = []
    for place, chunk in enumerate(chunks):
        if chunk.kind != "named-bloc":
            continue
        before = chunks[place - 1] if place else None
        if before and (
            before.kind in _GENERAL or before.value in _EACH or (before.kind in ("comma", "and") and place > 1 and chunks[place - 2].kind == "bloc")
        ):
            continue
        if not chunk.inner and len(chunk.value.split()) <= 3:
            continue
        kind: BlocKind = "khối" if chunk.head.startswith("khối") else "cụm"
        strong = " " in chunk.head
        passing = bool(before and before.kind in ("head", "deputy") and place > 1 and chunks[place - 2].kind in ("comma", "dash", "open"))
        described = chunk.value.split()[3:4]
        clear = bool(chunk.inner) or chunk.value[:1].isupper() or not strong or described != ["lao"]
        found.append(Mention(chunk.value.rstrip(" ,"), kind, chunk.inner or None, strong, passing, early, clear))
    return found


def _counts(mention: Mention, titled: list[Mention], roles: bool, thoroughly: bool) -> bool:
    """A mention without `thi đua` counts where the title names a bloc or somebody holds its offices."""
    return (
        mention.strong
        or (mention.name[:1].isupper() and (roles or mention in titled))
        or (thoroughly and any(other.name.lower() in mention.name.lower() for other in titled))
    )


def _roles(text: Text) -> bool:
    return any(chunk.kind in ("head", "deputy") for sentence in text.passage.sentences for chunk in text.chunks(sentence))


def _ranked(text: Text) -> bool:
    chunks = [chunk for sentence in text.passage.sentences for chunk in text.chunks(sentence)]
    return any(chunk.kind == "rank" and chunk.value.endswith(("khối", "cụm")) for chunk in chunks) and any(
        chunk.kind == "propose" for chunk in chunks
    )


def _spoken_of(text: Text) -> bool:
    return any(chunk.kind == "bloc" for sentence in text.passage.sentences for chunk in text.chunks(sentence))


def _plain(text: Text) -> Bloc | None:
    """The bloc that only offices or ranks show: `khối`, `cụm` alone."""
    for sentence in text.passage.sentences:
        chunks = text.chunks(sentence)
        for place, chunk in enumerate(chunks):
            general = place and (chunks[place - 1].kind in _GENERAL or chunks[place - 1].value in _EACH)
            if chunk.kind in ("bloc", "named-bloc") and not general and not (place and chunks[place - 1].kind in ("comma", "and")):
                following = chunks[place + 1].kind if place + 1 < len(chunks) else ""
                if following not in ("comma", "and"):
                    word = sentence.text[chunk.start - sentence.start : chunk.end - sentence.start]
                    counted = following == "have" and place + 2 < len(chunks) and chunks[place + 2].kind == "count"
                    if not (counted or (word[:1].isupper() and place)):
                        continue
                    return Bloc(word, "khối" if word.lower().startswith("khối") else "cụm")
            if chunk.kind == "rank" and chunk.value.endswith(("khối", "cụm")):
                word = sentence.text[chunk.end - sentence.start - 4 : chunk.end - sentence.start].strip()
                return Bloc(word, "khối" if word.lower() == "khối" else "cụm")
    return None


def _main(candidates: list[Mention]) -> Mention:
    times = Counter(mention.key for mention in candidates)
    early = [mention for mention in candidates if mention.early and mention.strong] or candidates
    most = max(times[mention.key] for mention in early)
    return next(mention for mention in early if times[mention.key] == most or (mention.strong and not mention.passing))


def _bloc(mention: Mention, others: list[Mention]) -> Bloc:
    """With the number that only the title or another place gives."""
    number = mention.number or next(
        (other.number for other in others if other.kind == mention.kind and other.number and other.name[:1].isupper()), None
    )
    return Bloc(mention.name, mention.kind, number)
