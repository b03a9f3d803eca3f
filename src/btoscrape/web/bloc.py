"""Floor 4. The pages of a bloc in one year: its matrix over the years, its heads, awards and articles; and its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from . import queries
from .alphabet import alphabetical
from .asking import Row, one, record, rows, show
from .charts import stacked
from .marks import REACH
from .matrix import Matrix, matrix
from .stories import STATUSES, stories
from .told import MOST, OF_BLOC, OF_BLOC_YEAR, SHOWN, bare_facts, by_evidence, facts, is_cut, leaders

MOST_QUOTES = 20
BLOC = "SELECT * FROM blocs WHERE id = ?"
YEARS = """
    SELECT blocs.id, blocs.name, blocs.year,
        (SELECT max(articles.member_count) FROM article_blocs JOIN articles ON articles.id = article_blocs.article
         WHERE article_blocs.bloc = blocs.id AND article_blocs.position = 0) AS stated
    FROM blocs WHERE province = :province AND key = :key ORDER BY year DESC, id LIMIT 60
"""
NAMED = "SELECT count(DISTINCT organization) AS count FROM members WHERE bloc = :id"
ARTICLES = f"""
    SELECT DISTINCT articles.id, articles.title, articles.published_at, articles.event, articles.event_date, articles.url,
        papers.name AS paper, captures.fetched_at AS kept_at, captures.digest
    FROM article_blocs JOIN articles ON articles.id = article_blocs.article LEFT JOIN papers ON papers.key = articles.paper
    LEFT JOIN captures ON captures.id = articles.capture
    WHERE article_blocs.bloc = ? ORDER BY articles.published_at DESC, articles.id DESC LIMIT {MOST}
"""


async def bloc(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """A bloc in one year, and beside it all its years."""
    return await show(datasette, request, "bloc.html", await _told(datasette, request))


async def report(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """The same to print: every fact with the number of its source, and the sources."""
    context = await _told(datasette, request)
    used = [fact for kind in ("officers", "awards") for group in context[kind] for fact in group]
    used += [source for member in context["members"] for source in member["sources"]]
    named = {fact["article"]: fact for fact in used} | {row["id"]: row for row in context["articles"]}
    sources = await _sources(datasette, sorted(named))
    context |= {"sources": sources, "numbers": {row["id"]: number for number, row in enumerate(sources, 1)}}
    return await show(datasette, request, "report.html", context)


async def _sources(datasette: Any, ids: list[int]) -> list[Row]:  # noqa: ANN401
    marks = ", ".join("?" * len(ids))
    sql = f"""
        SELECT articles.id, articles.title, articles.published_at, articles.url, papers.name AS paper,
            captures.fetched_at AS kept_at, captures.digest
        FROM articles LEFT JOIN papers ON papers.key = articles.paper LEFT JOIN captures ON captures.id = articles.capture
        WHERE articles.id IN ({marks}) ORDER BY articles.published_at, articles.id
    """
    return await rows(datasette, sql, ids)


async def _told(datasette: Any, request: Request) -> Row:  # noqa: ANN401
    row = await record(datasette, request, BLOC)
    years = await rows(datasette, YEARS, row)
    ever = await bare_facts(datasette, OF_BLOC, row, ("awards", "officers", "members"))
    here = await facts(datasette, OF_BLOC_YEAR, row, ("awards", "officers", "members", "ranks"))
    decisions = (await facts(datasette, "fact.bloc = :id", row, ("decisions",)))["decisions"]
    whole = matrix(ever, {year["year"]: year["stated"] for year in years if year["stated"]})
    led = leaders(ever["officers"])
    return {
        "bloc": row,
        "years": years,
        "stated": next(year["stated"] for year in years if year["id"] == row["id"]),
        "matrix": whole,
        "chart": _members_chart(whole),
        "awards_chart": _awards_chart(ever["awards"]),
        "leads": [lead for lead in led if lead["year"]],
        "now": [lead for lead in led if lead["year"] == row["year"]],
        "officers": by_evidence(here["officers"][:SHOWN]),
        "awards": by_evidence(here["awards"][:SHOWN]),
        "ranks": sorted(here["ranks"], key=lambda fact: (fact["rank"], fact["id"])),
        "decisions": by_evidence(decisions[:SHOWN]),
        "members": _by_organization(fact for fact in here["members"] if fact["bloc"] == row["id"]),
        "named": (await one(datasette, NAMED, row))["count"],
        "quotes": _quotes(fact for fact in here["members"] if fact["bloc"] == row["id"]),
        "articles": await rows(datasette, ARTICLES, [row["id"]]),
        "doubts": await rows(datasette, queries.DOUBTS.format(where=queries.DOUBTED_BLOC), row),
        "shown": SHOWN,
        "cut": is_cut(here) or max(len(whole.lines), len(here["awards"]), len(here["members"])) > SHOWN,
    }


def _members_chart(whole: Matrix) -> Any:  # noqa: ANN401
    counts = [(str(year), {"member": count}) for year, count in zip(whole.years, whole.listed, strict=True)]
    return stacked(counts, ("member",)) if sum(map(bool, whole.listed)) > 1 else None


def _awards_chart(awards: list[Row]) -> Any:  # noqa: ANN401
    years: dict[int, Counter[str]] = {}
    for story in stories(awards):
        if story.year:
            years.setdefault(story.year, Counter())[story.status] += 1
    return stacked([(str(year), years[year]) for year in sorted(years)], STATUSES) if len(years) > 1 else None


def _quotes(members: Iterable[Row]) -> list[Row]:
    """The sentences that name the members, without those that show the same words again."""
    told: list[Row] = []
    for fact in sorted(members, key=lambda fact: (-fact["article"], fact["start"])):
        if not told or fact["article"] != told[-1]["article"] or fact["start"] > told[-1]["start"] + max(REACH, len(told[-1]["quote"])):
            told.append(fact)
    return told[:MOST_QUOTES]


def _by_organization(members: Iterable[Row]) -> list[Row]:
    """Each organisation once, with its roles and all the sentences that name it."""
    groups: dict[int, Row] = {}
    for member in members:
        group = groups.setdefault(member["organization"], member | {"roles": [], "sources": []})
        group["sources"].append(member)
        if member["role"] and member["role"] not in group["roles"]:
            group["roles"].append(member["role"])
    return sorted(groups.values(), key=lambda group: ("head" not in group["roles"], "deputy" not in group["roles"], alphabetical(group["name"])))
