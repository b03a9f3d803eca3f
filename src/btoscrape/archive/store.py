"""Floor 2. An article with its facts into the tables, in one transaction; what is the same is not written again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from sqlite_utils import Database

from ..catalog.identities import Identity
from ..models import Article, Facts, Verdict
from . import blocs, copies, frontier, organizations, search
from .changes import Changes
from .facts import FACT_TABLES, FactRows, named
from .rows import Row, clean, identified, insert, now, update
from .who import Who

KIND_LETTERS = {"summary": "s", "paragraph": "p", "caption": "c"}
"""How `articles.block_kinds` writes the kind of each line of the body."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is stored of one page, and where it came from."""

    page: int
    article: Article
    facts: Facts
    verdict: Verdict
    paper: str | None
    province: str
    capture: int | None
    engine: str
    who: Who = field(default_factory=Who)

    @property
    def fingerprint(self) -> str:
        """Equal for equal text and facts, and the same identities behind their names."""
        told = (self.article, self.facts, self.verdict, self.paper, self.province, _identities(self))
        return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def store(db: Database, item: Item, changes: Changes) -> str:
    """`new`, `changed` or `same`; the article keeps its id, and what is touched goes into `changes`."""
    sql = "SELECT id, fingerprint, title, body, published_at, capture, engine FROM articles WHERE page = ?"
    old = db.execute(sql, [item.page]).fetchone()
    if old and old[1] == item.fingerprint:
        if old[5:] != (item.capture, item.engine):
            db.execute("UPDATE articles SET capture = ?, engine = ? WHERE id = ?", [item.capture, item.engine, old[0]])
        return "same"
    if old:
        search.remove(db, old[0], old[2], old[3])
        copies.forget(db, old[0], old[3], date.fromisoformat(old[4][:10]) if old[4] else None)
        _forget_facts(db, old[0], changes)
        update(db, "articles", _article_row(item), old[0])
    article = old[0] if old else insert(db, "articles", _article_row(item))
    body = item.article.body
    search.add(db, article, str(clean(item.article.title)), str(clean(body)))
    published = item.article.published
    year = published.year if published else None
    FactRows(db, article, page=item.page, body=body, province=item.province, published=year, changes=changes, who=item.who).write(item.facts)
    _write_rest(db, article, item.article)
    frontier.keep_once(db, item.page, item.article.summary)
    if item.facts.blocs or item.facts.event:
        copies.note(db, article, str(clean(body)), published.date() if published else None)
    changes.articles.add(article)
    return "changed" if old else "new"


def _identities(item: Item) -> list[Identity]:
    """Who is meant: another spelling rule, or a person's decision, may join or part what the same facts name."""
    return [
        *(item.who.bloc(bloc, item.province) for bloc in item.facts.blocs),
        *(item.who.organization(name, item.province) for name in named(item.facts)),
    ]


def _article_row(item: Item) -> Row:
    article, facts = item.article, item.facts
    return {
        "page": item.page,
        "paper": item.paper,
        "url": article.url,
        "title": article.title,
        "published_at": article.published.isoformat() if article.published else None,
        "author": article.author,
        "author_raw": article.author_raw,
        "section": article.section,
        "described": None if _opens(article) else article.summary,
        "lead_at": _lead_at(article),
        "body": article.body,
        "block_kinds": "".join(KIND_LETTERS[block.kind] for block in article.blocks),
        "layout": article.layout,
        "relevance": item.verdict.relevance,
        "reason": item.verdict.reason,
        "event": facts.event,
        "event_date": facts.event_date.isoformat() if facts.event_date else None,
        "member_count": facts.member_count,
        "capture": item.capture,
        "engine": item.engine,
        "read_at": now(),
        "fingerprint": item.fingerprint,
        "text_digest": text_digest(article.body),
    }


def _opens(article: Article) -> bool:
    """Whether the summary is the first line of the body, from which the table then reads it."""
    return bool(article.blocks) and article.blocks[0].kind == "summary" and article.body.partition("\n")[0] == article.summary


def _lead_at(article: Article) -> int | None:
    """From which letter of the summary the lead goes to its end, the first being 1."""
    lead, summary = article.lead or "", article.summary or ""
    return len(summary) - len(lead) + 1 if lead and summary.endswith(lead) else None


def text_digest(body: str) -> str:
    """The version of the text that spans count in: sha256 of its UTF-8, hexadecimal."""
    return sha256(str(clean(body)).encode()).hexdigest()


def _write_rest(db: Database, article: int, told: Article) -> None:
    for position, url in enumerate(told.images):
        insert(db, "images", {"article": article, "position": position, "url": url})
    for tag in dict.fromkeys(told.tags):
        insert(db, "article_tags", {"article": article, "tag": identified(db, "tags", {"name": tag})})


def _forget_facts(db: Database, article: int, changes: Changes) -> None:
    changes.topics |= {row[0] for row in db.execute("SELECT topic FROM awards WHERE article = ?", [article])}
    changes.blocs |= set(db.execute("SELECT province, key FROM blocs JOIN article_blocs ON bloc = blocs.id WHERE article = ?", [article]).fetchall())
    changes.left |= {row[0] for row in db.execute("SELECT bloc FROM article_blocs WHERE article = ?", [article])}
    changes.names |= set(db.execute(organizations.NAMED.format(where="article = :article"), {"article": article}).fetchall())
    for table in (*FACT_TABLES, "article_blocs", "images", "article_tags", "evidence"):  # evidence last: facts refer to it
        db.execute(f"DELETE FROM {table} WHERE article = ?", [article])


_PRUNE = (
    f"DELETE FROM organization_names WHERE (organization, name) NOT IN ({organizations.NAMED.format(where='TRUE')})",
    "DELETE FROM organizations WHERE id NOT IN (SELECT organization FROM organization_names)",
    "DELETE FROM blocs WHERE id NOT IN (SELECT bloc FROM article_blocs)",
    "DELETE FROM tags WHERE id NOT IN (SELECT tag FROM article_tags)",
)


def prune(db: Database) -> None:
    """Organisations, blocs, tags and names that no article uses any more, gone."""
    for statement in _PRUNE:
        db.execute(statement)
    organizations.renamed(db)
    blocs.rename(db, {row[0] for row in db.execute("SELECT id FROM blocs")})
