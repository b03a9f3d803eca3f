"""Floor 1. Awards, bodies and phrases as terms that the engine's lexer looks up, and what tells that an article concerns emulation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..errors import CatalogError
from ..text import canon, words
from .load import Table, builtin, checked

FILES = ("awards.toml", "organizations.toml", "phrases.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalog file. `kind` is award, body, place, whole, or the entry's own id for phrases."""

    file: str
    id: str
    kind: str
    forms: tuple[str, ...]
    cased: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    name: str = ""
    recipients: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One written form: its words in small letters, and whether capitals count (`cased`: as written; `titled`: the first is one)."""

    words: tuple[str, ...]
    entry: Entry
    text: str
    cased: bool = False
    titled: bool = False


Lexicon = Mapping[str, tuple[Term, ...]]
"""Terms by their first word, the longest first."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The catalog as the engine uses it; forms are canonical text (text.canon)."""

    entries: tuple[Entry, ...]
    lexicon: Lexicon
    spark: re.Pattern[str]
    relevant: tuple[str, ...]
    unsure: tuple[str, ...]

    def entry(self, key: str) -> Entry:
        """The entry of that id."""
        return next(entry for entry in self.entries if entry.id == key)


@cache
def terms() -> Terms:
    """The built-in catalog."""
    return load({name: builtin(name) for name in FILES})


def load(files: Mapping[str, Table]) -> Terms:
    """The terms of parsed catalog files; a CatalogError names file and entry."""
    entries = tuple(_entry(file, key, entry) for file, table in files.items() for key, entry in table.items() if key != "relevance")
    listed = files["phrases.toml"]["relevance"]
    return Terms(entries, _lexicon(entries), _spark(entries), tuple(listed["yes"]), tuple(listed["unsure"]))


def _entry(file: str, key: str, entry: Table) -> Entry:
    required: dict[str, type] = {"forms": list, "yes": list, "no": list}
    more: dict[str, type | tuple[type, ...]] = {
        "awards.toml": {"name": str, "for": str, "law": str, "level": list, "cased": list},
        "organizations.toml": {"gloss": str, "place": bool, "whole": bool},
    }.get(file, {"meaning": str})
    row = checked(entry, file, key, required, more)
    if not row["yes"] or not row["no"]:
        raise CatalogError(file, key, "needs at least one sentence in `yes` and one in `no`")
    if file == "awards.toml" and row.get("for") not in ("collective", "individual", "both"):
        raise CatalogError(file, key, "`for` must be collective, individual or both")
    kind = {"awards.toml": "award", "organizations.toml": "place" if row.get("place") else "whole" if row.get("whole") else "body"}.get(file, key)
    forms, cased = (tuple(row.get(name, ())) for name in ("forms", "cased"))
    return Entry(file, key, kind, forms, cased, tuple(row["yes"]), tuple(row["no"]), row.get("name", ""), row.get("for", ""))


def _spark(entries: tuple[Entry, ...]) -> re.Pattern[str]:
    """What every article with facts says: the beginning of an award's name, or of a bloc's."""
    told = {term.words[0] for entry in entries if entry.kind in ("award", "bloc") for term in _terms(entry)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, told)))})(?!\w)", re.I)


def _lexicon(entries: tuple[Entry, ...]) -> Lexicon:
    found: dict[str, list[Term]] = {}
    for term in (term for entry in entries for term in _terms(entry)):
        found.setdefault(term.words[0], []).append(term)
    return {first: tuple(sorted(terms, key=_order)) for first, terms in found.items()}


_FIRST = ("award", "body", "place", "whole", "honorific", "hand-over", "head", "deputy")
"""Kinds that win over others of the same length."""


def _order(term: Term) -> tuple[int, int]:
    kind = term.entry.kind
    return -len(term.words), _FIRST.index(kind) if kind in _FIRST else len(_FIRST) + (kind == "stop") + 2 * (kind == "opener")


def _terms(entry: Entry) -> Iterator[Term]:
    for form in entry.forms:
        yield _term(entry, form, titled=entry.kind == "body" and form != "ngành")
    for form in entry.cased:
        yield _term(entry, form, cased=True)


def _term(entry: Entry, form: str, *, cased: bool = False, titled: bool = False) -> Term:
    text = canon(form)
    found = tuple(word for word, _, _ in words(text))
    if not found:
        raise CatalogError(entry.file, entry.id, f"has an empty form {form!r}")
    return Term(tuple(word.lower() for word in found), entry, text, cased, titled)


def check(found: Callable[[str, Terms], set[str]], known: Terms | None = None) -> list[str]:
    """What is wrong with the entries' own sentences; `found` tells the ids of the entries that a sentence shows."""
    known = known or terms()
    problems = []
    for entry in known.entries:
        where = f"{entry.file}: [{entry.id}]"
        problems += [f"{where} yes: not found in {line!r}" for line in entry.yes if entry.id not in found(line, known)]
        problems += [f"{where} no: found in {line!r}" for line in entry.no if entry.id in found(line, known)]
    return problems
