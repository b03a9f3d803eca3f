"""Floor 3. From a kept capture to what it says: the same path for crawl, add, extract and rebuild."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

from . import content
from .errors import FetchError, ReadError
from .facts import concerns, read_facts
from .models import Article, Capture, Facts, Verdict
from .pages import read_article

T = TypeVar("T")
_AHEAD = 2
"""Chunks that are being read while one is written."""
_SHARE = 16
"""Pages that a process is given at once."""


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


def read_all(chunks: Iterable[tuple[T, list[Capture]]], workers: int) -> Iterator[tuple[T, list[Reading | Unread]]]:
    """Each chunk's companion with what its captures say, in their order.

    With several workers, pages are read in processes of their own while the caller is busy with what was read before.
    """
    if workers == 1:
        for told, captures in chunks:
            yield told, [read(capture) for capture in captures]
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: deque[tuple[T, Iterator[Reading | Unread]]] = deque()
        for told, captures in chunks:
            under_way.append((told, pool.map(read, captures, chunksize=_SHARE)))
            if len(under_way) > _AHEAD:
                told, readings = under_way.popleft()
                yield told, list(readings)
        for told, readings in under_way:
            yield told, list(readings)
