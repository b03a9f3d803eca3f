"""Floor 2. The page as a tree: one guarded parse, and the few questions that the readers ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import ReadError
from ..text import INVISIBLE, collapse

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
BLOCKS, _VOID = frozenset(_BLOCK_NAMES.split()), frozenset(_VOID_NAMES.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SWOLLEN = re.compile(r"<[a-zA-Z][^<>]{30000,}")
_MANY_TAGS, _DEEPEST, _MOST_WORDS, _SUSPECT = 20_000, 2_000, 3_000, 200_000
_LONGEST, _MOST_TAGS = 8_000_000, 60_000
"""The budget of a page, in letters and tags: real ones have a tenth of it, and all of it takes some seconds to read."""
bytes(4_000_000)  # glibc keeps up to twice the largest block ever freed, and so no longer gives back and asks again for the memory of each tree


def check(html: str, url: str) -> None:
    """A page that would keep the parser busy for seconds (size, depth, attributes) is a ReadError."""
    tags = html.count("<")
    if len(html) > _LONGEST or tags > _MOST_TAGS or (tags > _MANY_TAGS and _depth(html) > _DEEPEST) or _is_swollen(html):
        raise ReadError(url, "is too large or too deeply nested to be an article")


def parse(html: str) -> LexborHTMLParser:
    """The parsed page, which has been checked."""
    try:
        return LexborHTMLParser(html)
    except UnicodeEncodeError:
        return LexborHTMLParser(html.encode("utf-8", "replace").decode())


def _depth(html: str) -> int:
    """About how deep the tags nest. The parser's work grows with the square of it."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _VOID:
            depth = max(depth - 1, 0) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _is_swollen(html: str) -> bool:
    """Whether one tag has thousands of attributes. The parser compares each with all before it."""
    if len(html) < _SUSPECT:
        return False
    return any(len(match[0].split()) > _MOST_WORDS for match in _SWOLLEN.finditer(html))


def flat(node: LexborNode) -> str:
    """All text below the node on one line; a line break or the edge of a block counts as a space."""
    if (text := only_text(node)) is not None:
        return collapse(text)
    parts: list[str] = []
    for inner in node.traverse(include_text=True):
        if inner.is_text_node:
            parts.append(inner.text_content or "")
        elif inner.tag == "br" or inner.tag in BLOCKS:
            parts.append(" ")
    return collapse("".join(parts))


def only_text(node: LexborNode) -> str | None:
    """The text of an element that holds nothing but text; None for any other."""
    only = node.first_child
    return (only.text_content or "") if only is not None and only.is_text_node and only.next is None else None


def has_text(node: LexborNode) -> bool:
    """Whether `flat` would give anything."""
    text = node.text().strip()
    return bool(text) and (text[0] not in INVISIBLE or bool(collapse(text)))


def first(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode | None:
    """The first node with text that the selector finds."""
    node = tree.css_first(selector)
    if node is None or has_text(node):
        return node
    return next(filter(has_text, tree.css(selector)), None)


def first_text(tree: LexborHTMLParser | LexborNode, selectors: Iterable[str]) -> str:
    """The text of the first node with text that the selectors find, tried in their order; empty where there is none."""
    node = next((node for selector in selectors if (node := first(tree, selector))), None)
    return flat(node) if node else ""


def drop(node: LexborNode, selectors: Iterable[str]) -> None:
    """Takes what the selectors find below the node out of the tree."""
    if combined := ", ".join(selectors):
        for found in node.css(combined):
            if found.mem_id != node.mem_id:
                found.decompose()


def is_inside(node: LexborNode, root: LexborNode) -> bool:
    """Whether the node stands somewhere below the root."""
    at = node.parent
    while at is not None and at.mem_id != root.mem_id:
        at = at.parent
    return at is not None


def image_url(node: LexborNode, base: str) -> str:
    """The absolute address of an `img`, lazy ones included; empty for placeholders and inline data."""
    for name in ("data-src", "data-original", "src"):
        source = (node.attributes.get(name) or "").strip()
        if source and not source.startswith(("data:", "blob:")) and not source.endswith("/grey.gif"):
            try:
                return urljoin(base, source)
            except ValueError:
                continue
    return ""


def is_last(node: LexborNode) -> bool:
    """Whether no element follows the node in the page: so it is with the block inside which a page was cut off."""
    at: LexborNode | None = node
    while at is not None:
        after = at.next
        while after is not None:
            if after.is_element_node:
                return False
            after = after.next
        at = at.parent
    return True
