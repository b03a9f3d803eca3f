"""Floor 2. Full-text search: canonical and folded columns side by side.

A query without accents searches the folded columns widely; one with accents the canonical columns exactly. The index
holds no text of its own (FTS5 contentless), so what is removed must be told again.
"""

from __future__ import annotations

import re

from sqlite_utils import Database

from ..text import canon, fold

_QUOTED_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORDS = re.compile(r"\w+")


def _columns(title: str, body: str) -> list[str]:
    return [canon(title), canon(body), fold(canon(title)), fold(canon(body))]


def add(db: Database, article: int, title: str, body: str) -> None:
    """Put an article into the index."""
    db.execute(
        "INSERT INTO articles_fts (rowid, title, body, title_folded, body_folded) VALUES (?, ?, ?, ?, ?)",
        [article, *_columns(title, body)],
    )


def remove(db: Database, article: int, title: str, body: str) -> None:
    """Take an article out of the index; title and body are those that were put in."""
    db.execute(
        "INSERT INTO articles_fts (articles_fts, rowid, title, body, title_folded, body_folded) VALUES ('delete', ?, ?, ?, ?, ?)",
        [article, *_columns(title, body)],
    )


def fts_query(typed: str) -> str:
    """A MATCH expression for what somebody typed, never a syntax error; empty when nothing can be searched for.

    Words must all occur; "a phrase" in quotes must occur as it stands.
    """
    text = canon(typed)
    accented = fold(text) != text.lower()
    columns = "title body" if accented else "title_folded body_folded"
    text = text if accented else fold(text)
    phrases = (" ".join(_WORDS.findall(quoted or word)) for quoted, word in _QUOTED_OR_WORD.findall(text))
    terms = [f'"{phrase}"' for phrase in phrases if phrase]
    return f"{{{columns}}} : ({' AND '.join(terms)})" if terms else ""


def search(db: Database, typed: str, limit: int = 20, offset: int = 0) -> list[int]:
    """The ids of the articles that match, best first: a word in the title weighs ten times."""
    query = fts_query(typed)
    if not query:
        return []
    rows = db.execute(
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY bm25(articles_fts, 10, 1, 10, 1), rowid DESC LIMIT ? OFFSET ?",
        [query, limit, offset],
    )
    return [row[0] for row in rows]
