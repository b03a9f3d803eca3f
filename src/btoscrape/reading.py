"""Floor 3. From a kept capture to what it says: the same path for crawl, add, extract and rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import content
from .errors import ArchiveError, FetchError, ReadError
from .facts import concerns, read_facts
from .models import Article, Capture, Facts, Verdict
from .pages import read_article

if TYPE_CHECKING:  # imported where a kept page is read: `extract` needs no archive
    from .archive import StoredCapture, Telling


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
    return read_page(capture)[0]


def read_page(capture: Capture) -> tuple[Reading | Unread, str]:
    """What `read` gives, and the page's HTML; empty where its body is broken."""
    html = ""
    try:
        html = content.text(capture)
        return read_html(html, capture.url), html
    except FetchError as error:
        return Unread(error.reason, str(error)), html
    except ReadError as error:
        return Unread("unread", str(error)), html


def read_html(html: str, url: str) -> Reading:
    """What a page's HTML says; `url` is where it came from. A ReadError names the fields that no layout could find."""
    return read_text(read_article(html, url))


def read_text(article: Article) -> Reading:
    """What an article that is read already says."""
    facts = read_facts(article)
    return Reading(article, facts, concerns(article, facts))


@dataclass(frozen=True, slots=True)
class Share:
    """Kept pages that are read together, and the folder of their WARC files."""

    folder: Path
    pages: tuple[StoredCapture, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """What a kept page says, and what those of its captures say that show other versions of it."""

    last: Reading | Unread
    former: tuple[Telling, ...]


def read_share(share: Share) -> list[Again]:
    """What the kept pages say; `damaged` is one that is not what the index says. An ArchiveError where there is no such folder."""
    if not share.folder.is_dir():
        raise ArchiveError(f"{share.folder}: is not here; whoever reads the pages must see the archive's folder under this name")
    return [Again(_read_at(share.folder, stored), tuple(tellings(share.folder, stored.former))) for stored in share.pages]


def tellings(folder: Path, stored: Iterable[StoredCapture]) -> Iterator[Telling]:
    """What those of the captures say that can be read."""
    for one in stored:
        reading = _read_at(folder, one)
        if isinstance(reading, Reading):
            yield telling(one.id, reading)


def telling(capture: int, reading: Reading) -> Telling:
    """A capture's reading as a part of its article's history."""
    from .archive import Telling

    return Telling(capture, reading.article, reading.facts, reading.verdict)


def _read_at(folder: Path, stored: StoredCapture) -> Reading | Unread:
    from .archive import capture_at

    try:
        return read(capture_at(folder, stored.place))
    except ArchiveError as error:
        return Unread("damaged", str(error))
