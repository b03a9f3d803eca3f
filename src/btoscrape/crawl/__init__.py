"""Floor 4. The crawl: finds what concerns emulation, fetches it politely, keeps each page before it is read."""

from .papers import crawl
from .plan import Outcome, Plan, Progress

__all__ = ["Outcome", "Plan", "Progress", "crawl"]
