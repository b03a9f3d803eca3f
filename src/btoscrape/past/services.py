"""Floor 4. How the CDX servers of web archives are asked, and what their answers say.

Wayback: the CDX Server API with resume keys (internetarchive/wayback, wayback-cdx-server). Common Crawl: one pywb index per crawl,
asked page by page; each capture is a piece of a WARC file, had by a Range request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote_plus, urlencode, urlsplit

from .. import content
from ..archive import Elsewhere
from ..catalog.services import Service
from ..errors import ReadError
from ..models import Capture, Paper

PAGE = 5000
"""Captures that one call lists at most."""
_REPLAYED = re.compile(r"/(\d{14})id_/")
_CODED = ("content-encoding", "transfer-encoding", "content-length")

KeyOf = Callable[[str], str | None]


def quoted(resume: str) -> str:
    """A resume key as a part of an address."""
    return quote_plus(resume)


def below(paper: Paper) -> str:
    """What a CDX server calls everything below the paper's address."""
    parts = urlsplit(paper.url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}*"


def wayback_query(service: Service, paper: Paper, since: str, until: str) -> str:
    """The address that lists the paper's pages captured in that time."""
    asked = [
        ("url", below(paper)), ("output", "json"), ("fl", "timestamp,original,digest"), ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"), ("limit", str(PAGE)), ("showResumeKey", "true"),
        *([("from", since)] if since else []), *([("to", until)] if until else []),
    ]  # fmt: skip
    return f"{service.list}?{urlencode(asked)}"


def wayback_list(answer: Capture, key: KeyOf) -> tuple[list[Elsewhere], str | None]:
    """The captures of one answer that are articles, and the key that the next call goes on with; None at the end."""
    rows = _json(answer, content.text(answer) or "[]")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ReadError(answer.url, "is no list of captures")
    resume = None
    if len(rows) > 1 and rows[-2] == [] and len(rows[-1]) == 1:
        resume, rows = str(rows[-1][0]), rows[:-2]
    found = [[str(cell) for cell in row] for row in rows[1:] if len(row) == 3]
    return [Elsewhere(name, url, at, digest) for at, url, digest in found if (name := key(url)) and _is_stamp(at)], resume


def commoncrawl_indexes(answer: Capture, since: str, until: str) -> list[str]:
    """The CDX addresses of its crawls of that time (where the list says their time), the newest first, as its list has them."""
    rows = _json(answer, content.text(answer))
    found = [row for row in rows if isinstance(row, dict) and row.get("cdx-api")] if isinstance(rows, list) else []
    if not found:
        raise ReadError(answer.url, "is no list of indexes")
    return [str(row["cdx-api"]) for row in found if _digits(row.get("to"), "9") >= since and _digits(row.get("from"), "")[: len(until)] <= until]


def _digits(moment: object, unknown: str) -> str:
    """A moment as a list of indexes says it (2025-06-12T01:02:03), as digits."""
    return "".join(letter for letter in str(moment or "") if letter.isdigit()) or unknown


def commoncrawl_query(index: str, paper: Paper, page: int | None) -> str:
    """The address that lists a page of the index, or (None) says how many there are."""
    asked = [("url", below(paper)), ("output", "json")]
    asked += [("showNumPages", "true")] if page is None else [("filter", "=status:200"), ("filter", "=mime:text/html"), ("page", str(page))]
    return f"{index}?{urlencode(asked)}"


def commoncrawl_pages(answer: Capture) -> int:
    """How many pages the index has of a paper."""
    told = _json(answer, content.text(answer))
    pages = told.get("pages") if isinstance(told, dict) else told
    if not isinstance(pages, int):
        raise ReadError(answer.url, "does not say how many pages there are")
    return pages


def commoncrawl_list(answer: Capture, key: KeyOf) -> Iterator[Elsewhere]:
    """The captures of one page that are articles."""
    for line in content.text(answer).splitlines():
        row = _json(answer, line)
        if not isinstance(row, dict):
            raise ReadError(answer.url, "is no list of captures")
        url, at = str(row.get("url")), str(row.get("timestamp"))
        if row.get("filename") and (name := key(url)) and _is_stamp(at):
            place = f"{row['filename']} {row.get('offset')} {row.get('length')}"
            yield Elsewhere(name, url, at, str(row.get("digest") or ""), place)


def replayed(answer: Capture, wanted: Elsewhere) -> Capture:
    """The original page from what a Wayback machine gives under `id_`: its own headers, and the moment of the capture it really gave."""
    given = _REPLAYED.search(answer.url)
    headers = [(name[15:], value) for name, value in answer.headers if name.lower().startswith("x-archive-orig-")]
    headers = [(name, value) for name, value in headers if name.lower() not in _CODED]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", answer.header("Content-Type") or "text/html"))
    at = moment(given[1] if given else wanted.timestamp)
    return Capture(wanted.url, 200, tuple(headers), content.decoded(answer), at, reason="OK")


def moment(stamp: str) -> datetime:
    """Fourteen digits as a moment in UTC."""
    return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _is_stamp(text: str) -> bool:
    try:
        return len(text) == 14 and bool(moment(text))
    except ValueError:
        return False


def _json(answer: Capture, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ReadError(answer.url, f"is not JSON: {error}") from error
