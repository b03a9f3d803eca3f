"""What a user meets on the command line: help, one-line messages, exit codes."""

import json
import socket
import sqlite3
from contextlib import closing

import pytest

from btoscrape.sample import SampleServer

COMMANDS = (
    "crawl",
    "add",
    "import",
    "extract",
    "rebuild",
    "verify",
    "backup",
    "export",
    "doubts",
    "correct",
    "serve",
    "demo",
    "status",
    "schedule",
    "check",
    "evaluate",
)


def one_line(result):
    """The message on standard error, once it is known to be one line and no traceback."""
    assert "Traceback" not in result.err
    lines = [line for line in result.err.splitlines() if line]
    assert len(lines) == 1, result.err
    return lines[0]


def closed_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def papers_file(tmp_path, url):
    file = tmp_path / "papers.toml"
    file.write_text(
        f'[papers.x]\nname = "X"\nurl = "{url}"\nprovince = "X"\nlayout = "onecms"\nallow_private = true\n',
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run, command):
    assert run(command, "--help").code == 0


def test_help_loads_no_heavy_library(run):
    """Start-up stays quick because nothing heavy is imported for `--help`."""
    import subprocess
    import sys

    code = "import sys, btoscrape.cli; print(sorted(m for m in sys.modules if '.' not in m))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {"httpx", "datasette", "sqlite_utils", "selectolax", "warcio", "xlsxwriter", "asyncio", "sqlite3"}
    assert heavy.isdisjoint(eval(out))


def test_an_address_that_is_not_http(run, tmp_path):
    result = run("add", "ftp://example.org/x.html", "--db", tmp_path / "a.db")
    assert result.code == 2
    assert "ftp://example.org/x.html" in one_line(result)


def test_a_host_that_does_not_resolve(run, tmp_path):
    result = run("add", "http://no-such-host.invalid/x-123456.html", "--db", tmp_path / "a.db")
    assert result.code == 3
    assert "no-such-host.invalid" in result.out


def test_a_page_that_is_not_there(run, tmp_path):
    with SampleServer() as server:
        file = papers_file(tmp_path, server.url + "/")
        result = run("add", server.url + "/khong-co-999999.html", "--papers", file, "--db", tmp_path / "a.db")
    assert result.code == 3
    assert "404" in result.out


def test_a_paper_that_nobody_answers_for(run, tmp_path):
    file = papers_file(tmp_path, f"http://127.0.0.1:{closed_port()}/")
    result = run("crawl", "--papers", file, "--db", tmp_path / "a.db")
    assert result.code == 3
    assert "127.0.0.1" in result.err
    assert "Traceback" not in result.err
    state = json.loads(run("status", "--json", "--db", tmp_path / "a.db").out)
    assert state["failures"][0]["stage"] == "listing"


def test_a_private_address_needs_permission(run, tmp_path):
    with SampleServer() as server:
        result = run("add", server.url + "/x-123456.html", "--db", tmp_path / "a.db")
        assert server.requests == []
    assert result.code == 3
    assert "allow_private" in result.out


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.html", b""),
        ("cut.html", b"<!DOCTYPE html><html><head><title>Kh"),
        ("other.html", b"<!DOCTYPE html><html><body><h1>Welcome</h1><p>Nothing here.</p></body></html>"),
        ("noise.html", bytes(range(256)) * 20),
    ],
)
def test_a_file_that_is_no_article(run, tmp_path, name, body):
    (tmp_path / name).write_bytes(body)
    shown = run("extract", tmp_path / name)
    assert shown.code == 3
    assert name in one_line(shown)
    assert shown.out == ""
    added = run("add", tmp_path / name, "--db", tmp_path / "a.db")
    assert added.code == 3
    assert json.loads(run("status", "--json", "--db", tmp_path / "a.db").out)["counts"]["articles"] == 0


def test_text_in_another_language_gives_no_fact(run, tmp_path):
    (tmp_path / "x.txt").write_text("Council meets\nThe council met on Monday and gave awards to two schools.\n", encoding="utf-8")
    row = json.loads(run("extract", tmp_path / "x.txt").out)
    assert row["title"] == "Council meets"
    assert row["blocs"] == row["awards"] == row["members"] == row["officers"] == []


def test_a_database_of_a_newer_version(run, demo, tmp_path):
    db = tmp_path / "newer.db"
    with closing(sqlite3.connect(demo)) as source, closing(sqlite3.connect(db)) as target, target:
        source.backup(target)
        target.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('btoscrape', 'of_next_year', '')")
    before = db.read_bytes()
    result = run("crawl", "--db", db)
    assert result.code == 1
    assert "newer" in one_line(result)
    assert db.read_bytes() == before


def test_a_file_that_is_no_database(run, tmp_path):
    (tmp_path / "a.db").write_text("not a database, and long enough to be sure of it" * 50)
    result = run("status", "--db", tmp_path / "a.db")
    assert result.code == 1
    assert "a.db" in one_line(result)


def test_a_missing_database(run, tmp_path):
    result = run("export", "awards", "--db", tmp_path / "a.db")
    assert result.code == 1
    assert "a.db" in one_line(result)
    assert not (tmp_path / "a.db").exists()


def test_a_place_where_nothing_can_be_written(run, tmp_path):
    (tmp_path / "file").write_text("")
    result = run("crawl", "--db", tmp_path / "file" / "a.db")
    assert result.code == 1
    assert "a.db" in one_line(result)


def test_one_crawl_per_archive(run, demo):
    from btoscrape.archive import Archive

    with Archive.open(demo) as archive, archive.lock():
        result = run("crawl", "--db", demo)
    assert result.code == 4
    one_line(result)


def test_a_wrong_papers_file(run, tmp_path):
    (tmp_path / "p.toml").write_text('[papers.x]\nname = "X"\n')
    result = run("crawl", "--papers", tmp_path / "p.toml", "--db", tmp_path / "a.db")
    assert result.code == 2
    assert "papers.x" in one_line(result)


def test_the_catalog_is_sound(run):
    result = run("check")
    assert result.code == 0, result.err
