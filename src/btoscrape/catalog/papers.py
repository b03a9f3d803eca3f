"""Floor 1. The newspapers of the catalog and of a user's file, as frozen Paper values."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import CatalogError, UsageError
from ..models import Paper
from ..urls import host
from .load import Table, builtin, checked, from_file

FILE = "papers.toml"
POLITE_DELAY = 5.0
"""Seconds between requests to one newspaper where its entry says nothing else."""

_REQUIRED: dict[str, type] = {"name": str, "url": str, "province": str, "layout": str}
_OPTIONAL: dict[str, type | tuple[type, ...]] = {
    "sections": list,
    "connections": int,
    "delay": (int, float),
    "allow_private": bool,
    "until": date,
    "hours": str,
    "recheck": list,
    "moved_to": str,
    "articles": str,
    "search": str,
    "verified": str,
}


def catalog(file: Path | None = None) -> dict[str, Paper]:
    """All papers by key: the built-in ones, and those of the user's file added or in their place."""
    papers = _read(builtin(FILE), FILE)
    papers |= _read(from_file(file), str(file)) if file else {}
    return {key: replace(paper, formerly=_former_places(paper, papers.values())) for key, paper in papers.items()}


def _former_places(paper: Paper, papers: Iterable[Paper]) -> tuple[str, ...]:
    return tuple(other.url for other in papers if other.moved_to and other.moved_to.rstrip("/") == paper.url.rstrip("/"))


def chosen(keys: tuple[str, ...], file: Path | None, today: date) -> list[Paper]:
    """The papers that a command is about: those named; else those of the user's file; else all that still publish."""
    papers = catalog(file)
    if unknown := [key for key in keys if key not in papers]:
        raise UsageError(f"no paper is called {unknown[0]!r}; known are: {', '.join(sorted(papers))}")
    if keys:
        return [papers[key] for key in dict.fromkeys(keys)]
    if file:
        return [papers[key] for key in _read(from_file(file), str(file))]
    return [paper for paper in papers.values() if paper.until is None or paper.until > today]


def claimer(papers: Iterable[Paper]) -> Callable[[str], Paper | None]:
    """Tells which of the papers an address belongs to: host (with or without `www.`) and prefix; the longest prefix wins."""
    by_host: dict[str, list[tuple[str, Paper]]] = {}
    for paper in sorted(papers, key=lambda paper: len(paper.url), reverse=True):
        by_host.setdefault(host(paper.url), []).append((urlsplit(paper.url).path, paper))

    def claim(url: str) -> Paper | None:
        mine = by_host.get(host(url))
        path = urlsplit(url).path if mine else ""
        return next((paper for prefix, paper in mine or () if path.startswith(prefix)), None)

    return claim


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """What to ask a newspaper's own search for: always, and for each year in place of `{year}`."""

    always: tuple[str, ...]
    yearly: tuple[str, ...] = ()


def search_terms() -> SearchTerms:
    """The catalog's terms."""
    entry = builtin(FILE)["search"]
    return SearchTerms(tuple(entry["terms"]), tuple(entry["yearly"]))


def _read(table: Table, file: str) -> dict[str, Paper]:
    papers = table.get("papers")
    if not isinstance(papers, dict) or not papers:
        raise CatalogError(file, "", "holds no [papers.KEY] entry")
    return {key: _paper(key, entry, file) for key, entry in papers.items()}


def _paper(key: str, entry: object, file: str) -> Paper:
    where = f"papers.{key}"
    if not isinstance(entry, dict):
        raise CatalogError(file, where, "must be a table")
    checked(entry, file, where, _REQUIRED, _OPTIONAL)
    _check_values(entry, file, where)
    values: Table = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    if "hours" in entry:
        values["hours"] = _hours(entry["hours"], file, where)
    values.setdefault("delay", 0.0 if entry.get("allow_private") and _is_loopback(entry["url"]) else POLITE_DELAY)
    return Paper(key=key, **values)


def _hours(text: str, file: str, where: str) -> tuple[time, time]:
    try:
        opens, closes = map(time.fromisoformat, text.split("-"))
    except ValueError:
        raise CatalogError(file, where, f'`hours` must be like "22:00-06:00", not {text!r}') from None
    return opens, closes


def _check_values(entry: Table, file: str, where: str) -> None:
    for name in ("url", "moved_to"):
        parts = urlsplit(entry.get(name, "http://x"))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CatalogError(file, where, f"`{name}` must be an http(s) address, not {entry[name]!r}")
    if not all(isinstance(section, str) for section in entry.get("sections", ())):
        raise CatalogError(file, where, '`sections` must be a list of paths such as "/thoi-su"')
    if not all(isinstance(days, (int, float)) and days > 0 for days in entry.get("recheck", ())):
        raise CatalogError(file, where, "`recheck` must be a list of days such as [1, 7, 30]")
    try:
        re.compile(entry.get("articles", ""))
    except re.error as error:
        raise CatalogError(file, where, f"`articles` is no regular expression: {error}") from error
    if "{}" not in entry.get("search", "{}"):
        raise CatalogError(file, where, '`search` must have {} for what is looked for, such as "/tim-kiem?q={}"')
    if entry.get("connections", 1) < 1:
        raise CatalogError(file, where, "`connections` must be 1 or more")
    if entry.get("delay", 0) < 0:
        raise CatalogError(file, where, "`delay` must be 0 or more seconds")


def _is_loopback(url: str) -> bool:
    """Whether the paper lives on this very machine, where there is no newspaper's server to spare."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
