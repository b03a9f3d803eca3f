"""kill -9 at any moment: after the next run the archive is that of a crawl that nobody disturbed."""

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kills import Killed, contents, losses

from btoscrape.archive import Archive

WARCIO = Path(sys.executable).with_name("warcio")


@pytest.fixture
def papers(server, tmp_path):
    file = tmp_path / "papers.toml"
    entry = f'[papers.x]\nname = "X"\nurl = "{server.url}/"\nprovince = "Sơn Lam"\nlayout = "onecms"\nallow_private = true\n'
    file.write_text(entry, encoding="utf-8")
    return file


def test_kills_at_random_moments_lose_nothing(papers, tmp_path):
    calm = Killed(papers, tmp_path / "calm" / "a.db", random.Random(1))
    assert calm.run() == 0, calm.errors
    hard = Killed(papers, tmp_path / "hard" / "a.db", random.Random(7))
    assert hard.until_done(kills=3, longest=1.2) == 0, hard.errors
    assert losses(hard.db) == []
    assert contents(hard.db) == contents(calm.db)
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


def archive_end(archive, file):
    return archive.db.execute("SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?", [file.name]).fetchone()[0]


def stopped(server, papers, db, number):
    """The exit code and the output of a crawl that got that signal while it fetched articles."""
    command = [sys.executable, "-m", "btoscrape", "crawl", "--papers", papers, "--db", db]
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
