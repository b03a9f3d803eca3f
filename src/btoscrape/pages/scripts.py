"""Floor 2. The scripts of a page that say something about it, found in its text, so that they need no tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_OPENING = re.compile(
    r"<[!sSmMlL][-cCeEiI][-rRtTnN]"  # li and span, of which a page has hundreds, end here
    r"(?:(?<=<!--)()|(?<=<[sS][cC][rR])[iI][pP][tT](?=[\s/>])([^>]*)>"
    r"|(?:(?<=[mM][eE][tT])[aA]|(?<=[lL][iI][nN])[kK])(?:[^<]*+<(?:meta|link))*+)"  # which stand in rows
)
_CLOSING = re.compile(r"</[sS][cC][rR][iI][pP][tT]")
_SOURCE = re.compile(r"\bsrc\s*=", re.I)
_JSON = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Scripts:
    """The JSON-LD objects, and the text of the inline scripts that set WebControl; where the last meta or link outside of them is named."""

    linked: tuple[Json, ...] = ()
    control: str = ""
    said: int = 0


def read_scripts(html: str) -> Scripts:
    """What the scripts say; comments are passed over, broken JSON-LD counts as absent."""
    linked: list[Json] = []
    control: list[str] = []
    at = said = 0
    while opening := _OPENING.search(html, at):
        at = opening.end()
        if opening[1] is not None:
            at = _or_end(html, html.find("-->", at - 2))  # <!--> is a whole comment
        elif opening[2] is None:
            said = at
        else:
            end = _or_end(html, _closing(html, at))
            _note(opening[2], html, at, end, linked, control)
            at = end
    return Scripts(tuple(linked), "\n".join(control), said)


def _note(attributes: str, html: str, start: int, end: int, linked: list[Json], control: list[str]) -> None:
    """One script, unless it has an address of its own."""
    if attributes and _SOURCE.search(attributes):
        return
    if attributes and "ld+json" in attributes.lower():
        linked.extend(_objects(html[start:end]))
    elif html.find("WebControl", start, end) >= 0:
        control.append(html[start:end])


def _closing(html: str, at: int) -> int:
    closing = _CLOSING.search(html, at)
    return closing.start() if closing else -1


def _or_end(html: str, at: int) -> int:
    return at if at >= 0 else len(html)


def _objects(text: str) -> Iterator[Json]:
    """The JSON-LD objects of one script, `@graph` opened."""
    try:
        value = _JSON.decode(text.strip().removeprefix("<!--").removesuffix("-->").strip())
    except (ValueError, RecursionError):
        return
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            graph = entry.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else (entry,)
