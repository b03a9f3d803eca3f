"""Floor 3. From a kept capture to what it says: the same path for crawl, add, extract and rebuild."""

from __future__ import annotations

from dataclasses import dataclass

from . import content
from .errors import FetchError, ReadError
from .facts import concerns, read_facts
from .models import Article, Capture, Facts, Verdict
from .pages import read_article


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, its facts, and whether it concerns emulation."""

    article: Article
    facts: Facts
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a page could not be read: `reason` is a short stable word, `message` names the page and what is missing."""

    reason: str
    message: str


def read(capture: Capture) -> Reading | Unread:
    """What the captured page says, or why it can't be read: its body is broken, or no layout fits."""
    try:
        return read_html(content.text(capture), capture.url)
    except FetchError as error:
        return Unread(error.reason, str(error))
    except ReadError as error:
        return Unread("unread", str(error))


def read_html(html: str, url: str) -> Reading:
    """What a page's HTML says; `url` is where it came from. A ReadError names the fields that no layout could find."""
    return read_text(read_article(html, url))


def read_text(article: Article) -> Reading:
    """What an article that is read already says."""
    facts = read_facts(article)
    return Reading(article, facts, concerns(article, facts))
