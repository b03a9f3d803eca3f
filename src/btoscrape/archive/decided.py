"""Floor 2. What people decided: the corrections in force, applied to every article that is stored, and those that find nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ..catalog import identities
from ..catalog.identities import Identity
from ..models import Article, Facts
from . import corrections, doubts
from .alike import same_bloc, same_organization
from .changes import Batches, Changes
from .correcting import Corrected, corrected
from .corrections import COLUMNS, ON_DOUBTS, ON_FACTS, ON_NAMES, Correction, Values
from .doubts import Doubt, key_of
from .facts import FACT_TABLES
from .rows import clean, insert
from .who import Who, bloc_pair, joined, pair

NOWHERE = "the archive has no such article"
UNREAD = "its article has not been read again since"
NOBODY = "the archive knows nothing by that name"
_CELLS = ", ".join(f'"{name}"' for name in COLUMNS)
_NAMING = " UNION ".join(f"SELECT article FROM {table} WHERE organization IN (:one, :other)" for table in FACT_TABLES if table != "decisions")
_PAGES_OF_ORGANIZATIONS = f"SELECT page FROM articles WHERE id IN ({_NAMING})"
_PAGES_OF_BLOCS = """
    SELECT page FROM articles JOIN article_blocs ON article_blocs.article = articles.id JOIN blocs ON blocs.id = article_blocs.bloc
    WHERE blocs.province = ? AND blocs.year = ? AND blocs.key IN (?, ?)
"""


class Corrections:
    """The corrections of one archive: those of the file at `path`, and those in force, which are in the database."""

    def __init__(self, db: Database, path: Path, batches: Batches) -> None:
        """Nothing is read before it is asked for."""
        self.path, self._db, self._batches = path, db, batches
        self._known: tuple[tuple[int, Correction], ...] | None = None
        self._who = Who()

    @property
    def in_force(self) -> tuple[Correction, ...]:
        """Those that the database holds, in the order of the file."""
        return tuple(correction for _, correction in self._rows())

    @property
    def who(self) -> Who:
        """Who is meant by a name, after what people decided."""
        self._rows()
        return self._who

    def are_pending(self) -> bool:
        """Whether the file says otherwise than what is in force; a UsageError names the line of it that is wrong."""
        return _cells(corrections.read(self.path)) != _cells(self.in_force)

    def take(self) -> set[int]:
        """Put those of the file in force; the pages of the articles that they, or those they replace, are about."""
        wanted, known = corrections.read(self.path), self.in_force
        kept = {row[:-2]: row[-2:] for row in self._db.execute(f"SELECT {_CELLS}, found, problem FROM corrections").fetchall()}
        changed = [one for one in (*wanted, *known) if (one.cells in _cells(wanted)) != (one.cells in _cells(known))]
        pages = {page for correction in changed for page in self.pages(correction)}
        with self._batches.batch():
            self._db.execute("DELETE FROM corrections")
            for correction in wanted:
                found, problem = kept.get(correction.cells, (0, self._unfound(correction)))
                insert(self._db, "corrections", {**_row(correction), "found": found, "problem": problem})
            self._db.execute(
                "UPDATE doubts SET state = CASE WHEN key IN (SELECT doubt FROM corrections WHERE doubt IS NOT NULL) THEN 'decided' ELSE 'open' END"
            )
            self._batches.changes.corrections = True
        self._known = None
        return pages

    def applied(self, page: int, article: Article, facts: Facts) -> Facts:
        """The facts of a page's article as people corrected them; what each correction found is noted."""
        rows = self._rows()
        if not rows:
            return facts
        key = self._db.execute("SELECT key FROM pages WHERE id = ?", [page]).fetchone()[0]
        for number, correction in rows:
            if correction.action in ON_FACTS and correction.page_key in (key, article.url):
                outcome = corrected(article, facts, correction)
                facts = outcome.facts
                self._db.execute("UPDATE corrections SET found = ?, problem = ? WHERE id = ?", [outcome.found, outcome.problem, number])
                self._batches.changes.corrections = True
        return facts

    def tried(self, article: Article, facts: Facts, correction: Correction) -> Corrected:
        """What a correction would make of an article's facts, after those in force."""
        for known in self.in_force:
            if known.action in ON_FACTS and known.page_key == correction.page_key:
                facts = corrected(article, facts, known).facts
        return corrected(article, facts, correction)

    def two(self, doubt: str) -> tuple[str, Values, Values] | None:
        """The table and the two names that a doubt takes for one; None where it is not about names."""
        row = self._db.execute("SELECT kind, details, organization, other_organization FROM doubts WHERE key = ?", [doubt]).fetchone()
        details: dict[str, Any] = json.loads(row[1]) if row else {}
        if row and row[0] == "same-organization?":
            one, other = ({"province": details["province"], "name": _called(self._db, body)} for body in row[2:])
            return "organizations", one, other
        if row and row[0] == "same-bloc?":
            one, other = ({"province": details["province"], "year": details["year"], "key": details[f"{side}_key"]} for side in ("one", "other"))
            return "blocs", one, other
        return None

    def award_id(self, award: str) -> str | None:
        """What the catalog calls an award that some article names like that."""
        row = self._db.execute("SELECT award_id FROM awards WHERE award = ? ORDER BY id LIMIT 1", [award]).fetchone()
        return str(row[0]) if row else None

    def without_fact(self) -> list[tuple[Correction, str]]:
        """Those in force that find nothing, each with the reason."""
        rows = self._db.execute(f"SELECT {_CELLS}, line, problem FROM corrections WHERE problem IS NOT NULL ORDER BY line, id").fetchall()
        return [(Correction(*row[:-1]), row[-1]) for row in rows]

    def _unfound(self, correction: Correction) -> str | None:
        if correction.action not in ON_FACTS:
            return None
        return UNREAD if self.pages(correction) else NOWHERE

    def _rows(self) -> tuple[tuple[int, Correction], ...]:
        if self._known is None:
            rows = self._db.execute(f"SELECT id, {_CELLS}, line FROM corrections ORDER BY line, id").fetchall()
            self._known = tuple((row[0], Correction(*row[1:])) for row in rows)
            self._who = joined(correction for _, correction in self._known)
        return self._known

    def pages(self, correction: Correction) -> set[int]:
        """The pages of the articles that a correction is about, or would be."""
        if correction.action in ON_FACTS:
            sql = "SELECT id FROM pages WHERE key = ? UNION SELECT page FROM articles WHERE url = ?"
            found = self._db.execute(sql, [correction.page_key, correction.article_url])
        elif correction.action != "merge":
            return set()
        elif correction.table == "blocs":
            (province, year, one), (_, _, other) = bloc_pair(correction)
            found = self._db.execute(_PAGES_OF_BLOCS, [province, year, one, other])
        else:
            ids = [_organization(self._db, *identity) for identity in ((known.province, known.key) for known in pair(correction))]
            found = self._db.execute(_PAGES_OF_ORGANIZATIONS, {"one": ids[0], "other": ids[1]})
        return {row[0] for row in found}


def settle(db: Database, changes: Changes) -> None:
    """Those that find nothing, as doubts."""
    if not changes.corrections:
        return
    for number, problem in list(_lost(db)):
        db.execute("UPDATE corrections SET found = ?, problem = ? WHERE id = ?", [int(problem is None), problem, number])
    cursor = db.execute(f"SELECT {_CELLS}, line, problem FROM corrections WHERE problem IS NOT NULL ORDER BY line, id")
    doubts.replace(db, "corrections", [_doubt(Correction(*row[:-1]), row[-1]) for row in cursor.fetchall()])


def _lost(db: Database) -> Iterator[tuple[int, str | None]]:
    """For each decision about names its number, and what is wrong where nothing has such a name."""
    rows = db.execute(f"SELECT id, {_CELLS}, line FROM corrections WHERE action IN (?, ?) ORDER BY id", [*ON_NAMES]).fetchall()
    for number, *cells in rows:
        correction = Correction(*cells)
        if correction.table == "blocs":
            _, (province, year, key) = bloc_pair(correction)
            there = db.execute("SELECT 1 FROM blocs WHERE province = ? AND year = ? AND key = ?", [province, year, key]).fetchone()
        else:
            known = pair(correction)[1]
            there = _organization(db, known.province, known.key)
        yield number, None if there else NOBODY


def _called(db: Database, organization: int) -> str:
    """A name of the organisation that means it without any decision of people."""
    province, key, name = db.execute("SELECT province, key, name FROM organizations WHERE id = ?", [organization]).fetchone()
    names = [row[0] for row in db.execute("SELECT name FROM organization_names WHERE organization = ? ORDER BY name", [organization])]
    return next((known for known in names if identities.organization(known, province) == Identity(province, key)), str(name))


def _organization(db: Database, province: str, key: str) -> int | None:
    row = db.execute("SELECT id FROM organizations WHERE province = ? AND key = ?", [clean(province), clean(key)]).fetchone()
    return int(row[0]) if row else None


def _row(correction: Correction) -> dict[str, Any]:
    """The correction as a row, with the doubt that it decides."""
    doubt = None
    if correction.action in ON_DOUBTS:
        doubt = str(correction.wanted["doubt"])
    elif correction.action == "apart" and correction.table == "organizations":
        one, other = pair(correction)
        doubt = key_of(*same_organization(one.province, one.key, other.key))
    elif correction.action == "apart":
        (province, year, key), (_, _, other_key) = bloc_pair(correction)
        doubt = key_of(*same_bloc(province, year, key, other_key))
    cells = dict(zip(COLUMNS, correction.cells, strict=True))
    return {**cells, "line": correction.line, "page_key": correction.page_key or None, "doubt": doubt}


def _doubt(correction: Correction, problem: str) -> Doubt:
    told = {"who": correction.who, "action": correction.action, "table": correction.table, "fact": correction.fact or correction.change}
    details = {**told, "problem": problem, "article_url": correction.article_url, "line": correction.line}
    return Doubt("correction-without-fact", correction.cells, details)


def _cells(rows: tuple[Correction, ...]) -> list[tuple[str, ...]]:
    return [correction.cells for correction in rows]
