"""Floor 4. One paper probed gently: robots.txt, one listing, one article; and field by field what could be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from . import content
from .errors import FetchError, ReadError
from .fetch import Fetcher, Settings
from .health import GENERIC
from .models import Capture, Link, Paper
from .pages import Listing, read_listing
from .reading import Unread, read
from .urls import key_of

T = TypeVar("T")

BROKEN = 5
"""The exit code for an article that no known layout reads."""


@dataclass(slots=True)
class Probe:
    """What was read and what not: `lines` for people, one per thing; `exit_code` 0, 3 (a page failed) or 5 (layout)."""

    paper: str
    lines: list[str] = field(default_factory=list)
    exit_code: int = 0

    def say(self, name: str, value: object) -> None:
        """One thing that was read; `value` empty: it was not there."""
        self.lines.append(f"  {name}: {value if value or value == 0 else '—'}")

    def fail(self, message: str, code: int = 3) -> None:
        """One thing that could not be read."""
        self.lines.append(f"  failed: {message}")
        self.exit_code = max(self.exit_code, code)


async def probe(paper: Paper, settings: Settings) -> Probe:
    """At most three pages are asked for, besides what redirects and retries take; nothing is stored."""
    found = Probe(paper.key, [f"{paper.name}, {paper.url}"])
    async with Fetcher(settings) as fetcher:
        home = await _asked(found, fetcher, paper, paper.url, lambda capture: read_listing(content.text(capture), paper.url, "home", key_of(paper)))
        _tell_robots(found, fetcher, paper)
        if home:
            _tell_listing(found, home)
            newest = next(iter(home.links), None)
            if newest:
                await _tell_article(found, fetcher, paper, newest)
            else:
                found.fail(f"{paper.url}: shows no article; does the paper live elsewhere now?")
    return found


async def _asked(found: Probe, fetcher: Fetcher, paper: Paper, url: str, reader: Callable[[Capture], T]) -> T | None:
    try:
        return reader(await fetcher.get(url, paper))
    except (FetchError, ReadError) as error:
        found.fail(str(error))
        return None


def _tell_robots(found: Probe, fetcher: Fetcher, paper: Paper) -> None:
    found.say("seconds between requests", f"{fetcher.delay(paper):g}")
    found.say("sitemaps that robots.txt names", ", ".join(fetcher.sitemaps(paper.url)))


def _tell_listing(found: Probe, listing: Listing) -> None:
    found.say("articles on the home page", len(listing.links))
    found.say("of these with title", sum(bool(link.title) for link in listing.links))
    found.say("of these with summary", sum(bool(link.summary) for link in listing.links))
    found.say("of these with date", sum(bool(link.published) for link in listing.links))
    found.say("sections", len(listing.sections))


async def _tell_article(found: Probe, fetcher: Fetcher, paper: Paper, link: Link) -> None:
    found.say("article", link.url)
    reading = await _asked(found, fetcher, paper, link.url, read)
    if reading is None:
        return
    if isinstance(reading, Unread):
        found.fail(reading.message, BROKEN)
        return
    article = reading.article
    if article.layout == GENERIC != paper.layout:
        found.fail(f"{link.url}: no known layout fits; it was read by what it says about itself", BROKEN)
    for name in ("layout", "title", "published", "author", "section", "summary"):
        found.say(name, getattr(article, name))
    found.say("letters", len(article.body))
    found.say("pictures", len(article.images))
    found.say("tags", ", ".join(article.tags))
    found.say("about emulation", f"{reading.verdict.relevance} ({reading.verdict.reason})")
