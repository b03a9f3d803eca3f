"""Floor 2. The frontier: every article address ever listed, how it was found, and what was decided about it.

States: wanted, fetched, skipped (with its reason), failed (asked for again, a few times), gone (404 or 410).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from ..models import Link, Verdict
from .rows import clean, insert, now, stamp

MOST_TRIES = 5
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A row of `pages`."""

    id: int
    key: str
    url: str
    title: str
    found_by: str
    state: str
    tries: int


_COLUMNS = "id, key, url, title, found_by, state, tries"


def note(db: Database, link: Link, key: str, paper: str | None, verdict: Verdict, state: str) -> bool:
    """Whether the address is new; a known one keeps its state, and gains what it lacked."""
    at, listed = now(), link.published.isoformat() if link.published else None
    cursor = db.execute(
        "UPDATE pages SET last_seen = ?, title = coalesce(nullif(title, ''), ?), summary = coalesce(nullif(summary, ''), ?), "
        "listed_at = coalesce(listed_at, ?), paper = coalesce(paper, ?) WHERE key = ?",
        [at, clean(link.title), clean(link.summary), listed, paper, key],
    )
    if cursor.rowcount:
        return False
    row = {
        "key": key, "url": link.url, "paper": paper, "found_by": link.found_by, "title": link.title, "summary": link.summary,
        "listed_at": listed, "first_seen": at, "last_seen": at,
        "relevance": verdict.relevance, "reason": verdict.reason, "state": state,
    }  # fmt: skip
    insert(db, "pages", row)
    return True


def want(db: Database, key: str, verdict: Verdict) -> bool:
    """Whether a skipped page became wanted; one that was fetched and found ordinary stays skipped."""
    cursor = db.execute(
        "UPDATE pages SET state = 'wanted', relevance = ?, reason = ? WHERE key = ? AND state = 'skipped' AND tries = 0",
        [verdict.relevance, verdict.reason, key],
    )
    return bool(cursor.rowcount)


def want_skipped(db: Database, paper: str, since: date | None) -> None:
    """Every page of the paper that was skipped unseen becomes wanted, those listed before `since` apart."""
    db.execute(
        "UPDATE pages SET state = 'wanted' WHERE paper = ? AND state = 'skipped' AND tries = 0 AND coalesce(listed_at, '9') >= ?",
        [paper, since.isoformat() if since else ""],
    )


def wanted(db: Database, paper: str, limit: int | None, since: date | None) -> list[Page]:
    """What to fetch, newest first; failed pages are tried again a few times."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM pages WHERE paper = ? AND (state = 'wanted' OR state = 'failed' AND tries < ?) "
        "AND coalesce(listed_at, '9') >= ? ORDER BY listed_at DESC, id LIMIT ?",
        [paper, MOST_TRIES, since.isoformat() if since else "", -1 if limit is None else limit],
    )
    return [Page(*row) for row in rows]


def page(db: Database, key: str) -> Page | None:
    """The page of that key."""
    row = db.execute(f"SELECT {_COLUMNS} FROM pages WHERE key = ?", [key]).fetchone()
    return Page(*row) if row else None


def known(db: Database, keys: Iterable[str], before: datetime | None) -> set[str]:
    """Those keys that have a row, made before that moment."""
    wanted, limit, found = list(keys), stamp(before) if before else "9", set()
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(some))
        rows = db.execute(f"SELECT key FROM pages WHERE key IN ({marks}) AND first_seen < ?", [*some, limit])
        found |= {row[0] for row in rows}
    return found


def set_state(db: Database, page: int, state: str, tried: bool, verdict: Verdict | None) -> None:
    """The page's new state; `tried` counts an attempt to fetch it."""
    db.execute("UPDATE pages SET state = ?, tries = tries + ? WHERE id = ?", [state, int(tried), page])
    if verdict:
        db.execute("UPDATE pages SET relevance = ?, reason = ? WHERE id = ?", [verdict.relevance, verdict.reason, page])


def walked(db: Database, paper: str, url: str, since: date | None) -> bool:
    """Whether the listing was read to its end, or at least back to `since`."""
    row = db.execute("SELECT since FROM walks WHERE paper = ? AND url = ?", [paper, url]).fetchone()
    return bool(row) and (row[0] is None or (since is not None and row[0] <= since.isoformat()))


def remember_walk(db: Database, paper: str, url: str, since: date | None) -> None:
    """Note how far the listing was read; a deeper walk is never forgotten."""
    if not walked(db, paper, url, since):
        day = since.isoformat() if since else None
        db.execute("INSERT OR REPLACE INTO walks (paper, url, since, at) VALUES (?, ?, ?, ?)", [paper, url, day, now()])
