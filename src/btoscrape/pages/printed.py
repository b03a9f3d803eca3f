"""Floor 2. Print pages, whose markup is known from no saved one: read by their lines, around the one that says when it was updated.

Above or below that line stands the title, twice, once cut short; then the text, opened by a dateline (`BT- `) and closed by the name of
its author; then what the site says about itself. Source: the one print page of Báo Bình Thuận's old site that was described to us.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..catalog.layouts import Layout
from ..models import Article
from ..text import collapse, fold, parse_time, split_dateline
from . import byline, generic
from .body import Line, read_body
from .dom import drop, flat
from .head import Head, clean, said
from .reading import Reading

_ENDS = re.compile(r".*[.!?:;…”\"]", re.S)
_OPEN = re.compile(r".*\s?[-–—,]", re.S)
_PARAGRAPHS = "h1, h2, td > p + p, td > div + div, td > div + p, td > br"
"""What no cell of a table of data holds."""
_HALF = re.compile(r".*\bcập nhật(?: lúc)?:?", re.I | re.S)
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 250


def fits(layout: Layout, tree: LexborHTMLParser, url: str) -> bool:
    """Whether it is a page of that layout: by its address, or by its line of date and views, as a saved file has no address."""
    if not layout.stamp:
        return False
    parts = urlsplit(url)
    if re.search(layout.address, f"{parts.path}?{parts.query}", re.I):
        return True
    shown = collapse((tree.body or tree.root).text(separator=" ")) if tree.root else ""
    match = _pattern(layout.stamp).search(shown)
    return match is not None and bool(match["views"])


def read(tree: LexborHTMLParser, head: Head, layout: Layout, url: str, closed: bool) -> Article:
    """The article; a ReadError naming what is missing where the page is none."""
    heading = _heading(tree)
    lines, images = _lines(tree, layout, url)
    at, published = _stamped(lines, layout)
    told = [clean(flat(node)) for node in tree.css("title")] + [head.meta("og:title"), said(head.article(), "headline")]
    title = _title(lines, at, heading, told)
    text, ended = _text(lines, at, title, layout)
    summary, rest = _opened(_joined(text))
    rest, author = byline.closing([*rest[:-1], *(line._replace(right=True) for line in rest[-1:])], "")
    return Reading(
        url=url,
        layout=layout.name,
        title=title,
        published=published or generic.dated(head),
        author=author or byline.linked(head, title),
        section="",
        summary=summary,
        printed=True,
        lines=tuple(rest) or ((Line("paragraph", summary),) if summary else ()),
        images=tuple(images),
        cut=not (closed or ended),
    ).article()


@cache
def _pattern(stamp: str) -> re.Pattern[str]:
    return re.compile(stamp, re.I)


def _heading(tree: LexborHTMLParser) -> str:
    """The longest of the headings: the title, where the page has it as one."""
    return max((flat(node) for node in tree.css("h1, h2")), key=len, default="")


def _lines(tree: LexborHTMLParser, layout: Layout, url: str) -> tuple[list[Line], list[str]]:
    """All lines of the page but its menus. A table that holds the line of the date lays the page out; each `br` ends a line."""
    body = tree.body
    if body is None:
        return [], []
    drop(body, layout.drop)
    for node in body.css("ul, ol, td, div, p"):
        if len(node.css("a")) > 1 and _is_menu(node):
            node.decompose()
    lines, images = read_body(body, url, layout.captions, layout.pictures, layout.noise, laid=_laid(body, layout.stamp), every_break=True)
    for place in reversed(range(len(lines) - 1)):
        if _HALF.fullmatch(lines[place].text):
            lines[place : place + 2] = [lines[place]._replace(text=f"{lines[place].text} {lines[place + 1].text}")]
    return lines, images


def _is_menu(node: LexborNode) -> bool:
    linked = sum(len(flat(link)) for link in node.css("a"))
    return linked * 4 > len(flat(node)) * 3


def _laid(body: LexborNode, stamp: str) -> frozenset[int]:
    """The tables around the line of the date, and those with paragraphs in one cell: no tables of data."""
    holding = (table for table in body.css("table") if table.css_first(_PARAGRAPHS) or _pattern(stamp).search(flat(table)))
    return frozenset(table.mem_id for table in holding)


def _stamped(lines: list[Line], layout: Layout) -> tuple[int | None, datetime | None]:
    """Which line says when the page was updated, and what it says: one that says nothing else before one of the prose."""
    pattern = _pattern(layout.stamp)
    found = [(place, match) for place, line in enumerate(lines) if (match := pattern.search(line.text))]
    ranked = sorted(found, key=lambda pair: (pair[1][0] != lines[pair[0]].text, not pair[1]["views"], pair[1].start(), pair[0]))
    for place, match in ranked[:1]:
        if match.start() == 0 or match["views"]:
            return place, parse_time(match["at"])
    return None, None


def _title(lines: list[Line], at: int | None, heading: str, told: list[str]) -> str:
    """Of what is said twice, whole or cut short, the whole; else the heading, the line above the date or below it, or the page's own."""
    near = [line.text for line in lines[: 2 if at is None else at + 3] if _SHORTEST_TITLE <= len(line.text) <= _LONGEST_TITLE]
    known = [text for text in (heading, *near, *told) if text]
    twice = [text for place, text in enumerate(known) if any(_begins(other, text) for other in known[:place] + known[place + 1 :])]
    if twice:
        return max(twice, key=lambda text: (len(_stem(text)), heading == text))
    above = [line.text for line in lines[: at or 0] if line.text in near]
    below = [line.text for line in lines[(at or -1) + 1 :][:1] if not _ENDS.fullmatch(line.text) and not split_dateline(line.text)[0]]
    return next(filter(None, (heading, *above[::-1], *(text for text in below if text in near), *told)), "")


def _stem(text: str) -> str:
    """The text folded, without the dots that say that it was cut short."""
    return fold(text).rstrip(" .…")


def _begins(short: str, whole: str) -> bool:
    """Whether one text is the other, maybe cut short."""
    stem = _stem(short)
    return len(stem) >= _SHORTEST_TITLE and fold(whole).startswith(stem)


def _text(lines: list[Line], at: int | None, title: str, layout: Layout) -> tuple[list[Line], bool]:
    """What stands below the line of the date, or, where that closes the text, above it; and whether something ends it."""
    below = _article(lines[(-1 if at is None else at) + 1 :], title, layout)
    above = _article(lines[: at or 0], title, layout)
    if sum(len(line.text) for line in above[0]) > sum(len(line.text) for line in below[0]):
        return above[0], True
    return below


def _article(lines: list[Line], title: str, layout: Layout) -> tuple[list[Line], bool]:
    """The lines but for the title, up to what stands behind the article; and whether anything does."""
    ends = re.compile("|".join(f"(?:{pattern})" for pattern in layout.ends) or "(?!)", re.I)
    kept = [line for line in lines if not _is_title(line.text, title)]
    first = next((place for place, line in enumerate(kept) if not ends.match(line.text)), len(kept))
    last = next((place for place, line in enumerate(kept) if place > first and ends.match(line.text)), len(kept))
    return kept[first:last], last < len(kept)


def _is_title(text: str, title: str) -> bool:
    """Whether the line is the title, or a part of it."""
    return bool(title) and len(text) <= len(title) + 3 and _stem(text) in fold(title)


def _joined(lines: list[Line]) -> list[Line]:
    """Lines of which one goes on in the next, joined: a dateline alone, or a sentence that was broken to fit the page."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and last.kind == line.kind == "paragraph" and _goes_on(last.text, line.text):
            joined[-1] = last._replace(text=f"{last.text} {line.text}", bold=last.bold and line.bold)
        else:
            joined.append(line)
    return joined


def _goes_on(text: str, after: str) -> bool:
    return bool(_OPEN.fullmatch(text)) or (after[0].islower() and not _ENDS.fullmatch(text))


def _opened(lines: list[Line]) -> tuple[str, list[Line]]:
    """The summary, which has a dateline or is all bold, and the rest."""
    if lines and lines[0].kind == "paragraph" and (split_dateline(lines[0].text)[0] or (lines[0].bold and len(lines) > 1)):
        return lines[0].text, lines[1:]
    return "", lines
