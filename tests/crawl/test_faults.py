"""Newspapers that misbehave one way each: each run ends with the right exit code and rows, and asks for nothing forbidden."""

import gzip
import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from email.utils import format_datetime
from pathlib import Path

import pytest
from crawled import HASTY, SOME, Crawled, answer, squeezed

from btoscrape.archive import Archive
from btoscrape.fetch import Settings
from btoscrape.sample import SampleServer, articles

FEW = squeezed([article for article in articles() if "khoi thi dua" in article.words][-9:])
TARGET = FEW[4].path


@pytest.fixture
def server():
    with SampleServer(articles=FEW) as running:
        yield running


def strikes(fault, path=TARGET, times=None):
    """A server that has the fault for one path, so many times or always."""
    left = [times]

    def strike(request):
        if request.path != path or left[0] == 0:
            return False
        left[0] = left[0] and left[0] - 1
        return fault(request) is not False

    return strike


def status(code, body=b"", **headers):
    return lambda request: answer(request, code, body, **headers)


def drip(request):
    """Twenty bytes a second."""
    answer(request, 200, b"", Content_Length=100_000)
    for _ in range(40):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def truncated(request):
    answer(request, 200, b"<html>half of it", Content_Length=9_000)
    request.close_connection = True


def reset(request):
    request.connection.close()
    request.close_connection = True


def bomb(request):
    answer(request, 200, gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")


def big(request):
    answer(request, 200, b"x", Content_Length=900_000_000)
    request.close_connection = True


def soon(request):
    answer(
        request,
        503,
        Retry_After=format_datetime(datetime.now(UTC) + timedelta(seconds=0), usegmt=True),
        Date=format_datetime(datetime.now(UTC), usegmt=True),
    )


STRICT = Settings(timeout=0.5, deadline=0.4, backoff=0.01, retries=1)


WALL = b"Access Denied.. blocked by our security system"
FAULTS = {
    "blocked a while": (status(403, WALL), 3, None, "fetched"),
    "blocked for good": (status(403, WALL), None, "blocked", "failed"),
    "a wall that looks like success": (status(200, b"<p>" + WALL), None, "blocked", "failed"),
    "too many requests": (status(429, Retry_After=0), 2, None, "fetched"),
    "come back at a date": (soon, 1, None, "fetched"),
    "overloaded a while": (status(503), 2, None, "fetched"),
    "broken": (status(500), None, "status", "failed"),
    "cut off": (truncated, None, "truncated", "failed"),
    "reset once": (reset, 1, None, "fetched"),
    "reset": (reset, None, "protocol", "failed"),
    "a bomb": (bomb, None, "too_large", "failed"),
    "oversized": (big, None, "too_large", "failed"),
    "not what its coding says": (status(200, b"not gzip at all", Content_Encoding="gzip"), None, "encoding", "failed"),
    "in circles": (lambda request: answer(request, 302, Location=request.path), None, "redirects", "failed"),
    "to another scheme": (status(302, Location="ftp://127.0.0.1/x"), None, "scheme", "failed"),
    "to no host": (status(302, Location="http://no-such-host.invalid/x"), None, "dns", "failed"),
    "gone": (status(404), None, "gone", "gone"),
    "to the home page": (status(302, Location="/"), None, "gone", "gone"),
    "another page": (status(200, b"<!DOCTYPE html><p>Xin ch\xc3\xa0o</p>"), None, "unread", "failed"),
    "empty": (status(200, b""), None, "unread", "failed"),
}
PATHS = dict(zip(FAULTS, (article.path for article in SOME if "khoi thi dua" in article.words), strict=False))


@pytest.fixture(scope="module")
def moody(tmp_path_factory):
    """What came of a crawl of a paper with each of the faults, one page each."""
    strike = {PATHS[name]: strikes(fault, PATHS[name], times) for name, (fault, times, _, _) in FAULTS.items()}
    with SampleServer(articles=SOME) as server, Archive.open(tmp_path_factory.mktemp("moody") / "a.db") as archive:
        server.fault = lambda request: request.path in strike and strike[request.path](request)
        crawled = Crawled(server, archive)
        assert crawled(settings=replace(HASTY, circuit_failures=100)).exit_code == 3
        yield crawled


@pytest.mark.parametrize("name", FAULTS)
def test_one_bad_page_costs_one_page(moody, name):
    _, _, reason, state = FAULTS[name]
    page = f"{moody.server.url}{PATHS[name]}"
    assert moody.rows("SELECT state FROM pages WHERE url = ?", page) == [(state,)]
    assert moody.rows("SELECT reason FROM failures WHERE url = ?", page) == [(reason,)] * (reason is not None)
    articles = moody.rows("SELECT 1 FROM articles JOIN pages ON pages.id = page WHERE pages.url = ?", page)
    assert len(articles) == (state == "fetched")


def test_all_other_pages_are_archived(moody):
    bad = sum(reason is not None for _, _, reason, _ in FAULTS.values())
    assert moody.rows("SELECT count(*) FROM failures") == [(bad,)]
    assert moody.rows("SELECT count(*) FROM pages WHERE state IN ('wanted', 'failed', 'gone')") == [(bad,)]
    assert moody.rows("SELECT exit_code, failed FROM runs") == [(3, bad)]


def test_what_failed_comes_with_the_next_run(crawled):
    crawled.server.fault = strikes(status(500))
    crawled()
    crawled.server.fault = lambda request: False
    assert crawled().exit_code == 0
    assert crawled.paths(TARGET) == [TARGET]
    assert crawled.rows("SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]


def test_slow_drops_are_not_waited_for(crawled):
    crawled.server.fault = strikes(drip)
    assert crawled(settings=STRICT, limit=len(FEW)).exit_code == 3
    assert crawled.rows("SELECT reason FROM failures") == [("timeout",)]


def test_a_firewall_that_blocks_at_random_costs_no_article(crawled):
    dice = random.Random(3)
    crawled.server.fault = lambda request: dice.random() < 0.3 and answer(request, 403, b"Access Denied.. blocked by our security system")
    assert crawled(limit=len(FEW)).exit_code == 0
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW),)]


@pytest.mark.parametrize(
    ("robots", "code", "asked"),
    [
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", 3, 1),
        (b"User-agent: btoscrape\nDisallow: /\n\nUser-agent: *\nAllow: /\n", 3, 1),
        (b"User-agent: *\nDisallow: /*.html$\n", 3, 1),
    ],
)
def test_what_robots_forbids_is_never_asked_for(crawled, robots, code, asked):
    crawled.server.fault = strikes(status(200, robots), "/robots.txt")
    assert crawled().exit_code == code
    forbidden = [path for path in crawled.paths() if b"html" not in robots or path.endswith(".html")]
    assert forbidden == []
    assert crawled.rows("SELECT count(*) FROM articles") == [(0,)]


def test_a_robots_that_fails_forbids_all(crawled):
    crawled.server.fault = strikes(status(500), "/robots.txt")
    assert crawled().exit_code == 3
    assert crawled.paths() == []
    assert crawled.rows("SELECT DISTINCT reason FROM failures") == [("robots",)]
    assert crawled.rows("SELECT DISTINCT kind, status FROM captures") == [("robots", 500)]


def test_each_robots_is_kept_with_its_date_and_stands_for_a_day(crawled):
    crawled()
    assert crawled.paths("/robots.txt") == ["/robots.txt"]
    crawled()
    assert crawled.paths("/robots.txt") == []
    [(number, at)] = crawled.rows("SELECT id, fetched_at FROM captures WHERE kind = 'robots'")
    assert b"Disallow: /print/" in gzip.decompress(crawled.archive.capture(number).body)
    assert at.startswith(f"{datetime.now(UTC):%Y-%m-%d}")


def test_a_robots_that_lies_elsewhere_is_obeyed_and_kept(crawled):
    strike = [strikes(status(301, Location="/tep/r.txt"), "/robots.txt"), strikes(status(200, b"User-agent: *\nDisallow: /\n"), "/tep/r.txt")]
    crawled.server.fault = lambda request: any(fault(request) for fault in strike)
    assert crawled().exit_code == 3
    assert crawled.paths() == []
    kept = crawled.rows("SELECT kind, status, url LIKE '%/tep/r.txt' FROM captures ORDER BY id")
    assert kept == [("robots", 301, 0), ("robots", 200, 1)]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1258", "tcvn", "no-such-charset"])
def test_a_lie_about_the_charset_does_no_harm(crawled, charset):
    def lying(request):
        body = crawled.server.reply(TARGET).body.encode()
        answer(request, 200, body, Content_Type=f"text/html; charset={charset}")

    crawled.server.fault = strikes(lying)
    assert crawled().exit_code == 0
    assert crawled.rows("SELECT title FROM articles WHERE url LIKE ?", f"%{TARGET}") == [(FEW[4].title,)]


def test_a_host_in_trouble_ends_the_run_and_costs_no_page_its_chances(crawled):
    crawled.server.fault = lambda request: request.path.endswith(".html") and answer(request, 503)
    assert crawled(settings=Settings(backoff=0.001, retries=0, circuit_failures=3)).exit_code == 3
    assert len(crawled.paths(".html")) == 0
    assert crawled.rows("SELECT state, count(*) FROM pages GROUP BY 1 ORDER BY 1") == [("failed", 3), ("wanted", len(FEW) - 3)]
    assert [row[0] for row in crawled.rows("SELECT reason FROM failures ORDER BY id")] == ["status"] * 3 + ["circuit"]
    crawled.server.fault = lambda request: False
    assert crawled().exit_code == 0
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW),)]


def test_a_retry_after_of_hours_ends_the_run(crawled):
    crawled.server.fault = strikes(status(429, Retry_After=7200))
    assert crawled().exit_code == 3
    crawled.server.fault = lambda request: False
    assert crawled().exit_code == 0
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW),)]


MEASURED = """
import re, sys
from pathlib import Path
from btoscrape.cli import main
try:
    main(sys.argv[1:])
except SystemExit as done:
    print(done.code, re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def huge(request):
    """As large as a page may be, in letters that take most room, and a sitemap of many links."""
    if request.path == "/sitemap-news.xml":
        rows = "".join(f"<url><loc>http://{request.headers['Host']}/tin-{number}.html</loc></url>" for number in range(100_000, 104_000))
        return answer(request, 200, f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode(), Content_Type="text/xml")
    return answer(request, 200, b"<!DOCTYPE html><h1>x</h1>" + "<p>khối 😀</p>".encode() * 450_000, Content_Type="text/html")


def nested(request):
    return answer(request, 200, b"<rss><channel>" + b"<item>" * 400_000, Content_Type="text/xml")


def test_a_crawl_takes_little_memory_whatever_it_is_sent(server, tmp_path):
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc, which tells a process's peak of memory")
    faults = [
        strikes(bomb),
        strikes(huge, FEW[3].path),
        strikes(huge, "/tin-moi-nhat"),
        strikes(huge, "/sitemap-news.xml"),
        strikes(nested, "/rss/trang-chu"),
    ]
    server.fault = lambda request: any(fault(request) for fault in faults)
    file = tmp_path / "papers.toml"
    file.write_text(f'[papers.x]\nname = "X"\nurl = "{server.url}/"\nprovince = "X"\nlayout = "onecms"\nallow_private = true\n', encoding="utf-8")
    command = [sys.executable, "-c", MEASURED, "crawl", "--papers", file, "--db", tmp_path / "m.db"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    code, kilobytes = map(int, done.stdout.splitlines()[-1].split())
    assert code == 3, done.stderr
    assert kilobytes < 150_000


def clock(*moments):
    """Times told one after the other; the last one stays."""
    left = list(moments)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


NIGHT, DAY = datetime(2026, 3, 1, 16, tzinfo=UTC), datetime(2026, 3, 2, 1, tzinfo=UTC)
HOURS = {"hours": (time_of_day(22), time_of_day(6))}


def test_outside_its_hours_a_paper_is_left_alone(crawled):
    outcome = crawled(paper_changes=HOURS, clock=clock(DAY))
    assert (outcome.exit_code, outcome.closed, crawled.server.requests) == (0, True, [])


def test_when_its_hours_end_a_crawl_stops_and_the_next_goes_on(crawled):
    outcome = crawled(paper_changes=HOURS, clock=clock(*[NIGHT] * 30, DAY))
    assert (outcome.exit_code, outcome.closed) == (0, True)
    assert 0 < len(crawled.server.requests) < 30
    assert crawled.rows("SELECT count(*) FROM failures") == [(0,)]
    assert crawled(paper_changes=HOURS, clock=clock(NIGHT)).exit_code == 0
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW),)]


def test_a_clock_that_jumps_back_does_no_harm(crawled):
    """By a year, in the middle of a crawl: each page is asked for once, and the next run finds nothing left to do."""
    crawled.server.fault = strikes(status(500))
    now = datetime.now(UTC)
    assert crawled(clock=clock(*[now] * 30, now - timedelta(days=365))).exit_code == 3
    asked = [path for path in crawled.paths(".html") if "ptag" not in path]
    assert len(asked) == len(set(asked))
    crawled.server.fault = lambda request: False
    assert crawled().exit_code == 0
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW),)]


def test_a_clock_that_was_ahead_hides_no_article(crawled):
    crawled.server.until = FEW[5].published
    crawled(clock=clock(datetime.now(UTC) + timedelta(days=400)))
    crawled.server.until = None
    crawled()
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(FEW),)]
    assert crawled.rows("SELECT count(DISTINCT url) FROM captures WHERE kind = 'robots'") == [(1,)]


def test_adding_pages_keeps_robots_and_asks_for_it_once_a_day(server, run, tmp_path):
    file = tmp_path / "papers.toml"
    file.write_text(f'[papers.x]\nname = "X"\nurl = "{server.url}/"\nprovince = "X"\nlayout = "onecms"\nallow_private = true\n', encoding="utf-8")
    for article in FEW[:2]:
        assert run("add", server.url + article.path, "--papers", file, "--db", tmp_path / "a.db").code == 0
    assert [path for _, path, _ in server.requests] == ["/robots.txt", FEW[0].path, FEW[1].path]
    with Archive.open(tmp_path / "a.db", readonly=True) as archive:
        assert archive.db.execute("SELECT count(*) FROM captures WHERE kind = 'robots'").fetchone() == (1,)
