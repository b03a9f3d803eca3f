"""Opening an archive: what is made, what is brought up to date, what is left alone."""

import gc
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from archived import noted, store
from btoscrape.archive import Archive
from btoscrape.errors import ArchiveBusy, ArchiveError

NOBODY = 65534


def sql(path, *statements):
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def schema(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()


def as_nobody(code, *args):
    """What a user without rights gets from that code; root may write anywhere, so it steps down once all is loaded."""
    start = """
        import os, sys, tempfile
        from pathlib import Path
        from btoscrape.archive import Archive
        from btoscrape.errors import ArchiveError
        with tempfile.TemporaryDirectory() as folder: Archive.open(Path(folder) / "a.db").close()
    """
    become = f"if os.getuid() == 0: os.setgid({NOBODY}); os.setuid({NOBODY})\n"
    script = textwrap.dedent(start) + become + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", script, *map(str, args)], capture_output=True, text=True, timeout=60)


@pytest.fixture
def locked():
    """Makes a folder read-only, for everybody to look into; pytest's own can't be reached by others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "locked"
        folder.mkdir()
        Path(name).chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_a_new_archive_is_whole_and_uses_wal(archive, path):
    assert archive.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert archive.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert set(archive.counts().values()) == {0}
    assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_folders_are_made_for_a_new_archive(tmp_path):
    with Archive.open(tmp_path / "x" / "y" / "a.db") as archive:
        assert archive.counts()["articles"] == 0


@pytest.mark.parametrize("options", [{"create": False}, {"readonly": True}])
def test_a_missing_archive_is_named_and_not_made(path, options):
    with pytest.raises(ArchiveError, match=r"a\.db: there is no archive here"):
        Archive.open(path, **options)
    assert not path.exists()


@pytest.mark.parametrize("readonly", [False, True])
def test_a_newer_archive_is_left_as_it_is(path, readonly):
    Archive.open(path).close()
    sql(path, "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('btoscrape', 'of_next_year', '')")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="newer btoscrape; upgrade"):
        Archive.open(path, readonly=readonly)
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [False, True])
def test_another_programs_database_is_left_as_it_is(path, readonly):
    sql(path, "CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="another program's"):
        Archive.open(path, readonly=readonly)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, and long enough to be sure of it" * 50, b"SQLite format 3\0" + b"\xff" * 500])
def test_a_file_that_is_no_database_is_named(path, content):
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"a\.db: "):
        Archive.open(path)
    assert path.read_bytes() == content


def test_a_damaged_database_is_named(archive, path):
    store(archive)
    archive.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ArchiveError, match=r"a\.db: .*backup"), Archive.open(path) as damaged:
        store(damaged, number=100002)


def test_a_folder_in_the_place_of_the_database(tmp_path):
    with pytest.raises(ArchiveError, match=tmp_path.name):
        Archive.open(tmp_path)


def test_views_and_index_of_another_version_are_made_again(archive, path):
    store(archive)
    store(archive, number=100002)
    archive.close()
    before = schema(path)
    sql(
        path,
        "DROP VIEW export_awards",
        "CREATE VIEW export_old AS SELECT 1",
        "INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')",
        "PRAGMA user_version = 7",
    )
    with Archive.open(path, readonly=True) as again:  # a reader brings it up to date as well
        assert {hit.article for hit in again.search("khoi thi dua")} == {1, 2}
        assert len(list(again.rows("awards"))) == 4
    assert schema(path) == before


def test_opening_again_writes_nothing(archive, path):
    archive.close()
    before = path.read_bytes()
    Archive.open(path).close()
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.version_info < (3, 13), reason="Python warns of it from 3.13 on")
def test_an_archive_that_nobody_closed_is_noticed(path):
    """The settings of pytest pass over connections of another name, such as Datasette's."""

    def forgotten():
        Archive.open(path)
        gc.collect()

    with pytest.warns(ResourceWarning, match=r"unclosed database in <btoscrape\."):
        forgotten()


def test_a_readonly_archive_refuses_writes(archive, path):
    with Archive.open(path, readonly=True) as reader, pytest.raises(ArchiveError, match=r"a\.db: .*writable"):
        noted(reader)


def test_a_reader_sees_what_a_writer_has_stored(archive, path):
    with Archive.open(path, readonly=True) as reader:
        store(archive)
        assert reader.counts()["articles"] == 1


def test_a_read_only_folder_is_named(locked):
    locked.chmod(0o555)
    done = as_nobody("try: Archive.open(Path(sys.argv[1]))\nexcept ArchiveError as error: print(error)", locked / "a.db")
    assert "a.db: " in done.stdout, done.stderr
    assert "writable" in done.stdout
    assert list(locked.iterdir()) == []


def test_an_archive_on_a_read_only_disc_can_be_read(locked):
    with Archive.open(locked / "a.db") as archive:
        store(archive)
    locked.chmod(0o555)
    code = """
        with Archive.open(Path(sys.argv[1]), readonly=True) as archive:
            print(archive.counts()["articles"], archive.capture(1).status)
        try:
            with Archive.open(Path(sys.argv[1])) as archive, archive.lock(): print("locked")
        except ArchiveError as error: print(error)
    """
    done = as_nobody(code, locked / "a.db")
    assert done.stdout.startswith("1 200\n"), done.stderr
    assert "writable" in done.stdout


def test_one_crawl_per_archive(archive, path):
    with archive.lock(), Archive.open(path) as other, pytest.raises(ArchiveBusy, match=rf"process {os.getpid()}, since"), other.lock():
        pass
    with Archive.open(path) as other, other.lock():
        pass


def test_the_lock_holds_under_another_name_of_the_archive(archive, path, tmp_path):
    (tmp_path / "elsewhere").symlink_to(path)
    with archive.lock(), Archive.open(tmp_path / "elsewhere") as other, pytest.raises(ArchiveBusy), other.lock():
        pass


def test_the_lock_dies_with_its_holder(path):
    code = "import sys, time; from pathlib import Path; from btoscrape.archive import Archive\n"
    code += "a = Archive.open(Path(sys.argv[1])); l = a.lock(); l.__enter__(); print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with Archive.open(path) as archive:
            with pytest.raises(ArchiveBusy, match=f"process {holder.pid}"), archive.lock():
                pass
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            with archive.lock():
                pass


def test_what_another_program_locks_is_named(archive, path):
    archive.db.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="another program holds it"):
            noted(archive)


def test_several_processes_may_make_one_archive_at_once(path):
    code = "import sys; from pathlib import Path; from btoscrape.archive import Archive; Archive.open(Path(sys.argv[1])).close()"
    makers = [subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(maker.communicate()[1], maker.returncode) for maker in makers] == [(b"", 0)] * 4
