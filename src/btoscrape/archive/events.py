"""Floor 2. One meeting told by several articles is one event: the same bloc, kind and day, or nearly the same text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from .changes import Changes
from .rows import Row, insert

LATE = 5
"""Days after a meeting within which an article that doesn't say its day still tells of it."""
APART = 3
"""Days between two articles, neither of which says the day, from which they tell of two meetings."""
_NEIGHBOURS = """
    WITH asked AS (SELECT value AS article FROM json_each(?))
    SELECT theirs.article FROM asked JOIN event_articles AS mine USING (article) JOIN event_articles AS theirs ON theirs.event = mine.event
    UNION SELECT copies.other FROM asked JOIN copies ON copies.article = asked.article
    UNION SELECT copies.article FROM asked JOIN copies ON copies.other = asked.article
    UNION SELECT theirs.article FROM asked
        JOIN articles AS me ON me.id = asked.article
        JOIN article_blocs AS mine ON mine.article = me.id AND mine.position = 0
        JOIN article_blocs AS theirs ON theirs.bloc = mine.bloc AND theirs.position = 0
        JOIN articles AS they ON they.id = theirs.article AND they.event = me.event
"""
_MEETINGS = """
    SELECT articles.id, blocs.id, blocs.key, blocs.number, articles.event, articles.event_date, substr(articles.published_at, 1, 10)
    FROM articles LEFT JOIN article_blocs ON article_blocs.article = articles.id AND article_blocs.position = 0
    LEFT JOIN blocs ON blocs.id = article_blocs.bloc
    WHERE articles.id IN (SELECT value FROM json_each(?)) AND (blocs.id IS NOT NULL OR articles.event IS NOT NULL)
    ORDER BY articles.published_at, articles.url
"""
_LINKS = "SELECT article, other FROM copies WHERE article IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one article says of the meeting it reports; `published` is its day."""

    article: int
    bloc: int | None = None
    key: str | None = None
    number: str | None = None
    event: str | None = None
    event_date: str | None = None
    published: str | None = None


def settle(db: Database, changes: Changes) -> None:
    """The events of the touched articles and of all that belong, or did belong, together with them."""
    asked = _closure(db, changes.articles)
    meetings = [Meeting(*row) for row in db.execute(_MEETINGS, [json.dumps(asked)])]
    links = db.execute(_LINKS, [json.dumps(asked)]).fetchall()
    wanted = {min(_ids(cluster)): cluster for cluster in clusters(meetings, links)}
    known = _known(db, asked)
    for event in known.keys() - wanted.keys():
        db.execute("DELETE FROM events WHERE id = ?", [event])
    changed = {event: cluster for event, cluster in wanted.items() if (_row(cluster), _ids(cluster)) != known.get(event)}
    for event in changed:
        db.execute("DELETE FROM events WHERE id = ?", [event])  # all first: an article may go from one to another
    for event, cluster in changed.items():
        insert(db, "events", {"id": event, **_row(cluster)})
        db.conn.executemany("INSERT INTO event_articles (event, article) VALUES (?, ?)", [(event, article) for article in _ids(cluster)])


def clusters(meetings: Sequence[Meeting], links: Iterable[tuple[int, int]]) -> list[list[Meeting]]:
    """The articles by meeting, each cluster in the order given; `links` are the articles with nearly the same text."""
    of = {meeting.article: meeting for meeting in meetings}
    leader = {article: article for article in of}

    def find(article: int) -> int:
        while leader[article] != article:
            article = leader[article] = leader[leader[article]]
        return article

    near = ((one, other) for one, other in links if one in of and other in of and not _differ(of[one], of[other]))
    for one, other in (*_same_days(meetings), *near):
        low, high = sorted((find(one), find(other)))
        leader[high] = low
    found: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        found.setdefault(find(meeting.article), []).append(meeting)
    return list(found.values())


def _differ(one: Meeting, other: Meeting) -> bool:
    """Whether two numbered blocs met, whose reporter wrote twice the same."""
    return bool(one.number and other.number and one.key != other.key)


def _same_days(meetings: Iterable[Meeting]) -> Iterator[tuple[int, int]]:
    """Pairs of articles on meetings of one bloc and kind on one day; a day that is not told is one of the days before."""
    groups: dict[tuple[int, str], list[Meeting]] = {}
    for meeting in meetings:
        if meeting.bloc is not None and meeting.event:
            groups.setdefault((meeting.bloc, meeting.event), []).append(meeting)
    for group in groups.values():
        days: dict[str, int] = {}
        for meeting in group:
            if meeting.event_date:
                yield days.setdefault(meeting.event_date, meeting.article), meeting.article
        yield from _undated([meeting for meeting in group if not meeting.event_date and meeting.published], days)


def _undated(group: list[Meeting], days: dict[str, int]) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for meeting in sorted(group, key=lambda meeting: (meeting.published or "", meeting.article)):
        published = _day(meeting.published)
        near = [(published - _day(day), article) for day, article in days.items() if 0 <= published - _day(day) <= LATE]
        if near:
            yield min(near)[1], meeting.article
        else:
            if last and published - last[0] <= APART:
                yield last[1], meeting.article
            last = (published, meeting.article)


def _day(text: str | None) -> int:
    return date.fromisoformat(text or "0001-01-01").toordinal()


def _closure(db: Database, articles: Iterable[int]) -> list[int]:
    found, asked = set(articles), set(articles)
    while asked:
        asked = {row[0] for row in db.execute(_NEIGHBOURS, [json.dumps(sorted(asked))])} - found
        found |= asked
    return sorted(found)


def _known(db: Database, articles: list[int]) -> dict[int, tuple[Row, list[int]]]:
    """The events of those articles as they stand."""
    events = db.execute(
        "SELECT id, bloc, event, event_date, blocs FROM events WHERE id IN ("
        "SELECT event FROM event_articles WHERE article IN (SELECT value FROM json_each(?)))",
        [json.dumps(articles)],
    ).fetchall()
    told: dict[int, list[int]] = {row[0]: [] for row in events}
    rows = db.execute(
        "SELECT event, article FROM event_articles WHERE event IN (SELECT value FROM json_each(?)) ORDER BY article", [json.dumps([*told])]
    )
    for event, article in rows:
        told[event].append(article)
    names = ("bloc", "event", "event_date", "blocs")
    return {row[0]: (dict(zip(names, row[1:], strict=True)) | {"articles": len(told[row[0]])}, told[row[0]]) for row in events}


def _row(cluster: Sequence[Meeting]) -> Row:
    """The event: what the first article that says it says."""
    return {
        "bloc": next((meeting.bloc for meeting in cluster if meeting.bloc is not None), None),
        "event": next((meeting.event for meeting in cluster if meeting.event), None),
        "event_date": next((meeting.event_date for meeting in cluster if meeting.event_date), None),
        "articles": len(cluster),
        "blocs": len({meeting.bloc for meeting in cluster if meeting.bloc is not None}),
    }


def _ids(cluster: Sequence[Meeting]) -> list[int]:
    return sorted(meeting.article for meeting in cluster)
