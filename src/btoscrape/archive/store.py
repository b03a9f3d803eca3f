"""Floor 2. An article with its facts into the tables, in one transaction; what is the same is not written again."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sqlite_utils import Database

from ..models import Article, Award, Bloc, Evidence, Facts, Member, Officer, Verdict
from ..names import bloc_key, organization_key
from . import search
from .rows import Row, clean, insert, now, update

KIND_LETTERS = {"summary": "s", "paragraph": "p", "caption": "c"}
"""How `articles.block_kinds` writes the kind of each line of the body."""
FACT_TABLES = ("article_blocs", "members", "awards", "officers", "images", "article_tags")


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

    @property
    def fingerprint(self) -> str:
        """Equal for equal text and facts."""
        told = (self.article, self.facts, self.verdict, self.paper, self.province)
        return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def store(db: Database, item: Item) -> str:
    """`new`, `changed` or `same`; the article keeps its id."""
    old = db.execute("SELECT id, fingerprint, title, body, capture FROM articles WHERE page = ?", [item.page]).fetchone()
    if old and old[1] == item.fingerprint:
        if old[4] != item.capture:
            db.execute("UPDATE articles SET capture = ? WHERE id = ?", [item.capture, old[0]])
        return "same"
    if old:
        search.remove(db, old[0], old[2], old[3])
        _forget_facts(db, old[0])
        update(db, "articles", _article_row(item), old[0])
    article = old[0] if old else insert(db, "articles", _article_row(item))
    search.add(db, article, str(clean(item.article.title)), str(clean(item.article.body)))
    _Facts(db, article, item).write()
    return "changed" if old else "new"


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
        "summary": article.summary,
        "lead": article.lead,
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
    }


def _forget_facts(db: Database, article: int) -> None:
    for table in (*FACT_TABLES, "evidence"):  # evidence last: facts refer to it
        db.execute(f"DELETE FROM {table} WHERE article = ?", [article])


class _Facts:
    """The facts of one article on their way into the tables."""

    def __init__(self, db: Database, article: int, item: Item) -> None:
        self._db, self._article, self._item = db, article, item
        self._evidence: dict[tuple[int, int], int] = {}
        self._main: int | None = None

    def write(self) -> None:
        facts = self._item.facts
        for position, bloc in enumerate(facts.blocs):
            self._bloc(position, bloc)
        for member in facts.members:
            self._member(member)
        for award in facts.awards:
            self._award(award)
        for officer in facts.officers:
            self._officer(officer)
        for position, url in enumerate(self._item.article.images):
            insert(self._db, "images", {"article": self._article, "position": position, "url": url})
        for tag in dict.fromkeys(self._item.article.tags):
            row = {"article": self._article, "tag": self._id("tags", {"name": tag})}
            insert(self._db, "article_tags", row)

    def _bloc(self, position: int, bloc: Bloc) -> None:
        key = bloc_key(bloc.kind, bloc.number, bloc.name)
        if " " not in key:
            key += f" @{self._item.page}"  # `khối` alone: nothing says that two articles mean the same
        identity: Row = {"province": self._item.province, "year": bloc.year or 0, "key": key}
        found = self._id("blocs", identity, {"kind": bloc.kind, "number": bloc.number, "name": bloc.name})
        self._main = found if position == 0 else self._main
        row: Row = {"article": self._article, "bloc": found, "position": position, "name": bloc.name}
        insert(self._db, "article_blocs", row)

    def _member(self, member: Member) -> None:
        blocs = self._item.facts.blocs
        row: Row = {
            "organization": self._organization(member.organization),
            "name": member.organization,
            "year": blocs[0].year if blocs else None,
            "role": member.role,
        }
        self._fact("members", row, member)

    def _award(self, award: Award) -> None:
        body = award.recipient if award.recipient and award.recipient_kind != "individual" else None
        row = {
            "award": award.award,
            "award_id": award.award_id,
            "authority": award.authority,
            "recipient": award.recipient,
            "organization": self._organization(body) if body else None,
            "recipient_kind": award.recipient_kind,
            "recipient_count": award.recipient_count,
            "status": award.status,
            "year": award.year,
        }
        self._fact("awards", row, award)

    def _officer(self, officer: Officer) -> None:
        name = officer.organization
        row = {
            "role": officer.role,
            "person": officer.person,
            "name": name,
            "organization": self._organization(name) if name else None,
            "year": officer.year,
        }
        self._fact("officers", row, officer)

    def _fact(self, table: str, row: Row, fact: Member | Award | Officer) -> None:
        """A fact's row, with the bloc it belongs to and its proofs."""
        proof: Row = {"article": self._article, "bloc": self._main, "evidence": self._proof(fact.evidence), "rule": fact.rule}
        made = insert(self._db, table, {**proof, **row})
        for repeat in dict.fromkeys(fact.repeats):
            insert(self._db, "repeats", {"evidence": self._proof(repeat), "fact": table, "fact_id": made})

    def _proof(self, evidence: Evidence) -> int:
        span = (evidence.start, evidence.end)
        if span not in self._evidence:
            row: Row = {"article": self._article, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}
            self._evidence[span] = insert(self._db, "evidence", row)
        return self._evidence[span]

    def _organization(self, name: str) -> int:
        province = self._item.province
        found = self._id("organizations", {"province": province, "key": organization_key(name, province)}, {"name": name})
        alias = [found, clean(name)]
        self._db.execute("INSERT OR IGNORE INTO organization_names (organization, name) VALUES (?, ?)", alias)
        return found

    def _id(self, table: str, identity: Row, more: Row | None = None) -> int:
        """The id of the row of that identity, made where there is none."""
        where = " AND ".join(f"{name} = ?" for name in identity)
        row = self._db.execute(f"SELECT id FROM {table} WHERE {where}", [clean(value) for value in identity.values()]).fetchone()
        return int(row[0]) if row else insert(self._db, table, {**identity, **(more or {})})


_NAMED = """
    SELECT organization, name FROM members
    UNION SELECT organization, recipient FROM awards WHERE organization IS NOT NULL
    UNION SELECT organization, name FROM officers WHERE organization IS NOT NULL
"""
_PRUNE = (
    f"DELETE FROM organization_names WHERE (organization, name) NOT IN ({_NAMED})",
    "DELETE FROM organizations WHERE id NOT IN (SELECT organization FROM organization_names)",
    "DELETE FROM blocs WHERE id NOT IN (SELECT bloc FROM article_blocs)",
    "DELETE FROM tags WHERE id NOT IN (SELECT tag FROM article_tags)",
    """UPDATE organizations SET name = (SELECT min(name) FROM organization_names WHERE organization = organizations.id)
       WHERE name NOT IN (SELECT name FROM organization_names WHERE organization = organizations.id)""",
    """UPDATE blocs SET name = (SELECT min(name) FROM article_blocs WHERE bloc = blocs.id)
       WHERE name NOT IN (SELECT name FROM article_blocs WHERE bloc = blocs.id)""",
)


def prune(db: Database) -> None:
    """Organisations, blocs, tags and names that no article uses any more, gone."""
    for statement in _PRUNE:
        db.execute(statement)
