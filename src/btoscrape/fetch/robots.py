"""Floor 2. robots.txt as RFC 9309 says: 4xx allows all; 5xx and silence disallow all until it can be read."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from .. import content
from ..errors import FetchError
from ..models import Capture

AGENT = "btoscrape"
LARGEST = 500 * 1024
"""Bytes that are read of a robots.txt (RFC 9309, 2.5)."""
FRESH_FOR = 24 * 3600.0
"""Seconds that a robots.txt that was read stands (RFC 9309, 2.4)."""
UNKNOWN_FOR = 60.0
"""Seconds before a robots.txt that could not be read is asked for again."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says, and until when (seconds of the fetcher's clock) that stands."""

    parsed: Protego | None
    until: float
    problem: str = ""

    def allows(self, url: str) -> bool:
        """Whether the URL may be asked for."""
        return not self.problem and (self.parsed is None or bool(self.parsed.can_fetch(url, AGENT)))

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between requests that the host asks for."""
        return self.parsed.crawl_delay(AGENT) if self.parsed else None


def rules(answer: Capture | FetchError, now: float) -> Rules:
    """The rules of a host by what came back for its robots.txt."""
    status = answer.status or 0
    if 400 <= status < 500 and status != 429:
        return Rules(None, now + FRESH_FOR)
    if isinstance(answer, FetchError):
        return Rules(None, now + UNKNOWN_FOR, f"its robots.txt can't be read ({answer.reason} {status or ''})".replace(" )", ")"))
    try:
        body = content.decoded(answer)[:LARGEST]
    except FetchError as error:
        return Rules(None, now + UNKNOWN_FOR, f"its robots.txt can't be read ({error.reason})")
    return Rules(Protego.parse(body.decode("utf-8-sig", "replace")), now + FRESH_FOR)
