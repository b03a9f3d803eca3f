"""Floor 2. What a fetcher is told, and what it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .. import __version__
from ..errors import UsageError
from ..urls import HOMEPAGE


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and manners of all requests. Times are seconds, sizes bytes.

    `contact`: a URL or mail address, shown in the User-Agent. `timeout`: for each connection, read or write; `deadline`: for
    a whole exchange. `max_raw` and `max_bytes`: of a body as sent and as decoded. `retries`: tries after the first one;
    `backoff`: the wait before the first of them, doubled each time. `max_wait`: the longest Retry-After that is waited for
    (a longer one ends the host's turn in this run). `max_delay`: what errors and latency may stretch a delay to;
    `max_crawl_delay`: the longest that robots.txt may ask for (what Heritrix obeys). `circuit_failures` in a row: the host is left
    alone for `circuit_seconds`.
    """

    contact: str = HOMEPAGE
    user_agent: str = ""
    timeout: float = 20.0
    deadline: float = 60.0
    max_bytes: int = 10_000_000
    max_raw: int = 10_000_000
    max_headers: int = 200
    max_redirects: int = 5
    retries: int = 3
    backoff: float = 1.0
    max_wait: float = 300.0
    max_delay: float = 60.0
    max_crawl_delay: float = 300.0
    circuit_failures: int = 5
    circuit_seconds: float = 600.0

    def __post_init__(self) -> None:
        """A contact that can't stand in a header is a UsageError."""
        if not self.contact.isascii() or not self.contact.isprintable() or not self.contact or set("() ") & set(self.contact):
            raise UsageError(f"contact {self.contact!r}: give a URL or a mail address (ASCII, no spaces or brackets)")
        if not self.user_agent:
            plus = "+" if "://" in self.contact else ""
            object.__setattr__(self, "user_agent", f"btoscrape/{__version__} ({plus}{self.contact})")

    @property
    def product(self) -> str:
        """The name that robots.txt files call us by: the first word of the User-Agent without its version."""
        return self.user_agent.split("/")[0].split()[0].lower()


@dataclass(slots=True)
class Stats:
    """What was asked of one host or paper: `bytes` as sent, `waited` in seconds of politeness."""

    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    retries: int = 0
    waited: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)

    def count(self, status: int, size: int) -> None:
        """Take note of an answer."""
        self.bytes += size
        self.not_modified += status == 304
        self.statuses[status] += 1
