"""Floor 2. The fetcher: polite, bounded, checked GETs, redirects by hand, and each exchange as it was sent."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urljoin

import httpx

from ..errors import FetchError, Refused
from ..models import Capture, Paper
from . import robots
from .exchange import Pairs
from .guard import allowed, checked, is_home
from .sender import Sender
from .settings import Settings, Stats

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_VALIDATORS = frozenset({b"if-none-match", b"if-modified-since"})
_UNREACHED = frozenset({"dns", "connect", "private", "circuit"})
_log = logging.getLogger(__name__)

Permit = Callable[[httpx.URL, Paper], Awaitable[None]]


class Fetcher:
    """Fetches pages of papers; an async context manager. Transport, time and sleep can be given from outside.

    `on_exchange(capture, paper)` is told of every whole answer before anything is made of it: robots.txt, redirects, failed
    tries, and the final one that `get` returns. `on_robots` is told of what a robots.txt that lies elsewhere proved to be.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_exchange: Callable[[Capture, Paper], None] | None = None,
        on_robots: Callable[[Capture, Paper], None] | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self._now, self._on_robots = now, on_robots
        self._sender = Sender(self.settings, transport, sleep, clock, now, on_exchange)
        self._headers = {
            "User-Agent": self.settings.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "vi, en;q=0.5",
            "Connection": "keep-alive",
        }
        self._robots: dict[str, robots.Rules] = {}
        self._robots_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._sender.aclose()

    @property
    def stats(self) -> Mapping[str, Stats]:
        """What was asked of each host so far."""
        return self._sender.by_host

    def stats_of(self, paper: Paper) -> Stats:
        """What was asked for this paper so far."""
        return self._sender.by_paper[paper.key]

    def remember_robots(self, answer: Capture) -> None:
        """Take over what an earlier run was answered for a robots.txt; one older than a day, or a failure, is asked anew."""
        rules = robots.from_answer(answer, self.settings.product, answer.fetched_at)
        if rules.failure is None and rules.fresh(self._now()):
            self._learn(checked(answer.url, allow_private=True), rules)

    def delay(self, paper: Paper) -> float:
        """Seconds between two requests to the paper's host as things stand: by its entry, robots.txt, and how it answers."""
        pace = self._sender.pace(checked(paper.url, allow_private=True))
        pace.slow_down(paper.delay)
        return pace.delay

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of the URL's host names, once something has been asked of it."""
        rules = self._robots.get(_origin(checked(url, allow_private=True)))
        return rules.sitemaps if rules else ()

    async def get(
        self,
        url: str,
        paper: Paper,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Capture:
        """The page: 200, 304 to `etag` or `last_modified`, or 206 to a `Range`. Redirects are followed; the capture has the final URL.

        Refused: `robots`, `scheme`, `private`. FetchError: `gone` (404, 410), `blocked` (403), `status`, `dns`, `connect`,
        `timeout`, `too_large`, `truncated`, `encoding`, `protocol`, `redirects`, `circuit` (the host is left alone for now).
        """
        extra = {"Accept": accept, "If-None-Match": etag, "If-Modified-Since": last_modified, **(headers or {})}
        capture = await self._follow(url, paper, _pairs(self._headers, extra), self._obey_robots)
        conditional = any(name.lower().encode() in _VALIDATORS for name, _ in capture.request_headers)
        partial = any(name.lower() == "range" for name in headers or ())
        if capture.status == 200 or (capture.status == 304 and conditional) or (capture.status == 206 and partial):
            return capture
        raise _status_error(url, capture)

    async def _follow(self, url: str, paper: Paper, headers: Pairs, permit: Permit) -> Capture:
        """The answer at the end of the redirects, whatever its status; every hop is checked and permitted anew."""
        target, seen = allowed(url, paper), set[str]()
        while True:
            with _told_under(url, redirected=bool(seen)):
                seen.add(str(target))
                await permit(target, paper)
                capture = await self._sender.send(target, paper, headers)
            location = capture.header("Location") if capture.status in _REDIRECTS else None
            if location is None:
                return capture
            with _told_under(url, redirected=True):
                following = allowed(_joined(target, location), paper)
                self._check_hops(str(following), seen)
            if following.raw_path != target.raw_path:  # what validates one page says nothing about another
                headers = [pair for pair in headers if pair[0].lower() not in _VALIDATORS]
            target = following

    def _check_hops(self, url: str, seen: set[str]) -> None:
        if url in seen:
            raise FetchError(url, "redirects", "which leads in a circle; such a page can't be had")
        if len(seen) > self.settings.max_redirects:
            raise FetchError(url, "redirects", f"after {self.settings.max_redirects} redirects, the most that are followed")

    # robots.txt

    async def _obey_robots(self, url: httpx.URL, paper: Paper) -> None:
        """Nothing, where robots.txt permits the URL; else Refused, or the error that no robots.txt could be had for."""
        rules = self._known_rules(url, paper) or await self._ask_rules(url, paper)
        failure = rules.failure
        if failure is None and not rules.allows(str(url)):
            raise Refused(str(url), "robots", "the newspaper's robots.txt asks not to fetch this; it was left alone")
        if failure and failure.reason in _UNREACHED:
            kind = Refused if isinstance(failure, Refused) else FetchError
            raise kind(str(url), failure.reason, _bare(failure))
        if failure:
            raise Refused(str(url), "robots", f"robots.txt can't be read, so nothing is asked for now: {_bare(failure)}")

    def _known_rules(self, url: httpx.URL, paper: Paper) -> robots.Rules | None:
        rules = self._robots.get(_origin(url))
        if rules is None or not rules.fresh(self._now()):
            return None
        stranger = isinstance(rules.failure, Refused) and is_home(url, paper)  # refused to a paper that may ask less
        return None if stranger else rules

    async def _ask_rules(self, url: httpx.URL, paper: Paper) -> robots.Rules:
        """The host's rules, asked for once however many pages wait for them."""
        async with self._robots_locks[_origin(url)]:
            if rules := self._known_rules(url, paper):
                return rules
            answer: Capture | FetchError
            place = f"{_origin(url)}/robots.txt"
            try:
                answer = await self._follow(place, paper, _pairs(self._headers, {}), _permit_all)
                if answer.url != place and self._on_robots:
                    self._on_robots(answer, paper)
            except FetchError as error:
                answer = error
            return self._learn(url, robots.from_answer(answer, self.settings.product, self._now()))

    def _learn(self, url: httpx.URL, rules: robots.Rules) -> robots.Rules:
        self._robots[_origin(url)] = rules
        asked, longest = rules.delay, self.settings.max_crawl_delay
        if asked > longest:
            _log.warning("%s/robots.txt asks for %g s between requests; %g s are kept", _origin(url), asked, longest)
        self._sender.pace(url).slow_down(min(asked, longest))
        return rules


async def _permit_all(url: httpx.URL, paper: Paper) -> None:
    """robots.txt may be read without its own leave (RFC 9309, 2.2.2)."""


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _pairs(own: Mapping[str, str], extra: Mapping[str, str | None]) -> Pairs:
    """The headers to send; what the caller gives wins, what can't stand in a header is left out."""
    given = {name: value for name, value in extra.items() if value and _fits(value)}
    names = {name.lower() for name in given}
    merged = {name: value for name, value in own.items() if name.lower() not in names} | given
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in merged.items()]


def _fits(value: str) -> bool:
    """Whether a stored ETag or date can be sent back: servers invent strange ones."""
    return value == value.strip() and value.isprintable() and all(letter <= "\xff" for letter in value)


def _joined(base: httpx.URL, location: str) -> str:
    """The absolute address of a Location, which servers send as UTF-8 though it should be ASCII."""
    with suppress(UnicodeDecodeError):  # then it was latin-1
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(str(base), location)
    except ValueError:  # brackets that close nothing; the check names it
        return location


def _bare(error: FetchError) -> str:
    return str(error).removeprefix(f"{error.url}: ")


@contextmanager
def _told_under(url: str, *, redirected: bool) -> Iterator[None]:
    """Errors of a redirect's target are reported under the address that was asked for."""
    try:
        yield
    except FetchError as error:
        if not redirected:
            raise
        kind = Refused if isinstance(error, Refused) else FetchError
        raise kind(url, error.reason, f"redirects to {error.url}, {_bare(error)}", status=error.status) from None


def _status_error(url: str, capture: Capture) -> FetchError:
    status, answer = capture.status, f"the server answers {capture.status} {capture.reason}".rstrip()
    if status in (404, 410):
        return FetchError(url, "gone", f"{answer}: the page is gone; check the address", status=status)
    if status == 403:
        return FetchError(url, "blocked", f"{answer}, again and again: a firewall may be at work; try later", status=status)
    return FetchError(url, "status", f"{answer}; try later, or look at the page in a browser", status=status)
