"""Floor 2. All that the articles say of one bloc over the years, in one value: what the ledger and the doubts are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlite_utils import Database

_CHUNK = 200
_IDS = "(SELECT value FROM json_each(?))"
_BLOCS = """
    SELECT province || char(10) || key, id, year, name, kind, number FROM blocs
    WHERE province || char(10) || key IN (SELECT value FROM json_each(?)) AND province IN (SELECT value FROM json_each(?))
        AND key IN (SELECT value FROM json_each(?)) AND id IN (SELECT bloc FROM article_blocs) ORDER BY year, id
"""
"""Those that an article names still; the others wait to be pruned."""
_IN_ORDER = "articles.published_at, articles.url"
"""What comes first among articles, whichever of them was stored first."""
_ARTICLES = f"""
    SELECT article_blocs.bloc, articles.id, articles.url, articles.paper, articles.event, articles.event_date, substr(articles.published_at, 1, 10),
        articles.member_count, event_articles.event
    FROM article_blocs JOIN articles ON articles.id = article_blocs.article LEFT JOIN event_articles ON event_articles.article = articles.id
    WHERE article_blocs.position = 0 AND article_blocs.bloc IN {_IDS} ORDER BY {_IN_ORDER}
"""
_MEMBERS = f"SELECT bloc, article, count(DISTINCT organization) FROM members WHERE bloc IN {_IDS} GROUP BY bloc, article"
_SIZES = f"SELECT bloc, NULL, count(DISTINCT organization) FROM members WHERE bloc IN {_IDS} GROUP BY bloc"
_OFFICERS = f"""
    SELECT told.*, organizations.key FROM (
        SELECT officers.bloc, officers.id, officers.article, officers.role, officers.year, officers.person, officers.name,
            coalesce(officers.organization, (
                SELECT people.organization FROM people
                WHERE people.article = officers.article AND people.person = officers.person AND people.organization IS NOT NULL
                ORDER BY people.id LIMIT 1
            )) AS body
        FROM officers WHERE officers.bloc IN {_IDS}
    ) AS told JOIN articles ON articles.id = told.article LEFT JOIN organizations ON organizations.id = told.body
    ORDER BY {_IN_ORDER}, told.id
"""
_RANKS = f"""
    SELECT bloc, ranks.id, article, rank, organization, name, year FROM ranks JOIN articles ON articles.id = ranks.article
    WHERE bloc IN {_IDS} ORDER BY rank, {_IN_ORDER}, ranks.id
"""
_STORIES = f"""
    SELECT bloc, id, year, slot, award, award_id, authority, level, recipient, organization, recipient_kind, recipient_count, status,
        proposed_date, proposed_article, conferred_date, conferred_article
    FROM award_stories WHERE bloc IN {_IDS} ORDER BY key
"""
_SHARED = f"""
    SELECT awards.bloc, awards.id, awards.article, events.id, awards.story, awards.status FROM awards
    JOIN event_articles ON event_articles.article = awards.article JOIN events ON events.id = event_articles.event AND events.articles > 1
    JOIN articles ON articles.id = awards.article
    WHERE awards.bloc IN {_IDS} AND awards.story IS NOT NULL ORDER BY {_IN_ORDER}, awards.id
"""


@dataclass(frozen=True, slots=True)
class Year:
    """A row of `blocs`: the bloc in one year, 0 where no article says."""

    id: int
    year: int
    name: str
    kind: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """An article about the bloc; `published` is its day, `meeting` the event that it shares with others."""

    bloc: int
    id: int
    url: str
    paper: str | None
    event: str | None
    event_date: str | None
    published: str | None
    member_count: int | None
    meeting: int | None

    @property
    def day(self) -> str | None:
        """When it happened, as far as the article says."""
        return self.event_date or self.published


@dataclass(frozen=True, slots=True)
class Listed:
    """How many members an article lists; all articles together where it is None."""

    bloc: int
    article: int | None
    members: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Who leads the bloc in a year, by one article; the organisation is the person's where only the person is named."""

    bloc: int
    id: int
    article: int
    role: str
    year: int | None
    person: str | None
    name: str | None
    organization: int | None
    key: str | None

    @property
    def who(self) -> str:
        """The holder as written."""
        return f"{self.name} ({self.person})" if self.name and self.person else self.name or self.person or ""


@dataclass(frozen=True, slots=True)
class Place:
    """The rank of a member in a year, by one article."""

    bloc: int
    id: int
    article: int
    rank: int
    organization: int
    name: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """A story of the bloc: an award with its steps."""

    bloc: int
    id: int
    year: int | None
    slot: str | None
    award: str
    award_id: str
    authority: str | None
    level: str | None
    recipient: str | None
    organization: int | None
    recipient_kind: str | None
    recipient_count: int | None
    status: str
    proposed_date: str | None
    proposed_article: int | None
    conferred_date: str | None
    conferred_article: int | None


@dataclass(frozen=True, slots=True)
class Shared:
    """A row of `awards` in an article that shares its meeting with others."""

    bloc: int
    id: int
    article: int
    meeting: int
    story: int
    status: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One bloc in its province, over all years."""

    province: str
    key: str
    years: tuple[Year, ...]
    reports: tuple[Report, ...]
    listed: tuple[Listed, ...]
    sizes: tuple[Listed, ...]
    holders: tuple[Holder, ...]
    places: tuple[Place, ...]
    given: tuple[Given, ...]
    shared: tuple[Shared, ...]

    def year_of(self, bloc: int) -> int:
        """The year of a row of `blocs`."""
        return next(year.year for year in self.years if year.id == bloc)

    def url_of(self, article: int) -> str:
        """The address of an article about the bloc."""
        return next((report.url for report in self.reports if report.id == article), "")


def dossiers(db: Database, keys: Iterable[tuple[str, str]]) -> Iterator[Dossier]:
    """One for each bloc, given as (province, key); empty where no article is about it any more."""
    remaining = iter(sorted(keys))
    while chunk := list(islice(remaining, _CHUNK)):
        yield from _load(db, chunk)


def _load(db: Database, keys: list[tuple[str, str]]) -> Iterator[Dossier]:
    joined = ["\n".join(key) for key in keys]
    asked = [json.dumps(values) for values in (joined, [province for province, _ in keys], [key for _, key in keys])]
    years: dict[str, list[Year]] = {name: [] for name in joined}
    for name, *row in db.execute(_BLOCS, asked):
        years[name].append(Year(*row))
    of = {year.id: name for name, found in years.items() for year in found}
    ids = json.dumps([*of])
    told = [_grouped(db, sql, made, of, ids) for sql, made in _KINDS]
    for key, name in zip(keys, joined, strict=True):
        yield Dossier(*key, tuple(years[name]), *(tuple(rows.get(name, ())) for rows in told))


def _grouped(db: Database, sql: str, made: type[Any], of: dict[int, str], ids: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in db.execute(sql, [ids]):
        groups.setdefault(of[row[0]], []).append(made(*row))
    return groups


_KINDS: tuple[tuple[str, type[Any]], ...] = (
    (_ARTICLES, Report), (_MEMBERS, Listed), (_SIZES, Listed), (_OFFICERS, Holder), (_RANKS, Place), (_STORIES, Given),
    (_SHARED, Shared),
)  # fmt: skip
