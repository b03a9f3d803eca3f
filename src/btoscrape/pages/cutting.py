"""Floor 2. The end of a long page left out before it is parsed: boxes, comments and footer, which are most of it.

What is left reads as it would in the whole page, for three reasons. A mark in place of the end shows where the parser stood there: an
element of its own right below plain blocks, with nothing open that would go on into what follows (HTML, 13.2.5 and 13.2.6); in that
state a parser only adds to what is open, never to what is closed. What opens the mark holds no field. And no selector that still looks
for something can find it behind the cut, as a class or tag that it needs is not even mentioned there. Where any of it does not hold,
the page is read whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from ..catalog.layouts import Layout

_SHORTEST = 10_000
"""Letters below which cutting costs more than it saves."""
_DOCTYPE = re.compile(r"\s*<!doctype html>", re.I)
_MARK, _MARKED = '<nav class="btoscrape-cut">.</nav>', "nav.btoscrape-cut"
_PLAIN = frozenset({"html", "body", "div", "main", "section", "article"})
_BEFORE = frozenset(" \t\n\r\f\"'=;")
"""What can stand before a class of an element."""
_CLASS, _TAG, _TOKEN = re.compile(r"\.([\w-]+)"), re.compile(r"[\w-]+"), re.compile(r"[\w-]*")
_SIMPLE, _STEP = re.compile(r"[\w.>\s-]+"), re.compile(r"\s*>\s*|\s+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A page whose end, from `at` on, was left out; `open`: the classes of what goes on there."""

    html: str
    at: int
    tree: LexborHTMLParser
    open: frozenset[str]

    def hides_none(self, selectors: Iterable[str]) -> bool:
        """Whether none of the selectors can find anything behind the cut."""
        return all(any(map(self._is_absent, _needed(selector))) for selector in selectors)

    def _is_absent(self, name: str) -> bool:
        if name in self.open:
            return False
        at = self.html.rfind(name, self.at)
        while at >= 0:
            token = _TOKEN.match(self.html, at)
            if name[0] == "<" or (self.html[at - 1] in _BEFORE and token and token[0] == name):
                return False
            at = self.html.rfind(name, self.at, at)
        return name[0] != "<" or self.html.rfind(name.upper(), self.at) < 0


def cut(html: str, layouts: tuple[Layout, ...], said: int) -> Cut | None:
    """The page up to the first box behind the article, its metas and links (the last one at `said`), section and tags.

    None where there is no such place, or the parser does not come to it in a state in which what follows changes nothing before it.
    """
    if len(html) < _SHORTEST or not _DOCTYPE.match(html):
        return None
    bodies = (at for name in _names(layouts, "body") if (at := html.find(name)) >= 0)
    last = max(said, next(bodies, len(html)), *(html.rfind(name) for name in _names(layouts, "section", "tags")))
    box = _ends(layouts).search(html, last)
    if box is None:
        return None
    tree = LexborHTMLParser(html[: box.start()] + _MARK)
    going_on = _going_on(tree)
    return Cut(html, box.start(), tree, going_on) if going_on is not None and going_on.isdisjoint(_fields(layouts)) else None


def _going_on(tree: LexborHTMLParser) -> frozenset[str] | None:
    """The classes of the blocks that the mark stands in; None where it is not what it should be, or they are not plain."""
    marks, classes = tree.css(_MARKED), set[str]()
    stands = len(marks) == 1 and marks[0].html == _MARK and marks[0].next is None  # it has one where a table is open
    at = marks[0].parent if stands else None
    while at is not None and at.tag in _PLAIN:
        classes.update((at.attributes.get("class") or "").split())
        if at.tag == "html":
            return frozenset(classes)
        at = at.parent
    return None


@cache
def _ends(layouts: tuple[Layout, ...]) -> re.Pattern[str]:
    """What opens the first box behind an article."""
    classes = sorted({name for layout in layouts for name in layout.after})
    return re.compile(rf'<div class="(?:{"|".join(map(re.escape, classes))})["\s]' if classes else "(?!)")


@cache
def _names(layouts: tuple[Layout, ...], *fields: str) -> tuple[str, ...]:
    """One class for each selector of these fields, without which it finds nothing."""
    selectors = (selector for layout in layouts for field in fields for selector in getattr(layout, field))
    return tuple(dict.fromkeys(name for selector in selectors for name in _needed(selector)[:1]))


@cache
def _fields(layouts: tuple[Layout, ...]) -> frozenset[str]:
    """The classes of what holds a field."""
    fields = ("title", "published", "author", "section", "category", "summary", "tags", "body")
    selectors = [selector for layout in layouts for field in fields for selector in getattr(layout, field)]
    own = {name for selector in selectors for name in _CLASS.findall(_STEP.split(selector)[-1])}
    return frozenset(own.union(_names(layouts, "section", "tags")))


@cache
def _needed(selector: str) -> tuple[str, ...]:
    """What a page must mention for the selector to find something: classes, the innermost first, and the start of its tag.

    Nothing is known of one that is more than tags and classes below each other.
    """
    if not _SIMPLE.fullmatch(selector):
        return ()
    steps = _STEP.split(selector)
    tag = _TAG.match(steps[-1])
    return (*(name for step in reversed(steps) for name in _CLASS.findall(step)), *([f"<{tag[0]}"] if tag else []))
