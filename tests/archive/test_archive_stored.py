"""Archives that earlier versions made, as they were stored then: opened today, they say what one made today says."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archived import contents, store
from btoscrape.archive import Archive

STORED = sorted((Path(__file__).parent / "stored").glob("*.db.gz"))
"""Each with the two articles of `archived.store`, 100001 and 100002, the second of them taken down. A release adds its own."""


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.name)
def test_an_older_archive_is_brought_up_to_date(file, tmp_path):
    (tmp_path / "old.db").write_bytes(gzip.decompress(file.read_bytes()))
    with Archive.open(tmp_path / "old.db") as old, Archive.open(tmp_path / "new.db") as new:
        for number in (100001, 100002):
            store(new, number=number)
        old.prune()
        assert old.search("khoi thi dua") != []
        assert old.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [row["url"] for row in old.latest_gone(9)] == ["https://bao.vn/tin-100002.html"]
        assert {row["rule"] for row in old.rows("members")} <= {row["rule"] for row in new.rows("members")} | {""}
    shapes = [shape(tmp_path / name) for name in ("old.db", "new.db")]
    assert shapes[0] == shapes[1]
    assert told(tmp_path / "old.db") == told(tmp_path / "new.db")


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.name)
def test_an_older_archives_summaries_and_leads_stay(file, tmp_path):
    told = "SELECT id, summary, lead FROM articles ORDER BY id"
    with closing(sqlite3.connect(tmp_path / "old.db")) as db, db:
        (tmp_path / "old.db").write_bytes(gzip.decompress(file.read_bytes()))
        db.execute(
            "UPDATE articles SET block_kinds = 's' || substr(block_kinds, 2), summary = substr(body, 1, instr(body, char(10)) - 1) WHERE id = 1"
        )
        db.execute("UPDATE articles SET lead = substr(summary, 7) WHERE id = 1")
        db.execute("UPDATE articles SET summary = 'SLO - Lời khác', lead = 'Lời khác' WHERE id = 2")
        before = db.execute(told).fetchall()
    with Archive.open(tmp_path / "old.db") as old:
        assert old.db.execute(told).fetchall() == before
        assert old.db.execute("SELECT described FROM articles ORDER BY id").fetchall() == [(None,), ("SLO - Lời khác",)]
    assert all(all(row) for row in before)


def shape(path):
    """Tables and views with their columns, and the indexes."""
    with closing(sqlite3.connect(path)) as db:
        names = db.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2").fetchall()
        return [(kind, name, {tuple(row[1:4]) for row in db.execute(f"PRAGMA table_info('{name}')")}) for kind, name in names]


def told(path):
    """What the archive says, but for what is known since later: rules, digests, who is taken down."""
    later = ("rule", "text_digest", "gone_since", "engine")
    return {table: [[cell for cell in row if cell[0] not in later] for row in rows] for table, rows in contents(path).items()}
