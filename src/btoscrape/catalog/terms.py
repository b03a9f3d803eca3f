"""Floor 1. Awards, bodies and phrases as compiled terms, and the check of the sentences that awards carry with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from ..errors import CatalogError
from .load import builtin, checked


@dataclass(frozen=True, slots=True)
class AwardTerm:
    """One award of the catalog."""

    id: str
    name: str
    recipients: str
    law: str
    forms: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The catalog as the fact readers use it; the patterns match canonical text (text.canon)."""

    awards: tuple[AwardTerm, ...]
    award_pattern: re.Pattern[str]
    award_of: dict[str, AwardTerm]
    heads: re.Pattern[str]
    compounds: re.Pattern[str]
    authority: re.Pattern[str]
    proposed: re.Pattern[str]
    conferred: re.Pattern[str]
    target: re.Pattern[str]
    head_role: re.Pattern[str]
    deputy_role: re.Pattern[str]
    relevant: tuple[str, ...]
    unsure: tuple[str, ...]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)", re.I)


@cache
def terms() -> Terms:
    """The built-in catalog."""
    awards = tuple(_award(key, entry) for key, entry in builtin("awards.toml").items())
    bodies, phrases = builtin("organizations.toml"), builtin("phrases.toml")
    forms = {form.lower().rstrip(" “"): award for award in awards for form in award.forms}
    return Terms(
        awards=awards,
        award_pattern=_words(forms),
        award_of=forms,
        heads=re.compile(rf"(?:{any_of(bodies['heads'])})(?!\w)", re.I),
        compounds=re.compile(any_of(bodies["compounds"]), re.I),
        authority=re.compile(rf"(?<!\w)(?:{any_of(bodies['authorities'])})(?!\w)"),
        proposed=_words(phrases["status"]["proposed"]),
        conferred=_words(phrases["status"]["conferred"]),
        target=_words(phrases["status"]["target"]),
        head_role=_words(phrases["roles"]["head"]),
        deputy_role=_words(phrases["roles"]["deputy"]),
        relevant=tuple(phrases["relevance"]["yes"]),
        unsure=tuple(phrases["relevance"]["unsure"]),
    )


def _award(key: str, entry: dict[str, object]) -> AwardTerm:
    required: dict[str, type] = {"name": str, "for": str, "law": str, "forms": list, "yes": list, "no": list}
    row = checked(entry, "awards.toml", key, required, {})
    if row["for"] not in ("collective", "individual", "both"):
        raise CatalogError("awards.toml", key, "`for` must be collective, individual or both")
    return AwardTerm(key, row["name"], row["for"], row["law"], tuple(row["forms"]), tuple(row["yes"]), tuple(row["no"]))


def check(found: Callable[[str], set[str]]) -> list[str]:
    """What is wrong with the sentences of awards.toml; `found` tells the ids of the awards that a sentence gives."""
    problems = []
    for award in terms().awards:
        problems += [f"awards.toml: [{award.id}] yes: not found in {line!r}" for line in award.yes if award.id not in found(line)]
        problems += [f"awards.toml: [{award.id}] no: found in {line!r}" for line in award.no if award.id in found(line)]
    return problems
