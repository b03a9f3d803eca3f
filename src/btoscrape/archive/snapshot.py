"""Floor 2. A copy of the database to hand out: whole, read-only in its form, and by default without the papers' texts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from . import search

TEXTS = (
    "UPDATE articles SET body = '', block_kinds = '', described = NULL, lead_at = NULL",
    "UPDATE pages SET summary = ''",
    "UPDATE versions SET edit = ''",
    "DELETE FROM sketches",
)
"""What takes the newspapers' texts out; the facts keep their quotes."""
INNER = (
    "DELETE FROM failures WHERE url NOT LIKE 'http%'",
    "UPDATE failures SET message = reason",
    "UPDATE corrections SET who = ''",
    "DELETE FROM doubts WHERE kind = 'correction-without-fact'",
)
"""What takes out the words that may name files of the machine that made the archive, and the people who corrected it."""
_QUOTES = """
    SELECT articles.id, articles.title, coalesce(group_concat(quote, char(10)), '') FROM articles
    LEFT JOIN evidence ON evidence.article = articles.id GROUP BY articles.id
"""


def snapshot(db: Database, path: Path, *, texts: bool) -> None:
    """Write the copy to `path`, where nothing may be yet; without `texts`, words are searched for in titles and quotes.

    One file, with a rollback journal in place of a WAL, so that it can be read where nothing can be written.
    """
    db.execute("VACUUM INTO ?", [str(path)])
    with closing(Database(path)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        with copy.atomic():
            for statement in (*INNER, *(() if texts else TEXTS)):
                copy.execute(statement)
            if not texts:
                search.refill(copy, _QUOTES)
        copy.execute("ANALYZE")
        copy.execute("VACUUM")  # what was taken out is gone from the file too
