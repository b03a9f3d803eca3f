"""`serve` as a process on a free port, and stock Datasette beside it."""

import http.client
import signal
import socket
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from datasette.app import Datasette

from answering import answering
from btoscrape.archive import Archive, snapshot
from btoscrape.errors import UsageError
from btoscrape.web import build, serve

SERVE = """
import sys, pathlib
from btoscrape.web import serve
serve(pathlib.Path(sys.argv[1]), port=0, ready=lambda url: print(url, flush=True))
print("ended", flush=True)
"""


def test_serves_over_http_until_ctrl_c(archive_file):
    with subprocess.Popen([sys.executable, "-W", "error", "-c", SERVE, archive_file], stdout=subprocess.PIPE, text=True) as process:
        try:
            place = urlsplit(process.stdout.readline())
            connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert answer.status == 200
            assert "Khối thi đua 3" in answer.read().decode()
            connection.close()
            process.send_signal(signal.SIGINT)
            assert process.stdout.read() == "ended\n"
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()


def test_a_taken_port_is_named(archive_file):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is taken"):
            serve(archive_file, port=port)


def test_a_foreign_host_is_named(archive_file):
    with pytest.raises(UsageError, match=r"192\.0\.2\.1"):
        serve(archive_file, host="192.0.2.1", port=0)


def test_the_archive_is_only_read(archive_file):
    datasette = build(archive_file)
    connection = datasette.get_database("du-lieu").connect()
    with pytest.raises(Exception, match="readonly"):
        connection.execute("DELETE FROM articles")
    connection.close()


def test_stock_datasette_is_left_alone(archive_file, tmp_path):
    """Plug-ins act on every Datasette of the environment: ours only where it is configured."""
    build(archive_file)  # registers the plug-in as an installed package does
    plain = tmp_path / "plain.db"
    plain.touch()
    with answering(Datasette([str(plain)])) as get:
        home = get("/")
        assert "content-security-policy" not in home.headers
        assert "<title>Datasette: plain</title>" in home.text
        assert get("/tim-kiem").status_code == 404
        assert get("/-/btoscrape/btoscrape.css").status_code == 404
        assert "btoscrape.css" not in get("/plain").text
        assert get("/?lang=en").status_code == 200


def test_importing_the_web_side_is_light():
    code = "import sys, btoscrape.web; print('datasette' in sys.modules or 'uvicorn' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"


def test_our_own_mistake_names_no_file(archive_file, tmp_path, capfd):
    path = tmp_path / "broken.db"
    with sqlite3.connect(archive_file) as ours, sqlite3.connect(path) as copy:
        ours.backup(copy)
        copy.execute("DROP TABLE award_stories")
    with answering(build(path)) as get:
        answer = get("/khen-thuong")
        assert answer.status_code == 500
        assert "Có lỗi" in answer.text
        assert "award_stories" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        english = get("/khen-thuong", cookies={"lang": "en"})
        assert "Something went wrong" in english.text
    assert "no such table: award_stories" in capfd.readouterr().err


def test_a_question_that_takes_too_long_is_said_so(archive_file):
    endless = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"
    with answering(build(archive_file)) as get:
        answer = get("/du-lieu", params={"sql": endless, "_timelimit": 20})
    assert "<script" not in answer.text
    assert "style=" not in answer.text


def test_it_serves_what_can_not_be_written(archive_file, tmp_path):
    """A snapshot on a disc: no journal beside it, nothing to write with."""
    folder = tmp_path / "disc"
    folder.mkdir()
    with Archive.open(archive_file, readonly=True) as archive:
        snapshot(archive.db, folder / "a.db", texts=True)
    (folder / "a.db").chmod(0o444)
    folder.chmod(0o555)
    try:
        with answering(build(folder / "a.db")) as get:
            assert "Khối thi đua 3" in get("/").text
    finally:
        folder.chmod(0o755)
