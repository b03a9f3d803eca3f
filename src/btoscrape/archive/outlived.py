"""Floor 2. Articles that are newer than the layout of their pages: their dates are misread, or the layout is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlite_utils import Database

from ..catalog.layouts import named, outlived
from . import doubts
from .changes import Changes
from .doubts import Doubt

KIND = "outlived-layout"
_AT_ONCE = 500
_NEWER = "(" + " OR ".join("(articles.layout = ? AND articles.published_at >= ?)" for _ in outlived()) + ")"
_TOLD = f"""
    SELECT articles.layout, substr(articles.published_at, 1, 4), count(*), min(articles.id), papers.name
    FROM articles JOIN papers ON papers.key = articles.paper
    WHERE articles.paper = ? AND {_NEWER} GROUP BY 1, 2 ORDER BY 1, 2
"""


def settle(db: Database, changes: Changes) -> None:
    """The doubts of the papers of which such an article came or went: one for each layout and year."""
    ends = [value for layout, year in outlived().items() for value in (layout, f"{year + 1}")]
    for paper in sorted(_touched(db, changes.articles, ends)):
        doubts.replace(db, f"layouts {paper}", list(_doubts(db, paper, ends)))


def _touched(db: Database, articles: Iterable[int], ends: list[str]) -> set[str]:
    """The papers of changed articles that are newer than their layouts, or that have such doubts."""
    doubted = {row[0] for row in db.execute("SELECT scope FROM doubts WHERE kind = ?", [KIND])}
    found: set[str] = set()
    rest = iter(articles)
    while some := list(islice(rest, _AT_ONCE)):
        its = f"id IN ({', '.join('?' * len(some))}) AND paper IS NOT NULL"
        found |= {row[0] for row in db.execute(f"SELECT DISTINCT paper FROM articles WHERE {its} AND {_NEWER}", [*some, *ends])}
        if doubted:
            papers = (row[0] for row in db.execute(f"SELECT DISTINCT paper FROM articles WHERE {its}", some))
            found |= {paper for paper in papers if f"layouts {paper}" in doubted}
    return found


def _doubts(db: Database, paper: str, ends: list[str]) -> Iterator[Doubt]:
    for layout, year, count, article, name in db.execute(_TOLD, [paper, *ends]).fetchall():
        known = named(layout)
        details = {"paper": name, "layout": layout, "years": known.years if known else "", "year": int(year), "count": count}
        yield Doubt(KIND, (paper, layout, year), details, article=article)
