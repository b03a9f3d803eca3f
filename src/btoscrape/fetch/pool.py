"""Floor 2. Connections kept for the next request: a request looks at one of them, not at all, however many there are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable

import httpcore


class Pool(httpcore.AsyncConnectionPool):
    """httpcore's connections, taken and given back by other rules: its own pool polls every socket twice a request.

    At most `most` are open, in use or idle; one that is idle is closed when its time or its server says so, or for want of room.
    """

    def __init__(self, *, most: int, **options: object) -> None:
        """With the options of httpcore's pool."""
        super().__init__(**options)  # type: ignore[arg-type]
        self._most, self._used = most, 0
        self._free = asyncio.Semaphore(most)
        self._idle: list[httpcore.AsyncConnectionInterface] = []  # the longest idle first

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """The answer; its connection is free again once that is closed. PoolTimeout where none becomes free in time."""
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("pool")):
                await self._free.acquire()
        except TimeoutError as error:
            raise httpcore.PoolTimeout from error
        self._used += 1
        try:
            connection = await self._taken(request.url.origin)
            response = await connection.handle_async_request(request)
        except BaseException:
            self._release()
            raise
        assert isinstance(response.stream, AsyncIterable)
        body = _Body(response.stream, lambda: self._given_back(connection))
        return httpcore.Response(status=response.status, headers=response.headers, content=body, extensions=response.extensions)

    async def aclose(self) -> None:
        """Close what is idle; what is in use is closed by who uses it."""
        while self._idle:
            await self._idle.pop().aclose()

    async def _taken(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        """The connection that was used last, as the others may then grow old; else a new one."""
        while connection := next((idle for idle in reversed(self._idle) if idle.can_handle_request(origin)), None):
            self._idle.remove(connection)
            if not connection.has_expired():
                return connection
            await connection.aclose()
        if self._idle and len(self._idle) + self._used > self._most:
            await self._idle.pop(0).aclose()
        return self.create_connection(origin)

    async def _given_back(self, connection: httpcore.AsyncConnectionInterface) -> None:
        """Idle from now on, unless it was closed; with each, the longest idle one is looked at."""
        self._release()
        if connection.is_idle():
            self._idle.append(connection)
        if self._idle and self._idle[0].has_expired():
            await self._idle.pop(0).aclose()

    def _release(self) -> None:
        self._used -= 1
        self._free.release()


class _Body:
    """The answer's body; once it is closed, `done` is told, and only then."""

    def __init__(self, body: AsyncIterable[bytes], done: Callable[[], Awaitable[None]]) -> None:
        self._body, self._done, self._is_closed = body, done, False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._body.__aiter__()

    async def aclose(self) -> None:
        """Close the body; what was not read to its end closes its connection."""
        if not self._is_closed:
            self._is_closed = True
            try:
                await self._body.aclose()  # type: ignore[attr-defined]
            finally:
                await self._done()
