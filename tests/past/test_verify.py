"""Verify finds what is wrong and mends what it can; a backup is the archive, whoever writes meanwhile and whatever is killed."""

import gzip
import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from killing import done, killed

from archived import contents
from btoscrape.archive import Archive, problems
from btoscrape.backup import backup
from btoscrape.errors import UsageError


@pytest.fixture
def db(crawled, tmp_path):
    """A copy of the crawled archive, to be harmed."""
    shutil.copytree(crawled.db.parent, tmp_path / "copy")
    return tmp_path / "copy" / "a.db"


def harm(db, *statements):
    with closing(sqlite3.connect(db)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def found(db):
    with Archive.open(db) as archive:
        return list(problems(archive))


def kinds(db):
    return [problem.kind for problem in found(db)]


def test_a_sound_archive_has_no_problems(run, db):
    assert found(db) == []
    assert run("verify", "--db", db).out.endswith("all is sound\n")


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ('UPDATE evidence SET start = start + 1, "end" = "end" + 1 WHERE id = (SELECT min(id) FROM evidence)', "quote"),
        ("UPDATE evidence SET quote = 'nói khác' WHERE id = (SELECT min(id) FROM evidence)", "quote"),
        ("DELETE FROM articles_fts_docsize WHERE id = (SELECT min(id) FROM articles)", "search"),
    ],
)
def test_what_pages_can_tell_again_is_repaired(run, crawled, db, statement, kind):
    harm(db, statement)
    assert kinds(db) == [kind]
    assert run("verify", "--db", db).code == 1
    assert json.loads(run("verify", "--repair", "--json", "--db", db).out) == {"problems": [], "repaired": 1}
    assert contents(db) == contents(crawled.db)


def test_records_in_no_index_are_taken_up_where_they_are(run, crawled, db):
    harm(
        db,
        "UPDATE articles SET capture = NULL",
        "DELETE FROM versions",
        "DELETE FROM captures WHERE kind = 'article' AND page IN (SELECT page FROM articles LIMIT 3)",
        "DELETE FROM captures WHERE kind = 'robots'",
    )
    assert kinds(db) == ["unlisted"] * 4
    assert json.loads(run("verify", "--repair", "--json", "--db", db).out) == {"problems": [], "repaired": 4}
    assert len(list((db.parent / "warc").iterdir())) == 1
    with Archive.open(db, readonly=True) as archive:
        assert archive.db.execute("SELECT count(*) FROM captures").fetchone()[0] > 4
    assert contents(db) == contents(crawled.db)


def test_what_only_a_backup_can_bring_back_is_named(run, db):
    [warc] = (db.parent / "warc").iterdir()
    with closing(sqlite3.connect(db)) as connection:
        url, place = connection.execute("SELECT url, warc_offset FROM captures WHERE kind = 'article' LIMIT 1").fetchone()
    data = bytearray(warc.read_bytes())
    other = gzip.compress(b"WARC/1.1\r\n" + b"x" * 10)
    data[place + 40 : place + 40 + len(other)] = other
    warc.write_bytes(data)
    told = found(db)
    assert {"capture", "file"} == {problem.kind for problem in told}
    assert any(url in problem.message and f"{warc.name} at {place}" in problem.message for problem in told)
    result = run("verify", "--repair", "--db", db)
    assert result.code == 1
    assert f"{warc.name} at {place}" in result.out
    warc.unlink()
    assert set(kinds(db)) == {"capture"}


def test_a_row_that_names_what_is_not_there(db):
    harm(db, "UPDATE articles SET paper = 'nobody' WHERE id = (SELECT min(id) FROM articles)")
    [problem] = found(db)
    assert problem.kind == "reference"
    assert "articles" in problem.message


def test_a_backup_is_the_archive(run, crawled, db, tmp_path):
    (db.parent / "corrections.csv").write_text("at,who,why,action,table,article_url,fact,change\n", encoding="utf-8")
    target = tmp_path / "backup"
    first = json.loads(run("backup", target, "--db", db, "--json").out)
    assert first["articles"] > 0
    assert contents(target / "a.db") == contents(crawled.db)
    assert found(target / "a.db") == []
    assert sorted(file.name for file in target.iterdir()) == ["a.db", "corrections.csv", "warc"]
    again = json.loads(run("backup", target, "--db", db, "--json").out)
    assert again["files"] == 2  # the database and the corrections: nothing new in the WARC files
    shutil.move(target, tmp_path / "elsewhere")
    assert run("verify", "--db", tmp_path / "elsewhere" / "a.db").code == 0


def test_a_backup_while_somebody_writes(db, tmp_path, crawled):
    capture = crawled.captures[0]
    with Archive.open(db) as writer, writer.lock(), writer.batch():
        writer.keep(capture, kind="listing")
        with Archive.open(db, readonly=True) as reader:
            counts = backup(reader, tmp_path / "backup")
        [newest] = [file for file in (db.parent / "warc").iterdir() if file.stat().st_size < 20_000]
        newest.write_bytes(newest.read_bytes()[:-9])  # half written
        with Archive.open(db, readonly=True) as reader:
            assert backup(reader, tmp_path / "half")["captures"] == counts["captures"]
    for name in ("backup", "half"):
        assert contents(tmp_path / name / "a.db") == contents(crawled.db)
        assert {problem.kind for problem in found(tmp_path / name / "a.db")} <= {"unlisted"}


def test_kills_leave_the_older_backup_whole(db, tmp_path, crawled):
    target = tmp_path / "backup"
    words = ("backup", target, "--db", db)
    for begun, seconds in ((target / "a.db.part", 0), (target / "a.db", 0)):
        killed(words, begun.exists, seconds)
        if (target / "a.db").exists():
            assert contents(target / "a.db") == contents(crawled.db)
    done(words)
    assert contents(target / "a.db") == contents(crawled.db)
    assert found(target / "a.db") == []


def test_kills_of_a_repair_are_mended_by_the_next(db, crawled):
    harm(db, "UPDATE evidence SET start = start + 1", "DELETE FROM articles_fts_docsize", "DELETE FROM captures WHERE kind = 'robots'")
    words, log = ("verify", "--repair", "--db", db), db.with_name("a.db-wal")
    killed(words, lambda: log.exists() and log.stat().st_size > 0, 0.01)  # after the first thing that it writes
    done(words)
    assert found(db) == []
    assert contents(db) == contents(crawled.db)


def test_a_backup_goes_nowhere_else(db, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_text("mine")
    with Archive.open(db, readonly=True) as archive:
        for folder, problem in ((tmp_path / "mine", "something else"), (db.parent, "own folder"), (tmp_path / "mine" / "thesis.doc", "no folder")):
            with pytest.raises(UsageError, match=problem):
                backup(archive, folder)


def test_two_archives_in_one_folder_leave_each_other_s_pages_alone(db, crawled, tmp_path):
    """As `demo` and a crawl leave them: data/demo.db, data/btoscrape.db, and one data/warc."""
    other = db.with_name("other.db")
    with Archive.open(other) as archive, archive.lock(), archive.batch():
        archive.keep(crawled.captures[0], kind="listing")
    with Archive.open(db) as archive, archive.lock():
        counts = archive.counts()["captures"]
    for path, captures in ((db, counts), (other, 1)):
        with Archive.open(path) as archive, archive.lock():
            assert list(problems(archive)) == []
            assert archive.counts()["captures"] == captures
            backup(archive, tmp_path / path.stem)
        assert found(tmp_path / path.stem / path.name) == []
