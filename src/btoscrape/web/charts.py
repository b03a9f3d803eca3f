"""Floor 4. The geometry of the charts, which templates draw as SVG. Pure; the unit is a pixel of a phone 360 wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 360
MOST_YEARS = 12
"""Columns that can be told apart, with their years, on a phone."""
_PLOT, _HEAD, _FOOT = 150, 18, 20
_LANE, _TITLE = 20, 19


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `kind` says how it is filled and `says` what it stands for."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A text; `x` is its middle, or its start if `kind` is `lane`."""

    x: float
    y: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, in the order of drawing."""

    height: float
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]
    width: float = WIDTH


def stacked(columns: Sequence[tuple[str, Mapping[str, int]]], kinds: Sequence[str]) -> Chart:
    """One column for each label, its counts stacked in the order of `kinds`, its total above it; a dash where there is none."""
    columns = columns[-MOST_YEARS:]
    highest = max((sum(counts.values()) for _, counts in columns), default=0) or 1
    step = WIDTH / max(len(columns), 4)
    bars, words = [], []
    for place, (label, counts) in enumerate(columns):
        middle, level = step * (place + 0.5), _HEAD + float(_PLOT)
        for kind in kinds:
            height = _PLOT * counts.get(kind, 0) / highest
            level -= height
            if height:
                bars.append(Bar(middle - step * 0.34, level, step * 0.68, height, kind, f"{label}: {counts[kind]}"))
        words.append(Word(middle, level - 4, str(sum(counts.values()) or "–"), "count"))
        words.append(Word(middle, _HEAD + _PLOT + 15, label, "label"))
    return Chart(_HEAD + _PLOT + _FOOT, tuple(bars), tuple(words))


def lanes(years: Sequence[int], rows: Sequence[tuple[str, Mapping[int, Sequence[str]]]]) -> Chart:
    """Years from left to right, below them one lane for each title, with a mark for each thing of a year.

    Marks of one year stand upon each other; a lane is as high as its fullest year.
    """
    years = years[-MOST_YEARS:]
    step = WIDTH / max(len(years), 4)
    bars: list[Bar] = []
    words = [Word(step * (place + 0.5), 13, str(year), "label") for place, year in enumerate(years)]
    top = 18.0
    for title, marks in rows:
        words.append(Word(0, top + _TITLE - 6, title, "lane"))
        top += _TITLE
        for place, year in enumerate(years):
            for row, kind in enumerate(marks.get(year, ())):
                bars.append(Bar(step * place + 2, top + row * _LANE, step - 4, _LANE - 4, kind, str(year)))
        top += _LANE * max((len(marks.get(year, ())) for year in years), default=0) + 2
    return Chart(top + 2, tuple(bars), tuple(words))
