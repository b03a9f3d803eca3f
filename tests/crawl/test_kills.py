"""kill -9 at any moment: after the next run the archive is that of a crawl that nobody disturbed."""

import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from crawled import SOME, Crawled
from kills import Killed, losses

from archived import contents
from btoscrape.archive import Archive
from btoscrape.sample import SampleServer

WARCIO = Path(sys.executable).with_name("warcio")


@pytest.fixture(scope="module")
def server():
    with SampleServer(articles=SOME[-30:]) as running:
        yield running


@pytest.fixture(scope="module")
def papers(server, tmp_path_factory):
    file = tmp_path_factory.mktemp("kills") / "papers.toml"
    entry = f'[papers.x]\nname = "X"\nurl = "{server.url}/"\nprovince = "Sơn Lam"\nlayout = "onecms"\nallow_private = true\n'
    file.write_text(entry, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def calm(papers):
    """What the archive of a crawl says that nobody disturbed."""
    quiet = Killed(papers, papers.parent / "calm" / "a.db", random.Random(1))
    assert quiet.run() == 0, quiet.errors
    return contents(quiet.db)


def test_kills_at_random_moments_lose_nothing(papers, calm, tmp_path):
    hard = Killed(papers, tmp_path / "hard" / "a.db", random.Random(7))
    assert hard.until_done(kills=3, longest=1.2) == 0, hard.errors
    assert losses(hard.db) == []
    assert contents(hard.db) == calm
    files = sorted((tmp_path / "hard" / "warc").iterdir())
    checked = subprocess.run([WARCIO, "check", *files], capture_output=True, timeout=60)
    assert checked.returncode == 0, checked.stdout


def test_half_a_record_is_taken_back_by_the_next_crawl(server, archive, crawled, tmp_path):
    crawled(limit=2)
    [file] = (tmp_path / "warc").iterdir()
    whole = file.read_bytes()
    lost = tmp_path / "warc" / "btoscrape-20200101000000000000-1.warc.gz"
    for place in (len(whole) - 1, len(whole) - 400):
        file.write_bytes(whole[:place] if place > archive_end(archive, file) else whole + whole[:300])
        lost.write_bytes(whole[:50])
        with archive.lock():
            assert not lost.exists()
        assert subprocess.run([WARCIO, "check", file], capture_output=True, timeout=60).returncode == 0
        file.write_bytes(whole)
    file.write_bytes(whole + b"\x1f\x8b")
    with archive.lock():
        assert file.read_bytes() == whole


def test_pages_that_were_kept_and_not_entered_are_entered_by_the_next_crawl(server, archive, crawled, tmp_path):
    """The database as it was, beside WARC files that went on: what a kill between their writing and the commit leaves."""
    crawled(limit=2)
    (tmp_path / "killed").mkdir()
    archive.copy(tmp_path / "killed" / "a.db")
    crawled(limit=5)
    shutil.copytree(tmp_path / "warc", tmp_path / "killed" / "warc")
    fetched = crawled.paths(".html")
    with Archive.open(tmp_path / "killed" / "a.db") as killed:
        again = Crawled(server, killed)
        assert again(limit=5).counts["new"] == 5
        assert (len(fetched), again.paths(".html")) == (5, [])
        assert again.rows("SELECT count(*), count(DISTINCT page) FROM captures WHERE kind = 'article'") == [(7, 7)]
    assert contents(tmp_path / "killed" / "a.db") == contents(tmp_path / "a.db")


def archive_end(archive, file):
    return archive.db.execute("SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?", [file.name]).fetchone()[0]


def stopped(server, papers, db, number):
    """The exit code and the output of a crawl that got that signal while it fetched articles."""
    command = [sys.executable, "-m", "btoscrape", "crawl", "--papers", papers, "--db", db]
    server.requests.clear()
    server.fault = lambda request: request.path.endswith(".html") and time.sleep(0.05)  # None: it answers as ever, but slowly
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while sum(path.endswith(".html") for _, path, _ in list(server.requests)) < 3:
            time.sleep(0.01)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    server.fault = lambda request: False
    return process.returncode, out.decode(), err.decode()


def test_a_crawl_ends_in_order_on_ctrl_c(papers, server, tmp_path):
    db = tmp_path / "a.db"
    code, out, err = stopped(server, papers, db, signal.SIGINT)
    assert code == 130
    assert "Traceback" not in err
    assert re.search(r"x: .*\b[2-9] new", out)
    with Archive.open(db, readonly=True) as archive:
        assert [run["exit_code"] for run in archive.last_runs()] == [130]
    assert Killed(papers, db, random.Random(0)).run() == 0
    assert losses(db) == []


def test_a_crawl_ends_in_order_when_the_system_stops_it(papers, server, tmp_path):
    code, out, err = stopped(server, papers, tmp_path / "a.db", signal.SIGTERM)
    assert (code, "Traceback" in err) == (130, False)
    assert "new" in out


def test_a_disk_that_fills_up_ends_the_run_with_a_line_and_the_next_goes_on(papers, calm, tmp_path):
    """No file, be it the database or a WARC file, may grow beyond some hundred kilobytes."""
    db = tmp_path / "full" / "a.db"
    command = [sys.executable, "-m", "btoscrape", "crawl", "--papers", papers, "--db", db, "--json"]
    limited = ["sh", "-c", 'ulimit -f 900; exec "$@"', "sh", *command]
    done = subprocess.run(limited, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith(f"btoscrape: {tmp_path}")
    after = Killed(papers, db, random.Random(1))
    assert after.run() == 0, after.errors
    assert losses(db) == []
    assert contents(db) == calm


def test_a_database_that_somebody_holds_for_a_while_is_waited_for(crawled, tmp_path):
    with closing(sqlite3.connect(crawled.archive.path, check_same_thread=False, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.7, other.execute, ["ROLLBACK"])
        release.start()
        assert crawled(limit=2).exit_code == 0
        release.join()
    assert crawled.rows("SELECT count(*) FROM articles") == [(2,)]
