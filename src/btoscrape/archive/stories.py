"""Floor 2. What several articles say of one award, put together: one story of dated steps, proposed and then conferred.

Facts keep their rows and point to their story. Where articles leave out the bloc or the authority and the others agree,
they mean the same; what stays doubtful stays apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter

from sqlite_utils import Database

from ..catalog import identities
from ..catalog.identities import Identity
from ..catalog.spelling import spelt
from ..models import Award
from .changes import Changes
from .rows import Row, insert, update

STATUSES = ("conferred", "proposed", "unknown")
"""How far an award came, the furthest first."""
_CHUNK = 400
_TOLD = """
    SELECT awards.topic, awards.id, awards.article, awards.status,
        coalesce(articles.event_date, substr(articles.published_at, 1, 10)) AS said,
        awards.award, awards.award_id, awards.authority, awards.recipient, awards.organization, awards.recipient_kind,
        awards.recipient_count, awards.year, coalesce(papers.province, '') AS province,
        blocs.id, blocs.province, blocs.key, blocs.year, awards.story
    FROM awards JOIN articles ON articles.id = awards.article
    LEFT JOIN papers ON papers.key = articles.paper LEFT JOIN blocs ON blocs.id = awards.bloc
    WHERE awards.topic IN ({marks}) ORDER BY awards.topic, articles.published_at, articles.url, awards.id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of `awards`, with its article's day and its bloc."""

    topic: str
    id: int
    article: int
    status: str
    said: str | None
    award: str
    award_id: str
    authority: str | None
    recipient: str | None
    organization: int | None
    recipient_kind: str | None
    recipient_count: int | None
    year: int | None
    province: str
    bloc: int | None
    bloc_province: str | None
    bloc_key: str | None
    bloc_year: int | None
    story: int | None

    @property
    def in_bloc(self) -> str:
        """The bloc that decides; an article on another year's bloc recalls the award, and blocs are numbered anew."""
        return f"{self.bloc_province}/{self.bloc_key}" if self.bloc_key and self.bloc_year in (0, self.year) else ""

    @property
    def by(self) -> str:
        """The awarding body."""
        return identities.authority(self.authority, self.province)[0] if self.authority else ""


def topic(award: Award, organization: Identity | None, bloc: Identity | None, page: int) -> str:
    """Under what awards are compared: year, award and recipient; alone on its page where year or recipient is unknown."""
    here = f"@{page}"
    if organization:
        whom = f"{organization.province}/{organization.key}"
    elif award.recipient:
        whom = f"person {spelt(award.recipient)} {bloc.province if bloc else here}"
    elif award.recipient_count and bloc:
        whom = f"{award.recipient_count} {award.recipient_kind or ''} {bloc.province}/{bloc.key}"
    else:
        whom = here
    return f"{award.year or here}|{award.award_id}|{whom}"


def settle(db: Database, changes: Changes) -> None:
    """The stories of the touched topics; blocs whose stories changed count as touched."""
    topics = iter(sorted(changes.topics))
    while chunk := list(islice(topics, _CHUNK)):
        _settle(db, chunk, changes)


def parted(told: Sequence[Told]) -> dict[str, list[Told]]:
    """The rows of one topic by story. An unknown bloc or authority is that of the others where those agree."""
    parts: dict[str, list[Told]] = {}
    for bloc, rows in _agreed(told, attrgetter("in_bloc")).items():
        for authority, same in _agreed(rows, attrgetter("by")).items():
            parts[f"{same[0].topic}|{bloc}|{authority}"] = same
    return parts


def _agreed(told: Sequence[Told], value: attrgetter[str]) -> dict[str, list[Told]]:
    groups: dict[str, list[Told]] = {}
    for row in told:
        groups.setdefault(value(row), []).append(row)
    if len(groups) == 2 and "" in groups:
        groups = {next(name for name in groups if name): list(told)}
    return groups


def _settle(db: Database, topics: list[str], changes: Changes) -> None:
    marks = ", ".join("?" * len(topics))
    told = [Told(*row) for row in db.execute(_TOLD.format(marks=marks), topics)]
    old = dict(db.execute(f"SELECT key, id FROM award_stories WHERE topic IN ({marks})", topics).fetchall())
    for name, group in groupby(told, attrgetter("topic")):
        for key, rows in parted(list(group)).items():
            _write(db, {"key": key, "topic": name, **_story(rows)}, old.pop(key, None), rows)
            changes.blocs |= {(row.bloc_province, row.bloc_key) for row in rows if row.bloc_province is not None and row.bloc_key}
    for gone in old.values():
        changes.blocs |= set(
            db.execute("SELECT province, key FROM blocs WHERE id = (SELECT bloc FROM award_stories WHERE id = ?)", [gone]).fetchall()
        )
        db.execute("DELETE FROM award_stories WHERE id = ?", [gone])


def _write(db: Database, row: Row, known: int | None, told: Sequence[Told]) -> None:
    if known:
        update(db, "award_stories", row, known)
    story = known or insert(db, "award_stories", row)
    db.conn.executemany("UPDATE awards SET story = ? WHERE id = ?", [(story, fact.id) for fact in told if fact.story != story])


def _story(told: Sequence[Told]) -> Row:
    first = next((row for row in told if row.in_bloc), told[0])
    authority = next((row.authority for row in told if row.authority), None)
    steps = {status: [row for row in told if row.status == status] for status in STATUSES}
    return {
        "province": first.province, "year": first.year, "bloc": first.bloc, "award": first.award, "award_id": first.award_id,
        "slot": identities.slot(first.award), "authority": authority,
        "level": identities.authority(authority, first.province)[1] if authority else None,
        "recipient": first.recipient, "organization": first.organization,
        "recipient_kind": next((row.recipient_kind for row in told if row.recipient_kind), None), "recipient_count": first.recipient_count,
        "status": next(status for status in STATUSES if steps[status]),
        **_step("proposed", steps["proposed"]), **_step("conferred", steps["conferred"]),
        "articles": len({row.article for row in told}),
    }  # fmt: skip


def _step(name: str, told: Iterable[Told]) -> Row:
    first = min(told, key=lambda row: row.said or "9", default=None)
    return {f"{name}_date": first.said if first else None, f"{name}_article": first.article if first else None}
