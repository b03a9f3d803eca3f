"""Floor 2. The facts of one article on their way into the tables, each with its bloc, its organisation and its proofs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from ..catalog import identities
from ..catalog.identities import Identity
from ..models import Award, Bloc, Decision, Evidence, Fact, Facts, Member, Officer, Person, Rank
from . import blocs, organizations
from .changes import Changes
from .rows import Row, insert
from .stories import topic
from .who import Who

FACT_TABLES = ("members", "awards", "officers", "ranks", "people", "decisions")
"""A table for each kind of fact; also the names of the kinds in `Facts`."""


def named(facts: Facts) -> Iterator[str]:
    """The organisations that the facts name, as often as they do."""
    told: tuple[Member | Officer | Rank | Person, ...] = (*facts.members, *facts.officers, *facts.ranks, *facts.people)
    for fact in told:
        if fact.organization:
            yield fact.organization
    yield from (award.recipient for award in facts.awards if award.recipient and award.recipient_kind != "individual")


@dataclass(frozen=True, slots=True)
class _Told:
    """A bloc of the article: its row, who it is, and its name as a sentence tells it."""

    id: int
    identity: Identity
    name: re.Pattern[str]


def _sentence(body: str, proof: Evidence) -> str:
    """The sentence around a proof, which may be a name alone."""
    begins = max(body.rfind(". ", 0, proof.start), body.rfind("\n", 0, proof.start)) + 1
    ends = [place for mark in (". ", "\n") if (place := body.find(mark, proof.end)) >= 0]
    return body[begins : min(ends, default=len(body))]


class FactRows:
    """Writes one article's facts; `page` keeps blocs without a name apart, `province` is where its organisations are.

    `body` is the article's; a decision without a date counts as one of the year in which the article was `published`.
    """

    def __init__(self, db: Database, article: int, *, page: int, body: str, province: str, published: int | None, changes: Changes, who: Who) -> None:
        self._db, self._article, self._page, self._body, self._province, self._published = db, article, page, body, province, published
        self._changes, self._who = changes, who
        self._evidence: dict[tuple[int, int], int] = {}
        self._blocs: list[_Told] = []
        self._year: int | None = None
        self._row: dict[str, Callable[[Any], Row]] = {
            "members": self._member, "awards": self._award, "officers": self._officer,
            "ranks": self._rank, "people": self._person, "decisions": self._decision,
        }  # fmt: skip

    def write(self, facts: Facts) -> None:
        """The blocs first: each fact belongs to the one that its sentence names, else to the main one."""
        for position, bloc in enumerate(facts.blocs):
            self._bloc(position, bloc)
        self._year = facts.blocs[0].year if facts.blocs else None
        for table in FACT_TABLES:
            for fact in getattr(facts, table):
                self._fact(table, self._row[table](fact), fact)

    def _bloc(self, position: int, bloc: Bloc) -> None:
        known = self._who.bloc(bloc, self._province)
        apart = "" if " " in known.key else f" @{self._page}"  # `khối` alone: nothing says that two articles mean the same
        known = Identity(known.province, known.key + apart)
        found = blocs.named(self._db, bloc, known)
        self._blocs.append(_Told(found, known, re.compile(rf"(?<!\w){re.escape(bloc.name)}(?!\w)", re.I)))
        self._changes.blocs.add((known.province, known.key))
        insert(self._db, "article_blocs", {"article": self._article, "bloc": found, "position": position, "name": bloc.name})

    def _of(self, fact: Fact) -> _Told | None:
        """The bloc that the fact belongs to."""
        if len(self._blocs) < 2:
            return next(iter(self._blocs), None)
        said = _sentence(self._body, fact.evidence)
        named = [bloc for bloc in self._blocs if bloc.name.search(said)]
        return named[0] if len(named) == 1 else self._blocs[0]

    def _member(self, member: Member) -> Row:
        name = member.organization
        return {"organization": self._organization(name), "name": name, "year": self._year, "role": member.role}

    def _award(self, award: Award) -> Row:
        body = award.recipient if award.recipient_kind != "individual" else None
        bloc = self._of(award)
        told = topic(award, self._who.organization(body, self._province) if body else None, bloc.identity if bloc else None, self._page)
        self._changes.topics.add(told)
        return {
            "topic": told,
            "award": award.award,
            "award_id": award.award_id,
            "authority": award.authority,
            "recipient": award.recipient,
            "organization": self._organization(body),
            "recipient_kind": award.recipient_kind,
            "recipient_count": award.recipient_count,
            "status": award.status,
            "year": award.year,
        }

    def _officer(self, officer: Officer) -> Row:
        name = officer.organization
        return {"role": officer.role, "person": officer.person, "name": name, "organization": self._organization(name), "year": officer.year}

    def _rank(self, rank: Rank) -> Row:
        name = rank.organization
        return {"rank": rank.rank, "organization": self._organization(name), "name": name, "year": rank.year}

    def _person(self, person: Person) -> Row:
        name = person.organization
        return {"person": person.name, "post": person.post, "name": name, "organization": self._organization(name)}

    def _decision(self, decision: Decision) -> Row:
        issued = decision.issued.isoformat() if decision.issued else None
        year = decision.issued.year if decision.issued else self._published
        return {"number": decision.number, "issued": issued, "key": identities.decision_key(decision.number, year, self._province)}

    def _fact(self, table: str, row: Row, fact: Fact) -> None:
        """A fact's row, with the bloc it belongs to and its proofs."""
        bloc = self._of(fact)
        proof: Row = {"article": self._article, "bloc": bloc.id if bloc else None, "evidence": self._proof(fact.evidence), "rule": fact.rule}
        made = insert(self._db, table, {**proof, **row})
        for repeat in dict.fromkeys(fact.repeats):
            insert(self._db, "repeats", {"evidence": self._proof(repeat), "fact": table, "fact_id": made})

    def _proof(self, evidence: Evidence) -> int:
        span = (evidence.start, evidence.end)
        if span not in self._evidence:
            row: Row = {"article": self._article, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}
            self._evidence[span] = insert(self._db, "evidence", row)
        return self._evidence[span]

    def _organization(self, name: str | None) -> int | None:
        return organizations.named(self._db, name, self._province, self._who, self._changes) if name else None
