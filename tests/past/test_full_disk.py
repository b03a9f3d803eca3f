"""A disk that fills up: named in a line, nothing is lost, and the next run finishes as if nothing had been."""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from killing import command, done
from warcs import by_warcio

from archived import contents
from btoscrape.archive import Archive, problems


@pytest.fixture
def db(crawled, tmp_path):
    """The crawled archive, for the test alone."""
    shutil.copytree(crawled.db.parent, tmp_path / "own")
    db = tmp_path / "own" / "a.db"
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return db


@pytest.fixture
def disk(tmp_path):
    """Makes a file system of so many bytes."""
    mounted = []

    def make(size):
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "btoscrape", folder], capture_output=True)
        if made.returncode:
            pytest.skip("needs the right to mount a file system")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


def failed(words, blocks=None):
    """The line that the command ends with where no file may grow beyond so many blocks of 512 bytes."""
    limit = f"ulimit -f {blocks}; " if blocks else ""
    ended = subprocess.run(["sh", "-c", f'{limit}exec "$@"', "sh", *command(*words)], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False), ended.stderr
    return ended.stderr.splitlines()[-1]


def whole(db, expected):
    """Whether the archive says what it should, and nothing is wrong with it."""
    with Archive.open(db) as archive, archive.lock():
        found = list(problems(archive))
    return (found, contents(db)) == ([], contents(expected))


def test_an_import_without_room_goes_on_later(crawled, tmp_path):
    file, db = tmp_path / "x.warc.gz", tmp_path / "a.db"
    file.write_bytes(by_warcio(crawled.captures))
    words = ("import", file, "--papers", crawled.papers, "--db", db, "--workers", "1")
    assert str(tmp_path) in failed(words, 900)
    done(words)
    assert whole(db, crawled.db)


@pytest.mark.parametrize("share", [0.3, 1.005], ids=["no room for the copy", "no room for its journal"])
def test_a_rebuild_without_room_leaves_the_archive_as_it_is(crawled, db, share):
    blocks = int(db.stat().st_size * share / 512)
    assert str(db) in failed(("rebuild", "--db", db, "--workers", "1"), blocks)
    assert not db.with_name("a.db.rebuild").exists() or share > 1
    assert whole(db, crawled.db)
    done(("rebuild", "--db", db, "--workers", "1"))
    assert whole(db, crawled.db)


def test_a_backup_without_room_leaves_the_older_one(crawled, db, tmp_path):
    target = tmp_path / "backup"
    done(("backup", target, "--db", db))
    assert str(target) in failed(("backup", target, "--db", db), db.stat().st_size // 512 - 8)
    assert sorted(file.name for file in target.iterdir()) == ["a.db", "warc"]
    assert whole(target / "a.db", crawled.db)


def test_a_repair_without_room_is_mended_by_the_next(crawled, db):
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("UPDATE evidence SET start = start + 1")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert str(db) in failed(("verify", "--repair", "--db", db), 60)
    done(("verify", "--repair", "--db", db))
    assert whole(db, crawled.db)


def test_what_needs_more_room_than_there_is_says_so_and_writes_nothing(crawled, disk, db):
    size = sum(file.stat().st_size for file in db.parent.rglob("*") if file.is_file())
    home, small, nearly = disk(size + db.stat().st_size), disk(db.stat().st_size // 2), disk(db.stat().st_size * 3 // 2)
    shutil.copytree(db.parent, home / "own")
    tight = home / "own" / "a.db"
    for words, where in ((("rebuild", "--workers", "1"), tight), (("backup", small), small), (("backup", nearly), nearly)):
        told = failed((*words, "--db", tight))
        assert told.startswith(f"btoscrape: {where}: needs ")
        assert told.endswith("make room")
    assert whole(tight, crawled.db)
    assert [file.name for folder in (tight.parent, small, nearly) for file in folder.iterdir() if file.name.startswith("a.db.")] == ["a.db.lock"]
