"""Floor 1. Awards, bodies and phrases as terms for the engine's lexer, clues for its readers, and what tells that an article concerns emulation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from ..errors import CatalogError
from ..text import canon, words
from .clues import Clue, clue
from .frames import AROUND, Frame, frame
from .frames import FILE as FRAMES
from .load import Table, builtin, checked

FILES = ("awards.toml", "organizations.toml", "phrases.toml", FRAMES, "clues.toml")
_HEADS = ("list-head", "list-place")
"""Clues that list the head nouns of lists."""
_FIRST = ("award", "body", "place", "whole", "honorific", "hand-over", "head", "deputy")
"""Kinds whose terms win over others of the same length, in this order."""
_LAST = ("stop", "opener")
"""Kinds that all others win over; between the two lists the order of the files decides."""
NAMELIKE = frozenset({"unit", "common", "elect", "propose", "give", "get", "hold", "listing", "withdraw", "rank", "stop", "target"})
"""Kinds of terms whose words may be a name's as well."""
INNER_CAPITALS = frozenset({"unit", "common"})
"""Those of them that a capital inside makes a name: cơ sở Thống Nhất."""
_BARE = ("khối", "cụm", "cờ")
"""Names of blocs and of an award that are everyday words, too: volume, cluster, flag."""
_KEYS: Mapping[str, Mapping[str, type]] = {
    "awards.toml": {"name": str, "for": str, "law": str, "level": list, "cased": list},
    "organizations.toml": {"gloss": str, "place": bool, "whole": bool},
    "phrases.toml": {"meaning": str},
    FRAMES: {"meaning": str, "around": list, "before": str, "after": str, "not-before": str, "not-after": str},
    "clues.toml": {"meaning": str, "except": list, "search": bool},
}
"""What an entry of each file may hold besides its forms and sentences."""
_TABLES = ("relevance", "words")
"""What stands in the files besides entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalog file. `kind` is award, body, place, whole, frame, clue, or the entry's own id for phrases.

    `cased` forms count only as written; `recipients` are an award's (`for`), `other` a clue's exceptions (`except`), `searched` its `search`.
    """

    file: str
    id: str
    kind: str
    forms: tuple[str, ...]
    cased: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    name: str = ""
    recipients: str = ""
    other: tuple[str, ...] = ()
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One written form: its words in small letters, and whether capitals count (`cased`: as written; `titled`: the first is one)."""

    words: tuple[str, ...]
    entry: Entry
    text: str
    cased: bool = False
    titled: bool = False
    kind: str = field(init=False)
    told: str = field(init=False)
    size: int = field(init=False)
    large: bool | None = field(init=False)
    small: bool | None = field(init=False)
    """Whether the term stands where its words do, the first of them with a capital or without one; None: it depends on the words beside it."""

    def __post_init__(self) -> None:
        """What is asked of every word of every article is found once."""
        kind, size = self.entry.kind, len(self.words)
        anywhere = not (self.cased or kind == "opener")
        large = True if anywhere and kind not in NAMELIKE else None
        alone = anywhere and (size == 1 or kind not in INNER_CAPITALS)
        found = {"kind": kind, "told": " ".join(self.words), "size": size}
        found |= {"large": large, "small": False if self.titled else True if alone else large}
        for name, value in found.items():
            object.__setattr__(self, name, value)


Lexicon = Mapping[tuple[str, ...], tuple[Term, ...]]
"""Terms by their first two words, those of one word by it; the longest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The catalog as the engine uses it; forms are canonical text (text.canon)."""

    entries: Mapping[str, Entry]
    """Entries by their ids."""
    lexicon: Lexicon
    clues: Mapping[str, Clue]
    frames: Mapping[str, Mapping[str, Frame]]
    """Frames by what they stand around, each by its id."""
    tags: Mapping[str, frozenset[str]]
    """The ids of the clues that list these words, by the words in small letters."""
    heads: Mapping[str, str]
    """Head nouns that a list may share, as its names have them, by the words in small letters."""
    begins: frozenset[str]
    """The words that terms begin with, in small letters."""
    spark: tuple[str, ...]
    """The shortest names of awards and blocs, in small letters: what has facts says one of them, or"""
    bare: tuple[str, ...]
    """one of those that are everyday words as well, and somewhere beside it"""
    beside: tuple[str, ...]
    """one of these words of emulation."""
    relevant: tuple[str, ...]
    unsure: tuple[str, ...]

    def sparks(self, text: str) -> bool:
        """Whether a text may hold facts at all."""
        low = text.lower().replace("\n", " ")
        if "  " in low or not low.isprintable():
            low = " ".join(low.split())
        bare = any(name in low for name in self.bare) and any(word in low for word in self.beside)
        return bare or any(name in low for name in self.spark)

    def begins_body(self, words: tuple[str, ...]) -> bool:
        """Whether a name of these words (in small letters) begins as the names of bodies do."""
        begun = (term for length in (2, 1) for term in self.lexicon.get(words[:length], ()))
        return any(term.entry.kind == "body" and words[: len(term.words)] == term.words for term in begun)


@cache
def terms() -> Terms:
    """The built-in catalog."""
    return load({name: builtin(name) for name in FILES})


def load(files: Mapping[str, Table]) -> Terms:
    """The terms of parsed catalog files; a CatalogError names file and entry."""
    entries: dict[str, Entry] = {}
    for file, table in files.items():
        for key, row in table.items():
            if key in entries:
                raise CatalogError(file, key, f"stands in {entries[key].file} already")
            if key not in _TABLES:
                entries[key] = _entry(file, key, row)
    clues = [entry for entry in entries.values() if entry.kind == "clue"]
    terms = [term for entry in entries.values() if entry.kind != "clue" for term in _terms(entry)]
    listed, shortest = files["phrases.toml"]["relevance"], _shortest(terms)
    return Terms(
        entries=entries,
        lexicon=_lexicon(terms),
        clues={entry.id: clue(entry.forms, entry.other, searched=entry.searched) for entry in clues},
        frames=_frames(files[FRAMES]),
        tags=_tags(clues),
        heads={canon(form).lower(): canon(form) for entry in clues if entry.id in _HEADS for form in entry.forms},
        begins=frozenset(term.words[0] for term in terms),
        spark=tuple(name for name in shortest if name not in _BARE),
        bare=tuple(name for name in shortest if name in _BARE),
        beside=tuple(listed["beside"]),
        relevant=tuple(listed["yes"]),
        unsure=tuple(listed["unsure"]),
    )


def _entry(file: str, key: str, entry: Table) -> Entry:
    """The checked entry of a file."""
    required: dict[str, type] = {"around" if file == FRAMES else "forms": list, "yes": list, "no": list}
    row = checked(entry, file, key, required, dict(_KEYS[file]))
    if not row["yes"] or not row["no"]:
        raise CatalogError(file, key, "needs at least one sentence in `yes` and one in `no`")
    if file == "awards.toml" and row.get("for") not in ("collective", "individual", "both"):
        raise CatalogError(file, key, "`for` must be collective, individual or both")
    forms, cased, yes, no, other = (tuple(row.get(name, ())) for name in ("forms", "cased", "yes", "no", "except"))
    return Entry(file, key, _kind(file, key, row), forms, cased, yes, no, row.get("name", ""), row.get("for", ""), other, bool(row.get("search")))


def _kind(file: str, key: str, row: Table) -> str:
    """What the lexer knows the entry's terms as."""
    if file == "organizations.toml":
        return "place" if row.get("place") else "whole" if row.get("whole") else "body"
    return {"awards.toml": "award", FRAMES: "frame", "clues.toml": "clue"}.get(file, key)


def _frames(table: Table) -> Mapping[str, Mapping[str, Frame]]:
    """The frames of their file."""
    built = {name: frame(name, row, table["words"]) for name, row in table.items() if name not in _TABLES}
    return {told: {name: built[name] for name in built if told in table[name]["around"]} for told in AROUND}


def _tags(clues: Iterable[Entry]) -> Mapping[str, frozenset[str]]:
    """Which clues list which words."""
    found: dict[str, set[str]] = {}
    for entry in clues:
        for form in entry.forms:
            found.setdefault(canon(form).lower(), set()).add(entry.id)
    return {words: frozenset(ids) for words, ids in found.items()}


def _shortest(terms: Iterable[Term]) -> tuple[str, ...]:
    """The names of awards and blocs that hold no other such name."""
    told = {" ".join(term.words).replace(" ,", ",") for term in terms if term.entry.kind in ("award", "bloc")}
    return tuple(sorted(name for name in told if not any(other in name for other in told - {name})))


def _lexicon(terms: Iterable[Term]) -> Lexicon:
    """The terms by their first words, in the order in which they win."""
    found: dict[tuple[str, ...], list[Term]] = {}
    for term in terms:
        found.setdefault(term.words[:2], []).append(term)
    return {begun: tuple(sorted(told, key=_order)) for begun, told in found.items()}


def _order(term: Term) -> tuple[int, int]:
    """Longer terms first, then by kind."""
    kind = term.entry.kind
    if kind in _FIRST:
        return -len(term.words), _FIRST.index(kind) - len(_FIRST)
    return -len(term.words), 1 + _LAST.index(kind) if kind in _LAST else 0


def _terms(entry: Entry) -> Iterator[Term]:
    """A term for each form; those of bodies that begin with a capital demand one."""
    for form in entry.forms:
        yield _term(entry, form, titled=entry.kind == "body" and form[:1].isupper())
    for form in entry.cased:
        yield _term(entry, form, cased=True)


def _term(entry: Entry, form: str, *, cased: bool = False, titled: bool = False) -> Term:
    """The form's words, as the lexer compares them."""
    text = canon(form)
    found = words(text)
    if not found:
        raise CatalogError(entry.file, entry.id, f"has an empty form {form!r}")
    return Term(tuple(word.lower() for word in found), entry, text, cased, titled)


def check(found: Callable[[str, Terms], set[str]], known: Terms | None = None) -> list[str]:
    """What is wrong with the entries' own sentences; `found` tells the ids of the entries that a sentence shows."""
    known = known or terms()
    problems = []
    for entry in known.entries.values():
        where = f"{entry.file}: [{entry.id}]"
        problems += [f"{where} yes: not found in {line!r}" for line in entry.yes if entry.id not in found(line, known)]
        problems += [f"{where} no: found in {line!r}" for line in entry.no if entry.id in found(line, known)]
    return problems
