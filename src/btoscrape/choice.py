"""Floor 3. What to ask for and when: pure decisions about a listed link, a failure, and an article that is getting older."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from .catalog.terms import terms
from .facts import relevance
from .models import VIETNAM, Link, Verdict
from .urls import slug_words

AGAIN = tuple(map(timedelta, (0, 0, 1, 7)))
"""How long after its first, second … failure a page is tried again."""
CALLED_RELATED = 2
"""Articles about emulation that must call another one related before it is fetched for that: one alone calls many so."""
RELATED = Verdict("unsure", f"called related by {CALLED_RELATED} articles about emulation")
RARELY = timedelta(days=30)
YEARLY = timedelta(days=365)
MOST_TRIES = 12
"""Attempts after which a page that never came is left alone."""


def decide(link: Link, *, listed: bool, since: date | None, everything: bool) -> tuple[Verdict, str]:
    """Whether to fetch the article, by what the listing shows of it (a sitemap its slug alone): verdict and state.

    `listed`: it is among a search's or a tag's own results, which may know more of the article than its title says.
    """
    verdict = relevance(link.title or slug_words(link.url), link.summary)
    if since and link.published and link.published.date() < since:
        return Verdict(verdict.relevance, f"published before {since}"), "skipped"
    if verdict.relevance == "no" and listed and link.found_by in ("search", "tag"):
        verdict = Verdict("unsure", f"found by {link.found_by}")
    return verdict, "wanted" if everything or verdict.relevance != "no" else "skipped"


def words() -> str:
    """What stands for the words that decide: another catalog, another value."""
    known = terms()
    return sha256(repr((known.relevant, known.unsure)).encode()).hexdigest()[:16]


def is_open(hours: tuple[time, time] | None, now: datetime) -> bool:
    """Whether a paper with these hours may be asked now; hours that end before they begin go on past midnight."""
    if hours is None:
        return True
    opens, closes = hours
    at = now.astimezone(VIETNAM).time()
    return opens <= at < closes if opens <= closes else at >= opens or at < closes


def after_failure(tries: int, now: datetime) -> datetime | None:
    """When a page that has failed so often is tried again; None: no more."""
    if tries >= MOST_TRIES:
        return None
    return now + (AGAIN[tries - 1] if tries <= len(AGAIN) else RARELY)


def next_look(published: datetime | None, ages: tuple[float, ...], now: datetime) -> datetime | None:
    """When an archived article is asked for once more: the next of these ages in days, then once a year; never where there are none.

    Only a look tells that the newspaper has taken it down.
    """
    if published is None or not ages:
        return None
    looks = (published + timedelta(days=days) for days in sorted(ages))
    years = max(0, (now - published) // YEARLY) + 1
    return next((look for look in looks if look > now), published + years * YEARLY)
