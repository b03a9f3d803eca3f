"""Floor 2. One host's turn-taking: how many requests at once, how long between them, and when to leave it alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

LONGEST_DELAY = 60.0
"""Seconds to which errors and latency may stretch the delay, and the most of a Crawl-delay that is obeyed."""


class Pace:
    """The delay never falls below its floor; it follows latency and grows with errors (as Scrapy's AutoThrottle does)."""

    def __init__(
        self, floor: float, connections: int, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        """Nothing asked yet."""
        self.delay = self._floor = floor
        self._slots = asyncio.Semaphore(connections)
        self._clock, self._sleep = clock, sleep
        self._next = float("-inf")
        self._failures = 0
        self._closed_until = float("-inf")

    def raise_floor(self, delay: float | None) -> None:
        """Obey a robots.txt's Crawl-delay where it is longer than the paper's own."""
        if delay is not None:
            self._floor = max(self._floor, min(delay, LONGEST_DELAY))
            self.delay = max(self.delay, self._floor)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """The seconds that were waited for the turn."""
        async with self._slots:
            now = self._clock()
            at = max(now, self._next)
            self._next = at + self.delay
            if at > now:
                await self._sleep(at - now)
            yield at - now

    def hold(self, seconds: float) -> None:
        """Ask nothing for so long (Retry-After)."""
        self._next = max(self._next, self._clock() + seconds)

    def succeeded(self, latency: float) -> None:
        """A whole answer: the delay returns slowly to the floor, or to the server's latency where that is longer."""
        self._failures = 0
        if self._floor:
            self.delay = min(max(self._floor, (self.delay + latency) / 2), LONGEST_DELAY)

    def failed(self, *, break_after: int, break_for: float) -> None:
        """An error: the delay doubles; after several in a row the host is left alone for a while."""
        self._failures += 1
        if self._floor:
            self.delay = min(self.delay * 2, LONGEST_DELAY)
        if self._failures >= break_after:
            self._closed_until = self._clock() + break_for

    @property
    def is_broken(self) -> bool:
        """Whether the host is being left alone."""
        return self._clock() < self._closed_until
