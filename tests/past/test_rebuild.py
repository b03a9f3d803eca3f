"""Rebuild: the same archive again, to the byte; what a catalog change concerns, and only that; nothing half done is ever seen."""

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from killing import done, killed

from archived import TABLES
from btoscrape.archive import Archive
from btoscrape.crew import Whom
from btoscrape.errors import ArchiveError
from btoscrape.rebuild import rebuild

PACKAGE = Path(__file__).parents[2] / "src" / "btoscrape"


@pytest.fixture
def db(crawled, tmp_path):
    """A copy of the crawled archive, to be changed."""
    shutil.copytree(crawled.db.parent, tmp_path / "copy")
    return tmp_path / "copy" / "a.db"


def whole(db):
    """Every row of every export, with the numbers of articles and facts."""
    with Archive.open(db, readonly=True) as archive:
        return {table: list(archive.rows(table)) for table in (*TABLES, "ranks", "people", "decisions", "events", "stories", "ledger")}


def rebuilt(db, **more):
    with Archive.open(db) as archive, archive.lock():
        return rebuild(archive, **more)


def beside(db):
    return sorted(file.name for file in db.parent.iterdir() if not file.name.endswith(("-wal", "-shm", ".lock", ".toml")))


def command(db, *more, package=PACKAGE):
    """The command as a user runs it, with that package."""
    env = os.environ | {"PYTHONPATH": str(package.parent)}
    return [sys.executable, "-m", "btoscrape", "rebuild", "--db", db, "--workers", "1", "--json", *more], env


def run(db, *more, package=PACKAGE):
    args, env = command(db, *more, package=package)
    done = subprocess.run(args, capture_output=True, timeout=60, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_rebuilding_changes_nothing(db):
    before = whole(db)
    with closing(sqlite3.connect(db)) as reader:
        reader.execute("SELECT count(*) FROM articles").fetchone()  # someone who browses meanwhile
        found = rebuilt(db, whom=Whom(2))
        assert reader.execute("SELECT count(*) FROM articles").fetchone()[0] == len(before["articles"])
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert found.differences == []
    assert set(found.counts) <= {"same", "skipped"}
    assert whole(db) == before
    assert beside(db) == ["a.db", "warc"]


def test_facts_that_differ_are_named_with_their_rule(db):
    before = whole(db)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE articles SET fingerprint = 'x' WHERE id IN (SELECT article FROM awards)")
        connection.execute("DELETE FROM awards WHERE id = (SELECT min(id) FROM awards)")
        connection.execute(
            "UPDATE members SET role = 'deputy' WHERE id = (SELECT min(id) FROM members WHERE article IN (SELECT article FROM awards))"
        )
        [extra] = connection.execute("SELECT min(id) FROM officers WHERE article IN (SELECT article FROM awards)").fetchone()
        connection.execute(
            "INSERT INTO officers SELECT NULL, article, bloc, role, 'Không Có', name, organization, year, evidence, rule FROM officers WHERE id = ?",
            [extra],
        )
    connection.close()
    compared = rebuilt(db, compare=True)
    assert sorted((told.change, told.kind) for told in compared.differences) == [("added", "awards"), ("altered", "members"), ("removed", "officers")]
    altered = next(told for told in compared.differences if told.change == "altered")
    assert altered.before == "role: deputy"
    assert all(told.rule for told in compared.differences)
    assert whole(db) != before  # comparing is not replacing
    assert rebuilt(db).differences == compared.differences
    assert beside(db) == ["a.db", "warc"]


def test_a_damaged_capture_costs_its_page_nothing_else(db):
    [warc] = (db.parent / "warc").iterdir()
    with sqlite3.connect(db) as connection:
        [(url, place)] = connection.execute("SELECT url, warc_offset FROM captures WHERE page IN (SELECT page FROM articles) LIMIT 1")
    connection.close()
    data = bytearray(warc.read_bytes())
    data[place + 50 : place + 60] = b"?" * 10
    warc.write_bytes(data)
    before = whole(db)
    found = rebuilt(db)
    assert found.counts["damaged"] == 1
    assert whole(db) == before
    with Archive.open(db, readonly=True) as archive:
        [failure] = archive.open_failures(9)
    assert (failure["url"], failure["reason"]) == (url, "damaged")
    assert f"{warc.name} at {place}" in failure["message"]


def test_kills_leave_the_old_or_the_new_one(db):
    before, dice = whole(db), random.Random(5)
    words, half = ("rebuild", "--db", db, "--workers", "1", "--json"), db.with_name("a.db.rebuild")
    for seconds in (0, dice.uniform(0, 0.3)):
        half.unlink(missing_ok=True)
        killed(words, half.exists, seconds)
        assert whole(db) == before
    done(words)
    assert whole(db) == before
    assert beside(db) == ["a.db", "warc"]


def test_what_was_broken_off_goes_on_where_it_was(db):
    pages = []

    def stop(done):
        pages.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilt(db, watch=stop)
    assert "a.db.rebuild" in beside(db)
    again = []
    found = rebuilt(db, watch=again.append)
    assert again == []  # all was read: only the taking over was left
    assert found.counts.total() == pages[0]
    assert beside(db) == ["a.db", "warc"]


def test_a_half_copied_one_or_one_of_another_state_is_begun_anew(db):
    (db.parent / "a.db.rebuild").write_bytes(db.read_bytes()[:50_000])
    again = []
    assert rebuilt(db, watch=again.append).differences == []
    assert again

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilt(db, watch=stop)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE pages SET tries = tries + 1")
    connection.close()
    again.clear()
    rebuilt(db, watch=again.append)
    assert again
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT max(tries) FROM pages").fetchone()[0] > 1
    connection.close()


def test_what_is_written_meanwhile_is_not_lost(db):
    def write(done):
        with sqlite3.connect(db) as connection:
            connection.execute("UPDATE pages SET tries = 77")
        connection.close()

    with pytest.raises(ArchiveError, match="written to meanwhile"):
        rebuilt(db, watch=write)
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT max(tries) FROM pages").fetchone() == (77,)
    connection.close()


def test_a_catalog_change_alters_the_facts_that_it_concerns(db, tmp_path):
    package = tmp_path / "other" / "btoscrape"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    file = package / "catalog" / "awards.toml"
    head, tail = file.read_text(encoding="utf-8").split("[certificate]")
    entry, dot, rest = tail.partition("\n\n")
    entry = re.sub(r"(?m)^(forms|cased) = .*", r'\1 = ["Giấy ban khen"]', entry)
    changed = f"{head}[certificate]{entry}{dot}{rest}"
    file.write_text(changed, encoding="utf-8")
    before = whole(db)
    compared = run(db, "--compare", package=package)["facts"]
    assert whole(db) == before
    assert run(db, package=package)["facts"] == compared
    after = whole(db)
    concerned = [row for row in before["awards"] if row["award_id"] == "certificate"]
    assert len(compared) == len(concerned) > 0
    assert {(told["change"], told["kind"], told["about"].split(",")[0]) for told in compared} == {("removed", "awards", "certificate")}
    assert [_said(row) for row in after["awards"]] == [_said(row) for row in before["awards"] if row not in concerned]
    for table in ("members", "officers", "ranks", "people", "decisions", "blocs"):
        assert [_said(row) for row in after[table]] == [_said(row) for row in before[table]]


def _said(row):
    return {name: value for name, value in row.items() if name != "key"}
