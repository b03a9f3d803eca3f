"""Floor 2. What is wrong with an archive: the database in itself, quotes against texts, kept pages against their digests and index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..errors import ArchiveError
from . import search
from .foreign import Damage, Piece, sources, steps
from .open import Archive

Kind = Literal["database", "reference", "quote", "search", "capture", "file", "unlisted"]
_QUOTES = """
    SELECT articles.id, articles.page, articles.url, quote FROM evidence JOIN articles ON articles.id = article
    WHERE substr(body, "start" + 1, "end" - "start") != quote GROUP BY articles.id
"""
_UNSEARCHED = """
    SELECT (SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM articles_fts_docsize))
         + (SELECT count(*) FROM articles_fts_docsize WHERE id NOT IN (SELECT id FROM articles))
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be. `page`: whose facts are to be read again; `place`: a record that no row of the index names."""

    kind: Kind
    message: str
    page: int | None = None
    place: tuple[str, int] | None = None


def problems(archive: Archive, watch: Callable[[int], None] = lambda done: None) -> Iterator[Problem]:
    """All that is wrong with the archive, the cheapest to find first; `watch` is told how many kept pages have been read."""
    yield from _database(archive)
    yield from _quotes(archive)
    yield from _captures(archive, watch)
    yield from _files(archive)


def mend_search(archive: Archive) -> None:
    """The full-text index made anew."""
    with archive.batch():
        search.refill(archive.db)


def _database(archive: Archive) -> Iterator[Problem]:
    for (line,) in archive.db.execute("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield Problem("database", f"{archive.path}: {line}; restore it from a backup, or import its WARC files into a new one")
    for table, row, parent, _ in archive.db.execute("PRAGMA foreign_key_check").fetchall():
        yield Problem("reference", f"{archive.path}: row {row} of {table} names one of {parent} that is not there; restore it from a backup")
    (count,) = archive.db.execute(_UNSEARCHED).fetchone()
    if count:
        yield Problem("search", f"{archive.path}: the search index differs from the articles in {count} places; --repair makes it anew")


def _quotes(archive: Archive) -> Iterator[Problem]:
    for article, page, url, quote in archive.db.execute(_QUOTES).fetchall():
        yield Problem("quote", f"article {article} ({url}): “{quote[:60]}” does not stand where it should; --repair reads the page again", page=page)


def _captures(archive: Archive, watch: Callable[[int], None]) -> Iterator[Problem]:
    """Each kept page by its digest; an ArchiveError's message names file and place."""
    for done, (capture, url) in enumerate(archive.db.execute("SELECT id, url FROM captures ORDER BY warc_file, warc_offset").fetchall(), 1):
        try:
            archive.capture(capture)
        except ArchiveError as error:
            yield Problem("capture", f"{url}: {error}")
        watch(done)


def _files(archive: Archive) -> Iterator[Problem]:
    """Records that no row of the index names, though their pages are kept; what belongs to another archive of the folder is none of ours."""
    rows = archive.db.execute("SELECT warc_file, warc_offset FROM captures").fetchall()
    listed = {(name, offset) for name, offset in rows}
    others = archive.others_files()
    for source in sources(archive.path.resolve().parent / "warc"):
        found = [] if isinstance(source, Damage) or source.name in others else steps(Piece(source, 0, source.size), lambda url: True)
        for record in (step.found for step in found if step.found):
            if isinstance(record, Damage):
                yield Problem("file", str(record))
            elif (record.file, record.offset) not in listed:
                url = record.answer.capture.url
                yield Problem(
                    "unlisted", f"{record.file} at {record.offset}: {url} is in no index; --repair takes it up", place=(record.file, record.offset)
                )
