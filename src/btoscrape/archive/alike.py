"""Floor 2. Names that may mean one organisation, or one bloc: listed for a person, never joined by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from ..catalog import identities
from ..catalog.spelling import arabic
from . import doubts
from .changes import Changes
from .doubts import Doubt
from .organizations import shapes, successors, two_less

TYPED = 4
"""Letters of a word from which one letter more, less or other may be a slip of the pen."""
TELLING = frozenset({"huyen", "xa", "phuong", "quan", "thi", "thanh", "tran", "khu", "thon", "to", "chi", "pho", "cum", "khoi", "doi"})
"""Words that make another body of a name: a level, a place, a branch."""
KIND = 3
"""More names than this that go on after one say what kind of body it is, not that they are it."""
MOST = 64
"""Names of one shape that are looked at, the oldest: a shape of more is what hundreds of bodies of a kind share."""
_SHAPED = f"SELECT * FROM (SELECT organization FROM organization_shapes WHERE province = ? AND shape = ? ORDER BY organization LIMIT {MOST})"
_NEAR = "SELECT id, key, name FROM organizations WHERE id <> ? AND id IN ({shaped} UNION ALL SELECT id FROM organizations WHERE {shorter})"


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation, or a bloc of one year."""

    id: int
    key: str
    name: str


def settle(db: Database, changes: Changes) -> None:
    """The pairs of the touched organisations, and of the blocs in the touched provinces and years."""
    found = {row[0]: (row[1], Named(row[0], *row[2:])) for row in _organizations(db, changes.organizations)}
    leading = {one.id: (province, one) for province, mine in found.values() for one in (mine, *_near(db, province, mine))}
    apart = successors(db)
    for province, one in leading.values():
        doubts.replace(db, f"organization {one.id}", _pairs(db, province, one, apart))
    years = {row for key in changes.blocs for row in db.execute("SELECT province, year FROM blocs WHERE province = ? AND key = ?", key)}
    for province, year in years:
        doubts.replace(db, f"blocs {province} {year}", _blocs(db, province, year))


def same_organization(province: str, one: str, other: str) -> tuple[str, tuple[object, ...]]:
    """Kind and identity of the doubt whether two keys mean one organisation, whichever is given first."""
    return "same-organization?", (province, *sorted((one, other), key=lambda key: (len(key.split(" ")), key)))


def same_bloc(province: str, year: int, one: str, other: str) -> tuple[str, tuple[object, ...]]:
    """Kind and identity of the doubt whether two keys mean one bloc of a year."""
    return "same-bloc?", (province, year, *sorted((one, other)))


def may_be_one(one: str, other: str) -> bool:
    """Whether two keys differ by a head that some leave out, one word more, two more at the end, or one slip of the pen."""
    short, long = sorted((one.split(" "), other.split(" ")), key=len)
    if len(short) == len(long):
        odd = [(left, right) for left, right in zip(short, long, strict=True) if left != right]
        return len(odd) == 1 and _slip(*odd[0])
    if len(short) < 2 or len(long) - len(short) > 2:
        return False
    place = next((number for number, word in enumerate(short) if word != long[number]), len(short))
    more = long[place : place + len(long) - len(short)]
    if short[place:] != long[place + len(more) :]:
        return False
    if place == 0:
        return identities.head(" ".join(long)) == f"{' '.join(more)} "
    return not _tells(more) and (len(more) == 1 or place == len(short))


def _tells(more: list[str]) -> bool:
    return any(word in TELLING or word.isdecimal() or len(word) == 1 or arabic(word).isdecimal() for word in more)


def _slip(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed, or two were swapped."""
    short, long = sorted((one, other), key=len)
    if len(short) < TYPED or len(long) - len(short) > 1 or any(letter.isdecimal() for letter in one + other):
        return False
    first = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    rest, tail = short[first:], long[first:]
    return rest == tail[1:] or rest[1:] == tail[1:] or (rest[1::-1] == tail[:2] and rest[2:] == tail[2:])


def _organizations(db: Database, ids: Iterable[int]) -> list[tuple[int, str, str, str]]:
    sql = "SELECT id, province, key, name FROM organizations WHERE id IN (SELECT value FROM json_each(?))"
    return db.execute(sql, [json.dumps(sorted(ids))]).fetchall()


def _near(db: Database, province: str, one: Named) -> list[Named]:
    """Organisations of the province whose key may mean the same as that one, shorter ones too."""
    told = sorted(shapes(one.key))
    sql = _NEAR.format(shaped=" UNION ALL ".join([_SHAPED] * len(told)), shorter="province = ? AND key IN (SELECT value FROM json_each(?))")
    asked = [one.id, *(value for shape in told for value in (province, shape)), province, json.dumps(sorted(two_less(one.key)))]
    near = (Named(*row) for row in db.execute(sql, asked))
    return [other for other in near if may_be_one(one.key, other.key)]


def _pairs(db: Database, province: str, one: Named, apart: frozenset[tuple[int, int]]) -> Iterator[Doubt]:
    """Those that the organisation leads: it is the shorter of two, or the first of two as long."""
    near = {other.id: other for other in _near(db, province, one) if (len(one.key.split(" ")), one.key) < (len(other.key.split(" ")), other.key)}
    going_on = [other for other in near.values() if len(other.key.split(" ")) > len(one.key.split(" "))]
    if len(going_on) > KIND:
        near = {other.id: other for other in near.values() if other not in going_on}
    for other in near.values():
        if (one.id, other.id) not in apart and (other.id, one.id) not in apart:
            details = {"one": one.name, "other": other.name, "province": province}
            yield Doubt(*same_organization(province, one.key, other.key), details, province, organization=one.id, other_organization=other.id)


def _blocs(db: Database, province: str, year: int) -> Iterator[Doubt]:
    """A bloc that one article names by number and description and another by one of them alone, or that share a meeting."""
    sql = "SELECT id, key, name, kind, number FROM blocs WHERE province = ? AND year = ? AND id IN (SELECT bloc FROM article_blocs) ORDER BY key"
    rows = db.execute(sql, [province, year]).fetchall()
    named = {row[0]: Named(*row[:3]) for row in rows if "@" not in row[1]}
    pairs = {*_half_named(rows), *_meeting_together(db, named)} if len(rows) > 1 else set()
    for one, other in sorted(pairs):
        left, right = sorted((named[one], named[other]), key=lambda bloc: bloc.key)
        details = {"one": left.name, "other": right.name, "year": year, "province": province, "one_key": left.key, "other_key": right.key}
        yield Doubt(*same_bloc(province, year, left.key, right.key), details, province, left.id, year or None)


def _half_named(rows: Iterable[tuple[int, str, str, str, str | None]]) -> Iterator[tuple[int, int]]:
    whole: dict[tuple[str, str, str], list[int]] = {}
    parts = []
    for bloc, key, _, kind, number in rows:
        words = key.split(" ")[1:]
        value = arabic(number or "")
        described = " ".join(word for word in words if word != value)
        if "@" not in key and described and value:
            for half in ((kind, value, ""), (kind, "", described)):
                whole.setdefault(half, []).append(bloc)
        else:
            parts.append((bloc, (kind, value, described)))
    for bloc, half in parts:
        found = whole.get(half, []) if "@" not in half[2] else []
        yield from ((min(bloc, other), max(bloc, other)) for other in found if len(found) <= KIND)


def _meeting_together(db: Database, named: dict[int, Named]) -> Iterator[tuple[int, int]]:
    """Two blocs whose meeting is told in nearly the same words."""
    sql = """
        SELECT DISTINCT one.bloc, other.bloc FROM events JOIN event_articles AS here ON here.event = events.id
        JOIN article_blocs AS one ON one.article = here.article JOIN event_articles AS there ON there.event = events.id
        JOIN article_blocs AS other ON other.article = there.article
        WHERE events.blocs > 1 AND one.position = 0 AND other.position = 0 AND one.bloc < other.bloc
    """
    yield from ((one, other) for one, other in db.execute(sql) if one in named and other in named)
