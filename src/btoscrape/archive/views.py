"""Floor 2. SQL views as constants: the tables of an export, dropped and made again when the text here changes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from .differences import FURTHER, SUBJECTS
from .facts import FACT_TABLES

PROVENANCE = """
    articles.id AS article, captures.fetched_at AS retrieved_at, captures.digest AS page_digest,
    articles.text_digest, articles.engine
"""
"""Where a fact comes from: its article, the page as sent, the version of the text that spans count in, the engine that read it."""
SOURCE = """
    JOIN articles ON articles.id = fact.article
    LEFT JOIN captures ON captures.id = articles.capture
    LEFT JOIN papers ON papers.key = articles.paper
    LEFT JOIN blocs ON blocs.id = fact.bloc
    JOIN evidence ON evidence.id = fact.evidence
"""
HEAD = """
    SELECT group_concat(head, '; ') FROM (
        SELECT coalesce(officers.person, officers.name) AS head, min(coalesce(articles.published_at, '')) AS first
        FROM blocs AS told JOIN officers ON officers.bloc = told.id JOIN articles ON articles.id = officers.article
        WHERE told.province = blocs.province AND told."key" = blocs."key"
            AND officers.role = 'head' AND officers.year = blocs.year
        GROUP BY 1 ORDER BY first, head
    )
"""
"""Who heads the bloc in its year; the wrap-up of the year before elects them, so its articles count as well."""


def _joined(columns: Iterable[str], mark: str, named: bool = False) -> str:
    """The columns that have a value as one text."""
    label = "{0}: " if named else ""
    parts = (f"coalesce('{mark}{label.format(column)}' || fact.{column}, '')" for column in columns)
    return f"substr({' || '.join(parts)}, {len(mark) + 1})"


_FIRST = "(SELECT min(seen_at) FROM versions WHERE versions.article = told.article)"
_LAST_CHANGE = (
    "(SELECT max(earlier.known_until) FROM fact_changes AS earlier WHERE earlier.article = told.article AND earlier.kind = told.kind "
    "AND earlier.about = told.about AND earlier.change != 'removed' AND (earlier.became IS NULL OR earlier.became = "
    "told.said || char(10) || coalesce(told.bloc, '') || char(10) || coalesce(told.quote, '') || char(10) || told.rule))"
)
_NAMED = "SELECT min(name) FROM article_blocs WHERE article_blocs.article = fact.article AND article_blocs.bloc = fact.bloc"
_TOLD = {
    **{kind: f"SELECT fact.*, evidence.quote, ({_NAMED}) AS of FROM {kind} AS fact JOIN evidence ON evidence.id = evidence" for kind in FACT_TABLES},
    "blocs": """SELECT told.name, kind, nullif(year, 0) AS year, article, '' AS rule, NULL AS quote, NULL AS of,
        article || '.' || position AS id FROM article_blocs AS told JOIN blocs ON blocs.id = told.bloc""",
    "events": """SELECT articles.event, articles.event_date, member_count, articles.id AS article, '' AS rule, NULL AS quote,
        (SELECT name FROM article_blocs WHERE article = articles.id AND position = 0) AS of, articles.id FROM articles WHERE event IS NOT NULL""",
}
"""The facts of each kind, with their proof and bloc; what an article says of its blocs and its event has no sentence of its own."""
_NOW = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, {_joined(SUBJECTS[kind], ', ')} AS about, {_joined(FURTHER[kind], '; ', named=True)} AS said, fact.of AS bloc, "
    f"fact.quote, fact.article, fact.rule, NULL AS known_from, NULL AS known_until, '{kind} ' || fact.id AS \"key\" FROM ({told}) AS fact"
    for kind, told in _TOLD.items()
)
_BEFORE = """
    SELECT kind, about, coalesce(said, before), bloc, quote, article, rule, known_from, known_until, 'closed ' || id FROM fact_changes
    WHERE change != 'added'
"""

COUNTED = {
    "articles": "SELECT count(*) FROM articles",
    "emulation_articles": "SELECT count(DISTINCT article) FROM article_blocs",
    "blocs": "SELECT count(*) FROM blocs",
    "organizations": "SELECT count(*) FROM organizations",
    "members": "SELECT count(*) FROM members",
    "awards": "SELECT count(*) FROM awards",
    "officers": "SELECT count(*) FROM officers",
    "ranks": "SELECT count(*) FROM ranks",
    "people": "SELECT count(*) FROM people",
    "decisions": "SELECT count(*) FROM decisions",
    "events": "SELECT count(*) FROM events",
    "stories": "SELECT count(*) FROM award_stories",
    "open_doubts": "SELECT count(*) FROM doubts WHERE state = 'open'",
    "changes_of_facts": "SELECT count(*) FROM fact_changes",
    "captures": "SELECT count(*) FROM captures",
    "open_failures": "SELECT count(*) FROM failures WHERE resolved_at IS NULL",
}
"""What `status` counts."""

VIEWS = {
    "export_articles": f"""
        SELECT articles.title, articles.published_at, articles.author, articles.section, papers.name AS paper, articles.url,
            articles.event, articles.event_date, articles.summary, articles.relevance, pages.gone_at AS gone_since, articles.layout,
            {PROVENANCE},
            articles.id AS "key"
        FROM articles JOIN pages ON pages.id = articles.page LEFT JOIN papers ON papers.key = articles.paper
        LEFT JOIN captures ON captures.id = articles.capture
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
    "export_ranks": f"""
        SELECT fact.rank, fact.name AS organization, blocs.name AS bloc, fact.year, articles.url AS article_url, evidence.quote,
            blocs.province, articles.title AS article_title, articles.published_at, fact.rule, {PROVENANCE}, fact.id AS "key"
        FROM ranks AS fact {SOURCE} ORDER BY articles.published_at, articles.id, fact.id
    """,
    "export_people": f"""
        SELECT fact.person, fact.post, fact.name AS organization, blocs.name AS bloc, articles.url AS article_url, evidence.quote,
            coalesce(blocs.province, papers.province) AS province, articles.title AS article_title, articles.published_at,
            fact.rule, {PROVENANCE}, fact.id AS "key"
        FROM people AS fact {SOURCE} ORDER BY articles.published_at, articles.id, fact.id
    """,
    "export_decisions": f"""
        SELECT fact.number, fact.issued AS issued_date, blocs.name AS bloc, articles.url AS article_url, evidence.quote,
            coalesce(blocs.province, papers.province) AS province, articles.title AS article_title, articles.published_at,
            (SELECT count(DISTINCT told.article) FROM decisions AS told WHERE told."key" = fact."key") AS articles,
            fact.rule, {PROVENANCE}, fact.id AS "key"
        FROM decisions AS fact {SOURCE} ORDER BY articles.published_at, articles.id, fact.id
    """,
    "export_versions": """
        SELECT articles.url AS article_url, fact.title, fact.seen_at AS seen_from,
            (SELECT min(later.seen_at) FROM versions AS later WHERE later.article = fact.article AND later.id > fact.id) AS seen_until,
            fact.edit, articles.published_at, captures.digest AS page_digest, fact.digest AS version_digest, articles.id AS article, fact.id AS "key"
        FROM versions AS fact JOIN articles ON articles.id = fact.article LEFT JOIN captures ON captures.id = fact.capture
        ORDER BY articles.published_at, articles.id, fact.seen_at, fact.id
    """,
    "export_known": f"""
        SELECT kind, about, said, bloc, CASE WHEN since > first THEN since ELSE coalesce(published_at, since) END AS stated_from,
            since AS known_from, known_until, quote, url AS article_url, title AS article_title, published_at, rule, article, "key"
        FROM (
            SELECT told.*, articles.url, articles.title, articles.published_at, {_FIRST} AS first,
                coalesce(told.known_from, {_LAST_CHANGE}, {_FIRST}, captures.fetched_at, articles.read_at) AS since
            FROM ({_NOW} UNION ALL {_BEFORE}) AS told JOIN articles ON articles.id = told.article
            LEFT JOIN captures ON captures.id = articles.capture
        )
        ORDER BY published_at, article, kind, about, known_from, "key"
    """,
    "export_changes": """
        SELECT fact.change, fact.kind, fact.about, fact.before, fact.after, fact.known_from, fact.known_until, fact.rule,
            articles.title AS article_title, articles.url AS article_url, articles.published_at, articles.id AS article, fact.id AS "key"
        FROM fact_changes AS fact JOIN articles ON articles.id = fact.article
        ORDER BY fact.known_until, articles.id, fact.id
    """,
    "export_events": """
        SELECT fact.event, fact.event_date, blocs.name AS bloc, nullif(blocs.year, 0) AS year,
            coalesce(blocs.province, min(papers.province)) AS province, fact.articles, count(DISTINCT articles.paper) AS papers,
            min(articles.published_at) AS published_at, (SELECT group_concat(url, ' ') FROM (SELECT told.url FROM event_articles AS its
            JOIN articles AS told ON told.id = its.article WHERE its.event = fact.id ORDER BY told.published_at, told.url)) AS article_urls,
            fact.id AS "key"
        FROM events AS fact LEFT JOIN blocs ON blocs.id = fact.bloc
        JOIN event_articles ON event_articles.event = fact.id JOIN articles ON articles.id = event_articles.article
        LEFT JOIN papers ON papers.key = articles.paper
        GROUP BY fact.id ORDER BY min(articles.published_at), fact.id
    """,
    "export_ledger": """
        SELECT fact.name AS bloc, fact.number, fact.kind, fact.province, nullif(fact.year, 0) AS year,
            fact.members_stated, fact.members_listed, fact.head, fact.head_person, fact.deputies,
            fact.pledge_date, fact.midyear_date, fact.review_date, fact.ranked_first, fact.ranks,
            fact.flags_proposed, fact.flags_conferred, fact.commendations_proposed, fact.commendations_conferred,
            fact.certificates_proposed, fact.certificates_conferred, fact.other_awards,
            fact.articles, fact.papers, pledge.url AS pledge_url, midyear.url AS midyear_url, review.url AS review_url,
            head.url AS head_url, fact.id AS "key"
        FROM ledger AS fact LEFT JOIN articles AS pledge ON pledge.id = fact.pledge_article
        LEFT JOIN articles AS midyear ON midyear.id = fact.midyear_article
        LEFT JOIN articles AS review ON review.id = fact.review_article LEFT JOIN articles AS head ON head.id = fact.head_article
        ORDER BY fact.province, fact.key, fact.year, fact.id
    """,
    "export_memberships": """
        SELECT organizations.name AS organization, blocs.name AS bloc, nullif(blocs.year, 0) AS year, blocs.province,
            max(fact.role) AS role, count(DISTINCT fact.article) AS articles, min(fact.id) AS "key"
        FROM members AS fact JOIN blocs ON blocs.id = fact.bloc JOIN organizations ON organizations.id = fact.organization
        GROUP BY blocs.id, organizations.id ORDER BY blocs.province, blocs.key, blocs.year, organizations.key, organizations.province
    """,
    "export_leaders": """
        SELECT fact.role, organizations.name AS organization, min(fact.person) AS person, min(blocs.name) AS bloc, fact.year, blocs.province,
            count(DISTINCT fact.article) AS articles, min(fact.id) AS "key"
        FROM officers AS fact JOIN blocs ON blocs.id = fact.bloc LEFT JOIN organizations ON organizations.id = fact.organization
        GROUP BY blocs.province, blocs.key, fact.year, fact.role, organizations.id, CASE WHEN organizations.id IS NULL THEN fact.person END
        ORDER BY blocs.province, blocs.key, fact.year, fact.role DESC, organizations.key, organizations.province, min(fact.person)
    """,
    "export_doubts": """
        SELECT fact.key AS doubt, fact.kind, fact.state, fact.message, fact.province, blocs.name AS bloc, fact.year,
            articles.url AS article_url, others.url AS other_article_url, fact.details, fact.id AS "key"
        FROM doubts AS fact LEFT JOIN blocs ON blocs.id = fact.bloc LEFT JOIN articles ON articles.id = fact.article
        LEFT JOIN articles AS others ON others.id = fact.other_article
        ORDER BY fact.kind, fact.province, fact.year, fact.key
    """,
    "export_stories": f"""
        SELECT fact.recipient, fact.award, fact.authority, fact.level, fact.year, blocs.name AS bloc,
            coalesce(blocs.province, fact.province) AS province, fact.status,
            fact.proposed_date, proposed.url AS proposed_url, fact.conferred_date, conferred.url AS conferred_url,
            fact.recipient_kind, fact.recipient_count, fact.award_id, fact.articles, articles.title AS article_title,
            articles.url AS article_url, articles.published_at, evidence.quote, {PROVENANCE}, fact.id AS "key"
        FROM award_stories AS fact LEFT JOIN blocs ON blocs.id = fact.bloc
        LEFT JOIN articles AS proposed ON proposed.id = fact.proposed_article
        LEFT JOIN articles AS conferred ON conferred.id = fact.conferred_article
        LEFT JOIN awards AS told ON told.id = coalesce(
            (SELECT min(id) FROM awards WHERE story = fact.id AND status = fact.status
             AND article = coalesce(fact.conferred_article, fact.proposed_article)),
            (SELECT min(id) FROM awards WHERE story = fact.id))
        LEFT JOIN articles ON articles.id = told.article LEFT JOIN evidence ON evidence.id = told.evidence
        LEFT JOIN captures ON captures.id = articles.capture
        ORDER BY fact.province, fact.year, fact.key, fact.id
    """,
}


def are_current(db: Database) -> bool:
    """Whether the export views stand as they do here."""
    return _standing(db) == _wanted()


def ensure(db: Database) -> None:
    """The export views as they stand here."""
    if are_current(db):
        return
    for name in _standing(db):
        db.execute(f"DROP VIEW {name}")
    for sql in _wanted().values():
        db.execute(sql)


def _wanted() -> dict[str, str]:
    return {name: f"CREATE VIEW {name} AS {sql.strip()}" for name, sql in VIEWS.items()}


def _standing(db: Database) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' AND name LIKE 'export\\_%' ESCAPE '\\'")
    return dict(rows.fetchall())
