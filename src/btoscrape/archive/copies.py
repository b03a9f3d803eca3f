"""Floor 2. Articles with nearly the same text: reprints and agency copies within two weeks of each other.

A text is known by its shingles of three folded words. The lowest of their hashes are its sketch (min-wise hashing, Broder
1997): texts that share enough of it are compared shingle by shingle, all others never. No article is compared with all.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from zlib import crc32

from sqlite_utils import Database

from ..text import canon, fold

SKETCH = 12
"""Hashes of a sketch."""
SHARED = 5
"""How many of them two texts must share to be compared: texts half alike do in four of five cases, unlike ones hardly ever."""
ALIKE = 0.5
"""Jaccard index of the shingles from which two texts are copies."""
CONTAINED = 0.75
"""Part of the shorter one's shingles from which it is a shortened copy."""
FEWEST = 30
"""Shingles below which a text says too little to be compared."""
WINDOW = 14
"""Days between a text and its copy at most."""
MOST = 20
"""Texts that one is compared with at most, those that share most of its sketch: a form that all fill in stays cheap."""

_WORD = re.compile(r"\w+")


def shingles(folded: str) -> frozenset[int]:
    """The hashes of all runs of three words of a folded text."""
    told = b"".join([_hash(word) for word in _WORD.findall(folded)])
    return frozenset([crc32(told[place : place + 12]) for place in range(0, len(told) - 8, 4)])


@lru_cache(maxsize=256)
def _shingles_of(body: str) -> frozenset[int]:
    """Those of a stored text; its copies often come together."""
    return shingles(fold(canon(body)))


@lru_cache(maxsize=1 << 14)
def _hash(word: str) -> bytes:
    return crc32(word.encode("utf-8", "replace")).to_bytes(4, "big")


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """1 for the same text, 0 for nothing in common; what makes a copy is at least `ALIKE`."""
    shared, shorter = len(one & other), min(len(one), len(other))
    if shorter < FEWEST:
        return 0.0
    alike = shared / (len(one) + len(other) - shared)
    return max(alike, ALIKE) if shared >= CONTAINED * shorter else alike


def note(db: Database, article: int, body: str, published: date | None) -> None:
    """Write the article's sketch and who its copies are; what was known of an older text is forgotten before."""
    mine = shingles(fold(canon(body)))
    if len(mine) < FEWEST:
        return
    day, sketch = _day(published), nsmallest(SKETCH, mine)
    for other, text in _candidates(db, sketch, day):
        alike = likeness(mine, _shingles_of(text))
        if alike >= ALIKE:
            pair = sorted((article, other))
            db.execute("INSERT INTO copies (article, other, alike) VALUES (?, ?, ?)", [*pair, round(alike, 3)])
    # or ignore: a text that another version folded otherwise may have left some behind
    db.conn.executemany("INSERT OR IGNORE INTO sketches (hash, day, article) VALUES (?, ?, ?)", [(value, day, article) for value in sketch])


def forget(db: Database, article: int, body: str, published: date | None) -> None:
    """No sketch and no copies of the article, whose body and day are still those of `note`: no index leads from it to its sketch."""
    sketch, day = nsmallest(SKETCH, shingles(fold(canon(body)))), _day(published)
    db.conn.executemany("DELETE FROM sketches WHERE hash = ? AND day = ? AND article = ?", [(value, day, article) for value in sketch])
    db.execute("DELETE FROM copies WHERE article = ?", [article])
    db.execute("DELETE FROM copies WHERE other = ?", [article])


def _day(published: date | None) -> int:
    return published.toordinal() if published else 0


def _candidates(db: Database, sketch: list[int], day: int) -> list[tuple[int, str]]:
    wanted = " UNION ALL ".join("SELECT article FROM sketches WHERE hash = ? AND day BETWEEN ? AND ?" for _ in sketch)
    values = [value for low in sketch for value in (low, day - WINDOW, day + WINDOW)]
    return db.execute(
        f"""SELECT id, body FROM (SELECT article FROM ({wanted}) GROUP BY article HAVING count(*) >= {SHARED}
            ORDER BY count(*) DESC, article LIMIT {MOST}) JOIN articles ON articles.id = article""",
        values,
    ).fetchall()
