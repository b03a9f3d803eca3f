"""Floor 2. The front of a page left out before it is parsed: styles, scripts, banners and menu, which the pages of a site have in common.

It begins behind the last meta or link of the head. Each is parsed once, by itself. It is left out where it holds no field, no meta and
no link, and leaves nothing behind but plain blocks that go on, whose start tags then stand for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .dom import parse
from .marks import BEGINNING, HEADING, blocks_around

_SHORTEST = 2_000
"""Letters below which leaving it out costs more than it saves."""
_BODY = re.compile(r"</head>\s*<body(?:\s[^<>]*)?>")
_ROOT = re.compile(r"<(?:html|body)", re.I)
_HEAD, _TRY = "<!DOCTYPE html><html><head>", f"<frameset>{BEGINNING}"
"""A `frameset` takes the place of a body that has shown nothing yet."""
_ATTRIBUTE = re.compile(r"[\w:-]+")


@dataclass(frozen=True, slots=True)
class Front:
    """Where it begins and ends in the page, and what stands for it."""

    start: int
    end: int
    tags: str


class _Common(str):
    """A long text that is known again by comparing: a tenth of the work of a hash of all its letters."""

    __hash__ = str.__len__


def front(html: str, said: int, openings: tuple[str, ...], fields: str) -> Front | None:
    """The front of the page, up to the block that one of `openings` begins; None where there is none that can be left out.

    `said`: where its last meta or link is named; `fields`: the selectors that must find nothing in it.
    """
    head = html.find("</head>", said)
    body = _BODY.match(html, head) if head >= 0 else None
    end = next((at for opening in openings if body and (at := html.find(opening, body.end())) >= 0), -1)
    start = html.find(">", said) + 1
    if body is None or end - start < _SHORTEST:
        return None
    tags = _left_open(_Common(html[start:end]), fields)
    return None if tags is None else Front(start, end, tags)


def is_left_out(tree: LexborHTMLParser) -> bool:
    """Whether the parser came to it with nothing open but the head, and then the body."""
    heading = tree.head.last_child if tree.head else None
    first = tree.body.first_child if tree.body else None
    return heading is not None and first is not None and (heading.html, first.html) == (HEADING, BEGINNING)


@lru_cache(maxsize=32)
def _left_open(text: _Common, fields: str) -> str | None:
    """What stands for a front: the end of the head, and the start tags of the body and of the blocks that go on behind it."""
    tree = parse(f"{_HEAD}{text}{_TRY}")
    blocks = blocks_around(tree, BEGINNING)
    if blocks is None or len(_ROOT.findall(text)) > 1 or tree.css_first(f"meta, link, {fields}") is not None:
        return None
    body, *inner = [_start_tag(block) for block in blocks[1:]]
    return "".join([HEADING, "</head>", body, BEGINNING, *inner]) if body and all(inner) else None


def _start_tag(node: LexborNode) -> str:
    """Its start tag; empty where that can't be written."""
    attributes = node.attributes
    written = "".join(f' {name}="{escape(value or "")}"' for name, value in attributes.items())
    return f"<{node.tag}{written}>" if all(map(_ATTRIBUTE.fullmatch, attributes)) else ""
