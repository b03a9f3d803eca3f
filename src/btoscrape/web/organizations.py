"""Floor 4. All organisations by the first word of their names (Hội, Sở, Xã …), in alphabetical order."""

from __future__ import annotations

from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from .alphabet import alphabetical
from .asking import rows, show

MOST = 400
MOST_WORDS = 40
_WORD = """substr("key", 1, instr("key" || ' ', ' ') - 1)"""
_WORDS = f"""
    SELECT {_WORD} AS word, min(substr(name, 1, instr(name || ' ', ' ') - 1)) AS name, count(*) AS count
    FROM organizations GROUP BY word ORDER BY count DESC, word LIMIT {MOST_WORDS}
"""
_CALLED = f"""
    SELECT id, name, province,
        (SELECT count(*) FROM award_stories WHERE organization = organizations.id AND status = 'conferred') AS conferred,
        (SELECT count(*) FROM award_stories WHERE organization = organizations.id AND status = 'proposed') AS proposed
    FROM organizations WHERE {_WORD} = :word ORDER BY "key", province LIMIT {MOST}
"""


async def organizations(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """The organisations whose names begin with one word; at first the word that most begin with."""
    words = await rows(datasette, _WORDS)
    word = request.args.get("dau", "") or (words[0]["word"] if words else "")
    found = await rows(datasette, _CALLED, {"word": word})
    context = {
        "words": sorted(words, key=lambda row: alphabetical(row["name"])),
        "word": word,
        "organizations": sorted(found, key=lambda row: (alphabetical(row["name"]), row["province"])),
        "provinces": len({row["province"] for row in found}),
        "cut": len(found) == MOST,
    }
    return await show(datasette, request, "organizations.html", context)
