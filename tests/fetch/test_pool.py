"""Connections are kept, taken again, given up when they are closed, and never more than allowed."""

import asyncio

import httpcore
import pytest
from servers import Server, closing, reply, silence

from btoscrape.fetch.pool import Pool

ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"


def pooled(steps, pages=None, **options):
    async def main():
        async with Server(pages or {"/a": reply(body=b"page")}) as server, Pool(**({"most": 4} | options)) as pool:

            async def get(url=None, pool_seconds=1.0):
                request = httpcore.Request("GET", url or f"{server.url}/a", headers={"Host": "x"}, extensions={"timeout": {"pool": pool_seconds}})
                response = await pool.handle_async_request(request)
                try:
                    return await response.aread()
                finally:
                    await response.aclose()

            return await steps(server, pool, get)

    return asyncio.run(main())


def test_a_connection_serves_one_request_after_the_other():
    async def steps(server, pool, get):
        return [await get() for _ in range(3)], server.connections

    assert pooled(steps) == ([b"page"] * 3, 1)


def test_requests_at_once_have_a_connection_each_and_never_more_than_allowed():
    async def steps(server, pool, get):
        await asyncio.gather(*(get() for _ in range(12)))
        await asyncio.gather(*(get() for _ in range(12)))
        return server.connections

    assert pooled(steps) == 4


def test_a_connection_that_the_server_closed_is_not_taken_again():
    async def steps(server, pool, get):
        await get()
        await asyncio.sleep(0.01)
        await get()
        return server.connections

    assert pooled(steps, {"/a": [closing(reply(body=b"page")), reply(body=b"page")]}) == 2


def test_a_connection_whose_time_is_over_is_not_taken_again():
    async def steps(server, pool, get):
        await get()
        await asyncio.sleep(0.005)
        await get()
        return server.connections

    assert pooled(steps, keepalive_expiry=0.001) == 2


def test_an_answer_that_was_not_read_to_its_end_costs_its_connection_and_no_place():
    async def steps(server, pool, get):
        for _ in range(3):
            request = httpcore.Request("GET", f"{server.url}/half", headers={"Host": "x"})
            await (await pool.handle_async_request(request)).aclose()
        return await get(), server.connections

    assert pooled(steps, {"/a": reply(body=b"page"), "/half": ENDLESS}, most=1) == (b"page", 4)


def test_failures_leave_their_place_to_others():
    async def steps(server, pool, get):
        for _ in range(3):
            with pytest.raises(httpcore.RemoteProtocolError):
                await get(f"{server.url}/closed")
            with pytest.raises(httpcore.ConnectError):
                await get("http://127.0.0.1:1/")
        return await get()

    assert pooled(steps, {"/a": reply(body=b"page"), "/closed": closing(b"")}, most=1) == b"page"


def test_an_idle_connection_makes_room_for_another_host():
    async def steps(server, pool, get):
        other = server.url.replace("127.0.0.1", "localhost")
        return [await get(f"{url}/a") for url in (server.url, other, server.url)], server.connections

    assert pooled(steps, most=1) == ([b"page"] * 3, 3)


def test_who_waits_too_long_for_a_place_is_told():
    async def steps(server, pool, get):
        busy = asyncio.create_task(get(f"{server.url}/silent"))
        await asyncio.sleep(0)
        with pytest.raises(httpcore.PoolTimeout):
            await get(pool_seconds=0.01)
        busy.cancel()
        await asyncio.wait([busy])
        return await get()

    assert pooled(steps, {"/a": reply(body=b"page"), "/silent": silence}, most=1) == b"page"
