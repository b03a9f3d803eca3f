"""Papers that are not on OneCMS: found by what they name themselves, read by what their pages say about themselves."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from crawled import HASTY, Watch
from other_paper import NUMBER, STORIES, OtherPaper, months

from btoscrape.crawl import Plan, crawl
from btoscrape.models import NOWHERE, Paper, Walk
from btoscrape.urls import article_key

BLOCS = {story.path for story in STORIES if story.is_bloc}


@pytest.fixture(scope="module")
def server():
    with OtherPaper() as running:
        yield running


@pytest.fixture
def visit(server, archive):
    paper = Paper("khac", "Báo Khác", server.url + "/", "Sơn Lam", "generic", delay=0.0, allow_private=True)

    def run(changes=None, **plan):
        server.asked.clear()
        return asyncio.run(crawl([replace(paper, **(changes or {}))], archive, Plan(**plan), HASTY, Watch()))[0]

    return run


def rows(archive, sql):
    return archive.db.execute(sql).fetchall()


def test_all_is_found_and_what_concerns_emulation_archived(visit, server, archive):
    outcome = visit()
    assert outcome.exit_code == 0, outcome.alarms
    assert rows(archive, "SELECT count(*) FROM pages") == [(NUMBER,)]
    assert {url.removeprefix(server.url) for (url,) in rows(archive, "SELECT url FROM articles")} == BLOCS
    assert rows(archive, "SELECT DISTINCT author, layout FROM articles") == [("Thu Hà", "generic")]
    assert rows(archive, "SELECT count(*) FROM awards")[0][0] == len(BLOCS)
    ways = {way for (way,) in rows(archive, "SELECT DISTINCT found_by FROM pages")}
    assert ways >= {"rss", "section"}


def test_a_second_run_reads_few_listings_and_no_article(visit, server):
    visit()
    visit()
    again = [path for path in server.asked if path not in ("/", "/robots.txt", "/tin.rss", "/sitemaps/index.xml", "/thoi-su", "/kinh-te")]
    assert again == []  # sitemaps of months that are over are settled, sections show nothing new


def test_sitemaps_alone_find_all(visit, archive, server):
    visit({"sections": ()}, limit=0)
    asked = [path for path in server.asked if "news-" in path]
    assert asked == [f"/sitemaps/news-{month}.xml.gz" for month in months()]


def test_since_leaves_older_sitemaps_and_pages_alone(visit, server):
    visit(since=date(2026, 1, 15), limit=0)
    assert [path[15:22] for path in server.asked if "news-" in path] == ["2026-02", "2026-01"]


def test_a_broken_walk_of_next_pages_is_walked_again(visit, server, archive):
    visit(limit=0)
    archive.remember_walk("khac", server.url + "/thoi-su", Walk(since=NOWHERE))
    visit(limit=0)
    assert "/thoi-su?page=5" in server.asked
    assert "/kinh-te?page=2" not in server.asked


@pytest.mark.parametrize(
    ("form", "url", "key"),
    [
        (r"/bai/(?P<id>\d+)", "https://www.khac.vn/bai/12?x=1", "khac.vn/12"),
        (r"^/\d{4}/\d{2}/[\w-]+/?$", "https://khac.vn/2026/01/hop-khoi/", "khac.vn//2026/01/hop-khoi/"),
        (r"[?&]id=(?P<id>\d+)", "https://khac.vn/xem.php?p=1&id=77", "khac.vn/77"),
        (r"/bai/(?P<id>\d+)", "https://khac.vn/thoi-su-1.html", None),
    ],
)
def test_a_site_with_addresses_of_its_own_kind(form, url, key):
    assert article_key(url, form) == key
