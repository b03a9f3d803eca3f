"""Floor 2. The front of a body left out before it is parsed: banners and menu, which the pages of a site have in common.

Each is parsed once, by itself. It is left out where it holds no field, no meta and no link, and leaves nothing behind but plain blocks
that go on, whose start tags then stand for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .dom import parse
from .marks import BEGINNING, blocks_around

_SHORTEST = 2_000
"""Letters below which leaving it out costs more than it saves."""
_BODY = re.compile(r"</head>\s*(<body(?:\s[^<>]*)?>)")
_ROOT = re.compile(r"<(?:html|body)", re.I)
_HEAD, _TRY = "<!DOCTYPE html><html><head></head>", f"<frameset>{BEGINNING}"
"""A `frameset` takes the place of a body that has shown nothing yet."""
_ATTRIBUTE = re.compile(r"[\w:-]+")


@dataclass(frozen=True, slots=True)
class Front:
    """Where it begins and ends in the page, and what stands for it."""

    start: int
    end: int
    tags: str


def front(html: str, openings: tuple[str, ...], fields: str) -> Front | None:
    """The front of the page's body, up to the block that one of `openings` begins; None where there is none that can be left out.

    `fields`: the selectors that must find nothing in it.
    """
    head = html.find("</head>")
    body = _BODY.match(html, head) if head >= 0 else None
    end = next((at for opening in openings if body and (at := html.find(opening, body.end())) >= 0), -1)
    if body is None or end - body.end() < _SHORTEST:
        return None
    tags = _left_open(html[body.start(1) : end], fields)
    return None if tags is None else Front(body.end(), end, BEGINNING + tags)


def is_left_out(tree: LexborHTMLParser) -> bool:
    """Whether the parser came to it with nothing open but the body."""
    first = tree.body.first_child if tree.body else None
    return first is not None and first.html == BEGINNING


@lru_cache(maxsize=32)
def _left_open(text: str, fields: str) -> str | None:
    """The start tags of the blocks that go on behind a front, which begins with that of the body."""
    tree = parse(f"{_HEAD}{text}{_TRY}")
    blocks = blocks_around(tree, BEGINNING)
    if blocks is None or len(_ROOT.findall(text)) > 1 or tree.css_first(f"meta, link, {fields}") is not None:
        return None
    tags = [_start_tag(block) for block in blocks[2:]]
    return "".join(tags) if all(tags) else None


def _start_tag(node: LexborNode) -> str:
    """Its start tag; empty where that can't be written."""
    attributes = node.attributes
    written = "".join(f' {name}="{escape(value or "")}"' for name, value in attributes.items())
    return f"<{node.tag}{written}>" if all(map(_ATTRIBUTE.fullmatch, attributes)) else ""
