"""robots.txt to the letter of RFC 9309, over real sockets."""

from datetime import timedelta

import pytest
from servers import FakeTime, closing, fetch, paper, redirect, reply, reset, visit

from btoscrape.errors import FetchError, Refused
from btoscrape.fetch import Settings
from btoscrape.fetch.robots import LARGEST, robots_text

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


@pytest.mark.parametrize(("age", "asked"), [(0, 0), (23, 0), (25, 1), (-1, 1)])
def test_a_robots_of_an_earlier_run_stands_for_a_day(age, asked):
    time = FakeTime()

    async def steps(fetcher, server):
        fetcher.seed_robots(server.url, "User-agent: *\nDisallow: /a\n", time.now() - timedelta(hours=age))
        try:
            await fetcher.get(server.url + "/a", paper(server.url))
        except Refused:
            return server.asked
        return [asked for asked in server.asked if asked.path == "/robots.txt"]

    assert len(visit({"/a": reply()}, steps, time=time)) == asked


def test_a_host_that_had_no_robots_can_be_seeded():
    async def steps(fetcher, server):
        fetcher.seed_robots(server.url + "/any", None, FakeTime().now())
        return (await fetcher.get(server.url + "/a", paper(server.url))).status, [asked.path for asked in server.asked]

    assert visit({"/robots.txt": reply(500), "/a": reply()}, steps) == (200, ["/a"])


@pytest.mark.parametrize(("asked", "delay", "waited"), [("7", 5, 7), ("3", 5, 5), ("600", 5, 60), ("nan", 5, 5), ("2", 0, 2)])
def test_crawl_delay_slows_but_never_speeds(asked, delay, waited):
    time = FakeTime()
    robots = reply(body=f"User-agent: *\nCrawl-delay: {asked}\n".encode())
    fetch({"/robots.txt": robots, "/a": reply()}, time=time, paper_changes={"delay": delay})
    assert time.slept == [waited]


def test_only_whole_lines_within_the_limit_are_read():
    text = robots_text(b"User-agent: *\n" + b"Disallow: /duong-dan\n" * 30_000)
    assert len(text) <= LARGEST
    assert text.endswith("Disallow: /duong-dan")
