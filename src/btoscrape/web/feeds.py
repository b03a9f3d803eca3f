"""Floor 4. Atom feeds (RFC 4287): new articles, new awards and changed facts, of the whole archive, of one organisation, of one bloc."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from datasette import Response
from datasette.utils.asgi import Request

from .asking import Row, record, rows
from .marks import clipped
from .strings import Language, label, text
from .wording import language

ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml; charset=utf-8"
MOST = 50
NEVER = "1970-01-01T00:00:00Z"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What an XML 1.0 document can't hold."""

_FAMILY = """
    SELECT blocs.id FROM blocs JOIN blocs AS meant ON meant.id = :id WHERE blocs.province = meant.province AND blocs.key = meant.key
"""
SUBJECTS = {
    "to-chuc": (
        "SELECT id, name FROM organizations WHERE id = ?",
        "WHERE fact.organization = :id",
        """WHERE articles.id IN (SELECT article FROM awards WHERE organization = :id UNION SELECT article FROM members
           WHERE organization = :id UNION SELECT article FROM officers WHERE organization = :id)""",
    ),
    "khoi": (
        "SELECT id, name FROM blocs WHERE id = ?",
        f"WHERE fact.bloc IN ({_FAMILY})",
        f"WHERE articles.id IN (SELECT article FROM article_blocs WHERE bloc IN ({_FAMILY}))",
    ),
}
"""For each kind of subject: its row, and which awards and which articles are its own."""
_ARTICLES = f"""
    SELECT articles.id, articles.title, articles.url, articles.summary, articles.author,
        coalesce(articles.published_at, articles.read_at) AS updated, papers.name AS paper
    FROM articles LEFT JOIN papers ON papers.key = articles.paper {{where}}
    ORDER BY articles.published_at DESC, articles.id DESC LIMIT {MOST}
"""
_AWARDS = f"""
    SELECT fact.award, fact.authority, fact.recipient, fact.recipient_kind, fact.recipient_count, fact.status, fact.year, fact.evidence,
        articles.id, articles.title, articles.url, evidence.quote, coalesce(articles.published_at, articles.read_at) AS updated,
        papers.name AS paper
    FROM articles CROSS JOIN awards AS fact ON fact.article = articles.id JOIN evidence ON evidence.id = fact.evidence
    LEFT JOIN papers ON papers.key = articles.paper {{where}}
    ORDER BY articles.published_at DESC, articles.id DESC, fact.id LIMIT {MOST}
"""
"""The newest articles outermost, so that the index is read from its end; not where a subject's own awards are fewer."""


CHANGED = {"added": "change_added", "removed": "change_removed", "altered": "change_altered"}
_CHANGES = f"""
    SELECT fact.article, fact.change, fact.kind, fact.about, fact.before, fact.after, fact.known_until AS updated,
        articles.title, articles.url, papers.name AS paper
    FROM fact_changes AS fact JOIN articles ON articles.id = fact.article LEFT JOIN papers ON papers.key = articles.paper
    ORDER BY fact.known_until DESC, fact.id DESC LIMIT {MOST}
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `key` tells it from all others for ever, `said` is its text."""

    key: str
    title: str
    path: str
    updated: str
    said: str
    author: str


async def awards(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """The newest awards, each with its sentence."""
    reader, (subject, where, _) = language(request), await _subject(datasette, request)
    sql = _AWARDS if not where else _AWARDS.replace("CROSS JOIN", "JOIN")
    found = await rows(datasette, sql.format(where=where), subject)
    return _feed(datasette, request, text(reader, "feed_awards"), subject["name"], (_award(reader, row) for row in found))


async def articles(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """The newest articles, with their opening paragraph."""
    subject, _, where = await _subject(datasette, request)
    found = await rows(datasette, _ARTICLES.format(where=where), subject)
    told = (Entry(row["url"], row["title"], f"/bai/{row['id']}", row["updated"], row["summary"] or "", row["paper"] or "") for row in found)
    return _feed(datasette, request, text(language(request), "feed_articles"), subject["name"], told)


async def changes(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """What newspapers changed in facts last."""
    reader = language(request)
    told = (
        Entry(
            f"{row['url']} {row['kind']} {row['about']} {row['change']} {row['updated']}",
            f"{text(reader, CHANGED[row['change']])}: {row['about']}",
            f"/bai/{row['article']}/thay-doi",
            row["updated"],
            "\n".join(filter(None, (row["before"], row["after"], row["title"]))),
            row["paper"] or "",
        )
        for row in await rows(datasette, _CHANGES, {})
    )
    return _feed(datasette, request, text(reader, "feed_changes"), "", told)


async def _subject(datasette: Any, request: Request) -> tuple[Row, str, str]:  # noqa: ANN401
    kind = request.url_vars.get("kind")
    if not kind:
        return {"name": ""}, "", ""
    sql, of_awards, of_articles = SUBJECTS[kind]
    return await record(datasette, request, sql), of_awards, of_articles


def _award(reader: Language, row: Row) -> Entry:
    who = row["recipient"] or text(
        reader, "unnamed", count=row["recipient_count"] or "", kind=label(reader, "recipient_kind", row["recipient_kind"] or "collective")
    )
    by = f" {text(reader, 'by_authority', authority=row['authority'])}" if row["authority"] else ""
    key = "|".join(str(row[name]) for name in ("url", "award", "authority", "recipient", "recipient_count", "status", "year"))
    title = f"{row['award']}{by}: {who} ({label(reader, 'status', row['status'])})"
    return Entry(
        key,
        title,
        f"/bai/{row['id']}#e{row['evidence']}",
        row["updated"],
        f"{clipped(row['quote'], row['recipient'])}\n{row['title']}",
        row["paper"] or "",
    )


def _feed(datasette: Any, request: Request, name: str, subject: str, entries: Iterable[Entry]) -> Response:  # noqa: ANN401
    reader, told = language(request), list(entries)

    def address(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": reader})
    _add(root, "title", f"{text(reader, 'site')}: {name}{f', {subject}' if subject else ''}")
    _add(root, "id", _identity(f"{request.path} {subject}"))
    _add(root, "updated", max((entry.updated for entry in told), default=NEVER))
    ElementTree.SubElement(root, "link", {"rel": "self", "href": address(request.path)})
    for entry in told:
        element = ElementTree.SubElement(root, "entry")
        _add(element, "title", entry.title)
        _add(element, "id", _identity(entry.key))
        _add(element, "updated", entry.updated)
        ElementTree.SubElement(element, "link", {"href": address(entry.path)})
        _add(ElementTree.SubElement(element, "author"), "name", entry.author or text(reader, "site"))
        _add(element, "summary", entry.said)
    return Response(ElementTree.tostring(root, encoding="unicode", xml_declaration=True), content_type=TYPE)


def _add(parent: ElementTree.Element, name: str, said: str) -> None:
    ElementTree.SubElement(parent, name).text = _FORBIDDEN.sub("\ufffd", said)


def _identity(key: str) -> str:
    """A name that stays, wherever the archive is served."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, key)}"
