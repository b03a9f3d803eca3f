"""Floor 2. The frontier: every article address ever listed, where it was found, and what was decided about it.

States: wanted, fetched, skipped (with its reason), failed, gone (404 or 410). A failed or fetched page with a `due_at` is
asked for again from that moment on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlite_utils import Database

from ..models import Link, Verdict
from ..text import canon, fold
from ..urls import is_print_page
from .rows import clean, insert, now, stamp

_BATCH = 500
_NEAR = timedelta(days=3)
"""How far the day of a print page, which is that of its last change, may be from its article's."""
_YOUNG = timedelta(days=90)
RARE_LOOKS = 20
"""Articles older than that which a run looks at once more."""


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
_SEEN = (
    "UPDATE pages SET last_seen = ?, title = coalesce(nullif(title, ''), ?), "
    "summary = iif(state = 'fetched', summary, coalesce(nullif(summary, ''), ?)), "
    "listed_at = coalesce(listed_at, ?), paper = coalesce(paper, ?) WHERE key = ?"
)


class Frontier:
    """The pages of one archive."""

    def __init__(self, db: Database, batch: Callable[[], AbstractContextManager[None]]) -> None:
        """On an open database; what changes it several times is done in a `batch`."""
        self._db, self._batch = db, batch

    def note(self, link: Link, key: str, paper: str | None, verdict: Verdict, *, state: str, found_on: str = "") -> bool:
        """Whether the address is new; a known one keeps its state, and gains what it lacked. `found_on` is the listing that shows it."""
        with self._batch():
            at, listed = now(), link.published.isoformat() if link.published else None
            title, summary = clean(link.title), clean(link.summary)
            seen = [at, title, summary, listed, paper]
            if self._db.execute(_SEEN, [*seen, key]).rowcount:
                return False
            if (main := self._main_key(key)) != key:
                self._db.execute(_SEEN, [*seen, main])
                return False
            row = {
                "key": key, "url": link.url, "paper": paper, "found_by": link.found_by, "found_on": found_on,
                "title": title, "summary": summary, "listed_at": listed, "first_seen": at, "last_seen": at,
                "relevance": verdict.relevance, "reason": verdict.reason, "state": state,
            }  # fmt: skip
            insert(self._db, "pages", row)
            return True

    def want(self, key: str, verdict: Verdict) -> bool:
        """Whether a skipped page became wanted; one that was fetched and found ordinary stays skipped."""
        with self._batch():
            cursor = self._db.execute(
                "UPDATE pages SET state = 'wanted', relevance = ?, reason = ? WHERE key = ? AND state = 'skipped' AND tries = 0",
                [verdict.relevance, verdict.reason, self._main_key(key)],
            )
            return bool(cursor.rowcount)

    def call_related(self, key: str) -> int:
        """How many articles have called the page of that key related by now."""
        with self._batch():
            key = self._main_key(key)
            self._db.execute("UPDATE pages SET called_related = called_related + 1 WHERE key = ?", [key])
            row = self._db.execute("SELECT called_related FROM pages WHERE key = ?", [key]).fetchone()
            return int(row[0]) if row else 0

    def want_skipped(self, paper: str, since: date | None) -> None:
        """Every page of the paper that was skipped unseen becomes wanted, those listed before `since` apart."""
        with self._batch():
            self._db.execute(
                "UPDATE pages SET state = 'wanted' WHERE paper = ? AND state = 'skipped' AND tries = 0 AND coalesce(listed_at, '9') >= ?",
                [paper, since.isoformat() if since else ""],
            )

    def reconsider(self, paper: str, decided_by: str, decide: Callable[[Link], tuple[Verdict, str]]) -> int:
        """How many pages of the paper, skipped unseen, are wanted by other words than those that decided before."""
        with self._batch():
            if self._db.execute("SELECT decided_by FROM papers WHERE key = ?", [paper]).fetchone()[0] == decided_by:
                return 0
            sql = "SELECT key, url, found_by, title, summary, listed_at FROM pages WHERE paper = ? AND state = 'skipped' AND tries = 0"
            wanted = 0
            for key, url, found_by, title, summary, listed_at in self._db.execute(sql, [paper]).fetchall():
                published = datetime.fromisoformat(listed_at) if listed_at else None
                verdict, state = decide(Link(url, found_by, title, summary, published))
                wanted += state == "wanted" and self.want(key, verdict)
            self._db.execute("UPDATE papers SET decided_by = ? WHERE key = ?", [decided_by, paper])
            return wanted

    def wanted(
        self,
        paper: str,
        limit: int | None = None,
        since: date | None = None,
        *,
        at: datetime | None = None,
        dated: bool = False,
    ) -> list[Page]:
        """What to fetch at that moment (now), newest first: what never was, then what failed, then what is due for another look.

        Nothing that was listed as published before `since`; `dated`: nothing either that no listing gave a date. Of articles whose looks
        come once a year, only so many in a run. The signs before `paper` and `state` keep SQLite to the index of what is due: all others
        are as many as there are articles.
        """
        unknown, moment = "" if dated else "9", at or datetime.now(UTC)
        rows = self._db.execute(
            "WITH due AS (SELECT id, state, listed_at, due_at FROM pages WHERE due_at <= ?2 AND +paper = ?1 AND +state IN ('failed', 'fetched')) "
            f"SELECT {_COLUMNS} FROM pages WHERE id IN (SELECT id FROM pages WHERE paper = ?1 AND state = 'wanted' "
            "UNION ALL SELECT id FROM due WHERE state = 'failed' OR listed_at >= ?3 UNION ALL SELECT id FROM "
            "(SELECT id FROM due WHERE state = 'fetched' AND coalesce(listed_at, '') < ?3 ORDER BY due_at, id LIMIT ?4)) "
            "AND coalesce(listed_at, ?5) >= ?6 ORDER BY state = 'fetched', state = 'failed', listed_at DESC, id LIMIT ?7",
            [
                paper, stamp(moment), stamp(moment - _YOUNG), RARE_LOOKS,
                unknown, since.isoformat() if since else "", -1 if limit is None else limit,
            ],
        )  # fmt: skip
        return [Page(*row) for row in rows]

    def page(self, key: str) -> Page | None:
        """The page of that key."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM pages WHERE key = ?", [self._main_key(key)]).fetchone()
        return Page(*row) if row else None

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those keys that have a page."""
        wanted, found = list(keys), set()
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT key FROM pages WHERE key IN ({marks}) UNION SELECT key FROM page_keys WHERE key IN ({marks})"
            found |= {row[0] for row in self._db.execute(sql, [*some, *some])}
        return found

    def also(self, page: int, key: str, url: str) -> bool:
        """Whether it is news that the page has this address too; one that is a page of its own stays that."""
        with self._batch():
            if self._db.execute("SELECT 1 FROM pages WHERE key = ?", [key]).fetchone():
                return False
            cursor = self._db.execute("INSERT OR IGNORE INTO page_keys (key, page, url) VALUES (?, ?, ?)", [key, page, url])
            return bool(cursor.rowcount)

    def has_print_pages(self) -> bool:
        """Whether any page is known as the print page of an old site."""
        return bool(self._db.execute("SELECT 1 FROM pages WHERE key LIKE '%/print.aspx/%' LIMIT 1").fetchone())

    def twin(self, title: str, published: datetime, papers: Collection[str], *, printed: bool) -> int | None:
        """The page of an article of those papers with that title within three days, a print page or none."""
        around = [(published + _NEAR * way).isoformat() for way in (-1, 1)]
        found = self._db.execute(
            "SELECT articles.page, articles.title, pages.key FROM articles JOIN pages ON pages.id = articles.page "
            "WHERE articles.published_at BETWEEN ? AND ? AND articles.paper IN (SELECT value FROM json_each(?)) ORDER BY articles.page",
            [*around, json.dumps(sorted(papers))],
        )
        wanted = fold(canon(title))
        return next((page for page, told, key in found if is_print_page(key) == printed and fold(canon(told)) == wanted), None)

    def move(self, page: int, key: str, url: str, paper: str) -> None:
        """The page is found at this address of that paper from now on; what was not to be had at the old one is wanted here."""
        with self._batch():
            if self.also(page, key, url):
                sql = "UPDATE pages SET url = ?, paper = ?, state = CASE WHEN state IN ('failed', 'gone') THEN 'wanted' ELSE state END WHERE id = ?"
                self._db.execute(sql, [url, paper, page])

    def set_state(
        self,
        page: int,
        state: str,
        *,
        tried: bool = False,
        verdict: Verdict | None = None,
        due: datetime | None = None,
    ) -> None:
        """The page's new state; `tried` counts an attempt to fetch it, after which it is due when `due` says, or no more."""
        with self._batch():
            gone_at = now() if state == "gone" else None
            values: dict[str, str | None] = {"state": state}
            if tried:
                values["due_at"] = stamp(due) if due else None
            if verdict:
                values |= {"relevance": verdict.relevance, "reason": verdict.reason}
            sets = ", ".join(f"{name} = ?" for name in values)
            self._db.execute(
                f"UPDATE pages SET {sets}, tries = tries + ?, gone_at = iif(? IS NULL, NULL, coalesce(gone_at, ?)) WHERE id = ?",
                [*values.values(), int(tried), gone_at, gone_at, page],
            )

    def _main_key(self, key: str) -> str:
        """The key under which a page with several addresses was noted first."""
        row = self._db.execute("SELECT pages.key FROM page_keys JOIN pages ON pages.id = page WHERE page_keys.key = ?", [key]).fetchone()
        return row[0] if row else key


def keep_once(db: Database, page: int, summary: str | None) -> None:
    """A listing's summary that is the article's stands there alone; of a fetched page, what a listing says counts no more."""
    db.execute("UPDATE pages SET summary = '' WHERE id = ? AND summary = ?", [page, clean(summary)])
