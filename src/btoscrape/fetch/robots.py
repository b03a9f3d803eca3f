"""Floor 2. robots.txt as RFC 9309 says: 4xx allows all; 5xx and silence disallow all until it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from .. import content
from ..errors import FetchError
from ..models import Capture

LARGEST = 500 * 1024
"""Bytes that are read of a robots.txt (RFC 9309, 2.5)."""
FRESH_FOR = timedelta(hours=24)
"""How long a robots.txt that was read stands (RFC 9309, 2.4)."""
UNKNOWN_FOR = timedelta(minutes=10)
"""How long one that could not be read is not asked for again in the same run; no later run hears of it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says. `parsed` None: there is none. `failure`: why it isn't known, and nothing may be asked."""

    parsed: Protego | None
    fetched_at: datetime
    failure: FetchError | None = None

    def fresh(self, now: datetime) -> bool:
        """Whether it still stands; one from the future (a clock that jumped back) does not."""
        return timedelta(0) <= now - self.fetched_at < (UNKNOWN_FOR if self.failure else FRESH_FOR)

    def allows(self, url: str, product: str) -> bool:
        """Whether `product` may ask for the URL."""
        return self.failure is None and (self.parsed is None or bool(self.parsed.can_fetch(url, product)))

    def crawl_delay(self, product: str) -> float:
        """Seconds between requests that the host asks for; 0 where it does not say."""
        return (self.parsed.crawl_delay(product) if self.parsed else None) or 0.0


def from_text(text: str | None, fetched_at: datetime) -> Rules:
    """The rules of a robots.txt, or of a host that has none (None)."""
    return Rules(None if text is None else Protego.parse(text), fetched_at)


def from_answer(answer: Capture | FetchError, now: datetime) -> Rules:
    """The rules by what finally came back for robots.txt (RFC 9309, 2.3.1).

    429 is taken as "not now" instead of "allowed", as Google does: a host that is too busy for its robots.txt is too busy.
    """
    status = answer.status or 0
    if 400 <= status < 500 and status != 429:
        return Rules(None, now)
    if isinstance(answer, FetchError):
        if answer.reason == "redirects":
            return Rules(None, now)  # 2.3.1.2: after five redirects, as if there were none
        return Rules(None, now, answer)
    if status != 200:
        return Rules(None, now, FetchError(answer.url, "status", f"the server answers {status}", status=status))
    try:
        body = content.decoded(answer)
    except FetchError as error:
        return Rules(None, now, error)
    return from_text(robots_text(body), now)


def robots_text(body: bytes) -> str:
    """The text of a robots.txt: UTF-8, no BOM, at most 500 KiB in whole lines."""
    if len(body) > LARGEST:
        body = body[:LARGEST].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace")
