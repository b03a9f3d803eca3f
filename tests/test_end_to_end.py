"""The whole path over real HTTP: the sample newspaper crawled, kept, read, rebuilt and exported."""

import csv
import io
import json
import sqlite3
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from btoscrape.sample import SampleServer, articles

TABLES = ("articles", "blocs", "members", "awards", "officers")


@pytest.fixture
def paper(tmp_path):
    """Most of the sample newspaper on loopback and a papers file that names it, without further settings."""
    with SampleServer(articles=articles()[-85:]) as server:
        file = tmp_path / "papers.toml"
        file.write_text(
            f'[papers.sample]\nname = "Báo"\nurl = "{server.url}/"\nprovince = "Sơn Lam"\nlayout = "onecms"\nallow_private = true\n',
            encoding="utf-8",
        )
        yield server, file


def exported(run, db, table):
    return run("export", table, "--format", "csv", "--db", db).out


def article_requests(server):
    return [path for method, path, status in server.requests if method == "GET" and path.endswith(".html") and status == 200]


def test_demo_archives_blocs_with_all_their_facts(demo):
    with sqlite3.connect(demo) as db:
        counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in (*TABLES, "captures")}
        quotes = db.execute(
            'SELECT quote, substr(body, "start" + 1, "end" - "start") FROM evidence JOIN articles ON articles.id = evidence.article'
        ).fetchall()
    assert counts["articles"] >= 40
    assert counts["blocs"] >= 6
    assert min(counts.values()) > 0
    assert all(quote == said for quote, said in quotes)
    assert list((demo.parent / "warc").glob("*.warc.gz"))


def test_a_second_crawl_fetches_no_article_again(run, paper, tmp_path):
    server, file = paper
    db = tmp_path / "archive" / "a.db"
    first = run("crawl", "--papers", file, "--db", db)
    assert first.code == 0, first.err
    fetched = article_requests(server)
    assert len(fetched) == len(set(fetched)) >= 40
    server.requests.clear()
    second = run("crawl", "--papers", file, "--db", db, "--json")
    assert second.code == 0
    assert article_requests(server) == []
    assert json.loads(second.out)["exit_code"] == 0


def test_everything_takes_the_ordinary_news_too(run, paper, tmp_path):
    server, file = paper
    db = tmp_path / "a.db"
    run("crawl", "--papers", file, "--db", db)
    some = len(article_requests(server))
    run("crawl", "--papers", file, "--db", db, "--everything")
    fetched = article_requests(server)
    assert len(set(fetched)) > some
    assert {article.path for article in server.articles} <= set(fetched)
    assert len(fetched) == len(set(fetched))


def test_dry_run_says_what_it_would_fetch_and_stores_nothing(run, paper, tmp_path):
    server, file = paper
    db = tmp_path / "a.db"
    result = run("crawl", "--papers", file, "--db", db, "--dry-run", "--json")
    assert len(json.loads(result.out)["would_fetch"]) >= 40
    assert article_requests(server) == []
    assert json.loads(run("status", "--json", "--db", db).out)["counts"]["captures"] == 0


def test_limit_and_since(run, paper, tmp_path):
    server, file = paper
    db = tmp_path / "a.db"
    run("crawl", "--papers", file, "--db", db, "--limit", 3)
    assert len(article_requests(server)) == 3
    run("crawl", "--papers", file, "--db", db, "--since", "2025-01-01")
    with sqlite3.connect(db) as connection:
        published = [row[0] for row in connection.execute("SELECT published_at FROM articles")]
    assert len(published) > 3
    assert min(published) >= "2025-01-01"


def test_rebuild_gives_the_same_tables_without_the_network(run, demo, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    with sqlite3.connect(demo) as source, sqlite3.connect(copy / "demo.db") as target:
        source.backup(target)
    (copy / "warc").symlink_to(demo.parent / "warc")
    before = [exported(run, demo, table) for table in TABLES]
    result = run("rebuild", "--db", copy / "demo.db", "--workers", 2, "--json")
    assert result.code == 0, result.err
    assert set(json.loads(result.out)) <= {"same", "skipped"}
    assert [exported(run, copy / "demo.db", table) for table in TABLES] == before


@pytest.mark.parametrize("table", TABLES)
def test_exports_agree_in_every_format(run, demo, table):
    rows = list(csv.DictReader(io.StringIO(exported(run, demo, table).removeprefix("\ufeff"))))
    as_json = json.loads(run("export", table, "--format", "json", "--db", demo).out)
    lines = run("export", table, "--format", "jsonl", "--db", demo).out.splitlines()
    assert len(rows) == len(as_json) == len(lines) > 0
    assert list(rows[0]) == list(as_json[0])
    sheet = run("export", table, "--format", "xlsx", "--db", demo, text=False).out
    assert sheet.startswith(b"PK")


def test_the_sample_article_gives_its_four_awards(run, shared, tmp_path):
    db = tmp_path / "a.db"
    added = run("add", shared / "seed" / "article.html", "--db", db)
    assert added.code == 0, added.err
    rows = list(csv.DictReader(io.StringIO(exported(run, db, "awards").removeprefix("\ufeff"))))
    assert [row["award"] for row in rows].count("Bằng khen") == 3
    assert [row["award"] for row in rows].count("Cờ thi đua") == 1
    assert {row["province"] for row in rows} == {"Bình Thuận"}
    assert {row["status"] for row in rows} == {"proposed"}


class _Redesigned(BaseHTTPRequestHandler):
    """Passes the sample newspaper on with the class names of its article pages changed."""

    origin = ""

    def do_GET(self):
        try:
            with urllib.request.urlopen(self.origin + self.path) as answer:
                status, kind, body = 200, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status, kind, body = error.code, "text/html", error.read()
        for old in (b"c-news-detail", b"sc-longform", b"block-sc", b"c-detail-head"):
            body = body.replace(old, b"new-" + old[::-1])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def test_a_template_that_changed_overnight_is_noticed(run, tmp_path):
    """Articles that only their metadata lets us read are archived, and the exit code says that the layout is broken."""
    with SampleServer() as behind, ThreadingHTTPServer(("127.0.0.1", 0), _Redesigned) as front:
        _Redesigned.origin = behind.url
        threading.Thread(target=front.serve_forever, daemon=True).start()
        file = tmp_path / "papers.toml"
        url = f"http://127.0.0.1:{front.server_port}/"
        entry = f'[papers.x]\nname = "X"\nurl = "{url}"\nprovince = "X"\nlayout = "onecms"\nallow_private = true\n'
        file.write_text(entry, encoding="utf-8")
        result = run("crawl", "--papers", file, "--db", tmp_path / "a.db", "--limit", 8)
        front.shutdown()
    assert result.code == 5, result.err[-500:]
