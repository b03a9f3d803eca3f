"""Floor 2. The body of an article as lines in page order: paragraphs, captions, rows of tables; and its photos."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborNode

from ..text import collapse
from .dom import BLOCKS, flat, image_url, only_text

_PHOTO_FILE = re.compile(r"[\w.()%-]+\.(?:jpe?g|png|gif|webp|bmp)", re.I)
_DEBRIS = re.compile(r"</?_?o(?:3a_|:)p ?/?>", re.I)
_BREAK, _EVERY_BREAK = re.compile(r"\n[^\S\n]*\n"), re.compile(r"\n")
_DEEPEST = 200
_LONGEST_CELL, _LONGEST_CAPTION = 600, 600


class Line(NamedTuple):
    """One block of text with what its looks say: all bold, set to the right."""

    kind: Literal["paragraph", "caption"]
    text: str
    bold: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    """What holds for the text at one place of the tree."""

    bold: bool = False
    italic: bool = False
    align: str = ""
    caption: bool = False


@dataclass(slots=True)
class _Collector:
    """Gathers inline text until a block begins or ends, then makes a line of it."""

    base: str
    captions: frozenset[int]
    pictures: frozenset[int]
    noise: re.Pattern[str] | None
    laid: frozenset[int] = frozenset()
    ends: re.Pattern[str] = _BREAK
    lines: list[Line] = field(default_factory=list)
    images: dict[str, None] = field(default_factory=dict)
    run: list[tuple[str, _Style]] = field(default_factory=list)
    after_photo: bool = False

    def enter(self, node: LexborNode, style: _Style) -> _Style | None:
        """The style inside the element; None if it has been taken whole."""
        tag = node.tag or ""
        if tag == "br":
            self.run.append(("\n", style))
            return None
        if tag == "img":
            self._photo(node)
            return None
        if tag in BLOCKS and self.run:
            self.flush()
        if tag == "table" and node.mem_id not in self.laid and not self._is_picture(node) and (rows := _data_rows(node)):
            self._table(node, rows)
            return None
        inner = self._styled(node, tag, style)
        if tag == "p" and (text := only_text(node)) is not None:
            self._lines(text.replace("\n", " "), [inner])
            return None
        return inner

    def flush(self) -> None:
        """Ends the line; an empty line between two breaks ends a paragraph too (or each break, as asked)."""
        seen = [style for text, style in self.run if not text.isspace()]
        whole = "".join([text for text, _ in self.run])
        self.run.clear()
        if seen:
            self._lines(whole, seen)

    def _lines(self, whole: str, seen: list[_Style]) -> None:
        """The lines of a text of those styles."""
        bold, right = all(style.bold for style in seen), seen[0].align == "right"
        for part in self.ends.split(whole) if "\n" in whole else (whole,):
            if text := collapse(_DEBRIS.sub("", part) if "<" in part else part):
                self._add(Line("caption" if self._is_caption(seen, text) else "paragraph", text, bold, right))

    def _add(self, line: Line) -> None:
        if _PHOTO_FILE.fullmatch(line.text) or (self.noise and self.noise.fullmatch(line.text)):
            return
        self.after_photo = False
        repeated = bool(self.lines) and line.kind == "caption" and self.lines[-1].text == line.text
        if not repeated:
            self.lines.append(line)

    def _is_caption(self, seen: list[_Style], text: str) -> bool:
        """By its place, or, in pages without marks, as slanted or centred words right below a photo."""
        if seen[0].caption and all(style.caption for style in seen):
            return True
        if not self.after_photo or len(text) > _LONGEST_CAPTION:
            return False
        return all(style.italic or (style.align == "center" and not style.bold) for style in seen)

    def _photo(self, node: LexborNode) -> None:
        self.after_photo = True
        if url := image_url(node, self.base):
            self.images[url] = None

    def _table(self, node: LexborNode, rows: list[str]) -> None:
        for photo in node.css("img"):
            self._photo(photo)
        for row in rows:
            self._add(Line("paragraph", row))

    def _is_picture(self, table: LexborNode) -> bool:
        """A table that holds photos and no more than a caption for each."""
        if table.mem_id in self.pictures:
            return True
        if table.css_first("table table") is not None:
            return False
        photos = len(table.css("img"))
        texts = [text for cell in table.css("td, th") if (text := flat(cell))] if photos else []
        return 0 < photos >= len(texts) and all(len(text) <= _LONGEST_CAPTION for text in texts)

    def _styled(self, node: LexborNode, tag: str, style: _Style) -> _Style:
        attributes = node.attributes
        bold, italic, align = _looks(tag, attributes.get("style"), attributes.get("align"), attributes.get("class"))
        caption = tag == "figure" or node.mem_id in self.captions or (tag == "table" and self._is_picture(node))
        if not (bold or italic or align or caption):
            return style
        return _Style(style.bold or bold, style.italic or italic, align or style.align, style.caption or caption)


def read_body(
    root: LexborNode, base: str, captions: Iterable[str], pictures: Iterable[str], noise: Iterable[str],
    *, laid: frozenset[int] = frozenset(), every_break: bool = False,
) -> tuple[list[Line], list[str]]:  # fmt: skip
    """The lines below `root` in page order, and the absolute URLs of its photos, each once.

    `laid`: ids of tables that lay the page out, whatever they look like; `every_break`: one `br` ends a paragraph, not two.
    """
    ends = _EVERY_BREAK if every_break else _BREAK
    collector = _Collector(base, _ids(root, captions), _ids(root, pictures), _noise(tuple(noise)), laid, ends)
    _walk(root, collector)
    collector.flush()
    return collector.lines, list(collector.images)


def _walk(root: LexborNode, collector: _Collector) -> None:
    """Depth first without recursion, since pages nest as deep as their author likes."""
    style = _Style()
    level = root.iter(include_text=True)
    trail: list[tuple[LexborNode, Iterator[LexborNode], _Style]] = []
    while True:
        node = next(level, None)
        if node is None:
            if not trail:
                return
            parent, level, style = trail.pop()
            if parent.tag in BLOCKS:
                collector.flush()
        elif node.is_text_node:
            collector.run.append(((node.text_content or "").replace("\n", " "), style))
        elif node.is_element_node:
            inner = collector.enter(node, style)
            if inner is not None and len(trail) >= _DEEPEST:
                collector.run.append((flat(node), inner))
            elif inner is not None:
                trail.append((node, level, style))
                level, style = node.iter(include_text=True), inner


@lru_cache(maxsize=1000)
def _looks(tag: str, style: str | None, align: str | None, classes: str | None) -> tuple[bool, bool, str]:
    """Whether an element of those attributes is bold or italic, and where it sets its text: `right`, `center` or, unsaid, empty."""
    looks = "".join((style or "").lower().split())
    said = re.search(r"text-align:(\w+)", looks)
    names = f"{align or ''} {classes or ''}".lower().split()
    marks = (said[1] if said else "", *(name.removeprefix("text-").removeprefix("align-") for name in names))
    return (
        tag in ("b", "strong") or "font-weight:bold" in looks or "font-weight:700" in looks,
        tag in ("i", "em") or "font-style:italic" in looks,
        next((mark for mark in marks if mark in ("left", "right", "center", "justify")), ""),
    )


@cache
def _noise(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I) if patterns else None


def _data_rows(table: LexborNode) -> list[str]:
    """The rows of a table of data, cells joined by ` | `; none where the table only lays the page out."""
    rows = [[flat(cell) for cell in cells] for cells in _rows(table) if cells]
    widest = max((sum(map(bool, row)) for row in rows), default=0)
    if widest < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return []
    return [" | ".join(filter(None, row)) for row in rows if any(row)]


def _rows(table: LexborNode) -> Iterator[list[LexborNode]]:
    """The cells of each row of this table, not of tables inside it. A table without two cells in a row has none."""
    parts = [part for part in table.iter() if part.tag in ("thead", "tbody", "tfoot")]
    rows = [row for part in parts for row in part.iter() if row.tag == "tr"]
    cells = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]
    if any(len(row) > 1 for row in cells):
        yield from cells


def _ids(root: LexborNode, selectors: Iterable[str]) -> frozenset[int]:
    combined = ", ".join(selectors)
    return frozenset(node.mem_id for node in root.css(combined)) if combined else frozenset()
