"""Floor 2. The fetcher: one polite, bounded, checked GET at a time per host, and the exchange as it was sent."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from .. import content
from ..errors import FetchError, Refused
from ..models import Capture, Paper
from .guard import GuardedBackend, check_scheme
from .pace import Pace
from .robots import Rules, rules
from .settings import Settings, Stats

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIED_STATUSES = frozenset({403, 408, 425, 429, 500, 502, 503, 504})
RETRIED_REASONS = frozenset({"connect", "timeout", "protocol", "truncated"})
GONE = frozenset({404, 410})


class Fetcher:
    """Fetches pages of papers; an async context manager. Time, sleep and transport can be given from outside."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_exchange: Callable[[Capture, Paper], None] = lambda capture, paper: None,
    ) -> None:
        """Set up; nothing is sent. `on_exchange` is told of every answer, also robots.txt and redirects."""
        self.settings = settings or Settings()
        self._sleep, self._clock, self._now, self._on_exchange = sleep, clock, now, on_exchange
        self._backend = GuardedBackend()
        self._client = httpx.AsyncClient(
            transport=transport or self._transport(),
            headers={
                "User-Agent": self.settings.user_agent,
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "vi",
            },
            timeout=self.settings.timeout,
            trust_env=False,
        )
        self._paces: dict[str, Pace] = {}
        self._robots: dict[str, Rules] = {}
        self._robots_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._stats: defaultdict[str, Stats] = defaultdict(Stats)

    def _transport(self) -> httpx.AsyncHTTPTransport:
        """Transport of httpx over a pool whose connections are guarded, kept open across polite delays."""
        transport = httpx.AsyncHTTPTransport(trust_env=False)
        transport._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=90.0,
            network_backend=self._backend,
        )
        return transport

    async def __aenter__(self) -> Self:
        """The fetcher itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        await self._client.aclose()

    def stats_of(self, paper: Paper) -> Stats:
        """What was asked of this paper so far."""
        return self._stats[paper.key]

    async def get(
        self,
        url: str,
        paper: Paper,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Capture:
        """The answer (200, or 304 to a conditional request), redirects followed, each hop checked anew.

        Refused: robots.txt, a private address or another scheme forbids it. FetchError: `gone` (404, 410), `blocked` (403),
        `status`, `timeout`, `connect`, `dns`, `too_large`, `encoding`, `truncated`, `protocol`, `redirects`, `circuit`.
        """
        self._backend.allow(paper)
        extra = dict(headers or {})
        extra |= {"If-None-Match": etag} if etag else {}
        extra |= {"If-Modified-Since": last_modified} if last_modified else {}
        seen = [url]
        while True:
            await self._check_robots(seen[-1], paper)
            capture = await self._with_retries(seen[-1], paper, extra)
            if capture.status not in REDIRECTS:
                return self._usable(capture)
            seen.append(self._target(capture, seen))

    def _target(self, capture: Capture, seen: list[str]) -> str:
        target = urljoin(capture.url, capture.header("Location") or "")
        if target in seen or len(seen) > self.settings.max_redirects:
            raise FetchError(seen[0], "redirects", "redirects in a circle or too often; nothing was kept", status=capture.status)
        check_scheme(target)
        return target

    def _usable(self, capture: Capture) -> Capture:
        status = capture.status
        if status in (200, 304):
            if status == 200:
                content.decoded(capture, self.settings.max_decoded)
            return capture
        reason = "gone" if status in GONE else "blocked" if status == 403 else "status"
        raise FetchError(capture.url, reason, f"the server answers {status} {capture.reason}".rstrip(), status=status)

    # robots.txt

    async def _check_robots(self, url: str, paper: Paper) -> None:
        check_scheme(url)
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._robots_locks[origin]:
            known = self._robots.get(origin)
            if known is None or known.until < self._clock():
                known = self._robots[origin] = await self._ask_robots(origin, paper)
                self._pace(url, paper).raise_floor(known.crawl_delay)
        if not known.allows(url):
            raise Refused(url, "robots", known.problem or "the newspaper's robots.txt asks not to fetch this address")

    async def _ask_robots(self, origin: str, paper: Paper) -> Rules:
        """The host's rules; a host that can't be reached at all is an error of its own."""
        url, answer = f"{origin}/robots.txt", None
        try:
            for _ in range(self.settings.max_redirects + 1):
                answer = await self._with_retries(url, paper, {})
                if answer.status not in REDIRECTS:
                    return rules(self._usable(answer), self._clock())
                url = urljoin(url, answer.header("Location") or "")
                check_scheme(url)
            return rules(FetchError(url, "redirects", "redirects too often", status=404), self._clock())
        except FetchError as error:
            if error.reason in ("dns", "connect", "private", "circuit"):
                raise
            return rules(error, self._clock())

    # One request

    def _pace(self, url: str, paper: Paper) -> Pace:
        host = urlsplit(url).netloc
        if host not in self._paces:
            self._paces[host] = Pace(paper.delay, paper.connections, self._clock, self._sleep)
        return self._paces[host]

    async def _with_retries(self, url: str, paper: Paper, headers: Mapping[str, str]) -> Capture:
        """The first answer that is not worth another try, or the last."""
        pace, stats = self._pace(url, paper), self._stats[paper.key]
        for attempt in range(self.settings.retries + 1):
            if pace.is_broken:
                raise FetchError(url, "circuit", "its host failed several times in a row and is left alone for now")
            last, began = attempt == self.settings.retries, self._clock()
            try:
                capture = await self._once(url, paper, headers, pace)
            except FetchError as error:
                pace.failed(break_after=self.settings.break_after, break_for=self.settings.break_for)
                if last or error.reason not in RETRIED_REASONS:
                    raise
                wait = self._backoff(attempt, self.settings.backoff)
            else:
                if capture.status not in RETRIED_STATUSES:
                    pace.succeeded(self._clock() - began)
                    return capture
                pace.failed(break_after=self.settings.break_after, break_for=self.settings.break_for)
                wait = self._wait_for(capture, attempt)
                if last or wait > self.settings.longest_wait:
                    pace.hold(min(wait, self.settings.longest_wait))
                    return capture
            stats.retries += 1
            stats.waited += wait
            await self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _backoff(self, attempt: int, base: float) -> float:
        return float(base * 2**attempt * random.uniform(0.8, 1.2))

    def _wait_for(self, capture: Capture, attempt: int) -> float:
        """Seconds before the next try: what Retry-After asks for in either form (RFC 9110, 10.2.3), else more each time."""
        base = self.settings.blocked_backoff if capture.status == 403 else self.settings.backoff
        asked = capture.header("Retry-After")
        if asked is None:
            return self._backoff(attempt, base)
        if asked.strip().isdecimal():
            return float(asked)
        try:
            sent = capture.header("Date")
            since = parsedate_to_datetime(sent) if sent else self._now()
            return max(0.0, (parsedate_to_datetime(asked) - since).total_seconds())
        except (ValueError, TypeError):
            return self._backoff(attempt, base)

    async def _once(self, url: str, paper: Paper, headers: Mapping[str, str], pace: Pace) -> Capture:
        stats = self._stats[paper.key]
        async with pace.turn() as waited:
            stats.waited += waited
            try:
                async with asyncio.timeout(self.settings.deadline):
                    capture = await self._send(url, headers)
            except TimeoutError as error:
                message = f"took longer than {self.settings.deadline:g} s; it is tried again on the next run"
                raise FetchError(url, "timeout", message) from error
            except (FetchError, httpx.HTTPError, httpx.InvalidURL) as error:
                raise _translated(url, error) from error
            finally:
                stats.requests += 1
        stats.bytes += len(capture.body)
        stats.statuses[capture.status] += 1
        stats.not_modified += capture.status == 304
        self._on_exchange(capture, paper)
        return capture

    async def _send(self, url: str, headers: Mapping[str, str]) -> Capture:
        """The exchange with its body as sent; reading stops where it grows beyond bounds."""
        body = bytearray()
        async with self._client.stream("GET", url, headers=dict(headers)) as response:
            async for chunk in response.aiter_raw(65_536):
                body += chunk
                if len(body) > self.settings.max_raw:
                    raise FetchError(url, "too_large", f"is larger than {self.settings.max_raw:,} bytes")
            self._client.cookies.clear()
            return Capture(
                url=url,
                status=response.status_code,
                headers=_text_pairs(response.headers.raw),
                body=bytes(body),
                fetched_at=self._now(),
                reason=response.reason_phrase,
                http_version=response.http_version,
                request_headers=_text_pairs(response.request.headers.raw),
            )


def _text_pairs(raw: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def _translated(url: str, error: Exception) -> FetchError:
    """The library's error as ours, with the URL and what to do."""
    if isinstance(error, FetchError):  # from the guard, which knows host and port alone
        message = str(error).removeprefix(f"{error.url}: ")
        kind = Refused if isinstance(error, Refused) else FetchError
        return kind(url, error.reason, message)
    if isinstance(error, httpx.TimeoutException):
        return FetchError(url, "timeout", "the server is silent; it is tried again on the next run")
    if isinstance(error, httpx.ConnectError):
        return FetchError(url, "connect", "nobody answers at this address; check it, or try later")
    if isinstance(error, httpx.RemoteProtocolError) and "incomplete" in str(error):
        return FetchError(url, "truncated", "the answer was cut off")
    return FetchError(url, "protocol", f"the connection failed ({error or type(error).__name__})")
