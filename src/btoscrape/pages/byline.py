"""Floor 2. Who wrote it, where the page says so: header, JSON-LD, or a name that closes the text."""

from __future__ import annotations

import re

from ..text import canon, clean_byline, fold
from .body import Line
from .head import Head, said

_DATE = re.compile(r"\d{1,2}:\d{2}|\d{1,2}[/-]\d{1,2}[/-]\d{4}")
_NO_NAME = re.compile(r"(?:theo|nguồn|hết|xem|xem thêm)\b.*|.*[\d.!?:;…”\"]", re.I)
_JOINT = re.compile(r"[\s,/&–-]+|\bvà\b")
_LONGEST = 80
_NO_PERSON = {"admin", "administrator", "null"}


def printed(text: str) -> str:
    """The byline of a header line that may go on with the date (`A - B - 26/04/2022 11:05`)."""
    match = _DATE.search(text)
    return (text[: match.start()] if match else text).strip(" •|-–—,")


def linked(head: Head, title: str) -> str:
    """The author JSON-LD names; empty if that is the newspaper or nobody."""
    entry = head.article(title)
    name = said(entry, "author", "name") or said(entry, "author") or head.meta("dable:author")
    papers = {fold(paper) for paper in (said(entry, "publisher", "name"), head.meta("og:site_name")) if paper}
    is_paper = canon(name).lower().startswith(("báo ", "tòa soạn")) or fold(name) in papers
    return "" if is_paper or name.lower() in _NO_PERSON else name


def closing(lines: list[Line], known: str) -> tuple[list[Line], str]:
    """The lines without the byline that closes them, and the author.

    A closing line that repeats the known author goes; with no author known, one that looks like a byline is it: a name
    set to the right, all bold, or standing alone.
    """
    at = next((i for i in reversed(range(len(lines))) if lines[i].kind == "paragraph"), None)
    if at is None or at == 0:
        return lines, known
    last = lines[at]
    if _same(last.text, known) if known else _is_byline(last):
        return lines[:at] + lines[at + 1 :], known or last.text
    return lines, known


def _same(text: str, known: str) -> bool:
    """Whether the line says the author again, in other letters or with a credit word before."""
    if len(text) > _LONGEST:
        return False
    ours, theirs = (fold(clean_byline(part) or "") for part in (text, known))
    return bool(ours) and (ours == theirs or (f" {theirs} " in f" {ours} " and _name(text) > 0))


def _is_byline(line: Line) -> bool:
    words = _name(line.text)
    return 2 <= words <= (8 if line.bold or line.right else 5) or (words == 1 and line.right)


def _name(text: str) -> int:
    """How many words the names in the line have; 0 if it is no line of names."""
    if len(text) > _LONGEST:
        return 0
    name = clean_byline(text) or ""
    words = [word for word in _JOINT.split(name) if word]
    if _NO_NAME.fullmatch(name) or not all(word[0].isupper() for word in words):
        return 0
    return len(words)
