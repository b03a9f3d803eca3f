"""Floor 4. Which address shows which page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import Request, asgi_static

from . import downloads, feeds, kept
from .article import article
from .awards import kind, kinds
from .bloc import bloc, report
from .home import home
from .organization import organization
from .organizations import organizations
from .person import person
from .search import search
from .season import calendar
from .year import year

FILES_AT_ONCE = 2
"""Downloads that are made at the same time; further ones wait, so that pages stay quick."""
FORM = "(?P<form>xlsx|csv|json)"
ROBOTS = """User-agent: *
Disallow: /du-lieu/
Disallow: /tai-ve/
Disallow: /tim-kiem
Disallow: /*.xlsx$
Disallow: /*.csv$
Disallow: /*.json$
"""
"""Pages may be listed; endless filters and files need not be fetched by robots (RFC 9309)."""
Route = tuple[str, Callable[..., Any]]


def routes(*, public: bool, index: bool, assets: Path) -> list[Route]:
    """Our addresses; in public the kept pages and Datasette's inner ones (file paths, versions, threads) are not there."""
    static = asgi_static(assets)

    async def asset(request: Request, send: Callable[..., Any]) -> None:
        await static(request, send)

    gate = asyncio.Semaphore(FILES_AT_ONCE)

    def file(view: Callable[..., Any]) -> Callable[..., Any]:
        async def in_turn(datasette: Any, request: Request, send: Callable[..., Any]) -> None:  # noqa: ANN401
            async with gate:
                await view(datasette, request, send)

        return in_turn

    async def robots() -> Response:
        return Response.text(ROBOTS if index else "User-agent: *\nDisallow: /\n")

    ours: list[Route] = [
        (r"/robots\.txt$", robots),
        (r"/$", home),
        (r"/tim-kiem$", search),
        (r"/bai/(?P<id>\d{1,18})$", article),
        (r"/bai/(?P<id>\d{1,18})/thay-doi$", kept.changes),
        (r"/khoi/(?P<id>\d{1,18})$", bloc),
        (r"/khoi/(?P<id>\d{1,18})/bao-cao$", report),
        (r"/to-chuc/(?P<id>\d{1,18})$", organization),
        (r"/nguoi$", person),
        (rf"/(?P<kind>to-chuc|khoi|bai)/(?P<id>\d{{1,18}})\.{FORM}$", file(downloads.page)),
        (rf"/nguoi\.{FORM}$", file(downloads.person)),
        (r"/(?:(?P<kind>to-chuc|khoi)/(?P<id>\d{1,18})/)?khen-thuong\.atom$", feeds.awards),
        (r"/(?:(?P<kind>to-chuc|khoi)/(?P<id>\d{1,18})/)?bai\.atom$", feeds.articles),
        (r"/thay-doi\.atom$", feeds.changes),
        (rf"/tim-kiem\.{FORM}$", file(downloads.search)),
        (rf"/tai-ve/(?P<table>[\w-]+)\.{FORM}$", file(downloads.table)),
        (r"/lich$", calendar),
        (r"/nam/(?P<year>0|\d{4})$", year),
        (rf"/nam/(?P<year>0|\d{{4}})\.{FORM}$", file(downloads.year)),
        (r"/to-chuc$", organizations),
        (r"/khen-thuong$", kinds),
        (r"/khen-thuong/(?P<award>[\w-]{1,80})$", kind),
        (r"/-/btoscrape/(?P<path>[\w.-]+)$", asset),
    ]
    if public:
        return [*ours, (r"/-/(?!static/)", hidden)]
    return [*ours, (r"/ban-luu/(?P<id>\d{1,18})$", kept.page)]


async def hidden() -> None:
    """Not there."""
    raise NotFound("404")
