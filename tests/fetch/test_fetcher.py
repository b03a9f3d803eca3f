"""The fetcher against servers that misbehave one way each."""

import asyncio
import gzip
import random
import re
from itertools import pairwise

import pytest
from servers import NOT_FOUND, FakeTime, Internet, Server, closing, drip, fetch, paper, redirect, reply, reset, silence, slow, visit, zipped

from btoscrape import content
from btoscrape.errors import FetchError, Refused, UsageError
from btoscrape.fetch import Fetcher, Settings

ONCE = Settings(retries=0)
HASTY = Settings(timeout=0.8, deadline=0.6, retries=0)
"""For what never ends; robots.txt must come in that time, too, however busy the machine is."""


def failure(pages, path="/a", **options):
    with pytest.raises(FetchError) as caught:
        fetch(pages, path, **options)
    assert re.match(r"\S+: .+", str(caught.value))
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_page_is_kept_as_sent():
    server = fetch({"/a": zipped("Khối thi đua số 1".encode(), X_Made="Up")}, accept="text/plain")
    capture = server.capture
    assert capture.body[:2] == b"\x1f\x8b"
    assert content.text(capture) == "Khối thi đua số 1"
    assert (capture.status, capture.reason, capture.http_version) == (200, "Any", "HTTP/1.1")
    assert ("X-Made", "Up") in capture.headers
    assert capture.fetched_at == FakeTime().now()
    sent = {name.lower(): value for name, value in capture.request_headers}
    assert sent == server.asked[-1].headers
    assert sent["accept"] == "text/plain"
    assert sent["accept-encoding"] == "gzip, deflate"


def test_the_user_agent_says_who_asks():
    server = fetch({"/a": reply()}, settings=Settings(contact="toa-soan@example.org"))
    assert re.fullmatch(r"btoscrape/[\d.]+ \(toa-soan@example\.org\)", server.asked[0].headers["user-agent"])
    assert "(+https://" in Settings().user_agent
    with pytest.raises(UsageError, match="contact"):
        Settings(contact="a\r\nb")


def test_an_unchanged_page_costs_a_304():
    seen = []
    server = fetch(
        {"/a": reply(304, b"", ETag='"1"', Content_Length=None)},
        etag='"1"',
        last_modified="Mon, 02 Mar 2026 00:00:00 GMT",
        on_exchange=lambda capture, paper: seen.append((capture.url, capture.status)),
    )
    assert server.capture.status == 304
    assert server.asked[-1].headers["if-none-match"] == '"1"'
    assert server.asked[-1].headers["if-modified-since"].startswith("mon")
    assert seen == [(f"{server.url}/robots.txt", 404), (f"{server.url}/a", 304)]
    assert failure({"/a": reply(304, b"", Content_Length=None)}).reason == "status"


def test_strange_validators_are_left_out():
    server = fetch({"/a": reply()}, etag='"1"\r\nX: y')
    assert "if-none-match" not in server.asked[-1].headers


def test_cookies_are_not_kept():
    async def steps(fetcher, server):
        for _ in range(2):
            await fetcher.get(server.url + "/a", paper(server.url))
        return server.asked[-1].headers

    assert "cookie" not in visit({"/a": reply(Set_Cookie="a=b")}, steps)


@pytest.mark.parametrize(
    ("status", "reason", "tries"),
    [(404, "gone", 1), (410, "gone", 1), (400, "status", 1), (403, "blocked", 4), (500, "status", 4), (429, "status", 4)],
)
def test_a_status_that_remains_is_an_error(status, reason, tries):
    seen = []
    error = failure({"/a": reply(status)}, on_exchange=lambda capture, paper: seen.append(capture.status))
    assert (error.reason, error.status) == (reason, status)
    assert seen == [404, *[status] * tries]


def test_a_firewall_that_blocks_at_random_is_waited_for():
    time = FakeTime()
    server = fetch({"/a": [reply(403, b"Access Denied"), reply(503), reply()]}, time=time)
    assert server.capture.status == 200
    first, second = time.slept
    assert 3.75 <= first <= 6.25
    assert 7.5 <= second <= 12.5


def test_random_blocks_lose_no_page():
    """A firewall that blocks three requests of ten, by a fixed dice: every page comes, none is asked for too often."""
    dice = random.Random(7)

    async def moody(writer):
        writer.write(reply(403, b"Access Denied") if dice.random() < 0.3 else reply())

    async def steps(fetcher, server):
        captures = [await fetcher.get(f"{server.url}/{number}", paper(server.url)) for number in range(40)]
        return {capture.status for capture in captures}, len(server.paths())

    statuses, asked = visit({f"/{number}": moody for number in range(40)}, steps)
    assert statuses == {200}
    assert 45 <= asked <= 70


WALL = b"<html><h1>Access Denied</h1>You are blocked by our security system</html>"


def test_a_firewalls_page_is_no_article():
    time = FakeTime()
    assert fetch({"/a": [zipped(WALL), reply(body=b"article")]}, time=time).capture.body == b"article"
    assert 3.75 <= time.slept[0] <= 6.25
    assert failure({"/a": reply(body=WALL)}).reason == "blocked"
    assert fetch({"/a": reply(body=b"<p>tin</p>" * 1000 + WALL)}).capture.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry_After": "120"},
        {"Retry_After": "Sun, 01 Mar 2020 00:02:00 GMT", "Date": "Sun, 01 Mar 2020 00:00:00 GMT"},
    ],
    ids=["seconds", "date"],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(status, headers):
    time = FakeTime()
    assert fetch({"/a": [reply(status, **headers), reply()]}, time=time).capture.status == 200
    assert time.slept == [120]


def test_a_retry_after_beyond_the_limit_ends_the_hosts_turn():
    async def steps(fetcher, server):
        for reason in ("status", "circuit"):
            with pytest.raises(FetchError) as caught:
                await fetcher.get(server.url + "/a", paper(server.url))
            assert caught.value.reason == reason
        return server.paths()

    assert visit({"/a": reply(503, Retry_After="3600")}, steps) == ["/a"]


def test_a_host_in_trouble_is_left_alone_for_a_while():
    time = FakeTime()

    async def steps(fetcher, server):
        reasons = []
        for wait in (0, 0, 0, 0, 601, 0):
            time.seconds += wait
            with pytest.raises(FetchError) as caught:
                await fetcher.get(server.url + "/a", paper(server.url))
            reasons.append(caught.value.reason)
        return reasons, len(server.paths())

    settings = Settings(retries=1, circuit_failures=3)
    reasons, asked = visit({"/a": reply(500)}, steps, time=time, settings=settings)
    assert reasons == ["status", "status", "status", "circuit", "status", "circuit"]
    assert asked == 8


def test_truncated_answers_are_tried_again():
    cut = closing(reply(body=b"half", Content_Length=100))
    chunk = closing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    packed = gzip.compress(b"whole page " * 50)
    short = reply(body=packed[:-9], Content_Encoding="gzip")
    assert fetch({"/a": [cut, chunk, short, reply(body=b"whole")]}).capture.body == b"whole"
    for page in (cut, chunk, short):
        assert failure({"/a": page}, settings=ONCE).reason == "truncated"


def test_a_dropped_connection_is_asked_again_at_once():
    time = FakeTime()
    assert fetch({"/a": [reset, reply()]}, time=time).capture.status == 200
    assert time.slept == []
    error = failure({"/a": reset}, time=time)
    assert error.reason == "protocol"


@pytest.mark.parametrize("page", [drip, silence])
def test_time_is_bounded(page):
    assert failure({"/a": page}, settings=HASTY).reason == "timeout"


def test_what_is_no_http_is_named():
    assert failure({"/a": closing(b"220 mail.example ESMTP\r\n\r\n")}, settings=ONCE).reason == "protocol"
    many = {f"X-{number}": "y" for number in range(300)}
    assert failure({"/a": reply(**many)}, settings=ONCE).reason == "protocol"
    assert failure({"/a": reply(X="y" * 200_000)}, settings=ONCE).reason == "protocol"


SMALL = Settings(max_raw=5000, max_bytes=100_000, retries=0)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (reply(body=b"x" * 6000), "too_large"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"x" * 4096 + b"\r\n" + b"1000\r\n", "too_large"),
        (zipped(b"\0" * 1_000_000), "too_large"),
        (reply(body=b"<p>plain", Content_Encoding="gzip"), "encoding"),
        (reply(body=b"<p>", Content_Encoding="br"), "encoding"),
    ],
    ids=["declared", "chunked", "bomb", "lie", "brotli"],
)
def test_size_and_coding_are_bounded(page, reason):
    pages = {"/a": closing(page + b"x" * 4096) if b"chunked" in page else page}
    assert failure(pages, settings=SMALL).reason == reason


def test_redirects_are_followed_and_told_of():
    seen = []
    server = fetch(
        {"/a": redirect("/b", 301), "/b": redirect("c?x=báo".encode().decode("latin-1")), "/c?x=b%C3%A1o": reply(body=b"end")},
        on_exchange=lambda capture, paper: seen.append(capture.status),
        etag='"1"',
    )
    assert server.capture.url == f"{server.url}/c?x=b%C3%A1o"
    assert server.capture.body == b"end"
    assert seen == [404, 301, 302, 200]
    assert [("if-none-match" in asked.headers) for asked in server.asked] == [False, True, False, False]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("/a", "redirects"),
        ("ftp://127.0.0.1/x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("http://[::1", "scheme"),
        ("http://10.0.0.1/", "private"),
        ("http://localhost/", "private"),
        ("http://[::ffff:127.0.0.1]/", "private"),
        ("http://user@169.254.169.254/latest", "private"),
    ],
)
def test_redirects_that_lead_astray(location, reason):
    """The paper is public here: the transport stands for the internet and leads to the loopback server."""

    async def main():
        async with Server({"/a": redirect(location)}) as server, Internet(server) as internet:
            async with Fetcher(Settings(), transport=internet) as fetcher:
                with pytest.raises(FetchError) as caught:
                    await fetcher.get("http://bao.example/a", paper(allow_private=False))
            return caught.value, server.paths()

    error, paths = asyncio.run(main())
    assert error.reason == reason
    assert error.url == "http://bao.example/a"
    assert isinstance(error, Refused) == (reason != "redirects")
    assert paths == ["/a"]


def test_a_chain_of_redirects_is_bounded():
    error = failure({f"/{number}": redirect(f"/{number + 1}") for number in range(20)}, "/0")
    assert error.reason == "redirects"


@pytest.mark.parametrize("url", ["ftp://bao.example/", "bao.example/a", " ", "http://", "javascript:alert(1)", "http://x:0/"])
def test_only_http_is_asked(url):
    async def steps(fetcher, server):
        with pytest.raises(Refused, match=re.escape(url)) as caught:
            await fetcher.get(url, paper())
        return caught.value.reason

    assert visit({}, steps) == "scheme"


def test_hosts_that_are_not_there():
    async def steps(fetcher, server):
        for url, reason in (("http://khong-co.invalid/a", "dns"), ("http://127.0.0.1:1/a", "connect")):
            for _ in range(2):
                with pytest.raises(FetchError, match=url) as caught:
                    await fetcher.get(url, paper())
                assert caught.value.reason == reason
        return {host: stats.requests for host, stats in fetcher.stats.items()}

    assert visit({}, steps) == {"khong-co.invalid": 2, "127.0.0.1:1": 2}  # the second page does not ask again


def test_one_request_at_a_time_and_the_delay_between_starts():
    time = FakeTime()

    async def steps(fetcher, server):
        calm = paper(server.url, delay=5)
        await asyncio.gather(*(fetcher.get(f"{server.url}/{number}", calm) for number in range(5)))
        starts = [asked.at for asked in server.asked]
        return server, fetcher.stats_of(calm), [later - sooner for sooner, later in pairwise(starts)]

    server, stats, gaps = visit({f"/{number}": slow for number in range(5)}, steps, time=time)
    assert gaps == [5.0] * 5
    assert (server.most_at_once, server.connections) == (1, 1)
    assert (stats.requests, stats.waited, stats.statuses[200]) == (6, 25.0, 5)


def test_more_connections_run_side_by_side():
    async def steps(fetcher, server):
        wide = paper(server.url, connections=4)
        await asyncio.gather(*(fetcher.get(f"{server.url}/{number}", wide) for number in range(12)))
        return server.most_at_once, server.connections

    most, connections = visit({f"/{number}": slow for number in range(12)}, steps)
    assert 2 <= most <= 4
    assert connections <= 5


def test_hosts_do_not_wait_for_one_another():
    time = FakeTime()

    async def steps(fetcher, one):
        async with Server({"/a": reply()}, time) as other:
            await asyncio.gather(*(fetcher.get(server.url + "/a", paper(server.url, delay=50)) for server in (one, other)))
            return one.asked[-1].at, other.asked[-1].at

    assert visit({"/a": reply()}, steps, time=time)[0] <= 1100


def test_a_failing_writer_stops_the_page_and_frees_the_host():
    def full(capture, paper):
        if capture.status == 200:
            raise OSError("disk full")

    async def steps(fetcher, server):
        for _ in range(2):
            with pytest.raises(OSError, match="disk full"):
                await fetcher.get(server.url + "/a", paper(server.url))
        return server.paths()

    assert visit({"/a": reply(), "/b": NOT_FOUND}, steps, on_exchange=full) == ["/a", "/a"]
