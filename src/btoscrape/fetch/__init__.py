"""Floor 2. The network, politely: robots.txt, pace, retries, limits. The only owner of httpx, httpcore and protego."""

from .client import Fetcher
from .settings import Settings, Stats

__all__ = ["Fetcher", "Settings", "Stats"]
