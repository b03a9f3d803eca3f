"""Floor 4. The facts that concern a page's subject, each with its quote, its article and the words around a short quote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .asking import Row, rows
from .marks import around

MOST = 300
"""Facts of one kind that a page looks at with their quotes; the tables and files have all."""
MOST_BARE = 3000
"""Facts of one kind that a matrix or chart is made of."""
SHOWN = 80
"""Lines of one list on a page, so that no page is too heavy for a phone."""

_BARE = """
    evidence.id AS evidence, articles.id AS article, articles.title AS article_title, articles.published_at
"""
_SOURCE = """
    evidence.id AS evidence, evidence.quote, evidence."start", articles.id AS article, articles.title AS article_title, articles.published_at,
    articles.url AS article_url, articles.paper,
    substr(articles.body, max(evidence."start" - 200, 0) + 1, min(evidence."start", 200)) AS before,
    substr(articles.body, evidence."end" + 1, 200) AS after
"""
_JOIN = """
    JOIN articles ON articles.id = fact.article JOIN evidence ON evidence.id = fact.evidence
    LEFT JOIN blocs ON blocs.id = fact.bloc
"""
MEMBERS = f"""
    SELECT fact.id, fact.organization, fact.name, fact.role, coalesce(nullif(blocs.year, 0), fact.year) AS year, fact.bloc,
        blocs.name AS bloc_name, blocs.year AS bloc_year, {{source}}
    FROM members AS fact {_JOIN} WHERE {{where}} ORDER BY fact.id DESC LIMIT {{most}}
"""
AWARDS = f"""
    SELECT fact.id, fact.award, fact.award_id, fact.authority, fact.recipient, fact.organization, fact.recipient_kind,
        fact.recipient_count, fact.status, fact.year, fact.story, fact.bloc, blocs.name AS bloc_name, blocs.year AS bloc_year, {{source}}
    FROM awards AS fact {_JOIN} WHERE {{where}} ORDER BY fact.year DESC, fact.id DESC LIMIT {{most}}
"""
OFFICERS = f"""
    SELECT fact.id, fact.role, fact.person, fact.name, fact.organization, coalesce(fact.year, nullif(blocs.year, 0)) AS year,
        fact.bloc, blocs.province AS bloc_province, blocs.key AS bloc_key, blocs.name AS bloc_name, blocs.year AS bloc_year, {{source}}
    FROM officers AS fact {_JOIN} WHERE {{where}} ORDER BY fact.year DESC, fact.role DESC, fact.id DESC LIMIT {{most}}
"""
PEOPLE = f"""
    SELECT fact.id, fact.person, fact.post, fact.name, fact.organization, nullif(blocs.year, 0) AS year, fact.bloc,
        blocs.name AS bloc_name, blocs.year AS bloc_year, {{source}}
    FROM people AS fact {_JOIN} WHERE {{where}} ORDER BY fact.id DESC LIMIT {{most}}
"""
RANKS = f"""
    SELECT fact.id, fact.rank, fact.name, fact.organization, coalesce(fact.year, nullif(blocs.year, 0)) AS year, fact.bloc,
        blocs.name AS bloc_name, blocs.year AS bloc_year, {{source}}
    FROM ranks AS fact {_JOIN} WHERE {{where}} ORDER BY fact.year DESC, fact.rank, fact.id DESC LIMIT {{most}}
"""
DECISIONS = f"""
    SELECT fact.id, fact.number, fact.issued, nullif(blocs.year, 0) AS year, fact.bloc, blocs.name AS bloc_name,
        blocs.year AS bloc_year, {{source}}
    FROM decisions AS fact {_JOIN} WHERE {{where}} ORDER BY fact.id DESC LIMIT {{most}}
"""
FACTS = {"awards": AWARDS, "officers": OFFICERS, "members": MEMBERS, "ranks": RANKS, "people": PEOPLE, "decisions": DECISIONS}

OF_ARTICLE = "fact.article = :id"
OF_ORGANIZATION = "fact.organization = :id"
OF_BLOC_YEAR = """
    fact.bloc = :id OR (fact.year = :year AND fact.bloc IN (SELECT id FROM blocs WHERE province = :province AND key = :key))
"""
OF_BLOC = "fact.bloc IN (SELECT id FROM blocs WHERE province = :province AND key = :key)"
"""All years of the bloc: heads are elected the year before, and awards come the year after."""


async def facts(datasette: Any, where: str, values: Row, kinds: Iterable[str]) -> dict[str, list[Row]]:  # noqa: ANN401
    """The facts of those kinds that meet the condition, each with its source."""
    found = {kind: await rows(datasette, FACTS[kind].format(where=where, source=_SOURCE, most=MOST), values) for kind in kinds}
    for fact in (fact for kind in found.values() for fact in kind):
        fact["before"], fact["after"] = around(fact["before"], fact["quote"], fact["after"])
    return found


async def bare_facts(datasette: Any, where: str, values: Row, kinds: Iterable[str]) -> dict[str, list[Row]]:  # noqa: ANN401
    """Many more of them, without the words that prove them."""
    return {kind: await rows(datasette, FACTS[kind].format(where=where, source=_BARE, most=MOST_BARE), values) for kind in kinds}


def is_cut(found: dict[str, list[Row]]) -> bool:
    """Whether there are more facts than a page shows."""
    return any(len(kind) == MOST for kind in found.values())


def by_evidence(found: Iterable[Row]) -> list[list[Row]]:
    """Facts that one sentence proves, together."""
    groups: dict[int, list[Row]] = {}
    for fact in found:
        groups.setdefault(fact["evidence"], []).append(fact)
    return list(groups.values())


def leaders(officers: Iterable[Row]) -> list[Row]:
    """Each head and deputy of a year once: who, for which organisation, and all the sentences that say so.

    An article that names the organisation alone and one that names its person too mean the same.
    """
    groups: dict[tuple[int | None, str, object], Row] = {}
    for row in officers:
        key = (row["year"], row["role"], row["organization"] or row["person"])
        group = groups.setdefault(key, row | {"people": [], "sources": []})
        group["sources"].append(row)
        if row["person"] and row["person"] not in group["people"]:
            group["people"].append(row["person"])
    return sorted(groups.values(), key=lambda group: (-(group["year"] or 0), group["role"] != "head", group["id"]))
