"""Floor 2. Captures that web archives have of a paper's articles: which to fetch, which are here, and how far they were listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from .rows import now


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A capture that a service has of the article of that key. `place`: where its bytes are, in the service's own words."""

    key: str
    url: str
    timestamp: str
    digest: str = ""
    place: str = ""


class Lists:
    """What a service has of a paper, as far as it was listed."""

    def __init__(self, db: Database, service: str, paper: str) -> None:
        """On an open database."""
        self._db, self._about = db, [service, paper]

    def resume(self, query: str) -> str | None:
        """Where to go on listing: "" at the beginning, None where it was listed to its end."""
        sql = "SELECT resume FROM elsewhere_lists WHERE service = ? AND paper = ? AND query = ?"
        row = self._db.execute(sql, [*self._about, query]).fetchone()
        return row[0] if row else ""

    def note(self, query: str, resume: str | None, captures: Iterable[Elsewhere]) -> None:
        """Captures that are listed, and where to go on. Of those of one article the earliest counts: it is nearest to publication."""
        for one in captures:
            self._db.execute(
                "INSERT INTO elsewhere (service, paper, key, url, timestamp, digest, place) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (service, paper, key) DO UPDATE SET url = excluded.url, timestamp = excluded.timestamp, "
                "digest = excluded.digest, place = excluded.place WHERE excluded.timestamp < timestamp AND state = 'wanted'",
                [*self._about, one.key, one.url, one.timestamp, one.digest, one.place],
            )
        self._db.execute(
            "INSERT INTO elsewhere_lists (service, paper, query, resume, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (service, paper, query) DO UPDATE SET resume = excluded.resume, at = excluded.at",
            [*self._about, query, resume, now()],
        )

    def begin_anew(self) -> None:
        """List everything again: services go on crawling. What was fetched stays so."""
        self._db.execute("DELETE FROM elsewhere_lists WHERE service = ? AND paper = ? AND resume IS NULL", self._about)

    def wanted(self, since: str, until: str) -> list[Elsewhere]:
        """Captures made in that time (14 digits, or the first of them) that were not asked for yet, the earliest first."""
        sql = (
            "SELECT key, url, timestamp, digest, place FROM elsewhere WHERE service = ? AND paper = ? AND state = 'wanted' "
            "AND timestamp >= ? AND substr(timestamp, 1, ?) <= ? ORDER BY timestamp, key"
        )
        return [Elsewhere(*row) for row in self._db.execute(sql, [*self._about, since, len(until), until])]

    def set_state(self, key: str, state: str) -> None:
        """What came of it."""
        self._db.execute("UPDATE elsewhere SET state = ? WHERE service = ? AND paper = ? AND key = ?", [state, *self._about, key])
