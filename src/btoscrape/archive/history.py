"""Floor 2. How the crawls of each paper went: its runs, what their pages could be read for, and when it published."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlite_utils import Database

from .rows import insert

Row = dict[str, Any]


class History:
    """What the archive remembers of its crawls."""

    def __init__(self, db: Database) -> None:
        """On an open database."""
        self._db = db

    def papers(self) -> list[str]:
        """The keys of all papers that were ever crawled."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT paper FROM runs WHERE command = 'crawl' AND paper IS NOT NULL ORDER BY paper")]

    def runs(self, paper: str, most: int) -> list[Row]:
        """The paper's last runs, newest first, each with its failures by reason (`failed_by`)."""
        runs = self._rows("SELECT * FROM runs WHERE paper = ? AND command = 'crawl' ORDER BY id DESC LIMIT ?", [paper, most])
        sql = "SELECT reason, count(*) FROM failures WHERE run = ? GROUP BY reason ORDER BY count(*) DESC, reason"
        return [run | {"failed_by": dict(self._db.execute(sql, [run["id"]]).fetchall())} for run in runs]

    def keep_readings(self, run: int, counts: dict[str, int]) -> None:
        """What the pages of a run could be read for, with counts named as the columns of `readings`."""
        insert(self._db, "readings", {"run": run, **counts})

    def readings(self, paper: str, most: int, *, before: int | None = None) -> list[Row]:
        """What the pages of the paper's last runs (before that one) could be read for, newest first."""
        sql = "SELECT readings.* FROM readings JOIN runs ON runs.id = run WHERE paper = ? AND (? IS NULL OR run < ?) ORDER BY run DESC LIMIT ?"
        return self._rows(sql, [paper, before, before, most])

    def published(self, paper: str) -> Counter[date]:
        """How many articles the paper's listings showed for each day."""
        sql = "SELECT substr(listed_at, 1, 10), count(*) FROM pages WHERE paper = ? AND listed_at IS NOT NULL GROUP BY 1"
        return Counter({date.fromisoformat(day): number for day, number in self._db.execute(sql, [paper])})

    def addresses(self, paper: str) -> list[Row]:
        """How many of the paper's addresses are in which `state`, those that were skipped by `reason`; the most first."""
        sql = (
            "SELECT state, CASE state WHEN 'skipped' THEN reason ELSE '' END AS reason, count(*) AS count FROM pages WHERE paper = ? "
            "GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2"
        )
        return self._rows(sql, [paper])

    def _rows(self, sql: str, values: list[object]) -> list[Row]:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
