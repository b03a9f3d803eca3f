"""Floor 2. An article's texts over time: a new version whenever the newspaper changed title or body."""

from __future__ import annotations

from hashlib import sha256

from sqlite_utils import Database

from ..edits import marked
from ..models import Article
from .rows import clean, insert, now


def note(db: Database, page: int, article: Article, capture: int | None, before: str) -> None:
    """A version of its own where the text differs from the last one's (`before`); the same capture read better is none.

    `capture` of a version is the first that shows it, `last_capture` the latest; both lead to the page as it was sent.
    """
    owner = db.execute("SELECT id FROM articles WHERE page = ?", [page]).fetchone()[0]
    text = whole(article.title, article.body)
    digest = sha256(text.encode()).hexdigest()
    sql = "SELECT id, capture, last_capture, digest FROM versions WHERE article = ? ORDER BY id DESC LIMIT 1"
    last = db.execute(sql, [owner]).fetchone()
    if last and (last[3] == digest or capture in last[1:3]):
        db.execute("UPDATE versions SET last_capture = ?, digest = ?, title = ? WHERE id = ?", [capture, digest, clean(article.title), last[0]])
        return
    captured = db.execute("SELECT fetched_at FROM captures WHERE id = ?", [capture]).fetchone()
    insert(
        db,
        "versions",
        {
            "article": owner, "capture": capture, "last_capture": capture, "seen_at": captured[0] if captured else now(),
            "title": article.title, "digest": digest, "edit": marked(before, text) if last and before else "",
        },
    )  # fmt: skip


def whole(title: str, body: str) -> str:
    """The text of a version, as the tables hold it."""
    return str(clean(f"{title}\n{body}"))
