"""Floor 2. Facts that a newspaper changed: what an earlier version of an article said is closed with its time, not forgotten.

Only what another capture says counts; the same capture read better (`rebuild`) says the same as before, rightly this time.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from .differences import SUBJECTS, Fact, compared, facts
from .rows import insert, now


@dataclass(frozen=True, slots=True)
class Told:
    """What an article said until now, and since when that is known."""

    article: int
    url: str
    known_from: str
    said: dict[str, list[Fact]]


def told(db: Database, page: int, capture: int | None) -> Told | None:
    """What the page's article says as it was last captured; None where there is none, or where it is that same capture."""
    row = db.execute(
        "SELECT articles.id, articles.url, coalesce(captures.fetched_at, read_at) FROM articles "
        "LEFT JOIN captures ON captures.id = capture WHERE articles.page = ? AND capture IS NOT ?",
        [page, capture],
    ).fetchone()
    return Told(row[0], row[1], row[2], {kind: facts(db, "main", kind, row[0]) for kind in SUBJECTS}) if row else None


def close(db: Database, before: Told, capture: int | None) -> None:
    """A row for each fact that is not the same any more: what was said, from when until when that was known, and what is said now."""
    row = db.execute("SELECT fetched_at FROM captures WHERE id = ?", [capture]).fetchone()
    until = row[0] if row else now()
    for kind, said in before.said.items():
        for change in compared(kind, before.url, said, facts(db, "main", kind, before.article)):
            insert(
                db,
                "fact_changes",
                {
                    "article": before.article, "change": change.change, "kind": kind, "rule": change.rule, "about": change.about,
                    "before": change.before, "after": change.after, "known_from": before.known_from, "known_until": until, "capture": capture,
                },
            )  # fmt: skip
