"""Floor 4. Out of the kept pages: a page as it was sent, and what the newspaper changed in an article since."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import Request

from .. import content
from ..archive import Archive
from ..edits import compare
from ..errors import BtoscrapeError
from ..models import Article
from ..reading import Reading, read
from .asking import Row, record, rows, show
from .metadata import DATABASE

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
VERSIONS = "SELECT id, seen_at, title, capture, last_capture FROM versions WHERE article = ? ORDER BY id"
MOST = 20


async def page(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """A kept page as a file; whoever opens it gets no script of its."""
    capture = int(request.url_vars["id"])

    def load() -> str:
        with Archive.open(_path(datasette), readonly=True) as archive:
            return content.text(archive.capture(capture))

    try:
        html = await asyncio.to_thread(load)
    except BtoscrapeError as error:
        raise NotFound("404") from error
    headers = {"content-disposition": f'attachment; filename="ban-luu-{capture}.html"', "content-security-policy": SANDBOX}
    return Response(html, headers=headers, content_type="text/html; charset=utf-8")


async def changes(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """What the newspaper changed in an article, version by version, the newest first."""
    row = await record(datasette, request, "SELECT id, title FROM articles WHERE id = ?")
    versions = (await rows(datasette, VERSIONS, [row["id"]]))[-MOST:]
    if len(versions) < 2:
        raise NotFound("404")
    read_again = await asyncio.to_thread(_articles, _path(datasette), [version["capture"] for version in versions])
    context: Row = {"article": row, "versions": list(_compared(versions, read_again))[::-1]}
    return await show(datasette, request, "changes.html", context)


def _path(datasette: Any) -> Path:  # noqa: ANN401
    return Path(datasette.get_database(DATABASE).path)


def _articles(path: Path, captures: list[int | None]) -> list[Article | None]:
    """What the kept pages say; None for one that is not here or can't be read, as beside a published snapshot."""
    found: list[Article | None] = []
    with Archive.open(path, readonly=True) as archive:
        for capture in captures:
            try:
                reading = read(archive.capture(capture)) if capture else None
            except BtoscrapeError:
                reading = None
            found.append(reading.article if isinstance(reading, Reading) else None)
    return found


def _compared(versions: list[Row], articles: list[Article | None]) -> Iterator[Row]:
    before: Article | None = None
    for version, article in zip(versions, articles, strict=True):
        known = before is not None and article is not None
        lines = list(compare(f"{before.title}\n{before.body}", f"{article.title}\n{article.body}")) if before and article else []
        yield version | {"known": known, "lines": lines}
        before = article or before
