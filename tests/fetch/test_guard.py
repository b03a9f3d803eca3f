"""No private address by number, by name, or by a DNS answer that changes its mind."""

import asyncio
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import FakeTime, Server, paper, redirect, reply

from btoscrape.errors import FetchError, Refused
from btoscrape.fetch import Fetcher
from btoscrape.fetch.guard import GuardedTransport, checked, is_home, is_public

INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "192.0.0.192", "198.18.0.1", "192.0.2.1", "168.63.129.16",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:db8::1", "2001:0:0:0:0:0:80ff:fffe",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.1.208.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_outside_are_public(address):
    assert is_public(address)


@given(st.ip_addresses())
def test_every_address_has_an_answer(address):
    assert is_public(str(address)) in (True, False)


@given(st.text() | st.text(alphabet="htp:/[]@%.?#1270afx\\ \t\nế", max_size=30).map(lambda text: f"http://{text}"))
def test_any_text_is_an_address_or_refused(text):
    try:
        url = checked(text, allow_private=False)
    except Refused:
        return
    assert url.scheme in ("http", "https")
    assert url.host
    assert not url.userinfo
    assert not url.fragment


def test_an_address_loses_fragment_and_user():
    assert str(checked("HTTP://user:pw@Bao.Example:80/a b#c", allow_private=False)) == "http://bao.example/a%20b"


def get(url, addresses, *, allow_private=False, pages=None):
    """Fetch through the guarded transport with a DNS that gives these answers, one list per question."""
    questions = []

    async def resolve(host, port):
        questions.append(host)
        return addresses[min(len(questions), len(addresses)) - 1]

    async def main():
        time = FakeTime()
        async with Server(pages or {"/a": reply(body=b"inside")}) as server:
            transport = GuardedTransport(allow_private=allow_private, resolve=resolve)
            options = {"transport": transport, "sleep": time.sleep, "clock": time.clock}
            async with transport, Fetcher(**options) as fetcher:
                target = f"{url}:{server.port}/a"
                try:
                    return await fetcher.get(target, paper(allow_private=allow_private)), server, questions
                except FetchError as error:
                    return error, server, questions

    return asyncio.run(main())


def test_a_name_that_leads_inside_is_refused_before_a_connection():
    error, server, _ = get("http://bao.example", [["127.0.0.1"]])
    assert isinstance(error, Refused)
    assert error.reason == "private"
    assert "allow_private" in str(error)
    assert server.connections == 0


def test_a_number_in_disguise_is_refused():
    for host in ("2130706433", "0x7f.1", "localhost."):
        error, server, _ = get(f"http://{host}", [["127.0.0.1"]])
        assert (error.reason, server.connections) == ("private", 0)


def test_an_answer_that_changes_its_mind_does_not_open_the_inside():
    """The name is unknown at first; the second try gets a private answer, which is checked like the first."""
    error, server, questions = get("http://bao.example", [[], ["127.0.0.1"]])
    assert error.reason == "private"
    assert server.connections == 0
    assert len(questions) == 2


def test_the_connection_goes_to_the_address_that_was_checked():
    capture, server, questions = get("http://bao.example", [["127.0.0.1"], ["203.0.113.1"]], allow_private=True)
    assert capture.body == b"inside"
    assert questions == ["bao.example"]
    assert server.asked[-1].headers["host"].startswith("bao.example:")


def test_the_next_address_is_tried_where_the_first_takes_no_connection():
    capture, _, _ = get("http://bao.example", [["127.0.0.2", "::1", "127.0.0.1"]], allow_private=True)
    assert capture.status == 200


def test_a_redirect_to_a_name_inside_is_refused():
    pages = {"/a": redirect("http://noi-bo.example/bi-mat")}

    async def main():
        async def resolve(host, port):
            return ["127.0.0.1"] if host == "127.0.0.1" else ["192.168.0.9"]

        async with Server(pages) as server, httpx.AsyncHTTPTransport() as plain:
            guarded = GuardedTransport(allow_private=False, resolve=resolve)

            class Both(httpx.AsyncBaseTransport):
                async def handle_async_request(self, request):
                    if request.url.host != "bao.example":
                        return await guarded.handle_async_request(request)
                    url = request.url.copy_with(host="127.0.0.1", port=server.port)
                    return await plain.handle_async_request(httpx.Request("GET", url))

            async with guarded, Fetcher(transport=Both()) as fetcher:
                with pytest.raises(Refused, match=r"noi-bo\.example stands for 192\.168\.0\.9") as caught:
                    await fetcher.get("http://bao.example/a", paper(allow_private=False))
                return caught.value.reason

    assert asyncio.run(main()) == "private"


@pytest.mark.parametrize("inside", ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[fd00::1]/", "http://nas.local/"])
def test_a_paper_that_lives_inside_leads_to_no_other_host_inside(inside):
    async def main():
        async with Server({"/a": redirect(inside)}) as server, Fetcher() as fetcher:
            with pytest.raises(Refused) as caught:
                await fetcher.get(f"{server.url}/a", paper(server.url))
            return caught.value.reason, server.paths()

    assert asyncio.run(main()) == ("private", ["/a"])


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("http://192.168.1.5:8080/a", True),
        ("http://www.bao.lan/bbt/a", True),
        ("http://192.168.1.6/a", False),
        ("http://127.0.0.1/a", False),
        ("http://bao.lan.khac.vn/a", False),
    ],
)
def test_home_is_where_the_paper_lives_or_moved(url, home):
    inside = paper("http://192.168.1.5/", moved_to="http://bao.lan/bbt/")
    assert is_home(httpx.URL(url), inside) == home
    assert not is_home(httpx.URL(url), replace(inside, allow_private=False))


def test_a_refusal_for_one_paper_does_not_bind_another():
    async def main():
        async with Server({"/a": reply()}) as server, Fetcher() as fetcher:
            url = f"http://localhost:{server.port}/a"
            with pytest.raises(Refused):
                await fetcher.get(url, paper(allow_private=False))
            return (await fetcher.get(url, paper(allow_private=True))).status

    assert asyncio.run(main()) == 200
