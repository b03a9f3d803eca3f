"""Floor 4. The page of a name: the posts and the roles in blocs that the articles give to people called so."""

from __future__ import annotations

from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import Request

from .alphabet import alphabetical
from .asking import Row, rows, show
from .told import facts, leaders

MOST_NAMES = 300
MOST_LINES = 40
_NAMES = f"""
    SELECT name, count(*) AS times FROM (
        SELECT person AS name FROM officers WHERE person IS NOT NULL UNION ALL SELECT person FROM people
    ) GROUP BY name ORDER BY times DESC, name LIMIT {MOST_NAMES}
"""


async def person(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """Roles and posts, each with its quote. Two people may have one name: the provinces and organisations stand beside it."""
    name = request.args.get("ten", "").strip()
    if not name:
        return await _people(datasette, request)
    found = await facts(datasette, "fact.person = :name", {"name": name}, ("officers", "people"))
    if not any(found.values()):
        raise NotFound("404")
    context = {"name": name, "leads": leaders(found["officers"])[:MOST_LINES], "posts": _posts(found["people"])[:MOST_LINES]}
    return await show(datasette, request, "person.html", context)


async def _people(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """The names that articles give most, in the order of given names, which come last."""
    names = await rows(datasette, _NAMES)
    names.sort(key=lambda row: (alphabetical(row["name"].rpartition(" ")[2]), alphabetical(row["name"])))
    return await show(datasette, request, "people.html", {"names": names, "cut": len(names) == MOST_NAMES})


def _posts(people: list[Row]) -> list[Row]:
    """Each post at an organisation once, the newest first, with all the sentences that give it."""
    groups: dict[tuple[object, object], Row] = {}
    for row in sorted(people, key=lambda row: (row["published_at"] or "", row["id"]), reverse=True):
        group = groups.setdefault((row["organization"] or row["name"], row["post"]), row | {"sources": []})
        group["sources"].append(row)
    return list(groups.values())
