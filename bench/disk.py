"""Bytes on disk per article, by part: `python -m bench disk [ARTICLES]` (2,000, pages of 40 to 120 kB, everything archived)."""

import sqlite3
import sys
import tempfile
from pathlib import Path

from btoscrape.archive import Archive

from .crawling import ours
from .results import write
from .site import Served


def parts(db):
    """Bytes by table, its indexes with it, the largest first."""
    sql = "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat s LEFT JOIN sqlite_master m ON m.name = s.name GROUP BY 1 ORDER BY 2 DESC"
    return dict(db.execute(sql).fetchall())


def main(count):
    """Measure and write the section."""
    with Served(count) as site, tempfile.TemporaryDirectory() as name:
        ours(site.url, f"{name}/a.db")
        with Archive.open(Path(name) / "a.db") as archive:
            archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            articles, text = archive.db.execute("SELECT count(*), sum(length(CAST(title || body AS BLOB))) FROM articles").fetchone()
            rows = archive.db.execute("SELECT count(*), sum(size), sum(warc_length) FROM captures WHERE kind = 'article'").fetchone()
            try:
                tables = parts(archive.db)
            except sqlite3.OperationalError:  # built without dbstat
                tables = {}
            free = archive.db.execute("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size").fetchone()[0]
        size = (Path(name) / "a.db").stat().st_size
    lines = [
        f"{articles:,} articles, {text / articles / 1000:.1f} kB of text each: title and body as UTF-8, summary and captions in it.",
        "",
        "| part | bytes an article |",
        "|---|---|",
    ]
    lines += [f"| {table} | {used / articles:,.0f} |" for table, used in list(tables.items())[:12]]
    lines += [
        "",
        f"Captures: {rows[2] / rows[0] / 1000:.1f} kB in WARC files a page, sent as {rows[1] / rows[0] / 1000:.1f} kB (aim: 13 for 84 kB unpacked).",
        f"Database: {size / articles / 1000:.1f} kB an article, {size / text:.2f} times the text that it holds (aim: 2.5); "
        f"{free / articles / 1000:.1f} kB of that are pages that stand empty for what comes next.",
    ]
    write("Bytes on disk", "python -m bench disk", lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
