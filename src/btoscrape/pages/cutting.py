"""Floor 2. What no field stands in left out of a long page before it is parsed: styles, scripts and the menu, and the boxes, comments and footer.

What is left reads as it would in the whole page, for three reasons. A mark in place of the end shows where the parser stood there: an
element of its own right below plain blocks, with nothing open that would go on into what follows (HTML, 13.2.5 and 13.2.6); in that
state a parser only adds to what is open, never to what is closed. What opens the mark holds no field. And no selector that still looks
for something can find it behind the cut, as a class or tag that it needs is not even mentioned there. Where any of it does not hold,
the page is read whole. For the menu see fronts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from ..catalog.layouts import Layout
from .dom import parse
from .fronts import front, is_left_out
from .marks import END, NAME, blocks_around

_SHORTEST = 10_000
"""Letters below which cutting costs more than it saves."""
_DOCTYPE = re.compile(r"\s*<!doctype html>", re.I)
_BEFORE = frozenset(" \t\n\r\f\"'=;")
"""What can stand before a class of an element."""
_CLASS, _TAG, _TOKEN = re.compile(r"\.([\w-]+)"), re.compile(r"[\w-]+"), re.compile(r"[\w-]*")
_SIMPLE, _STEP = re.compile(r"[\w.>\s-]+"), re.compile(r"\s*>\s*|\s+")
_FIELDS = ("title", "published", "author", "section", "category", "summary", "tags", "body")


@dataclass(frozen=True, slots=True)
class Cut:
    """A page whose end, from `at` on, was left out; `open`: the classes of what goes on there; `gone`: classes not mentioned behind."""

    html: str
    at: int
    tree: LexborHTMLParser
    open: frozenset[str]
    gone: frozenset[str]

    def hides_none(self, selectors: Iterable[str]) -> bool:
        """Whether none of the selectors can find anything behind the cut."""
        return all(any(map(self._is_absent, _needed(selector))) for selector in selectors)

    def _is_absent(self, name: str) -> bool:
        if name in self.open:
            return False
        if name in self.gone:
            return True
        at = self.html.rfind(name, self.at)
        while at >= 0:
            token = _TOKEN.match(self.html, at)
            if name[0] == "<" or (self.html[at - 1] in _BEFORE and token and token[0] == name):
                return False
            at = self.html.rfind(name, self.at, at)
        return name[0] != "<" or self.html.rfind(name.upper(), self.at) < 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the layouts say about cutting.

    `box`: what opens a box behind an article; `blocks`: what opens the block that holds it; `bodies`, `last`: a class of each body, of
    each section and tag (`gone`: without tags); `fields`: the classes of what holds a field; `found`: all selectors of fields, empty
    where one of them is more than tags and classes; `named`: the classes in them.
    """

    box: re.Pattern[str]
    blocks: tuple[str, ...]
    bodies: tuple[str, ...]
    last: tuple[str, ...]
    gone: frozenset[str]
    fields: frozenset[str]
    found: str
    named: frozenset[str]


def cut(html: str, layouts: tuple[Layout, ...], said: int) -> Cut | None:
    """The page up to the first box behind the article, its metas and links (the last one at `said`), section and tags.

    None where there is no such place, or the parser does not come to it in a state in which what follows changes nothing before it.
    """
    if len(html) < _SHORTEST or not _DOCTYPE.match(html):
        return None
    plan = _plan(layouts)
    left_out = front(html, said, plan.blocks, plan.found) if plan.found else None
    start = left_out.end if left_out else 0
    bodies = (at for name in plan.bodies if (at := html.find(name, start)) >= 0)
    box = plan.box.search(html, max(said, next(bodies, len(html)), *(html.rfind(name, start) for name in plan.last)))
    if box is None:
        return None
    if html.rfind(NAME, 0, box.start()) >= 0:
        return None
    before = f"{html[: left_out.start]}{left_out.tags}" if left_out else ""
    tree = parse(f"{before}{html[start : box.start()]}{END}")
    blocks = blocks_around(tree, END)
    if blocks is None:
        return None
    classes = [frozenset((block.attributes.get("class") or "").split()) for block in blocks]
    if left_out and not (is_left_out(tree) and classes[0].isdisjoint(plan.named)):
        return None
    going_on = frozenset[str]().union(*classes)
    return Cut(html, box.start(), tree, going_on, plan.gone) if going_on.isdisjoint(plan.fields) else None


@cache
def _plan(layouts: tuple[Layout, ...]) -> _Plan:
    selectors = _selectors(layouts, *_FIELDS)
    own = {name for selector in selectors for name in _CLASS.findall(_STEP.split(selector)[-1])}
    boxes = sorted({name for layout in layouts for name in layout.after})
    last = _names(layouts, "section", "tags")
    every = (*_selectors(layouts, "detect"), *selectors)
    return _Plan(
        re.compile(rf'<div class="(?:{"|".join(map(re.escape, boxes))})["\s]' if boxes else "(?!)"),
        tuple(dict.fromkeys(f'<div class="{name}' for layout in layouts for name in layout.before)),
        _names(layouts, "body"),
        last,
        frozenset(name for name in last if name[0] != "<"),
        frozenset(own.union(last)),
        ", ".join(every) if all(map(_SIMPLE.fullmatch, every)) else "",
        frozenset(name for selector in every for name in _CLASS.findall(selector)),
    )


def _selectors(layouts: tuple[Layout, ...], *fields: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(selector for layout in layouts for field in fields for selector in getattr(layout, field)))


def _names(layouts: tuple[Layout, ...], *fields: str) -> tuple[str, ...]:
    """One class for each selector of these fields, without which it finds nothing."""
    return tuple(dict.fromkeys(name for selector in _selectors(layouts, *fields) for name in _needed(selector)[:1]))


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
