"""The archive over real SQLite and real WARC files."""

import io
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from btoscrape.archive import Archive
from btoscrape.archive.search import fts_query
from btoscrape.errors import ArchiveError
from btoscrape.facts import article_from_text, read_facts
from btoscrape.models import Capture, Facts, Link, Paper, Verdict

PAPER = Paper("p", "Báo P", "https://p.example/", "Sơn Lam", "onecms")
YES = Verdict("yes", "says so")
TEXT = "Khối thi đua 8 tổng kết năm 2024. Các hội đề nghị UBND tỉnh tặng Cờ thi đua cho Hội Luật gia tỉnh. Rừng dừa, bình xét ở thôn Hoà Uỷ."


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        archive.paper(PAPER)
        yield archive


def add(archive, number=100001, text=TEXT, title="Khối thi đua 8 tổng kết"):
    url = f"https://p.example/x-{number}.html"
    archive.frontier.note(Link(url, "given", title), f"p.example//{number}", "p", YES, state="fetched")
    page = archive.frontier.page(f"p.example//{number}").id
    article = article_from_text({"text": text, "title": title, "url": url, "published": "2025-01-09T08:40:00+07:00"})
    told = {"paper": "p", "province": "Sơn Lam", "capture": None, "engine": "1"}
    return page, archive.store(page, article, read_facts(article), YES, **told)


def capture(body=b"<p>x</p>", url="https://p.example/x-100001.html", **more):
    headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"'))
    return Capture(url, 200, headers, body, datetime(2025, 1, 9, 1, 40, tzinfo=UTC), reason="OK", **more)


def test_a_capture_comes_back_as_it_was_sent(archive):
    sent = capture(bytes(range(256)) * 40)
    assert archive.capture(archive.keep(sent, kind="article")) == sent


def test_warc_files_pass_warcios_own_check(archive, tmp_path):
    archive.keep(capture(), kind="article")
    archive.keep(replace(capture(), status=304, body=b""), kind="listing")
    archive.close()
    (file,) = (tmp_path / "warc").glob("*.warc.gz")
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "digest pass" in done.stdout


def test_a_damaged_record_is_named(archive, tmp_path):
    kept = archive.keep(capture(), kind="article")
    (file,) = (tmp_path / "warc").glob("*.warc.gz")
    file.write_bytes(file.read_bytes()[:-700])
    with pytest.raises(ArchiveError, match=file.name):
        archive.capture(kept)


def test_storing_again_changes_nothing(archive):
    _, first = add(archive)
    before = archive.db.execute("SELECT * FROM awards").fetchall()
    _, again = add(archive)
    assert (first, again) == ("new", "same")
    assert archive.db.execute("SELECT * FROM awards").fetchall() == before != []


def test_a_changed_text_replaces_facts_and_index(archive):
    add(archive)
    _, outcome = add(archive, text="Khối thi đua 9 ký kết giao ước thi đua năm 2025.")
    assert outcome == "changed"
    assert archive.counts()["awards"] == 0
    assert archive.search("rừng dừa") == []
    assert len(archive.search("giao ước")) == 1
    archive.prune()
    assert archive.counts()["organizations"] == 0
    assert archive.counts()["blocs"] == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hoi luat gia", True),
        ("Hội Luật gia", True),
        (unicodedata.normalize("NFD", "Hội Luật gia"), True),
        ("hòa ủy", True),
        ("dừa", True),
        ("dựa", False),
        ("dua", True),
        ('"thi dua 8"', True),
        ('"8 thi dua"', False),
        ("khong co", False),
        ("đề nghị UBND", True),
    ],
)
def test_search_with_and_without_accents(archive, typed, found):
    add(archive)
    assert bool(archive.search(typed)) is found


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_no_query_is_a_syntax_error(typed):
    with Archive.open(_SHARED_DB) as archive:
        archive.search(typed)
        assert fts_query(typed) == "" or archive.db.execute("SELECT 1 FROM articles_fts WHERE articles_fts MATCH ?", [fts_query(typed)])


@pytest.fixture(autouse=True, scope="module")
def _shared_db(tmp_path_factory):
    global _SHARED_DB
    _SHARED_DB = tmp_path_factory.mktemp("search") / "a.db"


def test_foreign_keys_hold(archive):
    add(archive)
    assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_article_without_facts(archive):
    archive.frontier.note(Link("https://p.example/y-5.html", "given"), "p.example//5", "p", YES, state="fetched")
    article = article_from_text({"text": "Trời mưa.", "title": "Mưa"})
    told = {"paper": None, "province": "", "capture": None, "engine": "1"}
    assert archive.store(archive.frontier.page("p.example//5").id, article, Facts(), YES, **told) == "new"


def test_export_guards_formulas(archive):
    from btoscrape.export import export

    add(archive, title='=HYPERLINK("http://x")')
    out = io.BytesIO()
    assert export(archive, "articles", "csv", out) == 1
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK" in out.getvalue().decode("utf-8-sig")


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_export_is_the_same_on_every_run(archive, form):
    from btoscrape.export import export

    add(archive)
    first, second = io.BytesIO(), io.BytesIO()
    assert export(archive, "awards", form, first) == export(archive, "awards", form, second) == 1
    assert first.getvalue() == second.getvalue()
