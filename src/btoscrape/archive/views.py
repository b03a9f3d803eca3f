"""Floor 2. Derived shape: SQL views as constants, dropped and made again when the text here changes."""

from __future__ import annotations

from hashlib import sha256

from sqlite_utils import Database

PROVENANCE = """
    articles.id AS article, captures.fetched_at AS retrieved_at, captures.digest AS page_digest
"""
SOURCE = """
    JOIN articles ON articles.id = fact.article
    LEFT JOIN captures ON captures.id = articles.capture
    LEFT JOIN papers ON papers.key = articles.paper
    LEFT JOIN blocs ON blocs.id = fact.bloc
    JOIN evidence ON evidence.id = fact.evidence
"""
HEAD = """
    SELECT group_concat(coalesce(person, name), '; ') FROM (
        SELECT DISTINCT officers.person, officers.name FROM officers
        WHERE officers.bloc = blocs.id AND officers.role = 'head' AND officers.year = blocs.year ORDER BY officers.id
    )
"""

VIEWS = {
    "export_articles": f"""
        SELECT articles.title, articles.published_at, articles.author, articles.section, papers.name AS paper, articles.url,
            articles.event, articles.event_date, articles.summary, articles.relevance, {PROVENANCE}, articles.id AS "key"
        FROM articles LEFT JOIN papers ON papers.key = articles.paper LEFT JOIN captures ON captures.id = articles.capture
        ORDER BY articles.published_at, articles.id
    """,
    "export_blocs": f"""
        SELECT blocs.name AS bloc, blocs.number, blocs.kind, blocs.province, nullif(blocs.year, 0) AS year,
            coalesce(
                (SELECT max(articles.member_count) FROM articles JOIN article_blocs ON article_blocs.article = articles.id
                 WHERE article_blocs.bloc = blocs.id AND article_blocs.position = 0),
                (SELECT nullif(count(DISTINCT members.organization), 0) FROM members WHERE members.bloc = blocs.id)
            ) AS member_count,
            ({HEAD}) AS head, blocs.id AS "key"
        FROM blocs ORDER BY blocs.province, blocs.year, blocs.key, blocs.id
    """,
    "export_members": f"""
        SELECT fact.name AS organization, blocs.name AS bloc, fact.year, fact.role, articles.url AS article_url, evidence.quote,
            blocs.province, articles.title AS article_title, articles.published_at, fact.rule, {PROVENANCE}, fact.id AS "key"
        FROM members AS fact {SOURCE} ORDER BY articles.published_at, articles.id, fact.id
    """,
    "export_awards": f"""
        SELECT fact.award, fact.authority, fact.recipient, fact.recipient_count, fact.status, fact.year, blocs.name AS bloc,
            coalesce(blocs.province, papers.province) AS province, articles.title AS article_title,
            articles.url AS article_url, articles.published_at, evidence.quote,
            fact.award_id, fact.recipient_kind, fact.rule, {PROVENANCE}, fact.id AS "key"
        FROM awards AS fact {SOURCE} ORDER BY articles.published_at, articles.id, fact.id
    """,
    "export_officers": f"""
        SELECT fact.role, fact.person, fact.name AS organization, blocs.name AS bloc, fact.year,
            articles.url AS article_url, evidence.quote,
            blocs.province, articles.title AS article_title, articles.published_at, fact.rule, {PROVENANCE}, fact.id AS "key"
        FROM officers AS fact {SOURCE} ORDER BY articles.published_at, articles.id, fact.id
    """,
}


def ensure(db: Database) -> None:
    """The views as they stand here; nothing is written where they stand already."""
    version = int(sha256(repr(VIEWS).encode()).hexdigest()[:7], 16)
    if db.execute("PRAGMA user_version").fetchone()[0] == version:
        return
    with db.atomic():
        for name, sql in VIEWS.items():
            db.execute(f"DROP VIEW IF EXISTS {name}")
            db.execute(f"CREATE VIEW {name} AS {sql}")
        db.execute(f"PRAGMA user_version = {version}")
