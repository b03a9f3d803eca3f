"""Floor 2. What a fetcher is told, and what it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .. import __version__


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and manners of all requests. Times are seconds, sizes bytes; `contact` is shown in the User-Agent."""

    contact: str = ""
    timeout: float = 20.0
    deadline: float = 60.0
    max_raw: int = 10_000_000
    max_decoded: int = 20_000_000
    max_redirects: int = 5
    retries: int = 3
    backoff: float = 1.0
    blocked_backoff: float = 15.0
    longest_wait: float = 300.0
    break_after: int = 5
    break_for: float = 900.0

    @property
    def user_agent(self) -> str:
        """Who asks, and where a newspaper can say what it thinks of it."""
        return f"btoscrape/{__version__} (+{self.contact})" if self.contact else f"btoscrape/{__version__} (news archive)"


@dataclass(slots=True)
class Stats:
    """What was asked of one paper: `bytes` as sent, `waited` in seconds of politeness."""

    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    retries: int = 0
    waited: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
