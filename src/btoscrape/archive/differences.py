"""Floor 2. Which facts two readings of the same captures differ in: added, removed and altered, each with its rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from sqlite_utils import Database

Change = Literal["added", "removed", "altered"]
Values = tuple[object, ...]
Fact = dict[str, object]

SUBJECTS = {
    "members": ("name",),
    "awards": ("award_id", "recipient", "recipient_count"),
    "officers": ("role", "person", "name"),
    "ranks": ("name",),
    "people": ("person",),
    "decisions": ("number",),
    "blocs": ("name",),
    "events": ("event",),
}
FURTHER = {
    "members": ("role", "year"),
    "awards": ("award", "authority", "status", "year"),
    "officers": ("year",),
    "ranks": ("rank", "year"),
    "people": ("post", "name"),
    "decisions": ("issued",),
    "blocs": ("kind", "year"),
    "events": ("event_date", "member_count"),
}
"""What else a fact says, in itself."""
"""What a fact is about: facts of an article with the same subject are one fact, which may be altered."""
_OURS = ("id", "article", "bloc", "evidence", "organization", "topic", "story")
"""Columns that number things; whom they stand for is told by the others."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not the same: its article, kind and rule, whom or what it is about, and the rest of what it said and says.

    `was`, `became`: all of it before and after; empty where it was added, or removed.
    """

    change: Change
    kind: str
    rule: str
    url: str
    about: str
    before: str
    after: str
    was: Fact
    became: Fact


def differences(db: Database, old: str, new: str) -> Iterator[Difference]:
    """Between the schemas `old` and `new` (`main`, or one attached), article by article."""
    sql = f"""SELECT mine.id, theirs.id, theirs.url, mine.page FROM {old}.articles AS mine JOIN {new}.articles AS theirs ON theirs.page = mine.page
        WHERE mine.fingerprint != theirs.fingerprint
        UNION ALL SELECT id, NULL, url, page FROM {old}.articles WHERE page NOT IN (SELECT page FROM {new}.articles)
        UNION ALL SELECT NULL, id, url, page FROM {new}.articles WHERE page NOT IN (SELECT page FROM {old}.articles) ORDER BY 4"""
    for mine, theirs, url, _ in db.execute(sql).fetchall():
        for kind in SUBJECTS:
            yield from compared(kind, url, facts(db, old, kind, mine), facts(db, new, kind, theirs))


def compared(kind: str, url: str, before: list[Fact], after: list[Fact]) -> Iterator[Difference]:
    """What is not the same in two readings of one article's facts of a kind."""
    old, new = _by_subject(kind, before), _by_subject(kind, after)
    for subject in {**old, **new}:
        mine, theirs = old.get(subject, []), new.get(subject, [])
        left, right = [fact for fact in mine if fact not in theirs], [fact for fact in theirs if fact not in mine]
        for one, other in zip_longest(left, right):
            about = ", ".join(str(value) for value in subject if value is not None)
            yield _difference(kind, url, about, one or {}, other or {})


def _difference(kind: str, url: str, about: str, before: Fact, after: Fact) -> Difference:
    change: Change = "altered" if before and after else "added" if after else "removed"
    rule = str((after or before).get("rule") or "")
    return Difference(change, kind, rule, url, about, _told(kind, before, after), _told(kind, after, before), before, after)


def _told(kind: str, fact: Fact, other: Fact) -> str:
    """What the fact says besides what it is about; of two, where they differ."""
    shown = (
        (name, value) for name, value in fact.items() if name not in SUBJECTS[kind] and value is not None and (not other or other.get(name) != value)
    )
    return "; ".join(f"{name}: {value}" for name, value in shown)


def _by_subject(kind: str, facts: list[Fact]) -> dict[Values, list[Fact]]:
    found: defaultdict[Values, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[tuple(fact[name] for name in SUBJECTS[kind])].append(fact)
    return found


def facts(db: Database, schema: str, kind: str, article: int | None) -> list[Fact]:
    """The facts of that kind that the article tells, by their columns."""
    if article is None:
        return []
    cursor = db.execute(_select(schema, kind), [article])
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{name: value for name, value in row.items() if name not in _OURS} for row in rows]


def _select(schema: str, kind: str) -> str:
    if kind == "events":
        return f"""SELECT event, event_date, member_count, (
                SELECT name FROM {schema}.article_blocs AS told WHERE told.article = articles.id AND told.position = 0
            ) AS "of" FROM {schema}.articles WHERE id = ? AND event IS NOT NULL"""
    if kind == "blocs":
        return f"""SELECT told.name, told.position, kind, nullif(year, 0) AS year FROM {schema}.article_blocs AS told
            JOIN {schema}.blocs ON blocs.id = told.bloc WHERE told.article = ? ORDER BY position"""
    body = "" if kind == "decisions" else ', bodies.key AS "means"'
    join = "" if kind == "decisions" else f"LEFT JOIN {schema}.organizations AS bodies ON bodies.id = fact.organization"
    return f"""SELECT fact.*, evidence.quote, (
            SELECT min(name) FROM {schema}.article_blocs AS told WHERE told.article = fact.article AND told.bloc = fact.bloc
        ) AS "of"{body} FROM {schema}.{kind} AS fact JOIN {schema}.evidence ON evidence.id = fact.evidence {join}
        WHERE fact.article = ? ORDER BY fact.id"""
