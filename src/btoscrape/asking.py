"""Floor 3. A fetcher that knows what earlier runs were answered, and keeps what is answered besides the pages asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from .archive import Archive
from .fetch import Fetcher, Settings
from .models import Capture, Paper

_DAY = timedelta(hours=24)


@asynccontextmanager
async def fetcher_of(archive: Archive, settings: Settings, *, keeping: bool = True) -> AsyncIterator[Fetcher]:
    """The fetcher; each robots.txt and redirect that it comes by is kept with its date, if `keeping`.

    A robots.txt that was answered less than a day ago is not asked for again (RFC 9309, 2.4).
    """

    def keep(capture: Capture, paper: Paper, kind: str = "") -> None:
        kind = kind or _side_kind(capture)
        if keeping and kind:
            archive.keep(capture, kind=kind, paper=paper.key if paper.key in archive.provinces() else None)

    def keep_robots(capture: Capture, paper: Paper) -> None:
        if not _is_robots(capture):  # else it is kept already
            keep(capture, paper, "robots")

    async with Fetcher(settings, on_exchange=keep, on_robots=keep_robots) as fetcher:
        for capture in archive.recent("robots", datetime.now(UTC) - _DAY):
            if _is_robots(capture):  # what lies elsewhere does not say whose it is
                fetcher.remember_robots(capture)
        yield fetcher


def _side_kind(capture: Capture) -> str:
    """What an exchange that no caller asked for is kept as; empty for those that their caller keeps."""
    if _is_robots(capture):
        return "robots"
    return "redirect" if 300 <= capture.status < 400 and capture.status != 304 else ""


def _is_robots(capture: Capture) -> bool:
    return urlsplit(capture.url).path == "/robots.txt"
