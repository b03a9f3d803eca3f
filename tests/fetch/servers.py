"""A server on loopback that misbehaves in one way per path, over real sockets; and a time that only sleep moves."""

import asyncio
import gzip
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from btoscrape.fetch import Fetcher, Settings
from btoscrape.models import Paper

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@dataclass
class FakeTime:
    """Seconds that pass only when somebody sleeps; `slept` keeps each wait."""

    seconds: float = 1000.0
    slept: list = field(default_factory=list)

    def clock(self):
        return self.seconds

    def now(self):
        return START + timedelta(seconds=self.seconds)

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.seconds += seconds
        await asyncio.sleep(0)


@dataclass
class Asked:
    """One request as it came; `at` is when, in the server's time."""

    path: str
    headers: dict
    at: float


def reply(status=200, body=b"ok", **headers):
    """The bytes of a plain answer; header names are written with underscores."""
    lines = [f"HTTP/1.1 {status} Any"]
    headers.setdefault("Content_Length", len(body))
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def zipped(body, **headers):
    return reply(body=gzip.compress(body), Content_Encoding="gzip", **headers)


def redirect(location, status=302):
    return reply(status, b"", Location=location)


NOT_FOUND = reply(404, b"no such page")


class Server:
    """Serves `pages`: path → bytes, a list of them (one per request, the last one stays), or a coroutine function."""

    def __init__(self, pages, time=None):
        self.pages = {"/robots.txt": NOT_FOUND} | pages
        self.asked, self.most_at_once, self._open = [], 0, 0
        self.connections, self._tasks, self._time = 0, set(), time or FakeTime()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_):
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode("latin-1"), writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _answer(self, head, writer):
        first, *lines = head.strip().split("\r\n")
        path = first.split()[1]
        self.asked.append(Asked(path, dict(line.lower().split(": ", 1) for line in lines), self._time.clock()))
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        try:
            page = self.pages.get(path, NOT_FOUND)
            if isinstance(page, list):
                page = page.pop(0) if len(page) > 1 else page[0]
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        finally:
            self._open -= 1

    def paths(self):
        """What was asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]


class Internet(httpx.AsyncBaseTransport):
    """The internet of one server: every public name leads to it, as far as the fetcher can see."""

    def __init__(self, server):
        self._server, self._inner = server, httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request):
        url = request.url.copy_with(host="127.0.0.1", port=self._server.port)
        return await self._inner.handle_async_request(httpx.Request("GET", url, headers=request.headers.raw))

    async def aclose(self):
        await self._inner.aclose()


def closing(data):
    """Send these bytes and close the connection, whatever was promised."""

    async def page(writer):
        writer.write(data)
        await writer.drain()
        raise ConnectionResetError

    return page


async def reset(writer):
    """No answer: the connection is torn down."""
    writer.transport.abort()
    raise ConnectionResetError


async def silence(writer):
    """No answer at all."""
    await asyncio.sleep(60)


async def drip(writer):
    """A byte now and then: each read is quick, the page never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(2000):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.03)


async def slow(writer):
    """A short while, then an answer."""
    await asyncio.sleep(0.02)
    writer.write(reply())


def paper(url="http://127.0.0.1", **changes):
    known = {"key": "thu", "name": "Báo Thử", "url": url, "province": "Thử", "layout": "onecms", "delay": 0.0}
    return Paper(**(known | {"allow_private": True} | changes))


def visit(pages, steps, *, time=None, settings=None, **options):
    """Run `steps(fetcher, server)` against a server with these pages; time stands still but for sleeps."""

    async def main():
        clock = time or FakeTime()
        given = {"sleep": clock.sleep, "clock": clock.clock, "now": clock.now} | options
        async with Server(pages, clock) as server, Fetcher(settings or Settings(), **given) as fetcher:
            return await steps(fetcher, server)

    return asyncio.run(main())


def fetch(pages, path="/a", *, settings=None, time=None, on_exchange=None, paper_changes=None, **get):
    """One `get` of a path: the capture, and the server with what it was asked."""

    async def steps(fetcher, server):
        server.capture = await fetcher.get(server.url + path, paper(server.url, **(paper_changes or {})), **get)
        return server

    return visit(pages, steps, settings=settings, time=time, on_exchange=on_exchange)
