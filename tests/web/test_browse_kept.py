"""What is shown out of the kept pages: the page as it was sent, what the newspaper changed, and what is in doubt."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_archive import PAPER, YES

from answering import answering
from btoscrape.archive import Archive
from btoscrape.models import Capture, Link
from btoscrape.reading import read
from btoscrape.web import build
from btoscrape.web.kept import compare

PAGE = Path(__file__).parents[1] / "pages" / "danang" / "current.html"
OLD, NEW = "ba đêm", "<i>bốn</i> đêm"
URL = "https://bsl.example/doi-4001.html"


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """An archive with one article, whose text the newspaper changed."""
    path = tmp_path_factory.mktemp("kept") / "a.db"
    html = PAGE.read_text(encoding="utf-8")
    assert OLD in html
    with Archive.open(path) as archive:
        archive.paper(PAPER)
        archive.frontier.note(Link(URL, "given"), "bsl//4001", "bsl", YES, state="wanted")
        page = archive.frontier.page("bsl//4001").id
        for day, text in enumerate((html, html.replace(OLD, NEW)), 1):
            sent = Capture(URL, 200, (("Content-Type", "text/html; charset=utf-8"),), text.encode(), datetime(2026, 1, day, tzinfo=UTC))
            kept = archive.keep(sent, kind="article", paper="bsl", page=page)
            found = read(sent)
            archive.store(page, found.article, found.facts, found.verdict, paper="bsl", province="Sơn Lam", capture=kept, engine="1")
        archive.db.execute(
            "INSERT INTO doubts (key, scope, kind, province, article, facts, details, message, state) "
            "VALUES ('x-1', 'x', 'two-heads', 'Sơn Lam', 1, '[]', '{}', 'Khối có <hai> khối trưởng.', 'open')"
        )
    return path


@pytest.fixture(scope="module")
def ask(changed):
    with answering(build(changed)) as ask:
        yield ask


def test_an_article_that_changed_says_so_and_shows_what(ask):
    assert "Báo đã sửa bài này 1 lần" in ask("/bai/1").text
    page = ask("/bai/1/thay-doi").text
    assert "<del>ba</del><ins>bốn</ins> đêm" in page
    assert "Lời bài khi thấy lần đầu." in page


def test_an_article_that_did_not_change_has_no_such_page(get):
    assert "Báo đã sửa" not in get("/bai/1").text
    assert get("/bai/1/thay-doi").status_code == 404


def test_a_kept_page_is_handed_out_as_a_file_that_runs_nothing(ask):
    answer = ask("/ban-luu/1")
    assert answer.text == PAGE.read_text(encoding="utf-8")
    assert answer.headers["content-disposition"] == 'attachment; filename="ban-luu-1.html"'
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert ask("/ban-luu/999").status_code == 404


def test_the_public_gets_no_kept_pages(changed):
    with answering(build(changed, public=True)) as ask:
        assert ask("/ban-luu/1").status_code == 404
        assert "/ban-luu/" not in ask("/bai/1").text


def test_without_the_kept_pages_it_says_that_they_are_not_here(changed, tmp_path):
    alone = tmp_path / "b.db"
    with Archive.open(changed, readonly=True) as archive:
        archive.db.execute("VACUUM INTO ?", [str(alone)])
    with answering(build(alone)) as ask:
        assert "nên không so được" in ask("/bai/1/thay-doi").text
        assert ask("/ban-luu/1").status_code == 404


def test_doubts_stand_where_they_concern_and_in_their_table(ask):
    assert "Khối có &lt;hai&gt; khối trưởng." in ask("/bai/1").text
    assert "1 điều còn ngờ." in ask("/").text
    assert "Khối có" in ask("/du-lieu/doubts?state=open").text
    assert "Khối có" in ask("/tai-ve/doubts.csv").text


TEXT = st.text(alphabet="ab \n", max_size=40)


@given(TEXT, TEXT)
def test_changes_hold_what_differs(old, new):
    lines = list(compare(old, new))
    assert lines or old.split() == new.split()
    assert not lines or old != new
    for line in lines:
        assert "".join(run.text for run in line if run.kind != "new") in old
        assert "".join(run.text for run in line if run.kind != "gone") in new
        assert any(run.kind != "same" for run in line)
