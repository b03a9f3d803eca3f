"""Floor 2. An article's texts over time: a new version whenever the newspaper changed title or body."""

from __future__ import annotations

from hashlib import sha256

from sqlite_utils import Database

from ..models import Article
from .rows import clean, insert, now


def note(db: Database, page: int, article: Article, capture: int | None) -> None:
    """A version of its own where the text differs from the last one's; the same capture read better is none.

    `capture` of a version is the first that shows it, `last_capture` the latest; both lead to the page as it was sent.
    """
    owner = db.execute("SELECT id FROM articles WHERE page = ?", [page]).fetchone()[0]
    digest = sha256(str(clean(f"{article.title}\n{article.body}")).encode()).hexdigest()
    sql = "SELECT id, capture, last_capture, digest FROM versions WHERE article = ? ORDER BY id DESC LIMIT 1"
    last = db.execute(sql, [owner]).fetchone()
    if last and (last[3] == digest or capture in last[1:3]):
        db.execute("UPDATE versions SET last_capture = ?, digest = ?, title = ? WHERE id = ?", [capture, digest, clean(article.title), last[0]])
        return
    captured = db.execute("SELECT fetched_at FROM captures WHERE id = ?", [capture]).fetchone()
    seen = captured[0] if captured else now()
    row = {"article": owner, "capture": capture, "last_capture": capture, "seen_at": seen, "title": article.title, "digest": digest}
    insert(db, "versions", row)
