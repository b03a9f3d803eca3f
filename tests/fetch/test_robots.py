"""robots.txt to the letter of RFC 9309, over real sockets."""

from contextlib import suppress
from datetime import timedelta

import pytest
from servers import FakeTime, closing, fetch, paper, redirect, reply, reset, visit

from btoscrape.errors import FetchError, Refused
from btoscrape.fetch import Settings
from btoscrape.fetch.robots import LARGEST, robots_text
from btoscrape.models import Capture

NOT_US = b"User-agent: *\nDisallow: /cam\nAllow: /cam/duoc\n\nUser-agent: BtoScrape\nDisallow: /rieng\n"


def asks(robots, path="/a", **options):
    """What a page gives under this robots.txt: its status, or the reason why there is none."""
    try:
        return fetch({"/robots.txt": robots, path: reply()}, path, **options).capture.status
    except FetchError as error:
        return error.reason


@pytest.mark.parametrize(("path", "outcome"), [("/rieng/1", "robots"), ("/cam", 200), ("/rieng%2F", "robots"), ("/%72ieng", "robots"), ("/b", 200)])
def test_our_group_counts(path, outcome):
    assert asks(reply(body=NOT_US), path) == outcome


def test_the_group_of_all_counts_for_another_name():
    settings = Settings(user_agent="khac/1.0 (+https://example.org)")
    assert asks(reply(body=NOT_US), "/cam/x", settings=settings) == "robots"
    assert asks(reply(body=NOT_US), "/cam/duoc/x", settings=settings) == 200


def test_rules_behind_a_bom_count():
    assert asks(reply(body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n")) == "robots"


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (reply(404), 200),
        (reply(401), 200),
        (reply(403), 200),
        (reply(410), 200),
        (reply(429), "robots"),
        (reply(500), "robots"),
        (reply(503), "robots"),
        (reply(204, b"", Content_Length=None), "robots"),
        (closing(reply(body=b"User", Content_Length=99)), "robots"),
        (reset, "robots"),
        (reply(body=b"<html>Not found</html>"), 200),
        (reply(body=b"\x1f\x8bxx", Content_Encoding="gzip"), "robots"),
    ],
)
def test_what_an_answer_means(robots, outcome):
    assert asks(robots) == outcome


def test_redirects_of_robots_are_followed_five_times():
    ask = {f"/r{number}": redirect(f"/r{number + 1}") for number in range(1, 5)}
    rules = reply(body=b"User-agent: *\nDisallow: /\n")
    with pytest.raises(Refused, match=r"robots\.txt asks"):
        fetch({"/robots.txt": redirect("/r1"), **ask, "/r5": rules, "/a": reply()})
    assert fetch({"/robots.txt": redirect("/r1"), **ask, "/r5": redirect("/r6"), "/r6": rules, "/a": reply()}).capture.status == 200


def test_a_redirect_is_asked_about_again():
    robots = reply(body=b"User-agent: *\nDisallow: /cam\n")
    with pytest.raises(Refused, match=r"/a: redirects to http://\S+/cam/1, the newspaper's robots\.txt") as caught:
        fetch({"/robots.txt": robots, "/a": redirect("/cam/1")})
    assert caught.value.reason == "robots"


def test_robots_is_asked_once_a_day():
    time = FakeTime()

    async def steps(fetcher, server):
        for hours in (0, 1, 22, 2):
            time.seconds += hours * 3600
            await fetcher.get(server.url + "/a", paper(server.url))
        return [asked.path for asked in server.asked]

    assert visit({"/a": reply()}, steps, time=time) == ["/robots.txt", "/a", "/a", "/a", "/robots.txt", "/a"]


def test_an_unreadable_robots_is_not_asked_for_each_page_but_soon_again():
    time = FakeTime()

    async def steps(fetcher, server):
        outcomes = []
        for minutes in (0, 1, 11):
            time.seconds += minutes * 60
            try:
                outcomes.append((await fetcher.get(server.url + "/a", paper(server.url))).status)
            except Refused as error:
                outcomes.append(error.reason)
        return outcomes, len(server.asked)

    pages = {"/robots.txt": [reply(500), reply(404)], "/a": reply()}
    assert visit(pages, steps, time=time, settings=Settings(retries=0)) == (["robots", "robots", 200], 3)


def earlier(server, status, body=b"", hours=0):
    """What a run so many hours ago was answered for robots.txt."""
    return Capture(f"{server.url}/robots.txt", status, (), body, FakeTime().now() - timedelta(hours=hours))


@pytest.mark.parametrize(("age", "asked"), [(0, 0), (23, 0), (25, 1), (-1, 1)])
def test_a_robots_of_an_earlier_run_stands_for_a_day(age, asked):
    async def steps(fetcher, server):
        fetcher.remember_robots(earlier(server, 200, b"User-agent: *\nDisallow: /a\n", age))
        try:
            await fetcher.get(server.url + "/a", paper(server.url))
        except Refused:
            return server.asked
        return [asked for asked in server.asked if asked.path == "/robots.txt"]

    assert len(visit({"/a": reply()}, steps)) == asked


@pytest.mark.parametrize(("status", "asked"), [(404, ["/a"]), (403, ["/a"]), (429, ["/robots.txt"]), (500, ["/robots.txt"]), (301, ["/robots.txt"])])
def test_an_earlier_run_is_believed_that_there_was_none_but_not_that_it_failed(status, asked):
    async def steps(fetcher, server):
        fetcher.remember_robots(earlier(server, status))
        with suppress(Refused):
            await fetcher.get(server.url + "/a", paper(server.url))
        return [asked.path for asked in server.asked]

    assert visit({"/robots.txt": reply(500), "/a": reply()}, steps, settings=Settings(retries=0)) == asked


@pytest.mark.parametrize(
    ("group", "outcome"),
    [
        ("btoscrape", "robots"),
        ("BTOSCRAPE/2.0", "robots"),
        ("btoscrape # that one", "robots"),
        ("btos", 200),
        ("bto", 200),
        ("btoscrape-news", 200),
        ("my-btoscrape", 200),
        ("*bot", 200),
        ("* ours too", "robots"),
    ],
)
def test_a_group_is_ours_by_its_whole_name(group, outcome):
    """RFC 9309, 2.2.1: the product token must match, and a part of it is another crawler's name."""
    assert asks(reply(body=f"User-agent: {group}\nDisallow: /a\n".encode())) == outcome


def test_our_groups_are_one_and_the_rest_is_not_for_us():
    """RFC 9309, 2.2.1: groups of the same name are combined; `*` counts only where no group has our name."""
    robots = reply(body=b"User-agent: bto\nUser-agent: btoscrape\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nuser-agent:BtoScrape\rDisallow: /b\n")
    assert [asks(robots, path) for path in ("/a", "/b", "/c")] == ["robots", "robots", 200]


def test_only_the_ends_of_lines_end_lines():
    assert asks(reply(body="User-agent: *\nDisallow: /x\u2028Disallow: /a\n".encode())) == 200


@pytest.mark.parametrize(
    ("rules", "path", "outcome"),
    [
        ("Allow: /a/b\nDisallow: /a", "/a/b", 200),
        ("Disallow: /a/b\nAllow: /a", "/a/b", "robots"),
        ("Disallow: /a\nAllow: /a", "/a", 200),
        ("Disallow: /a*c$", "/abc", "robots"),
        ("Disallow: /a*c$", "/abcd", 200),
        ("Disallow: /*.php", "/x.php?y=1", "robots"),
        ("Disallow: /b%C3%A1o", "/b%c3%a1o-1", "robots"),
        ("Disallow: /báo", "/b%C3%A1o-1", "robots"),
        ("Disallow: /A", "/a", 200),
        ("Disallow:", "/a", 200),
        ("Disallow: /a # all", "/a", "robots"),
        ("Disallow: /a?x=", "/a?x=1", "robots"),
    ],
)
def test_the_longest_rule_wins(rules, path, outcome):
    """RFC 9309, 2.2.2 and 2.2.3: octets compared, the most specific rule counts, allow where both are as long."""
    assert asks(reply(body=f"User-agent: *\n{rules}\n".encode()), path) == outcome


def test_robots_names_its_sitemaps():
    robots = reply(body=b"Sitemap: https://bao.example/s.xml\nUser-agent: *\nDisallow: /b\nSITEMAP: /t.xml.gz\nSitemap: /t.xml.gz\n")

    async def steps(fetcher, server):
        before = fetcher.sitemaps(server.url)
        await fetcher.get(server.url + "/a", paper(server.url))
        return before, fetcher.sitemaps(server.url + "/any")

    assert visit({"/robots.txt": robots, "/a": reply()}, steps) == ((), ("https://bao.example/s.xml", "/t.xml.gz"))


@pytest.mark.parametrize(("asked", "delay", "waited"), [("7", 5, 7), ("3", 5, 5), ("90", 5, 90), ("600", 5, 300), ("nan", 5, 5), ("2", 0, 2)])
def test_crawl_delay_slows_but_never_speeds(asked, delay, waited):
    time = FakeTime()
    robots = reply(body=f"User-agent: *\nCrawl-delay: {asked}\n".encode())
    fetch({"/robots.txt": robots, "/a": reply()}, time=time, paper_changes={"delay": delay})
    assert time.slept == [waited]


def test_a_request_rate_counts_like_a_delay():
    time = FakeTime()
    robots = reply(body=b"User-agent: *\nRequest-rate: 2/30s\n")
    fetch({"/robots.txt": robots, "/a": reply()}, time=time)
    assert time.slept == [15]


def test_only_whole_lines_within_the_limit_are_read():
    text = robots_text(b"User-agent: *\n" + b"Disallow: /duong-dan\n" * 30_000)
    assert len(text) <= LARGEST
    assert text.endswith("Disallow: /duong-dan")
