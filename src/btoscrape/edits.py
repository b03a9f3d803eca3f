"""Floor 0. What was changed between two texts, line by line and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")
_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words: `same`, `gone` or `new`."""

    kind: str
    text: str


def compare(old: str, new: str) -> Iterator[list[Change]]:
    """The lines that differ, each as runs of words; what stayed the same is left out."""
    ours, theirs = old.split("\n"), new.split("\n")
    for kind, begin, end, other_begin, other_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        words = list(_words("\n".join(ours[begin:end]), "\n".join(theirs[other_begin:other_end])))
        if words:  # nothing is left of a line that was empty
            yield words


def marked(old: str, new: str) -> str:
    """The same as text, as `wdiff` marks it: `[-words that are gone-]`, `{+new words+}`, one line for each that differs."""
    lines = ("".join(f"{_MARKS[run.kind][0]}{run.text}{_MARKS[run.kind][1]}" for run in line) for line in compare(old, new))
    return "\n".join(lines)


def _words(old: str, new: str) -> Iterator[Change]:
    ours, theirs = _WORD.findall(old), _WORD.findall(new)
    for kind, begin, end, other_begin, other_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(ours[begin:end]))
            continue
        if begin < end:
            yield Change("gone", "".join(ours[begin:end]))
        if other_begin < other_end:
            yield Change("new", "".join(theirs[other_begin:other_end]))
