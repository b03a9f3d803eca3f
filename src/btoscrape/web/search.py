"""Floor 4. The search: one box over articles, organisations, blocs and people; the address of a search can be shared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from datasette import Response
from datasette.utils.asgi import Request

from ..archive.search import WEIGHTS, fts_query, is_wide
from . import queries
from .alphabet import alphabetical
from .asking import Row, one, rows, show, whole_number
from .marks import highlight, snippet
from .named import named
from .strings import Language, kind_of_award, labels
from .wording import language

LONGEST_QUERY = 200
LAST_PAGE = 500
PER_PAGE = 20
MOST_RANKED = 30_000
"""Matches that are put in order of their weight; of more than that the newest come first, which says more and is quicker."""
MOST_COUNTED = 10_000

FILTERS = {
    "nam": "articles.published_at >= :nam AND articles.published_at < :nam || ':'",
    "bao": "articles.paper = :bao",
    "sk": "articles.event = :sk",
    "khoi": """articles.id IN (SELECT article FROM article_blocs WHERE bloc IN (
        SELECT blocs.id FROM blocs JOIN blocs AS meant ON meant.id = :khoi
        WHERE blocs.province = meant.province AND blocs.key = meant.key))""",
    "kt": "articles.id IN (SELECT article FROM awards WHERE award_id = :kt AND (:tt = '' OR status = :tt))",
    "tt": "(:kt <> '' OR articles.id IN (SELECT article FROM awards WHERE status = :tt))",
}
"""Conditions by the parameter that asks for them; `:` is the letter after the digits, so that a year covers its days."""
_MATCH = "articles.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match)"
_LISTED = f"+{_MATCH}"
"""The same, asked of the newest article first: `+` keeps SQLite from sorting all that match, where a few of them fill a page."""
_EACH = "EXISTS (SELECT 1 FROM articles_fts WHERE articles_fts MATCH :match AND rowid = articles.id)"
"""The same without that list, quicker still: but each time FTS5 would merge all spellings of a word that is asked for widely."""
MOST_ASKED = 1_000
_SHOWN = """
    SELECT articles.id, articles.title, articles.published_at, articles.event, papers.name AS paper,
        coalesce(nullif(body, ''), (SELECT group_concat(quote, ' … ') FROM evidence WHERE article = articles.id), '') AS body
    FROM articles LEFT JOIN papers ON papers.key = articles.paper
"""
"""A snapshot has no texts: its quotes stand in for them."""
_RANKED = f"""
    SELECT id, count(*) OVER () AS total FROM (
        SELECT rowid AS id, bm25(articles_fts, {WEIGHTS}) AS weight FROM articles_fts WHERE articles_fts MATCH :match {{left}} LIMIT -1
    ) ORDER BY weight, id DESC LIMIT :limit OFFSET :offset
"""
"""The limit keeps SQLite from joining the two: bm25 can be asked for beside MATCH alone."""
_NEWEST = "SELECT articles.id FROM articles {where} ORDER BY published_at DESC, articles.id DESC LIMIT :limit OFFSET :offset"
_COUNT_WORDS = "SELECT count(*) AS count FROM articles_fts WHERE articles_fts MATCH :match {left}"
_LEFT = "AND +rowid IN (SELECT articles.id FROM articles {where})"
"""What the filters leave; `+` keeps the index of words outermost, which is read once, and not once for each article left."""
_COUNT = "SELECT count(*) AS count FROM (SELECT 1 FROM articles {where} LIMIT {most})"


async def search(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """What matches: names first, then articles, each with the words in their sentence."""
    asked, page = asked_for(request), _page(request.args.get("trang", ""))
    ids, counted = await _ranked(datasette, asked, page) if await _are_few(datasette, asked) else ([], 0)
    if not ids:  # so many that they are counted first, or a page beyond the last one
        counted = await count(datasette, asked)
        page = min(page, max(1, -(-counted // PER_PAGE)))
        ids = await ids_of_page(datasette, asked, counted, page) if counted else []
    found = await _hits(datasette, asked, ids)
    context = {
        "asked": asked,
        "filtered": _is_filtered(asked),
        "same": _address(asked, ("q", *FILTERS, "xep")),
        "without_bloc": _address(asked, ("q", *(name for name in FILTERS if name != "khoi"), "xep")),
        "page": page,
        "total": counted,
        "capped": counted >= MOST_COUNTED and not asked["match"],
        "last": page * PER_PAGE >= counted or page >= LAST_PAGE,
        "first": (page - 1) * PER_PAGE + 1,
        "newest_first": not _by_weight(asked, counted),
        "found": found,
        "named": await named(datasette, asked["q"]),
    }
    context |= await _choices(datasette, language(request))
    context["bloc"] = await one(datasette, "SELECT id, name FROM blocs WHERE id = ?", [asked["khoi"]]) if asked["khoi"] else {}
    return await show(datasette, request, "search.html", context)


async def _choices(datasette: Any, reader: Language) -> Row:  # noqa: ANN401
    """What the filters offer: pairs of value and words."""
    kinds = [(row["id"], kind_of_award(reader, row["id"], row["name"])) for row in await rows(datasette, queries.AWARD_KINDS)]
    return {
        "years": [row["year"] for row in await rows(datasette, queries.YEARS)],
        "papers": [(row["key"], row["name"]) for row in await rows(datasette, queries.PAPERS)],
        "awards": sorted(kinds, key=lambda kind: alphabetical(kind[1])),
        "events": labels(reader, "event"),
        "statuses": labels(reader, "status"),
    }


def _address(asked: Row, names: Iterable[str]) -> str:
    return urlencode({name: asked[name] for name in names if asked[name]})


def asked_for(request: Request) -> Row:
    """What the address asks for: words, filters and order; what is missing is empty."""
    given = {name: request.args.get(name, "").strip()[:LONGEST_QUERY] for name in ("q", *FILTERS, "xep")}
    return given | {"match": fts_query(given["q"])}


async def count(datasette: Any, asked: Row) -> int:  # noqa: ANN401
    """How many articles match; without words at most 10,000 are counted, and nothing is found where nothing is asked."""
    if not asked["match"] and not _is_filtered(asked):
        return 0
    sql = _COUNT_WORDS.format(left=_left(asked)) if asked["match"] else _COUNT.format(where=_where(asked), most=MOST_COUNTED)
    return int((await one(datasette, sql, asked))["count"])


async def _are_few(datasette: Any, asked: Row) -> bool:  # noqa: ANN401
    """Whether the filters leave so few articles that those with the words can be put in order uncounted."""
    if not asked["match"] or asked["xep"] == "moi":
        return False
    return bool((await one(datasette, _COUNT.format(where=_where(asked), most=MOST_RANKED + 1), asked))["count"] <= MOST_RANKED)


async def _ranked(datasette: Any, asked: Row, page: int) -> tuple[list[int], int]:  # noqa: ANN401
    """The ids of one page of results, the best first, and how many match; none of a page that is not there."""
    values = asked | {"limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    found = await rows(datasette, _RANKED.format(left=_left(asked)), values)
    return [row["id"] for row in found], found[0]["total"] if found else 0


async def ids_of_page(datasette: Any, asked: Row, counted: int, page: int) -> list[int]:  # noqa: ANN401
    """The ids of one page of results, in their order."""
    if _by_weight(asked, counted):
        return (await _ranked(datasette, asked, page))[0]
    offset = (page - 1) * PER_PAGE
    sql = _NEWEST.format(where=_where(asked, *([_condition(asked["match"], counted, offset)] if asked["match"] else [])))
    return [row["id"] for row in await rows(datasette, sql, asked | {"limit": PER_PAGE, "offset": offset})]


async def _hits(datasette: Any, asked: Row, ids: list[int]) -> list[Row]:  # noqa: ANN401
    """Those articles, with the words marked in title and text."""
    marks = ", ".join("?" * len(ids))
    shown = {row["id"]: row for row in await rows(datasette, f"{_SHOWN} WHERE articles.id IN ({marks})", ids)}
    return [_hit(shown[id], asked["q"]) for id in ids]


def _condition(match: str, counted: int, offset: int) -> str:
    """That an article matches, asked for in the quickest of the ways."""
    if counted <= MOST_RANKED or offset >= MOST_ASKED:
        return _MATCH
    return _LISTED if is_wide(match) else _EACH


async def matching(datasette: Any, asked: Row) -> list[int]:  # noqa: ANN401
    """The ids of all articles that match, the newest first; at most 10,000, which no page of results reaches beyond."""
    if not asked["match"] and not _is_filtered(asked):
        return []
    sql = _NEWEST.format(where=_where(asked, *([_MATCH] if asked["match"] else [])))
    return [row["id"] for row in await rows(datasette, sql, asked | {"limit": LAST_PAGE * PER_PAGE, "offset": 0})]


def _hit(row: Row, typed: str) -> Row:
    return row | {"title_bits": highlight(row["title"], typed), "snippet": snippet(row["body"], typed)}


def _is_filtered(asked: Row) -> bool:
    return any(asked[name] for name in FILTERS)


def _by_weight(asked: Row, counted: int) -> bool:
    return bool(asked["match"]) and asked["xep"] != "moi" and counted <= MOST_RANKED


def _where(asked: Row, *more: str) -> str:
    """The conditions that are asked for, and more."""
    conditions = [*(sql for name, sql in FILTERS.items() if asked[name]), *more]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _left(asked: Row) -> str:
    return _LEFT.format(where=_where(asked)) if _is_filtered(asked) else ""


def _page(value: str) -> int:
    return min(max(whole_number(value) or 1, 1), LAST_PAGE)
