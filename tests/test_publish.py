"""A snapshot: read-only, whole, checked by its sums, without the papers' texts, and served as it stands."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

import pytest

from answering import answering
from btoscrape.archive import Archive
from btoscrape.errors import UsageError
from btoscrape.publish import publish


@pytest.fixture(scope="module")
def snapshot(demo, run, tmp_path_factory):
    """What `btoscrape publish` makes of the sample archive."""
    folder = tmp_path_factory.mktemp("publish") / "ban công bố"
    result = run("publish", folder, "--db", demo)
    assert result.code == 0, result.err
    assert "84 articles" in result.out
    return folder


def texts(demo):
    """The lines of articles that are no quote, nor within one."""
    with sqlite3.connect(demo) as db:
        quotes = [row[0] for row in db.execute("SELECT quote FROM evidence")]
        lines = {line for row in db.execute("SELECT body FROM articles") for line in row[0].split("\n") if len(line) > 80}
        titles = {row[0] for row in db.execute("SELECT title FROM articles")}
    return [line for line in lines - titles if not any(line in quote or quote in line for quote in quotes)]


def test_the_papers_texts_are_not_in_it(demo, snapshot):
    told = texts(demo)
    assert len(told) > 100
    held = b"".join(path.read_bytes() for path in snapshot.iterdir() if path.is_file())
    assert [line for line in told if line.encode() in held] == []


def test_facts_quotes_and_links_are_whole(demo, snapshot):
    with sqlite3.connect(demo) as ours, sqlite3.connect(f"file:{snapshot}/archive.db?mode=ro", uri=True) as theirs:
        for table in ("articles", "awards", "members", "officers", "evidence", "organizations", "blocs", "award_stories", "captures"):
            assert theirs.execute(f"SELECT count(*) FROM {table}").fetchone() == ours.execute(f"SELECT count(*) FROM {table}").fetchone()
        sql = "SELECT quote FROM evidence ORDER BY id"
        assert theirs.execute(sql).fetchall() == ours.execute(sql).fetchall()
        assert theirs.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert theirs.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_its_sums_and_metadata_are_right(snapshot):
    listed = dict(reversed(line.split("  ", 1)) for line in (snapshot / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(snapshot).as_posix() for path in snapshot.rglob("*") if path.is_file()}
    assert set(listed) == files - {"SHA256SUMS"}
    assert all(sha256((snapshot / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())
    about = json.loads((snapshot / "metadata.json").read_text())
    assert about["texts"] is False
    assert about["counts"]["articles"] == 84
    assert (snapshot / "archive.db").stat().st_mode & 0o222 == 0


def test_it_has_what_serves_it_elsewhere(snapshot):
    assert subprocess.run(["sh", "-n", snapshot / "start.sh"], check=False).returncode == 0
    docker = (snapshot / "Dockerfile").read_text()
    copied = [name for line in re.findall(r"^COPY (.*) \S+$", docker, re.M) for name in line.split()]
    assert copied
    assert all((snapshot / name).exists() for name in copied)
    assert "datasette" in (snapshot / "requirements.txt").read_text()
    assert (snapshot / "app" / "btoscrape" / "web" / "html" / "base.html").is_file()


def test_it_is_served_by_the_dockers_own_command(snapshot):
    """Nothing but what lies in the folder, and the libraries that requirements.txt names."""
    docker = (snapshot / "Dockerfile").read_text()
    python, *command = json.loads(re.search(r"^CMD (.*)$", docker, re.M)[1])
    assert python == "python"
    command[command.index("--port") + 1] = "0"
    command[command.index("--host") + 1] = "127.0.0.1"
    set_up = dict(pair.split("=") for pair in re.search(r"^ENV (.*)$", docker, re.M)[1].split())
    environment = os.environ | set_up | {"PYTHONPATH": str(snapshot / Path(set_up["PYTHONPATH"]).relative_to("/srv"))}
    with subprocess.Popen([sys.executable, *command], cwd=snapshot, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = process.stdout.readline().split()[1]
            with urlopen(address + "to-chuc") as answer:
                assert "Hội" in answer.read().decode()
        finally:
            process.terminate()


def test_no_file_of_this_machine_is_named(demo, snapshot):
    held = (snapshot / "archive.db").read_bytes() + (snapshot / "metadata.json").read_bytes()
    assert str(demo.parent).encode() not in held
    assert str(snapshot).encode() not in held


def test_it_takes_the_place_of_an_older_one_and_of_nothing_else(demo, tmp_path):
    with Archive.open(demo, readonly=True) as archive:
        folder = tmp_path / "made"
        publish(archive, folder)
        (folder / "old").touch()
        publish(archive, folder, texts=True)
        assert not (folder / "old").exists()
        with sqlite3.connect(f"file:{folder}/archive.db?mode=ro", uri=True) as db:
            assert db.execute("SELECT count(*) FROM articles WHERE body = ''").fetchone() == (0,)
        other = tmp_path / "mine"
        other.mkdir()
        (other / "letter.txt").touch()
        with pytest.raises(UsageError, match="mine: holds something else"):
            publish(archive, other)
        assert (other / "letter.txt").exists()


def test_served_it_shows_facts_with_quotes_and_says_what_is_missing(snapshot):
    from btoscrape.web import build

    with answering(build(snapshot / "archive.db", public=True)) as get:
        assert "84" in get("/").text
        article = get("/bai/1").text
        assert "không kèm lời bài" in article
        quoted = re.search(r'<blockquote id="e\d+">([^<]{60,})<', article)[1]
        words = " ".join(quoted.split()[:4])
        found = get("/tim-kiem", params={"q": words}).text
        assert re.search(r'href="/bai/1"', found)
        assert "<mark>" in found
        assert get("/tai-ve/awards.csv").text.count("\n") > 200
        assert get("/du-lieu.db").status_code == 403
