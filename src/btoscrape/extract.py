"""Floor 4. Prints what would be read from saved pages and texts; stores nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import content
from .errors import BtoscrapeError, ReadError, UsageError
from .facts import article_from_text, to_json
from .models import Article
from .reading import Reading, read_html, read_text

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read of one article; `name` is its id, or its file's name."""

    name: str
    reading: Reading


def extract_files(paths: Iterable[Path], form: str | None = None) -> Iterator[Extracted | str]:
    """One reading per file, or a line that says why there is none."""
    for path in paths:
        try:
            yield Extracted(path.stem, _read_file(path, form))
        except BtoscrapeError as error:
            yield str(error)
        except OSError as error:
            yield f"{path}: can't be read: {error.strerror}"


def extract_jsonl(path: Path) -> Iterator[Extracted]:
    """One reading per line of the file (`-`: standard input), in its order."""
    for row in rows_of(path):
        yield Extracted(str(row.get("id") or ""), read_text(article_from_text(row)))


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-lines file; a UsageError names the line that is none or has no text."""
    with sys.stdin if str(path) == "-" else path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(line, f"{path}, line {number}")


def _row(line: str, where: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: is not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UsageError(f'{where}: needs an object with a "text"')
    return row


def as_row(extracted: Extracted) -> Row:
    """The object of the contract (`extract` in the README)."""
    article = extracted.reading.article
    return {
        "id": extracted.name,
        "url": article.url or None,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "author": article.author,
        "section": article.section,
        "summary": article.summary,
        "body": article.body,
        **to_json(extracted.reading.facts),
    }


def _read_file(path: Path, form: str | None) -> Reading:
    body = path.read_bytes()
    if not body.strip():
        raise ReadError(str(path), "is empty")
    text = content.text_of(body, None)
    if form == "text" or (form is None and path.suffix.lower() in (".txt", ".text")):
        return read_text(_plain(text))
    return read_html(text, f"file:{path.name}")


def _plain(text: str) -> Article:
    """Plain text as an article: its first line is the title."""
    title, _, body = text.strip().partition("\n")
    return article_from_text({"title": title.strip(), "text": body.strip()})
