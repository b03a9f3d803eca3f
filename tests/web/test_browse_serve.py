"""`serve` as a process on a free port, and stock Datasette beside it."""

import http.client
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from datasette.app import Datasette

from answering import answering
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
