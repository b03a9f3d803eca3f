"""Floor 4. A person's decision: written into corrections.csv beside the archive, put in force, the articles concerned read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from .archive import Archive, Correction
from .archive.corrections import ON_DOUBTS, ON_FACTS, append, checked, tables, written
from .errors import UsageError
from .models import VIETNAM, Facts
from .reading import Unread, read

Reread = Callable[[set[int]], Counter[str]]
WITHOUT_FACT = "corrections_without_fact"


def correct(archive: Archive, correction: Correction, reread: Reread) -> Counter[str]:
    """Record the correction and put it in force; a UsageError, and nothing written, where it finds no fact or several."""
    _try(archive, checked(correction))
    append(archive.corrections.path, correction)
    return apply(archive, reread)


def apply(archive: Archive, reread: Reread) -> Counter[str]:
    """Put the file in force as it stands: the outcomes of the articles read again, and how many corrections find nothing.

    `reread` reads the kept pages of those ids again.
    """
    counts = reread(archive.corrections.take())
    counts[WITHOUT_FACT] = len(archive.corrections.without_fact())
    return counts


def made(archive: Archive, action: str, about: Sequence[str], *, fact: str, change: str, who: str, why: str) -> Correction:
    """The correction that the words of a command ask for; a UsageError says which are missing.

    `about` is the article's address and the table for an action on facts, a doubt's key for a decision about one, or
    `organizations` or `blocs` where `fact` and `change` name the two.
    """
    now = datetime.now(VIETNAM).isoformat(timespec="seconds")
    if action in ON_FACTS:
        if len(about) != 2:
            raise UsageError(f"correct {action} needs ARTICLE_URL and TABLE ({', '.join(tables(action))})")
        one = Correction(now, who, why, action, about[1], about[0], fact, change)
        return _with_award(archive, one) if (action, about[1]) == ("add", "awards") else one
    if len(about) != 1:
        raise UsageError(f"correct {action} needs the key of a doubt: `btoscrape doubts` lists them")
    if action in ON_DOUBTS:
        key = _doubt(archive, about[0])["doubt"]
        return Correction(now, who, why, action, "doubts", fact=written({"doubt": key}))
    if about[0] in tables(action):
        return Correction(now, who, why, action, about[0], fact=fact, change=change)
    table, fact, change = _two(archive, _doubt(archive, about[0]))
    return Correction(now, who, why, action, table, fact=fact, change=change)


def _doubt(archive: Archive, key: str) -> dict[str, Any]:
    row = next((row for row in archive.rows("doubts") if row["doubt"] == key), None)
    if row is None:
        raise UsageError(f"there is no doubt {key!r}; `btoscrape doubts --all` lists them")
    return row


def _two(archive: Archive, doubt: dict[str, Any]) -> tuple[str, str, str]:
    """Table, fact and change of the two that a doubt takes for one: the second is the first."""
    pair = archive.corrections.two(doubt["doubt"])
    if pair is None:
        raise UsageError(f"{doubt['doubt']} is not about two names; use set, delete or add, or accept it as it is")
    table, one, other = pair
    return table, written(other), written({name: value for name, value in one.items() if name in ("name", "key")})


def _with_award(archive: Archive, correction: Correction) -> Correction:
    """The correction with the catalog's id of its award, which the archive knows from other articles."""
    values = checked(replace(correction, change=f"award_id=?; {correction.change}")).values
    if "award_id" in correction.values:
        return correction
    known = archive.corrections.award_id(str(values["award"]))
    if known is None:
        raise UsageError(f"the archive knows no award {values['award']!r}; add award_id=… as the catalog has it")
    return replace(correction, change=f"award_id={known}; {correction.change}")


def _try(archive: Archive, correction: Correction) -> None:
    """A UsageError where the correction is not about exactly one fact of an article that the archive holds."""
    if correction.action not in ON_FACTS:
        return
    stored = next(iter(archive.captures(pages=archive.corrections.pages(correction))), None)
    if stored is None:
        raise UsageError(f"the archive has no article {correction.article_url}")
    reading = read(archive.capture(stored.id))
    if isinstance(reading, Unread):
        raise UsageError(reading.message)
    outcome = archive.corrections.tried(reading.article, reading.facts, correction)
    if outcome.found == 1:
        return
    told = " | ".join(_told(outcome.facts, correction.table)) or "none"
    if outcome.found:
        raise UsageError(f"{outcome.found} {correction.table} have these values; name more, such as quote=…: {told}")
    raise UsageError(f"{correction.article_url}: {outcome.problem}; its {correction.table}: {told}")


def _told(facts: Facts, table: str) -> Iterator[str]:
    """The facts of a table, each as a correction would name it."""
    for fact in [facts] if table == "articles" else getattr(facts, table):
        values = {name: getattr(fact, name) for name in tables("set")[table]}
        yield written({name: value for name, value in values.items() if value is not None})
