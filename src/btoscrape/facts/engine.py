"""Floor 2. The readers one after the other: bloc, event, members, awards, officers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..catalog.terms import Terms, terms
from ..models import VIETNAM, Article, Block, Evidence, Fact, Facts
from .awards import AwardReader
from .blocs import find_bloc, find_date, find_event, find_year
from .members import find_count, find_members
from .officers import OfficerReader
from .passage import Passage

ENGINE_VERSION = "1"
"""Changes when the same text may give other facts."""
_SPARK = re.compile(r"khối|cụm|thi đua", re.I)


def read_facts(article: Article, catalog: Terms | None = None) -> Facts:
    """What the article says; an article without a word of emulation costs next to nothing."""
    passage = Passage(article)
    known = catalog or terms()
    if not any(word.search(told) for word in (_SPARK, known.award_pattern) for told in (passage.title, passage.text)):
        return Facts()
    event = find_event(passage)
    bloc = find_bloc(passage)
    year = find_year(passage, event)
    if bloc:
        bloc = replace(bloc, year=year)
    count = find_count(passage) if bloc else None
    members = find_members(passage, known, count) if bloc else ()
    return Facts(
        blocs=(bloc,) if bloc else (),
        event=event,
        event_date=find_date(passage, year),
        members=members,
        member_count=count,
        awards=AwardReader(passage, known, bloc, event).read(),
        officers=OfficerReader(passage, known, bloc, event).read(members) if bloc else (),
    )


def award_ids(text: str) -> set[str]:
    """The ids of the awards that a sentence gives: for the check of the catalog's own sentences."""
    return {award.award_id for award in read_facts(article_from_text({"text": text})).awards}


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
    proof: Evidence = fact.evidence
    evidence = {"quote": proof.quote, "start": proof.start, "end": proof.end}
    return {name: getattr(fact, name) for name in names} | {"evidence": evidence}
