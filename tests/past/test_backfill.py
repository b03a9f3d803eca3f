"""A paper's past from a web archive: listed and fetched at the archive's pace, the earliest of each article, and again goes on."""

import asyncio
import json
import shutil
from dataclasses import replace

import pytest
from web_archive import WebArchive, send

from archived import contents
from btoscrape import content
from btoscrape.archive import Archive
from btoscrape.catalog.services import service
from btoscrape.errors import CatalogError, UsageError
from btoscrape.fetch import Settings
from btoscrape.past import Wish, backfill
from btoscrape.urls import article_key

SERVICES = ("wayback", "commoncrawl")
SOME = 6
"""Articles that the web archive has."""
HASTY = Settings(timeout=3, deadline=3, backoff=0.01, retries=1, circuit_seconds=60)
ONCE = replace(HASTY, retries=0)


class Silent:
    """Watches and says nothing."""

    def __getattr__(self, name):
        return lambda *told: None


def times(crawled, *stamps):
    """The crawl's pages as a web archive has them: at each of these times, the body as it was only at the first."""
    return [
        (at, capture.url, content.decoded(capture) + b"\n" * number) for capture in crawled.captures[:SOME] for number, at in enumerate(stamps)
    ] + [
        ("20190101000000", crawled.paper.url, b"home"),
        ("20190101000000", "https://other.vn/tin-100001.html", b"other"),
    ]


@pytest.fixture
def there(crawled):
    with WebArchive(times(crawled, "20190404101112", "20200505101112"), page=3) as archive:
        yield archive


def taken(there, crawled, db, source="wayback", settings=HASTY, **wish):
    with Archive.open(db) as archive, archive.lock():
        wanted = service(source, there.services(db.parent))
        return asyncio.run(backfill(crawled.paper, wanted, archive, Wish(everything=True, **wish), settings, Silent()))


def captures(db):
    with Archive.open(db, readonly=True) as archive:
        return archive.db.execute("SELECT url, fetched_at, source FROM captures JOIN origins ON capture = captures.id ORDER BY url").fetchall()


@pytest.mark.parametrize("source", SERVICES)
def test_the_earliest_capture_of_each_article_is_taken_with_its_date(there, crawled, tmp_path, source):
    db = tmp_path / "a.db"
    told = taken(there, crawled, db, source)
    assert told.stopped == ""
    assert told.counts["new"] == SOME
    assert [(url, at) for url, at, _ in captures(db)] == sorted((one.url, "2019-04-04T10:11:12.000Z") for one in crawled.captures[:SOME])
    with Archive.open(db, readonly=True) as archive:
        titles = {row["title"] for row in archive.rows("articles")}
    assert len(titles) == SOME
    there.requests.clear()
    again = taken(there, crawled, db, source)
    assert again.counts["new"] == 0
    assert there.asked("/web/") == there.asked("/data/") == []


@pytest.mark.parametrize("source", SERVICES)
def test_what_was_broken_off_goes_on(there, crawled, tmp_path, source):
    db, asked = tmp_path / "a.db", []

    def fault(request):
        asked.append(request.path)
        return len(asked) % 5 == 0 and send(request, 403, "enough", "text/plain")  # robots.txt and all count

    there.fault = fault
    runs = 0
    while (told := taken(there, crawled, db, source, ONCE)).stopped:
        runs += 1
        assert runs < 60
    assert runs > 2
    assert len(captures(db)) == SOME
    pages = [path for path in there.requests if path.startswith(("/web/", "/data/"))]
    assert len(pages) <= SOME * 2 + runs  # nothing that was had is asked for again
    assert told.counts["failed"] == 0


def test_too_many_requests_is_obeyed(there, crawled, tmp_path):
    there.fault = lambda request: request.path.startswith("/web/") and send(request, 429, "slowly", "text/plain", **{"Retry-After": "9000"})
    told = taken(there, crawled, tmp_path / "a.db")
    assert told.stopped
    assert len(there.asked("/web/")) == 1  # it said how long to wait, so this run asks no more
    there.fault = lambda request: False
    assert taken(there, crawled, tmp_path / "a.db").counts["new"] == SOME


def test_a_dry_run_lists_and_fetches_nothing(there, crawled, tmp_path):
    told = taken(there, crawled, tmp_path / "a.db", dry_run=True)
    assert {article_key(one.url) for one in told.would_fetch} == {article_key(capture.url) for capture in crawled.captures[:SOME]}
    assert there.asked("/web/") == []
    assert captures(tmp_path / "a.db") == []


@pytest.mark.parametrize("source", SERVICES)
def test_the_time_that_is_wanted(there, crawled, tmp_path, source):
    told = taken(there, crawled, tmp_path / "a.db", source, since="20200101", limit=3)
    assert told.counts["new"] == 3
    assert {at[:4] for _, at, _ in captures(tmp_path / "a.db")} == {"2020"}
    assert there.asked("/CC-MAIN-2019") == there.asked("/CC-MAIN-2018") == []  # those crawls were over by then
    assert taken(there, crawled, tmp_path / "b.db", source, until="20181231").counts["new"] == 0


def test_what_is_here_already_is_not_asked_for(there, crawled, tmp_path):
    shutil.copytree(crawled.db.parent, tmp_path / "copy")
    told = taken(there, crawled, tmp_path / "copy" / "a.db")
    assert (told.counts["known"] > 0, told.counts["new"]) == (True, 0)
    assert contents(crawled.db)["members"] == contents(tmp_path / "copy" / "a.db")["members"]


def test_a_capture_that_cannot_be_had_is_a_failure(there, crawled, tmp_path):
    lost = crawled.captures[0].url
    there.fault = lambda request: request.path.endswith(lost) and send(request, 404, "gone", "text/plain")
    told = taken(there, crawled, tmp_path / "a.db")
    assert (told.counts["failed"], told.counts["new"]) == (1, SOME - 1)
    with Archive.open(tmp_path / "a.db", readonly=True) as archive:
        [failure] = archive.open_failures(9)
    assert (failure["url"], failure["stage"], failure["reason"]) == (lost, "backfill", "gone")


@pytest.mark.parametrize("body", ["<html>", '{"a": 1}', "[[1], 2]", '"x"'])
@pytest.mark.parametrize("source", SERVICES)
def test_a_list_that_is_none_stops_with_its_address(there, crawled, tmp_path, source, body):
    there.fault = lambda request: not request.path.startswith("/robots") and send(request, 200, body, "text/html")
    told = taken(there, crawled, tmp_path / "a.db", source)
    assert told.stopped.startswith(there.url)


def test_the_command(run, there, crawled, tmp_path):
    options = ("--services", there.services(tmp_path), "--papers", crawled.papers, "--db", tmp_path / "a.db", "--json")
    result = run("backfill", crawled.paper.key, "--from", "wayback", "--dry-run", *options)
    assert result.code == 0, result.err
    assert "would fetch 20190404101112 " in result.err
    result = run("backfill", crawled.paper.key, "--from", "wayback", *options)
    assert json.loads(result.out)["new"] > 0
    assert contents(tmp_path / "a.db")["awards"]
    assert run("backfill", crawled.paper.key, "--from", "nowhere", *options).code == 2


def test_services_are_data(tmp_path):
    assert {service(name).kind for name in SERVICES} == set(SERVICES)
    assert all(service(name).calls <= 15 for name in SERVICES)
    with pytest.raises(UsageError, match="commoncrawl, wayback"):
        service("nowhere")
    for entry, problem in (('kind = "x"\nlist = ""\nreplay = ""', "wayback or commoncrawl"), ('kind = "wayback"', "needs `list`")):
        (tmp_path / "s.toml").write_text(f"[mine]\n{entry}\n", encoding="utf-8")
        with pytest.raises(CatalogError, match=problem):
            service("mine", tmp_path / "s.toml")
