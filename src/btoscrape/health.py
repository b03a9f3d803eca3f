"""Floor 3. Whether a paper is still read as it used to be, judged against its own past; and whether it has fallen silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Self

from .models import Article, Facts

FEW = 3
"""Pages that must have failed before we call a layout broken rather than a page odd."""
ENOUGH, MUCH = 5, 20
"""Pages of a run, and of the runs before it, from which on shares are compared."""
GENERIC = "generic"
"""What names itself as the layout of a page that none of the catalog's could read."""
MISSED = 5.0
"""Articles that should have come by a paper's usual rate before we call it silent: by chance alone that is one case in 150."""


@dataclass(slots=True)
class Readings:
    """What pages could be read for: counts of pages; `letters` of all their bodies together.

    `relevant`: those about emulation, `told`: those of them with any fact.
    """

    pages: int = 0
    unread: int = 0
    unfamiliar: int = 0
    no_author: int = 0
    no_section: int = 0
    no_summary: int = 0
    letters: int = 0
    relevant: int = 0
    told: int = 0

    def add_unread(self) -> None:
        """Count a page that could not be read."""
        self.pages += 1
        self.unread += 1

    def add(self, article: Article, facts: Facts, *, layout: str, relevant: bool) -> None:
        """Count a page that was read; `layout`: what the paper's entry names, `relevant`: it is about emulation."""
        self.pages += 1
        self.unfamiliar += article.layout == GENERIC != layout
        self.no_author += not article.author
        self.no_section += not article.section
        self.no_summary += not article.summary
        self.letters += len(article.body)
        self.relevant += relevant
        self.told += relevant and bool(facts.members or facts.awards or facts.officers)

    @property
    def read(self) -> int:
        """The pages that could be read."""
        return self.pages - self.unread

    @classmethod
    def of(cls, row: Mapping[str, int]) -> Self:
        """The counts by their names."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    @classmethod
    def total(cls, several: Iterable[Readings]) -> Self:
        """The sum of several."""
        sums: Counter[str] = Counter()
        for one in several:
            sums.update(asdict(one))
        return cls(**sums)

    def to_row(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


def noticed(runs: Sequence[Readings]) -> list[str]:
    """Why the paper's layout seems broken by its last runs, newest first: by the newest, or the last few together where each was small."""
    for count in range(1, len(runs) + 1):
        now = Readings.total(runs[:count])
        if found := alarms(now, Readings.total(runs[count:])):
            return found
        if now.pages >= ENOUGH:
            break
    return []


def alarms(now: Readings, past: Readings) -> list[str]:
    """Why the layout seems broken by these pages and those before: one sentence for each sign; empty when all is as it was."""
    odd = now.unread + now.unfamiliar
    found = [f"{odd} of {now.pages} pages could not be read by a known layout"] if odd >= FEW and odd * 2 > now.pages else []
    if now.read < ENOUGH or past.read < MUCH:
        return found
    for name, said in (("no_author", "author"), ("no_section", "section"), ("no_summary", "summary")):
        missing, usual = getattr(now, name) / now.read, getattr(past, name) / past.read
        if missing >= 0.8 and usual <= 0.4:
            found.append(f"{missing:.0%} of the pages have no {said}, {usual:.0%} are usual")
    length, usual_length = now.letters / now.read, past.letters / past.read
    if length < 0.4 * usual_length:
        found.append(f"an article has {length:,.0f} letters, {usual_length:,.0f} are usual")
    return found + _fewer_facts(now, past)


def _fewer_facts(now: Readings, past: Readings) -> list[str]:
    if now.relevant < ENOUGH or past.relevant < MUCH:
        return []
    told, usual = now.told / now.relevant, past.told / past.relevant
    return [f"{told:.0%} of the articles about emulation give a fact, {usual:.0%} are usual"] if told < 0.3 * usual else []


def silence(published: Mapping[date, int], until: date) -> str | None:
    """What says that the paper has fallen silent by that day: no new articles, though its rate in that month would give some.

    The rate is that of the same month in earlier years; of all that is known where there is none.
    """
    if not published:
        return None
    first, last = min(published), max(published)
    quiet = (until - last).days
    spans = [_month(year, last.month) for year in range(first.year, last.year)]
    spans = [(start, end) for start, end in spans if start >= first] or [(first, last)]
    days = sum((end - start).days + 1 for start, end in spans)
    rate = sum(number for day, number in published.items() if any(start <= day <= end for start, end in spans)) / days
    if quiet * rate < MISSED:
        return None
    return f"nothing new since {last}; in {quiet} days some {quiet * rate:,.0f} articles are usual"


def _month(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)
