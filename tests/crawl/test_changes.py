"""Articles that change, vanish or move: what we have is kept, and each stays one article."""

import shutil
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from crawled import Crawled, answer, squeezed

from btoscrape.archive import Archive, problems
from btoscrape.archive.frontier import RARE_LOOKS
from btoscrape.catalog.papers import catalog
from btoscrape.models import Link, Paper, Verdict
from btoscrape.moving import moved, successor
from btoscrape.sample import SampleServer, articles
from btoscrape.status import status as to_state
from btoscrape.status import to_lines
from btoscrape.urls import article_key

FEW = squeezed([article for article in articles() if "khoi thi dua" in article.words][-6:])
TARGET = FEW[2]


@pytest.fixture
def server():
    with SampleServer(articles=FEW) as running:
        yield running


@pytest.fixture
def archived(crawled):
    """A crawl later: everything is archived, and the target is due for another look."""
    assert crawled().counts["new"] == len(FEW)
    [(page,)] = crawled.rows("SELECT id FROM pages WHERE url LIKE ?", f"%{TARGET.path}")
    crawled.archive.frontier.set_state(page, "fetched", tried=True, due=datetime.now(UTC) - timedelta(hours=1))
    return crawled


def captures(crawled):
    return crawled.rows("SELECT status, revisit_of IS NOT NULL FROM captures WHERE kind = 'article' AND url LIKE ? ORDER BY id", f"%{TARGET.path}")


def versions(crawled):
    sql = "SELECT versions.title, versions.capture, last_capture FROM versions JOIN articles ON articles.id = article WHERE articles.url LIKE ?"
    return crawled.rows(sql, f"%{TARGET.path}")


def test_nothing_is_asked_for_again_before_it_is_due(crawled):
    crawled()
    crawled()
    assert [path for path in crawled.paths(".html") if "ptag" not in path] == []
    [(first, last)] = crawled.rows("SELECT min(due_at), max(due_at) FROM pages WHERE state = 'fetched'")  # they are looked at once a year
    assert datetime.now(UTC) < datetime.fromisoformat(first) <= datetime.fromisoformat(last) < datetime.now(UTC) + timedelta(days=366)


def test_of_what_is_looked_at_once_a_year_a_run_takes_a_few(crawled):
    crawled()
    crawled.archive.db.execute("UPDATE pages SET due_at = '2000-01-01T00:00:00.000Z' WHERE state = 'fetched'")
    many = range(RARE_LOOKS * 2)
    rows = [(f"bao.vn//{number}", f"https://bao.vn/{number}") for number in many]
    paper = crawled.rows("SELECT key FROM papers")[0][0]
    crawled.archive.db.conn.executemany(
        "INSERT INTO pages (key, url, paper, found_by, title, summary, first_seen, last_seen, relevance, reason, state, due_at) "
        f"VALUES (?, ?, '{paper}', 'rss', '', '', '', '', 'yes', '', 'fetched', '2000-01-01T00:00:00.000Z')",
        rows,
    )
    assert len(crawled.archive.frontier.wanted(paper)) == RARE_LOOKS


def test_a_young_article_is_due_again(crawled):
    young = datetime.now(UTC) - timedelta(days=2)
    crawled.server.articles = [replace(article, published=young) for article in FEW]
    crawled()
    due = {row[0][:10] for row in crawled.rows("SELECT due_at FROM pages WHERE state = 'fetched'")}
    assert due == {f"{young + timedelta(days=7):%Y-%m-%d}"}


def test_an_article_that_has_not_changed_costs_a_304(archived):
    outcome = archived()
    assert (outcome.exit_code, outcome.counts["fetched"], outcome.counts["changed"]) == (0, 1, 0)
    assert [status for _, path, status in archived.server.requests if path == TARGET.path] == [304]
    assert captures(archived) == [(200, 0), (304, 1)]
    assert len(versions(archived)) == 1
    archived()
    assert TARGET.path not in archived.paths()


def test_a_page_that_changed_but_for_its_text_is_the_same_article(archived):
    body = archived.server.reply(TARGET.path).body.replace("</body>", "<!-- another ad --></body>").encode()
    archived.server.fault = lambda request: request.path == TARGET.path and answer(request, 200, body, Content_Type="text/html; charset=utf-8")
    assert archived().counts["same"] == 1
    assert captures(archived) == [(200, 0), (200, 0)]
    [(_, first, last)] = versions(archived)
    assert first < last


def test_a_changed_article_keeps_both_texts(archived):
    new = replace(TARGET, title=TARGET.title + " (cập nhật)", body=(*TARGET.body, "Tòa soạn đính chính một con số."))
    page = archived.server.reply(TARGET.path).body.replace(TARGET.title, new.title).replace("</p></div>", "</p><p>Đính chính.</p></div>", 1).encode()
    archived.server.fault = lambda request: request.path == TARGET.path and answer(request, 200, page, Content_Type="text/html; charset=utf-8")
    assert archived().counts["changed"] == 1
    told = versions(archived)
    assert [title for title, _, _ in told] == [TARGET.title, new.title]
    first, second = (archived.archive.capture(capture) for _, capture, _ in told)
    assert first.body != second.body
    assert archived.rows("SELECT title FROM articles WHERE url LIKE ?", f"%{TARGET.path}") == [(new.title,)]
    assert archived.rows("SELECT count(*) FROM articles") == [(len(FEW),)]


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_is_gone_is_kept(archived, status):
    archived.server.fault = lambda request: request.path == TARGET.path and answer(request, status)
    outcome = archived()
    assert (outcome.exit_code, outcome.counts["gone"], outcome.counts["failed"]) == (0, 1, 0)
    assert archived.rows("SELECT state FROM pages WHERE url LIKE ?", f"%{TARGET.path}") == [("gone",)]
    assert archived.rows("SELECT count(*) FROM articles") == [(len(FEW),)]
    [gone] = [row for row in archived.archive.rows("articles") if row["gone_since"]]
    assert gone["url"].endswith(TARGET.path)
    assert [told["title"] for told in to_state(archived.archive)["gone"]] == [TARGET.title]
    assert any(line.startswith(f"taken down: {TARGET.title}") for line in to_lines(to_state(archived.archive)))
    archived()
    assert TARGET.path not in archived.paths()


def test_an_article_that_can_not_be_had_or_read_for_now_stays_as_it_was(archived):
    for body in (b"", b"<!DOCTYPE html><p>x</p>"):
        archived.server.fault = lambda request, body=body: request.path == TARGET.path and answer(request, 200 if body else 500, body)
        assert archived().exit_code == 3
        assert archived.rows("SELECT state, due_at > ? FROM pages WHERE url LIKE ?", f"{datetime.now(UTC):%F}", f"%{TARGET.path}") == [("fetched", 1)]
        [(page,)] = archived.rows("SELECT id FROM pages WHERE url LIKE ?", f"%{TARGET.path}")
        archived.archive.frontier.set_state(page, "fetched", tried=True, due=datetime.now(UTC) - timedelta(hours=1))
    assert archived.rows("SELECT title FROM articles WHERE url LIKE ?", f"%{TARGET.path}") == [(TARGET.title,)]


# Moving


@pytest.mark.parametrize(
    ("url", "now"),
    [
        ("https://cu.vn/a-1.html", "https://moi.vn/bbt/a-1.html"),
        ("http://www.cu.vn/thoi-su/a-1.html?x=1", "https://moi.vn/bbt/thoi-su/a-1.html?x=1"),
        ("https://khac.vn/a-1.html", None),
        ("https://cu.vn.khac.vn/a-1.html", None),
    ],
)
def test_the_new_place_of_an_article(url, now):
    assert moved(url, "https://cu.vn/", "https://moi.vn/bbt/") == now


def test_the_catalog_knows_where_binh_thuan_went():
    papers = catalog()
    assert successor("http://baobinhthuan.com.vn/a-114280.html", papers["binh-thuan"]) == "https://baolamdong.vn/bbt/a-114280.html"
    assert papers["binh-thuan-bbt"].formerly == ("https://baobinhthuan.com.vn/",)
    assert papers["lam-dong"].formerly == ()


def at_bbt(server):
    """The server shows its paper below /bbt/ too."""

    def shown(request):
        if not request.path.startswith("/bbt/"):
            return False
        found = server.reply(request.path[4:])
        body = found.body.encode() if isinstance(found.body, str) else found.body
        body = body.replace(server.url.encode() + b"/", server.url.encode() + b"/bbt/").replace(b'href="/', b'href="/bbt/')
        return answer(request, found.status, body, Content_Type=found.kind)

    return shown


@pytest.fixture
def places(server):
    """A paper whose host is dead, the place that it moved to, and the paper that is there now."""
    server.fault = at_bbt(server)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        old = f"http://127.0.0.1:{held.getsockname()[1]}/"
    common = {"province": "Sơn Lam", "layout": "onecms", "delay": 0.0, "allow_private": True}
    new = server.url + "/bbt/"
    return Paper("cu", "Báo Cũ", old, moved_to=new, **common), Paper("moi", "Báo Mới", new, formerly=(old,), **common)


def noted_at(crawled, paper, path):
    crawled.archive.paper(paper)
    url = paper.url.rstrip("/") + path
    crawled.archive.frontier.note(Link(url, "search"), article_key(url), paper.key, Verdict("yes", "khối thi đua"), state="wanted")


def changes(paper):
    return {name: getattr(paper, name) for name in ("key", "name", "url", "moved_to", "formerly")}


def test_articles_of_a_dead_host_are_had_where_they_moved_to(crawled, places):
    old, new = places
    noted_at(crawled, old, TARGET.path)
    outcome = crawled(paper_changes=changes(old))
    assert (outcome.exit_code, outcome.counts["new"]) == (0, 1)
    assert crawled.rows("SELECT paper, url FROM articles") == [("cu", new.url.rstrip("/") + TARGET.path)]
    crawled(paper_changes=changes(new))
    assert crawled.rows("SELECT count(*), count(DISTINCT page) FROM articles") == [(len(FEW), len(FEW))]
    assert crawled.rows("SELECT count(*) FROM pages WHERE url LIKE ?", f"%{TARGET.path}") == [(1,)]
    assert len(captures(crawled)) == 1


def test_what_failed_at_the_old_place_is_wanted_at_the_new_one(crawled, places):
    old, new = places
    noted_at(crawled, old, TARGET.path)
    crawled(paper_changes=changes(replace(old, moved_to="")))
    assert crawled.rows("SELECT state FROM pages") == [("wanted",)]  # the host was dead, the page had no chance
    crawled(paper_changes=changes(new))
    assert crawled.rows("SELECT state, paper FROM pages WHERE url LIKE ?", f"%{TARGET.path}") == [("fetched", "moi")]
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW),)]


def test_a_redirect_to_another_host_leads_to_the_same_article(crawled):
    crawled()
    [(page,)] = crawled.rows("SELECT id FROM pages WHERE url LIKE ?", f"%{TARGET.path}")
    crawled.archive.frontier.set_state(page, "fetched", tried=True, due=datetime.now(UTC) - timedelta(hours=1))
    with SampleServer(articles=FEW) as elsewhere:
        crawled.server.fault = lambda request: request.path == TARGET.path and answer(request, 301, Location=elsewhere.url + TARGET.path)
        assert crawled().exit_code == 0
        assert crawled.rows("SELECT page FROM page_keys") == [(page,)]
        there = Crawled(elsewhere, crawled.archive)
        there(paper_changes={"key": "khac"})
        assert there.rows("SELECT count(*) FROM articles WHERE title = ?", TARGET.title) == [(1,)]


def test_a_redirect_to_a_known_article_is_that_article(crawled):
    crawled.server.fault = lambda request: request.path == TARGET.path and answer(request, 301, Location=FEW[0].path)
    assert crawled().exit_code == 0
    [(state, reason)] = crawled.rows("SELECT state, reason FROM pages WHERE url LIKE ?", f"%{TARGET.path}")
    assert (state, reason) == ("skipped", f"leads to {crawled.server.url}{FEW[0].path}, which is known by itself")
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW) - 1,)]


def test_a_change_that_a_killed_run_kept_and_did_not_enter_is_told_by_the_next(server, archived, tmp_path):
    """The database as it was, beside WARC files that went on; then the page is as it was at first."""
    (tmp_path / "killed").mkdir()
    archived.archive.copy(tmp_path / "killed" / "a.db")
    page = server.reply(TARGET.path).body.replace(TARGET.title, "Tựa mới").encode()
    server.fault = lambda request: request.path == TARGET.path and answer(request, 200, page, Content_Type="text/html; charset=utf-8")
    assert archived().counts["changed"] == 1
    shutil.copytree(tmp_path / "warc", tmp_path / "killed" / "warc")
    server.fault = lambda request: False
    with Archive.open(tmp_path / "killed" / "a.db") as killed:
        again = Crawled(server, killed)
        again()
        assert [title for title, *_ in versions(again)] == [TARGET.title, "Tựa mới", TARGET.title]
        assert list(problems(killed)) == []
        listings = "SELECT url FROM captures WHERE url NOT LIKE '%.html' ORDER BY id"
        assert again.rows(listings)[: len(archived.rows(listings))] == archived.rows(listings)
