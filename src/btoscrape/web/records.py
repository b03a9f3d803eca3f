"""Floor 4. The pages of one article, one bloc, one organisation: facts, each with its quote and its article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import Request

from . import queries
from .marks import Span, around, pieces
from .pages import Row, one, rows, show

FACTS = {"members": queries.MEMBERS, "officers": queries.OFFICERS, "awards": queries.AWARDS}
FIRST_LAST = ("members", "officers", "awards")
"""The kinds of facts from the bottom of an article's page up: a sentence leads back to the topmost fact it proves."""


async def article(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """Facts first, then the text with each fact's sentence marked."""
    row = await _record(datasette, request, queries.ARTICLE)
    proofs = await rows(datasette, queries.ARTICLE_EVIDENCE, [row["id"]])
    facts = await _facts(datasette, queries.OF_ARTICLE, row)
    told = facts | {"members": [fact for fact in facts["members"] if fact["quote"] != fact["name"]]}
    used = {fact["evidence"] for kind in facts.values() for fact in kind}
    shown = [proof for proof in proofs if proof["id"] in used]
    spans = [Span(proof["id"], proof["start"], proof["end"], number) for number, proof in enumerate(shown, 1)]
    lines = pieces(row["body"], spans)
    kinds = row["block_kinds"].ljust(len(lines), "p")
    context = {
        "article": row,
        "link": _web(row["url"]),
        "blocs": await rows(datasette, queries.ARTICLE_BLOCS, [row["id"]]),
        "numbers": {span.id: span.number for span in spans},
        "anchors": {fact["evidence"]: kind for kind in FIRST_LAST for fact in facts[kind]},
        "named": _by_evidence(fact for fact in facts["members"] if fact["quote"] == fact["name"]),
        "quoted": {kind: _by_evidence(found) for kind, found in told.items()},
        "lines": list(zip(kinds, lines, strict=False)),
    }
    return await show(datasette, request, "btoscrape/article.html", context)


async def bloc(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """A bloc in one year: members, heads, awards, articles; and its other years."""
    row = await _record(datasette, request, queries.BLOC)
    facts = await _facts(datasette, queries.OF_BLOC_OR_ITS_YEAR, row)
    members = [member for member in facts["members"] if member["bloc"] == row["id"]]
    context = {
        "bloc": row,
        "officers": _by_evidence(facts["officers"]),
        "members": _by_organization(members),
        "awards": _by_evidence(facts["awards"]),
        "full": len(facts["awards"]) == queries.MOST,
        "articles": await rows(datasette, queries.BLOC_ARTICLES, [row["id"]]),
        "others": await rows(datasette, queries.OTHER_YEARS, {name: row[name] for name in ("province", "key", "id")}),
        "most": queries.MOST,
    }
    return await show(datasette, request, "btoscrape/bloc.html", context)


async def organization(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """An organisation year by year: its blocs, its roles, its awards."""
    row = await _record(datasette, request, queries.ORGANIZATION)
    facts = await _facts(datasette, queries.OF_ORGANIZATION, row)
    context = {
        "organization": row,
        "names": [other["name"] for other in await rows(datasette, queries.OTHER_NAMES, {"id": row["id"], "name": row["name"]})],
        "years": _by_year(facts),
        "most": queries.MOST,
        "full": any(len(found) == queries.MOST for found in facts.values()),
    }
    return await show(datasette, request, "btoscrape/organization.html", context)


async def _record(datasette: Any, request: Request, sql: str) -> Row:  # noqa: ANN401
    row = await one(datasette, sql, [int(request.url_vars["id"])])
    if not row:
        raise NotFound("404")
    return row


async def _facts(datasette: Any, where: str, of: Row) -> dict[str, list[Row]]:  # noqa: ANN401
    found = {kind: await rows(datasette, sql.format(where=where), of) for kind, sql in FACTS.items()}
    for fact in (fact for kind in found.values() for fact in kind):
        fact["before"], fact["after"] = around(fact["before"], fact["quote"], fact["after"])
    return found


def _by_evidence(facts: Iterable[Row]) -> list[list[Row]]:
    """Facts that one sentence proves, together."""
    groups: dict[int, list[Row]] = {}
    for fact in facts:
        groups.setdefault(fact["evidence"], []).append(fact)
    return list(groups.values())


def _by_organization(members: Iterable[Row]) -> list[Row]:
    """Each organisation once, with its roles and all the sentences that name it."""
    groups: dict[int, Row] = {}
    for member in members:
        group = groups.setdefault(member["organization"], member | {"roles": [], "sources": []})
        group["sources"].append(member)
        if member["role"] and member["role"] not in group["roles"]:
            group["roles"].append(member["role"])
    return sorted(groups.values(), key=lambda group: ("head" not in group["roles"], "deputy" not in group["roles"]))


def _by_year(facts: dict[str, list[Row]]) -> list[tuple[int | None, dict[str, list[Row]]]]:
    """The years, newest first, each with its facts; awards also by status."""
    years: dict[int | None, dict[str, list[Row]]] = {}
    for kind, found in facts.items():
        for fact in found:
            group = fact["status"] if kind == "awards" else kind
            years.setdefault(fact["year"] or None, {}).setdefault(group, []).append(fact)
    return sorted(years.items(), key=lambda entry: entry[0] or 0, reverse=True)


def _web(url: str) -> str:
    """The address if it is one of the web; empty otherwise, as text is data and could be `javascript:`."""
    return url if url.lower().startswith(("http://", "https://")) else ""
