"""Floor 4. What was read from an article, for people: each fact beside its rule and the text with its span marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from .catalog.layouts import named
from .facts import ENGINE_VERSION
from .models import Article, Evidence, Fact, Facts
from .reading import Reading
from .text import harmless

AROUND = 60
"""Characters of the text that are shown on either side of a span."""
PLAIN, TERMINAL = ("⟦", "⟧"), ("\x1b[1;7m", "\x1b[0m")
"""What stands before and after a span: in a file, and on a terminal."""
KINDS = {"members": "member", "awards": "award", "officers": "officer", "ranks": "rank", "people": "person", "decisions": "decision"}
_HOW = ("evidence", "rule", "repeats")


def explained(name: str, reading: Reading, marks: tuple[str, str] = PLAIN) -> Iterator[str]:
    """Lines for people; no control character of the page is among them."""
    article, facts = reading.article, reading.facts
    yield harmless(f"{name}: {article.title}")
    because = f" because of “{reading.verdict.reason}”" if reading.verdict.reason else ""
    yield harmless(f"  engine {ENGINE_VERSION}; about emulation: {reading.verdict.relevance}{because}")
    if article.layout:
        yield harmless(f"  layout {_layout(article.layout)}")
    yield from map(harmless, _about(facts))
    told = [(kind, fact) for table, kind in KINDS.items() for fact in getattr(facts, table)]
    for kind, fact in told:
        yield harmless(f"  {kind}: {_values(fact)}  [{fact.rule or 'no rule named'}]")
        for proof in (fact.evidence, *fact.repeats):
            yield f"    {_shown(article, proof, marks)}"
    if not told and not facts.blocs:
        yield "  no facts"


def _layout(name: str) -> str:
    known = named(name)
    return f"{name}, known of articles of {known.years}" if known and known.years else name


def _about(facts: Facts) -> Iterator[str]:
    for bloc in facts.blocs:
        yield "  bloc: " + _joined(name=bloc.name, kind=bloc.kind, number=bloc.number, year=bloc.year)
    if said := _joined(event=facts.event, date=facts.event_date, members=facts.member_count):
        yield f"  article: {said}"


def _values(fact: Fact) -> str:
    return _joined(**{field.name: getattr(fact, field.name) for field in fields(fact) if field.name not in _HOW})


def _joined(**values: object) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items() if value is not None)


def _shown(article: Article, proof: Evidence, marks: tuple[str, str]) -> str:
    """The span between its marks, within its line."""
    body, (before, after) = article.body, marks
    begin = max(body.rfind("\n", 0, proof.start) + 1, proof.start - AROUND)
    end = body.find("\n", proof.end)
    end = min(len(body) if end < 0 else end, proof.end + AROUND)
    left, quote, right = (_unmarked(harmless(part)) for part in (body[begin : proof.start], body[proof.start : proof.end], body[proof.end : end]))
    return f"{proof.start}–{proof.end}: {left}{before}{quote}{after}{right}"


def _unmarked(text: str) -> str:
    """The text without our own marks, which a page could forge."""
    return text.replace(PLAIN[0], "[").replace(PLAIN[1], "]")
