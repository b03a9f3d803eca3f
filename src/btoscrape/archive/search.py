"""Floor 2. Full-text search: each word once, as its folded form, a mark, and how it is written where that has accents.

A query with accents asks for such words, exactly; one without for what begins with the folded word and the mark, widely. FTS5
then merges the lists of places of a word's spellings, two to three times the work of one list that is written: such a list
doubled the index. The index holds no text of its own (FTS5 contentless), so what is removed must be told again, and a changed
spelling of the words means a new index.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from sqlite_utils import Database

from ..catalog.spelling import strings, words
from ..text import canon, fold

MOST_WORDS = 64
"""Words of a query that are looked at: nobody types more, and SQLite's expressions may not grow without end."""
SNIPPET = 240
"""Characters of the body around the first match that a hit shows."""
TABLE = """CREATE VIRTUAL TABLE articles_fts USING fts5(
    body, title, content='', tokenize='unicode61 remove_diacritics 0'
)"""
_PROBE = "Khối thi2 hoà hòa thuỷ thủy Ủy uỷ quý Ðồng Đồng đoàn khoẻ tuý aăâeêioôơuưy ÀẢÃÁẠẶẬ ỲỶỸÝỴ e\u0302\u0301 ſ K"
_QUOTED_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORDS = re.compile(r"\w+")
_JOINT = re.compile(r"\s+và\s+|\s+-\s+|,\s*")
_MARK = "\ue000"
"""Ends the folded form of a word; of the private use area, it is part of a word for FTS5 and stands in no text."""
_WORD = re.compile(r"[^\W_]+")
"""A word as FTS5 cuts it."""
WEIGHTS = "1, 10"
"""Of the columns for bm25: a word in the title weighs ten times."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches; the spans mark the matching words in `title` and `snippet`."""

    article: int
    title: str
    url: str
    published_at: str | None
    snippet: str
    title_spans: tuple[Span, ...]
    snippet_spans: tuple[Span, ...]


@lru_cache(maxsize=1 << 14)
def _indexed(word: str) -> str:
    """What stands in the index for a canonical word."""
    folded, written = fold(word), word.lower()
    return f"{folded}{_MARK}{written if written != folded else ''}"


def _columns(title: str, body: str) -> list[str]:
    """What is indexed of body and title."""
    return [" ".join(map(_indexed, _WORD.findall(canon(told).replace(_MARK, " ")))) for told in (body, title)]


def _version() -> int:
    """Another number when the table or what goes into its columns changes."""
    return zlib.crc32("\n".join([TABLE, *_columns(_PROBE, "")]).encode()) & 0x7FFFFFFF


def is_current(db: Database) -> bool:
    """Whether the index was made as it is made here."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == _version())


def ensure(db: Database) -> None:
    """The index as it is made here, filled again from the articles where it was made otherwise."""
    if not is_current(db):
        refill(db)


def refill(db: Database, articles: str = "SELECT id, title, body FROM articles") -> None:
    """A new index over the ids, titles and bodies that this SQL gives."""
    db.execute("DROP TABLE IF EXISTS articles_fts")
    db.execute(TABLE)
    for article in db.execute(articles):  # not before: no table is dropped while rows are being read
        add(db, *article)
    db.execute(f"PRAGMA user_version = {_version()}")


def add(db: Database, article: int, title: str, body: str) -> None:
    """Put an article into the index."""
    db.execute("INSERT INTO articles_fts (rowid, body, title) VALUES (?, ?, ?)", [article, *_columns(title, body)])


def remove(db: Database, article: int, title: str, body: str) -> None:
    """Take an article out of the index; title and body are those that were put in."""
    sql = "INSERT INTO articles_fts (articles_fts, rowid, body, title) VALUES ('delete', ?, ?, ?)"
    db.execute(sql, [article, *_columns(title, body)])


def _is_accented(typed: str) -> bool:
    return fold(typed) != typed.lower()


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    """What must occur: all of `phrases`, in the columns as typed; or one of `instead`, the same written otherwise, folded."""

    phrases: tuple[Words, ...]
    instead: tuple[Words, ...] = ()


@cache
def _forms() -> dict[Words, tuple[Words, ...]]:
    """The ways to write what has an abbreviation, folded, each with the others: `gddt`, `gd dt`, `giao duc va dao tao`; the longest first."""
    found: dict[Words, tuple[Words, ...]] = {}
    for short, long in strings("words").items():
        if len(words(short)) == 1:
            forms = (tuple(words(long)), (words(short)[0],), *_parted(words(short)[0], long))
            found |= {form: tuple(other for other in forms if other != form) for form in forms}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _parted(short: str, long: str) -> Iterable[Words]:
    """The abbreviation cut where its long form has a comma, a dash or `và`, as in GD&ĐT and VHTT&DL."""
    parts = ["".join(word[0] for word in words(part)) for part in _JOINT.split(long)]
    if "".join(parts) == short:
        for joined in product((True, False), repeat=len(parts) - 1):
            if not all(joined):
                yield tuple("".join(first if join else f" {first}" for join, first in zip((True, *joined), parts, strict=True)).split())


def _terms(typed: str) -> list[_Term]:
    """The terms of a canonical query: each phrase in quotes, each word, and words that have an abbreviation together."""
    left = MOST_WORDS
    terms: list[_Term] = []
    loose: list[str] = []
    for quoted, word in _QUOTED_OR_WORD.findall(typed):
        found = _WORDS.findall(quoted or word)[:left]
        left -= len(found)
        instead = () if quoted else _forms().get(tuple(map(fold, found)), ())
        if quoted or len(found) > 1:
            terms += [*_of_words(loose), *([_Term((tuple(found),), instead)] if found else [])]
            loose = []
        else:
            loose += found
    return [*terms, *_of_words(loose)]


def _of_words(loose: list[str]) -> list[_Term]:
    terms, folded, at = [], [fold(word) for word in loose], 0
    while at < len(loose):
        known = next((form for form in _forms() if tuple(folded[at : at + len(form)]) == form), ())
        size = len(known) or 1
        terms.append(_Term(tuple((word,) for word in loose[at : at + size]), _forms().get(known, ())))
        at += size
    return terms


def _phrase(said: Words, exactly: bool) -> str:
    """The words one after the other: as they are written, or any spelling of each."""
    words = [word for told in said for word in _WORD.findall(told)]
    return " + ".join(f'"{_indexed(word)}"' if exactly else f'"{fold(word)}{_MARK}"*' for word in words)


def fts_query(typed: str) -> str:
    """A MATCH expression for what somebody typed, never a syntax error; empty when nothing can be searched for.

    Words must all occur, or what they are the abbreviation of, or theirs; "a phrase" in quotes must occur as it stands.
    """
    text = canon(typed)
    accented = _is_accented(text)
    return " AND ".join(filter(None, (_matching(term, accented) for term in _terms(text if accented else fold(text)))))


def _matching(term: _Term, accented: bool) -> str:
    meant = " AND ".join(filter(None, (_phrase(said, accented) for said in term.phrases)))
    instead = " OR ".join(_phrase(form, False) for form in term.instead)
    return f"(({meant}) OR {instead})" if instead else meant


def is_wide(query: str) -> bool:
    """Whether a MATCH expression asks for any spelling of some word."""
    return f'{_MARK}"*' in query


def marks(text: str, typed: str) -> tuple[Span, ...]:
    """Where the words and phrases of a query stand in an NFC text: spans in order, none within another."""
    query = canon(typed)
    accented = _is_accented(query)
    terms = _terms(query if accented else fold(query))
    folded = fold(canon(text))
    searched = canon(text) if accented else folded
    if len(searched) != len(text) or len(folded) != len(text):
        return ()
    spans = [
        *_found(searched, (phrase for term in terms for phrase in term.phrases)),
        *_found(folded, (form for term in terms for form in term.instead)),
    ]
    apart: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return tuple(apart)


def _found(searched: str, phrases: Iterable[tuple[str, ...]]) -> list[Span]:
    longest_first = sorted({r"\W+".join(map(re.escape, phrase)) for phrase in phrases if phrase}, key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)"
    return [match.span() for match in re.finditer(pattern, searched, re.I)] if longest_first else []


def search(db: Database, typed: str, limit: int, offset: int) -> list[Hit]:
    """The articles that match, best first."""
    query = fts_query(typed)
    if not query:
        return []
    rows = db.execute(
        "SELECT articles.id, title, url, published_at, body FROM articles JOIN ("
        f"SELECT rowid AS found, bm25(articles_fts, {WEIGHTS}) AS weight FROM articles_fts WHERE articles_fts MATCH ?"
        ") ON found = articles.id ORDER BY weight, articles.id DESC LIMIT ? OFFSET ?",
        [query, limit, offset],
    )
    return [_hit(typed, *row) for row in rows]


def _hit(typed: str, article: int, title: str, url: str, published_at: str | None, body: str) -> Hit:
    title, snippet = unicodedata.normalize("NFC", title), _snippet(unicodedata.normalize("NFC", body), typed)
    return Hit(article, title, url, published_at, snippet, marks(title, typed), marks(snippet, typed))


def _snippet(body: str, typed: str) -> str:
    """The part of the body around the first match, from word to word; its beginning where the title alone matches."""
    found = marks(body, typed)
    first = found[0][0] if found else 0
    start = max(0, first - SNIPPET // 3)
    start = body.rfind(" ", 0, start) + 1 if start else 0
    end = body.find(" ", start + SNIPPET)
    return body[start : end if end >= 0 else len(body)].replace("\n", " ")
