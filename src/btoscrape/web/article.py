"""Floor 4. The page of an article: facts first, each with its quote, then the text with each fact's sentence marked."""

from __future__ import annotations

from typing import Any

from datasette import Response
from datasette.utils.asgi import Request

from ..catalog import layouts
from . import queries
from .asking import record, rows, show
from .kept import VERSIONS
from .marks import Span, pieces
from .metadata import PLUGIN
from .told import FACTS, OF_ARTICLE, SHOWN, by_evidence, facts

FIRST_LAST = ("decisions", "people", "members", "ranks", "officers", "awards")
"""The kinds of facts from the bottom of an article's page up: a sentence leads back to the topmost fact it proves."""


async def article(datasette: Any, request: Request) -> Response:  # noqa: ANN401
    """Facts first, then the text with each fact's sentence marked."""
    row = await record(datasette, request, queries.ARTICLE)
    proofs = await rows(datasette, queries.ARTICLE_EVIDENCE, [row["id"]])
    whole = {kind: told[::-1] for kind, told in (await facts(datasette, OF_ARTICLE, row, FACTS)).items()}
    found = {kind: told[:SHOWN] for kind, told in whole.items()}
    told = found | {"members": [fact for fact in found["members"] if fact["quote"] != fact["name"]]}
    used = {fact["evidence"] for kind in found.values() for fact in kind}
    shown = [proof for proof in proofs if proof["id"] in used]
    spans = [Span(proof["id"], proof["start"], proof["end"], number) for number, proof in enumerate(shown, 1)]
    lines = pieces(row["body"], spans)
    kinds = row["block_kinds"].ljust(len(lines), "p")
    context = {
        "article": row,
        "link": _web(row["url"]),
        "years": known.years if (known := layouts.named(row["layout"])) else "",
        "blocs": await rows(datasette, queries.ARTICLE_BLOCS, [row["id"]]),
        "versions": await rows(datasette, VERSIONS, [row["id"]]),
        "corrections": await rows(datasette, queries.CORRECTIONS, [row["page"]]),
        "doubts": await rows(datasette, queries.DOUBTS.format(where=queries.DOUBTED_ARTICLE), row),
        "shown": SHOWN,
        "more": [kind for kind, told in whole.items() if len(told) > SHOWN],
        "whole": not datasette.plugin_config(PLUGIN)["public"],
        "numbers": {span.id: span.number for span in spans},
        "anchors": {fact["evidence"]: kind for kind in FIRST_LAST for fact in found[kind]},
        "named": by_evidence(fact for fact in found["members"] if fact["quote"] == fact["name"]),
        "quoted": {kind: by_evidence(group) for kind, group in told.items()},
        "lines": list(zip(kinds, lines, strict=False)),
    }
    return await show(datasette, request, "article.html", context)


def _web(url: str) -> str:
    """The address if it is one of the web; empty otherwise, as text is data and could be `javascript:`."""
    return url if url.lower().startswith(("http://", "https://")) else ""
