"""Floor 2. The archive as the rest of the house sees it: one object that owns the database and its WARC files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from ..errors import ArchiveError
from ..models import VIETNAM, Article, Capture, Facts, Paper, Verdict, Walk
from ..urls import article_key
from . import captures, former, search, versions, walks
from .captures import Origin, StoredCapture
from .changes import Batches
from .connect import explained, locked, open_database
from .copying import copy
from .decided import Corrections
from .foreign import Piece, Record, Source, steps
from .frontier import Frontier
from .history import History
from .neighbours import named_by_others
from .past import Past
from .retelling import Telling, retell
from .rows import insert, now, stamp
from .search import Hit
from .settle import everything, settle
from .store import Item, prune, store
from .views import COUNTED
from .warc import Packed, Warc


class Archive:
    """One archive; belongs to the thread that opened it."""

    def __init__(self, db: Database, path: Path) -> None:
        """Take over an open database; use `Archive.open`."""
        self.db, self.path, self.history, self.past = db, path, History(db), Past(db)
        self._home = path.resolve()
        self._batches = Batches(db, settle)
        self.frontier = Frontier(db, self.batch)
        self.corrections = Corrections(db, self._home.parent / "corrections.csv", self._batches)
        self._warc = Warc(self.warc_folder)

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False, create: bool = True) -> Self:
        """The archive at `path`, brought up to date; an ArchiveError names the path and what to do."""
        return cls(open_database(path, readonly=readonly, create=create), path)

    def close(self) -> None:
        """Close database and files."""
        self._warc.close()
        self.db.close()

    def __enter__(self) -> Self:
        """The archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other crawls out; the lock dies with its holder. ArchiveBusy names the process that has it.

        What a holder that was killed left half written is taken back; pages that it had fetched and not yet entered are entered.
        """
        with locked(self._home):
            with explained(self.path):
                self._take_back()
                for left in captures.mend(self.db, self._warc, self.path):
                    self._take_up(*left)
            yield

    def batch(self) -> AbstractContextManager[None]:
        """One transaction for all that is written inside; an ArchiveError names what the disk or another program forbids.

        What facts add up to (stories, events, the ledger, doubts) is brought up to date before the outermost one ends; one inside
        another belongs to that.
        """
        return nullcontext() if self._batches.is_open else self._outermost()

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        with explained(self.path), self._batches.batch():
            yield

    @contextmanager
    def whole_batch(self) -> Iterator[None]:
        """A batch of which nothing is left in the WARC files either, should it be killed: all in one of them."""
        with self.batch():
            captures.announce(self.db, self._warc)
        try:
            with self.batch():
                yield
                captures.confirm(self.db)
        except BaseException:
            self._take_back()
            raise
        finally:
            self._warc.release()

    def _take_back(self) -> None:
        with self.batch():
            captures.take_back(self.db, self._warc)

    def _take_up(self, name: str, start: int, end: int) -> None:
        """Rows for the records between those places of the file."""
        for step in steps(Piece(Source(self.warc_folder / name, size=end), start, end), lambda url: True):
            if isinstance(step.found, Record):
                self.adopt(name, step.found.offset)

    # Papers and runs

    def paper(self, paper: Paper) -> None:
        """The paper's row, made or brought up to date."""
        until = paper.until.isoformat() if paper.until else None
        self._write(
            "INSERT INTO papers (key, name, url, province, layout, until) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE "
            "SET name = excluded.name, url = excluded.url, province = excluded.province, layout = excluded.layout, "
            "until = excluded.until",
            [paper.key, paper.name, paper.url, paper.province, paper.layout, until],
        )

    def provinces(self) -> dict[str, str]:
        """The province of each paper."""
        return dict(self.db.execute("SELECT key, province FROM papers").fetchall())

    def start_run(self, command: str, paper: str | None) -> int:
        """The id of a run that has begun."""
        with self.batch():
            return insert(self.db, "runs", {"command": command, "paper": paper, "started_at": now()})

    def finish_run(self, run: int, exit_code: int, counts: Mapping[str, int | float]) -> None:
        """How the run ended, with counts named as the columns of `runs`."""
        row = {"finished_at": now(), "exit_code": exit_code, **counts}
        sets = ", ".join(f"{name} = ?" for name in row)
        self._write(f"UPDATE runs SET {sets} WHERE id = ?", [*row.values(), run])

    def last_runs(self) -> Iterator[dict[str, Any]]:
        """The last run of each paper."""
        return self._rows("SELECT * FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY paper) ORDER BY paper")

    # Captures

    def keep(
        self,
        capture: Capture,
        *,
        kind: str,
        paper: str | None = None,
        page: int | None = None,
        run: int | None = None,
        origin: Origin | None = None,
        packed: Packed | None = None,
    ) -> int:
        """The id of the capture, once it is in a WARC file and in the index; one that is `packed` needs no body."""
        with self.batch():
            return captures.keep(self.db, self._warc, capture, kind=kind, paper=paper, page=page, run=run, origin=origin, packed=packed)

    @property
    def warc_folder(self) -> Path:
        """Where its WARC files are."""
        return self._home.parent / "warc"

    def adopt(self, name: str, offset: int) -> int | None:
        """The page of a kept record that was in no row of the index and now is; None where it is no page's."""

        def page(url: str) -> int | None:
            known = self.frontier.page(article_key(url) or url)
            return known.id if known else None

        with self.batch():
            return captures.adopt(self.db, self._warc, name, offset, page)

    def capture(self, capture: int) -> Capture:
        """The answer as it was sent, checked by its digest; an ArchiveError names the file and place that are damaged."""
        return captures.load(self.db, self._warc, capture)

    def captures(self, kind: str = "article", pages: Collection[int] | None = None, *, after: int = -1) -> Iterator[StoredCapture]:
        """The latest usable capture of each page, or of those pages, in their order; of those after that page."""
        return captures.stored(self.db, kind, pages, after)

    def last_capture(self, url: str) -> Capture | None:
        """The last answer with status 200 of exactly that URL: its validators, and what a 304 stands for.

        None also where it is damaged: then the page is asked for as if it never had been.
        """
        found = captures.last(self.db, url)
        with suppress(ArchiveError):
            return self.capture(found) if found else None
        return None

    def others_files(self) -> frozenset[str]:
        """The WARC files beside this archive's own that another archive of the folder names, and this one does not."""
        return named_by_others(self.path) - {row[0] for row in self.db.execute("SELECT DISTINCT warc_file FROM captures")}

    def shown_by(self, page: int) -> int | None:
        """The capture that the page's article is read from; None where there is no article."""
        row = self.db.execute("SELECT capture FROM articles WHERE page = ?", [page]).fetchone()
        return row[0] if row else None

    def last_of(self, page: int) -> int | None:
        """The capture of the last answer with status 200 that was kept for the page."""
        return captures.last_of(self.db, page)

    def recent(self, kind: str, since: datetime) -> list[Capture]:
        """The last answer of each URL of that kind since then; all of them, whatever their status."""
        return [self.capture(number) for number in captures.recent(self.db, kind, since)]

    # Listings

    def walk(self, paper: str, url: str) -> Walk | None:
        """How far the listing was read; None where it never was."""
        return walks.walk(self.db, paper, url)

    def remember_walk(self, paper: str, url: str, walk: Walk) -> None:
        """Note how far the listing was read."""
        with self.batch():
            walks.remember(self.db, paper, url, walk)

    # Articles and failures

    def store(
        self,
        page: int,
        article: Article,
        facts: Facts,
        verdict: Verdict,
        *,
        paper: str | None,
        province: str,
        capture: int | None,
        engine: str,
    ) -> str:
        """`new`, `changed` or `same`: the article with its facts as people corrected them, and its version, in one transaction."""
        with self.batch():
            facts = self.corrections.applied(page, article, facts)
            item = Item(page, article, facts, verdict, paper, province, capture, engine, self.corrections.who)
            before = former.told(self.db, page, capture)
            outcome = store(self.db, item, self._batches.changes)
            versions.note(self.db, page, article, capture, before.text if before else "")
            if before and outcome == "changed":
                former.close(self.db, before, former.said(self.db, before.article), capture)
            return outcome

    def retell(self, page: int, tellings: Iterable[Telling], *, paper: str | None, province: str, engine: str) -> None:
        """The versions of the page's article and its changes of facts, as these captures tell them in their order.

        The last must be the one that is stored.
        """
        with self.batch():
            items = [
                Item(
                    page, told.article, self.corrections.applied(page, told.article, told.facts), told.verdict,
                    paper, province, told.capture, engine, self.corrections.who,
                )
                for told in tellings
            ]  # fmt: skip
            retell(self.db, items)

    def differing(self, page: int) -> list[StoredCapture]:
        """The page's usable captures in the order of their times, of each body the first, and the last one."""
        return captures.differing(self.db, page)

    def prune(self, *, anew: bool = True) -> None:
        """Organisations and blocs that no article names any more, gone; what all others add up to, worked out `anew`."""
        with self.batch():
            settle(self.db, self._batches.changes)
            prune(self.db)
            self._batches.changes.named.clear()
            if anew:
                settle(self.db, everything(self.db))

    def forget_reading(self, pages: Iterable[int]) -> None:
        """The next reading of those pages is written though it be the same."""
        with self.batch():
            self.db.conn.executemany("UPDATE articles SET fingerprint = '' WHERE page = ?", [(page,) for page in pages])

    def copy(self, path: Path) -> None:
        """A copy of the database at `path`, as it stands at one moment, whoever writes meanwhile."""
        with explained(path):
            copy(self.db, path)

    def search(self, typed: str, limit: int = 20, offset: int = 0) -> list[Hit]:
        """The articles that match what somebody typed, best first."""
        return search.search(self.db, typed, limit, offset)

    def fail(
        self,
        url: str,
        *,
        paper: str | None,
        stage: str,
        reason: str,
        message: str,
        run: int | None = None,
        capture: int | None = None,
    ) -> None:
        """A failure becomes a row; an open one of the same URL and stage is closed by it."""
        row = {
            "url": url, "paper": paper, "stage": stage, "reason": reason, "message": message, "at": now(),
            "run": run, "capture": capture,
        }  # fmt: skip
        with self.batch():
            self.resolve(url, stage)
            insert(self.db, "failures", row)

    def resolve(self, url: str, stage: str | None = None) -> None:
        """Close the open failures of the URL."""
        self._write(
            "UPDATE failures SET resolved_at = ? WHERE url = ? AND resolved_at IS NULL AND (? IS NULL OR stage = ?)",
            [now(), url, stage, stage],
        )

    def open_failures(self, limit: int) -> Iterator[dict[str, Any]]:
        """The newest failures that nothing has resolved."""
        return self._rows("SELECT * FROM failures WHERE resolved_at IS NULL ORDER BY id DESC LIMIT ?", [limit])

    def counts(self) -> dict[str, int]:
        """How much there is of everything."""
        return {name: self.db.execute(sql).fetchone()[0] for name, sql in COUNTED.items()}

    def rows(self, table: str, on: date | None = None) -> Iterator[dict[str, Any]]:
        """The rows of an export view, in its order; of one that has `known_from` and `known_until`, what was known when that day ended."""
        if on is None:
            return self._rows(f"SELECT * FROM export_{table}")
        end = stamp(datetime.combine(on + timedelta(days=1), time(), VIETNAM))
        return self._rows(f"SELECT * FROM export_{table} WHERE known_from < ? AND (known_until IS NULL OR known_until >= ?)", [end, end])

    def latest_changes(self, most: int) -> Iterator[dict[str, Any]]:
        """What newspapers changed in facts last, newest first."""
        return self._rows('SELECT * FROM export_changes ORDER BY known_until DESC, "key" DESC LIMIT ?', [most])

    def latest_gone(self, most: int) -> Iterator[dict[str, Any]]:
        """The archived articles that newspapers took down last, newest first."""
        sql = "SELECT articles.url, articles.title, gone_at FROM articles JOIN pages ON pages.id = page"
        return self._rows(f"{sql} WHERE gone_at IS NOT NULL ORDER BY gone_at DESC LIMIT ?", [most])

    def columns(self, table: str) -> list[str]:
        """The column names of an export view."""
        return [column[0] for column in self.db.execute(f"SELECT * FROM export_{table} LIMIT 0").description]

    def _rows(self, sql: str, values: Iterable[object] = ()) -> Iterator[dict[str, Any]]:
        cursor = self.db.execute(sql, list(values))
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def _write(self, sql: str, values: Iterable[object]) -> None:
        with self.batch():
            self.db.execute(sql, list(values))
