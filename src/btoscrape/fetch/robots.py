"""Floor 2. robots.txt as RFC 9309 says: 4xx allows all; 5xx and silence disallow all until it can be read."""

from __future__ import annotations

import re
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

_LINE_END = re.compile(r"\r\n|\r|\n")  # and no other (RFC 9309, 2.2): str.splitlines knows more
_GROUP = re.compile(r"(\s*user[ -]?agent\s*(?::|\s)\s*)([^#]*)", re.I)
_TOKEN = re.compile(r"[a-z_-]*", re.I)
_OTHERS = "+"
"""What stands for all groups that are not about us: no product can be called so."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says to `product`. `parsed` None: there is none.

    `failure`: why it isn't known, and nothing may be asked.
    """

    product: str
    parsed: Protego | None
    fetched_at: datetime
    failure: FetchError | None = None

    def fresh(self, now: datetime) -> bool:
        """Whether it still stands; one from the future (a clock that jumped back) does not."""
        return timedelta(0) <= now - self.fetched_at < (UNKNOWN_FOR if self.failure else FRESH_FOR)

    def allows(self, url: str) -> bool:
        """Whether we may ask for the URL."""
        return self.failure is None and (self.parsed is None or bool(self.parsed.can_fetch(url, self.product)))

    @property
    def delay(self) -> float:
        """Seconds between requests that the host asks for, by Crawl-delay or Request-rate; 0 where it does not say."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(self.product)
        return max(self.parsed.crawl_delay(self.product) or 0.0, rate.seconds / rate.requests if rate else 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names, as written."""
        return tuple(dict.fromkeys(self.parsed.sitemaps)) if self.parsed else ()


def from_text(text: str | None, product: str, fetched_at: datetime) -> Rules:
    """The rules of a robots.txt, or of a host that has none (None)."""
    return Rules(product, None if text is None else Protego.parse(_for_us(text, product)), fetched_at)


def _for_us(text: str, product: str) -> str:
    """The text with each group under the name it has for us: protego would take `User-agent: bt` for a group of ours.

    A group is ours if its product token is our name, whatever its case and what follows the token (RFC 9309, 2.2.1).
    """

    def named(match: re.Match[str]) -> str:
        given = match[2].strip()
        if given.split()[:1] == ["*"]:
            return f"{match[1]}*"
        token = _TOKEN.match(given)
        return match[1] + (product if token and token[0].lower() == product else _OTHERS if given else "")

    return "\n".join(_GROUP.sub(named, " ".join(line.splitlines()), count=1) if line else "" for line in _LINE_END.split(text))


def from_answer(answer: Capture | FetchError, product: str, now: datetime) -> Rules:
    """The rules by what finally came back for robots.txt (RFC 9309, 2.3.1).

    429 is taken as "not now" instead of "allowed", as Google does: a host that is too busy for its robots.txt is too busy.
    """
    status = answer.status or 0
    if 400 <= status < 500 and status != 429:
        return Rules(product, None, now)
    if isinstance(answer, FetchError):
        if answer.reason == "redirects":
            return Rules(product, None, now)  # 2.3.1.2: after five redirects, as if there were none
        return Rules(product, None, now, answer)
    if status != 200:
        return Rules(product, None, now, FetchError(answer.url, "status", f"the server answers {status}", status=status))
    try:
        body = content.decoded(answer)
    except FetchError as error:
        return Rules(product, None, now, error)
    return from_text(robots_text(body), product, now)


def robots_text(body: bytes) -> str:
    """The text of a robots.txt: UTF-8, no BOM, at most 500 KiB in whole lines."""
    if len(body) > LARGEST:
        body = body[:LARGEST].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace")
