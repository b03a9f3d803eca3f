"""Floor 2. One host's turn-taking: how many requests at once, how long between them, and when to leave it alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from .settings import Settings

_RETURN = 0.9  # of a stretched delay's surplus, what is left of it after each good answer
_NEVER = float("-inf")


class Pace:
    """A host's delay is its setting times a factor that errors and latency raise and good answers slowly lower to 1.

    Like Scrapy's AutoThrottle and Heritrix' politeness: a server rests at least as long as it worked. Times are in seconds.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._settings, self._clock, self._sleep = settings, clock, sleep
        self._setting, self._factor = 0.0, 1.0
        self._connections = 0
        self._slots = asyncio.Semaphore(0)
        self._gate = asyncio.Lock()
        self._last_start = self._paused_until = self._closed_until = _NEVER
        self._failures = 0

    @property
    def delay(self) -> float:
        """The seconds between two request starts as things stand."""
        return max(self._setting, min(self._setting * self._factor, self._settings.max_delay))

    def slow_down(self, delay: float) -> None:
        """Go at least this slow; never faster than any paper or robots.txt of this host asks."""
        self._setting = max(self._setting, delay)

    async def narrow(self, connections: int) -> None:
        """At most so many requests at once; the most careful paper of a host counts."""
        if not self._connections:
            self._connections = connections
            for _ in range(connections):
                self._slots.release()
        while connections < self._connections:
            self._connections -= 1
            await self._slots.acquire()  # and never give it back

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """A place among the host's requests, at its time; gives the seconds waited for that time."""
        async with self._slots:
            async with self._gate:
                waited = await self._wait()
                self._last_start = self._clock()
            yield waited

    async def _wait(self) -> float:
        began = seen = self._clock()
        while (due := max(self._last_start + self.delay, self._paused_until)) > seen:  # a pause may begin while we sleep
            await self._sleep(due - seen)
            seen = due
        return seen - began

    def pause(self, seconds: float) -> None:
        """Start nothing for so long (Retry-After, backoff)."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def answered(self, latency: float) -> None:
        """The host works; the delay returns slowly to its setting, or to twice the latency where that is longer."""
        self._failures = 0
        if self._setting:
            self._factor = max(1 + (self._factor - 1) * _RETURN, 2 * latency / self._setting)

    def unsent(self) -> None:
        """The last turn came to no request, as for a name that DNS does not know: the next one need not wait for it."""
        self._last_start = _NEVER

    def strained(self) -> None:
        """The host, or its firewall, would rather have less of us: the delay doubles."""
        if self._setting:
            self._factor = min(self._factor * 2, max(1.0, self._settings.max_delay / self._setting))

    def failed(self) -> None:
        """A request came to nothing, retries and all; too many in a row and the host is left alone for a while."""
        self._failures += 1
        if self._failures >= self._settings.circuit_failures:
            self.close(self._settings.circuit_seconds)

    def close(self, seconds: float) -> None:
        """Leave the host alone for so long: requests fail unasked. One failure after that closes it again."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)

    @property
    def closed_for(self) -> float:
        """The seconds the host is still left alone; 0 when it may be asked."""
        return max(0.0, self._closed_until - self._clock())
