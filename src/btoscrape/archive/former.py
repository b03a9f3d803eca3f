"""Floor 2. Facts that a newspaper changed: what an earlier version of an article said is closed with its time, not forgotten.

Only what another capture says counts; the same capture read better (`rebuild`) says the same as before, rightly this time.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from .differences import FURTHER, SUBJECTS, Difference, Fact, compared, facts
from .rows import insert, now
from .versions import whole


@dataclass(frozen=True, slots=True)
class Told:
    """What an article said until now: its text and its facts by kind."""

    article: int
    url: str
    text: str
    said: dict[str, list[Fact]]


def told(db: Database, page: int, capture: int | None) -> Told | None:
    """What the page's article says as it was last captured; None where there is none, or where it is that same capture."""
    sql = "SELECT id, url, title, body FROM articles WHERE page = ? AND capture IS NOT ?"
    row = db.execute(sql, [page, capture]).fetchone()
    return Told(row[0], row[1], whole(row[2], row[3]), said(db, row[0])) if row else None


def said(db: Database, article: int) -> dict[str, list[Fact]]:
    """The article's facts by kind."""
    return {kind: facts(db, "main", kind, article) for kind in SUBJECTS}


def close(db: Database, before: Told, after: dict[str, list[Fact]], capture: int | None) -> None:
    """A row for each fact that is not the same any more: what was said, from when until when that was known, and what is said now.

    What was added is known from then on: its row says so by two equal times.
    """
    row = db.execute("SELECT fetched_at FROM captures WHERE id = ?", [capture]).fetchone()
    until = row[0] if row else now()
    for kind, facts_before in before.said.items():
        for change in compared(kind, before.url, facts_before, after[kind]):
            since = until if change.change == "added" else _since(db, before.article, change, until)
            insert(
                db,
                "fact_changes",
                {
                    "article": before.article, "change": change.change, "kind": kind, "rule": change.rule, "about": change.about,
                    "before": change.before, "after": change.after, "known_from": since, "known_until": until, "capture": capture,
                    "said": _said(kind, change.was), "quote": _text(change.was, "quote"), "bloc": _text(change.was, "of"),
                    "became": _whole(kind, change.became) if change.became else None,
                },
            )  # fmt: skip


def _said(kind: str, fact: Fact) -> str:
    """What it said in itself, as `export known` says it of facts that still hold."""
    return "; ".join(f"{name}: {fact[name]}" for name in FURTHER[kind] if fact.get(name) is not None)


def _text(fact: Fact, name: str) -> str | None:
    value = fact.get(name)
    return None if value is None else str(value)


def _whole(kind: str, fact: Fact) -> str:
    """All that tells it from others of the same subject, as the view of what is known writes it too."""
    return "\n".join([_said(kind, fact), *(_text(fact, name) or "" for name in ("of", "quote", "rule"))])


def _since(db: Database, article: int, change: Difference, until: str) -> str:
    """Since when the fact was known as it was: the last time that it became so, else the first version."""
    became = (
        "SELECT max(known_until) FROM fact_changes WHERE article = ? AND kind = ? AND about = ? AND change != 'removed' AND coalesce(became, ?) = ?"
    )
    first = "SELECT min(seen_at) FROM versions WHERE article = ?"
    whole = _whole(change.kind, change.was)
    found = db.execute(f"SELECT coalesce(({became}), ({first}), ?)", [article, change.kind, change.about, whole, whole, article, until]).fetchone()
    return str(found[0])
