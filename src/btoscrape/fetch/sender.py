"""Floor 2. Sending: each request in its host's turn, tried again where that helps, counted and told of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx

from ..errors import FetchError
from ..models import Capture, Paper
from . import retry
from .exchange import Dropped, Pairs, exchange
from .guard import GuardedTransport, is_home
from .pace import Pace
from .settings import Settings, Stats


class Sender:
    """Sends one request after the other to each host. It knows neither redirects nor robots.txt."""

    def __init__(
        self,
        settings: Settings,
        transport: httpx.AsyncBaseTransport | None,
        sleep: Callable[[float], Awaitable[None]],
        clock: Callable[[], float],
        now: Callable[[], datetime],
        on_exchange: Callable[[Capture, Paper], None] | None,
    ) -> None:
        self._settings, self._given = settings, transport
        self._sleep, self._clock, self._now, self._on_exchange = sleep, clock, now, on_exchange
        self._transports: dict[bool, httpx.AsyncBaseTransport] = {}
        self._paces: dict[str, Pace] = {}
        self.by_host: defaultdict[str, Stats] = defaultdict(Stats)
        self.by_paper: defaultdict[str, Stats] = defaultdict(Stats)

    async def aclose(self) -> None:
        """Close all connections; a transport that was given stays its owner's."""
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()

    def pace(self, url: httpx.URL) -> Pace:
        """The pace of the URL's host; http and https share it, another port is another host."""
        host = _host(url)
        if host not in self._paces:
            self._paces[host] = Pace(self._settings, self._clock, self._sleep)
        return self._paces[host]

    async def send(self, url: httpx.URL, paper: Paper, headers: Pairs) -> Capture:
        """The first answer that stands, or the last of all tries; a FetchError where none came."""
        pace = self.pace(url)
        pace.slow_down(paper.delay)
        await pace.narrow(paper.connections)
        outcome = await self._try(url, paper, headers, pace)
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    async def _try(self, url: httpx.URL, paper: Paper, headers: Pairs, pace: Pace) -> retry.Outcome:
        attempt = 0
        while True:
            outcome = await self._once(url, paper, headers, pace)
            tries = retry.tries(outcome, self._settings)
            asked = retry.retry_after(outcome, self._now())
            if asked is not None and asked > self._settings.max_wait:
                pace.close(asked)
                tries = 0
            elif asked is not None:
                pace.pause(max(asked, self._settings.backoff))
            if attempt >= tries:
                if retry.is_trouble(outcome):
                    pace.failed()
                return outcome
            if asked is None:
                pace.pause(retry.wait(outcome, attempt, self._settings))
            attempt += 1
            for stats in self._stats(url, paper):
                stats.retries += 1

    async def _once(self, url: httpx.URL, paper: Paper, headers: Pairs, pace: Pace) -> retry.Outcome:
        """One exchange in its turn."""
        _check_circuit(url, pace)
        async with pace.turn() as waited:
            for stats in self._stats(url, paper):
                stats.waited += waited
            _check_circuit(url, pace)
            outcome = await self._exchange(url, paper, headers, pace)
        if isinstance(outcome, Capture) and self._on_exchange:
            self._on_exchange(outcome, paper)
        return outcome

    async def _exchange(self, url: httpx.URL, paper: Paper, headers: Pairs, pace: Pace) -> retry.Outcome:
        """The exchange or its failure, counted, and felt by the host's pace."""
        outcome: retry.Outcome
        began = self._clock()
        try:
            outcome = await exchange(self._transport(is_home(url, paper)), url, headers, self._settings, self._now)
        except FetchError as error:
            outcome = error
        for stats in self._stats(url, paper):
            stats.requests += 1
            if isinstance(outcome, Capture):
                stats.count(outcome.status, len(outcome.body))
        if not retry.is_trouble(outcome):
            pace.answered(self._clock() - began)
        elif isinstance(outcome, FetchError) and outcome.reason == "dns":
            pace.unsent()
        elif not isinstance(outcome, Dropped):
            pace.strained()
        return outcome

    def _transport(self, allow_private: bool) -> httpx.AsyncBaseTransport:
        """Two pools, so that no connection made for a paper that may live inside serves another."""
        if self._given is not None:
            return self._given
        if allow_private not in self._transports:
            self._transports[allow_private] = GuardedTransport(allow_private=allow_private)
        return self._transports[allow_private]

    def _stats(self, url: httpx.URL, paper: Paper) -> tuple[Stats, Stats]:
        return self.by_host[_host(url)], self.by_paper[paper.key]


def _host(url: httpx.URL) -> str:
    return url.netloc.decode("ascii")


def _check_circuit(url: httpx.URL, pace: Pace) -> None:
    if left := pace.closed_for:
        message = f"its host is in trouble or asked to be left alone for another {left:.0f} s; a later run asks again"
        raise FetchError(str(url), "circuit", message)
