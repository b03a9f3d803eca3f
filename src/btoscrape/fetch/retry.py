"""Floor 2. Which failures are tried again, and how long to wait before that."""

from __future__ import annotations

import random
import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from ..errors import FetchError
from ..models import Capture
from .exchange import Dropped
from .settings import Settings

_BUSY = frozenset({403, 429, 503})  # what those answer who want less of us; firewalls do so at random (onecms.md, 3)
_TRANSIENT = _BUSY | {408, 425, 500, 502, 504, *range(520, 528)}
_ONCE_MORE = frozenset({"connect", "dns"})
_TROUBLE = frozenset({"timeout", "truncated", "protocol", "blocked"}) | _ONCE_MORE
_BUSY_FACTOR = 5  # a firewall forgets within some 15 s, a hiccup of the network is over at once

Outcome = Capture | FetchError


def is_trouble(outcome: Outcome) -> bool:
    """Whether the host, its firewall or the way there failed, rather than this page."""
    if isinstance(outcome, Capture):
        return outcome.status in _TRANSIENT
    return outcome.reason in _TROUBLE


def tries(outcome: Outcome, settings: Settings) -> int:
    """How many tries after the first this outcome deserves; 0 for an answer that stands."""
    if not is_trouble(outcome):
        return 0
    once_more = isinstance(outcome, FetchError) and outcome.reason in _ONCE_MORE
    return min(1, settings.retries) if once_more else settings.retries


def wait(outcome: Outcome, attempt: int, settings: Settings) -> float:
    """Seconds before the next try after `attempt` (from 0): doubled each time, never quite the same.

    None for a connection that was dropped once: servers close idle ones, and we may ask at that very moment.
    """
    if isinstance(outcome, Dropped) and attempt == 0:
        return 0.0
    busy = outcome.status in _BUSY if isinstance(outcome, Capture) else outcome.reason == "blocked"
    return settings.backoff * (_BUSY_FACTOR if busy else 1) * float(2**attempt) * random.uniform(0.75, 1.25)


def retry_after(outcome: Outcome, now: datetime) -> float | None:
    """Seconds that a refusing answer asks us to stay away: Retry-After in both forms (RFC 9110, 10.2.3), or None.

    A date counts from the answer's own Date, so that a wrong clock, theirs or ours, does no harm.
    """
    if not isinstance(outcome, Capture) or not is_trouble(outcome):
        return None
    asked = (outcome.header("Retry-After") or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", asked):
        return float(asked)
    until = _http_date(asked)
    since = _http_date(outcome.header("Date") or "") or now
    return max(0.0, (until - since).total_seconds()) if until else None


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if date.tzinfo else None
