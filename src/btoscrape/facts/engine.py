"""Floor 2. The readers one after the other: bloc, event, members, awards, officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..catalog.terms import Terms, terms
from ..models import VIETNAM, Article, Block, Evidence, Fact, Facts
from .awards import find_awards
from .blocs import find_blocs
from .chunks import BLOC
from .decisions import find_decisions
from .events import find_date, find_event, find_year
from .members import find_members
from .officers import find_officers
from .passage import Passage
from .people import find_people
from .ranks import find_ranks
from .reader import Text

_FRAMED = BLOC | {"count", "number", "body"}
"""What frames stand around."""
ENGINE_VERSION = "2"
"""Changes when the same text may give other facts."""


def read_facts(article: Article, catalog: Terms | None = None) -> Facts:
    """What the article says; an article without a word of emulation costs next to nothing."""
    known = catalog or terms()
    passage = Passage(article)
    if not known.sparks(f"{passage.title}\n{passage.text}"):
        return Facts()
    text = Text(passage, known)
    event = find_event(text)
    year = find_year(text, event)
    blocs = tuple(replace(bloc, year=year) for bloc in find_blocs(text))
    bloc = blocs[0] if blocs else None
    members, count = find_members(text, bloc) if bloc else ((), None)
    if members:
        text = text.knowing(member.organization for member in members)
    ranks = find_ranks(text, year) if bloc else ()
    return Facts(
        blocs=blocs,
        event=event,
        event_date=find_date(text, year),
        members=members,
        member_count=count,
        awards=find_awards(text, year if bloc or event == "tổng kết" else None, event, ranks),
        officers=find_officers(text, bloc, event, members) if bloc else (),
        ranks=ranks,
        people=find_people(text),
        decisions=find_decisions(passage),
    )


def shown(sentence: str, known: Terms) -> set[str]:
    """The ids of the entries that decide something in a sentence: what the lexer uses, the awards that are read, searched clues, and frames."""
    article = article_from_text({"text": sentence})
    text = Text(Passage(article), known)
    awards = {award.award_id for award in read_facts(article, known).awards}
    searched = {name for name, clue in known.clues.items() if clue.found(sentence)}
    return {name for name in text.seen() if known.entries[name].kind != "award"} | awards | searched | _framed(text)


def _framed(text: Text) -> set[str]:
    """The ids of the frames that stand around what they may."""
    low = text.passage.text.lower()
    places = [(chunk.start, chunk.end) for chunks in text.all() for chunk in chunks if chunk.kind in _FRAMED]
    frames = [told for around in text.terms.frames.values() for told in around.items()]
    return {name for name, frame in frames if any(frame.holds(low[:start], low[end:]) for start, end in places)}


def article_from_text(row: Mapping[str, Any]) -> Article:
    """A row of text as an article; its body is the text, character for character."""
    published = row.get("published")
    at = datetime.fromisoformat(published) if isinstance(published, str) and published else None
    return Article(
        url=str(row.get("url") or ""),
        title=str(row.get("title") or ""),
        published=at if at is None or at.tzinfo else at.replace(tzinfo=VIETNAM),
        author=row.get("author"),
        blocks=tuple(Block("paragraph", line) for line in str(row["text"]).split("\n")),
        section=row.get("section"),
        summary=row.get("summary"),
        layout="text",
    )


def to_json(facts: Facts) -> dict[str, Any]:
    """The facts as the contract's object."""
    return {
        "blocs": [{"name": bloc.name, "number": bloc.number, "kind": bloc.kind, "year": bloc.year} for bloc in facts.blocs],
        "event": facts.event,
        "event_date": facts.event_date.isoformat() if facts.event_date else None,
        "members": [_fact(member, "organization", "role") for member in facts.members],
        "member_count": facts.member_count,
        "awards": [
            _fact(award, "award", "award_id", "authority", "recipient", "recipient_kind", "recipient_count", "status", "year")
            for award in facts.awards
        ],
        "officers": [_fact(officer, "role", "person", "organization", "year") for officer in facts.officers],
        "ranks": [_fact(rank, "rank", "organization", "year") for rank in facts.ranks],
        "people": [_fact(person, "name", "post", "organization") for person in facts.people],
        "decisions": [
            _fact(decision, "number") | {"issued": decision.issued.isoformat() if decision.issued else None} for decision in facts.decisions
        ],
    }


def _fact(fact: Fact, *names: str) -> dict[str, Any]:
    """The fact's fields of these names, with its proof."""
    proof: Evidence = fact.evidence
    evidence = {"quote": proof.quote, "start": proof.start, "end": proof.end}
    return {name: getattr(fact, name) for name in names} | {"evidence": evidence}
