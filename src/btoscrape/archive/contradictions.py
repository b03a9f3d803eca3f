"""Floor 2. What in one bloc's dossier doesn't fit together. Pure: from a dossier to its doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from typing import Any

from ..catalog import identities
from ..catalog.spelling import spelt
from .dossier import Dossier, Given, Holder, Shared
from .doubts import Doubt

STEPS = ("proposed", "conferred")
Pairs = frozenset[tuple[int, int]]


def contradictions(dossier: Dossier, successors: Pairs) -> Iterator[Doubt]:
    """All doubts of the bloc; `successors` are the organisations that went into another, which is no contradiction."""
    return chain(_listed(dossier), _stated(dossier), _heads(dossier, successors), _counts(dossier), _meetings(dossier), _first(dossier))


def _doubt(dossier: Dossier, kind: str, year: int, identity: tuple[object, ...], details: dict[str, object], **concerns: Any) -> Doubt:  # noqa: ANN401
    named = next((row for row in dossier.years if row.year == year), dossier.years[-1])
    return Doubt(kind, identity, {"bloc": named.name, "year": year, **details}, dossier.province, named.id, year or None, **concerns)


def _listed(dossier: Dossier) -> Iterator[Doubt]:
    """A stated number of members that is not that of the list."""
    listed = {row.article: row.members for row in dossier.listed}
    for report in dossier.reports:
        stated, counted = report.member_count, listed.get(report.id)
        if stated is not None and counted and stated != counted:
            details: dict[str, object] = {"stated": stated, "listed": counted}
            yield _doubt(dossier, "member-count", dossier.year_of(report.bloc), (report.url, stated, counted), details, article=report.id)


def _stated(dossier: Dossier) -> Iterator[Doubt]:
    """Different numbers of members in the articles of one year."""
    for row in dossier.years:
        counts: dict[int, int] = {}
        for report in dossier.reports:
            if report.bloc == row.id and report.member_count is not None:
                counts.setdefault(report.member_count, report.id)
        if row.year and len(counts) > 1:
            one, other, *_ = counts.values()
            identity = (dossier.province, dossier.key, row.year, *sorted(counts))
            details: dict[str, object] = {"values": ", ".join(map(str, sorted(counts)))}
            yield _doubt(dossier, "member-counts-differ", row.year, identity, details, article=one, other_article=other)


def _heads(dossier: Dossier, successors: Pairs) -> Iterator[Doubt]:
    """Two heads of one year; apart where the year's own articles agree and those of the year before told another."""
    heads = [holder for holder in dossier.holders if holder.role == "head" and holder.year]
    for year in sorted({holder.year for holder in heads if holder.year}):
        told = [holder for holder in heads if holder.year == year]
        elected = [holder for holder in told if dossier.year_of(holder.bloc) < year]
        serving = [holder for holder in told if holder not in elected]
        if _differ(serving, successors) or _differ(elected, successors):
            yield _two_heads(dossier, "two-heads", year, told, {"values": _names(told)})
        elif _differ(told, successors):
            yield _two_heads(dossier, "head-changed", year, told, {"elected": _names(elected), "serving": _names(serving)})


def _two_heads(dossier: Dossier, kind: str, year: int, told: list[Holder], details: dict[str, object]) -> Doubt:
    who: dict[str, Holder] = {}
    for holder in told:
        who.setdefault(_who(holder), holder)
    one, other, *_ = who.values()
    return _doubt(
        dossier, kind, year, (dossier.province, dossier.key, year, *sorted(who)), details,
        article=one.article, other_article=other.article, organization=one.organization, other_organization=other.organization,
        facts=tuple(("officers", holder.id) for holder in told),
    )  # fmt: skip


def _who(holder: Holder) -> str:
    return holder.key or f"@{spelt(holder.person or '')}"


def _names(holders: Iterable[Holder]) -> str:
    return "; ".join(dict.fromkeys(holder.who for holder in holders))


def _differ(holders: list[Holder], successors: Pairs) -> bool:
    """Whether they are not all one. A person without an organisation may lead any of those that are named."""
    bodies = {holder.organization: _who(holder) for holder in holders if holder.organization}
    if not bodies:
        return len({_who(holder) for holder in holders}) > 1
    pairs = combinations(sorted(bodies), 2)
    return any(pair not in successors and pair[::-1] not in successors and not _one_place(*map(bodies.__getitem__, pair)) for pair in pairs)


def _one_place(one: str, other: str) -> bool:
    """Whether one key is the other without the word for its level: `ham tan`, `huyen ham tan`."""
    return one.removeprefix(identities.level(one)) == other or other.removeprefix(identities.level(other)) == one


def _counts(dossier: Dossier) -> Iterator[Doubt]:
    """Different stated numbers for one award, and more named recipients than stated."""
    for step in STEPS:
        groups: dict[tuple[int, str, str, str], list[Given]] = {}
        for given in dossier.given:
            if given.year and getattr(given, f"{step}_article"):
                groups.setdefault((given.year, given.award_id, _body(given), given.recipient_kind or ""), []).append(given)
        for (year, *rest), told in groups.items():
            stated = [given for given in told if given.recipient_count and not given.recipient]
            named = [given for given in told if given.recipient]
            most = max((given.recipient_count or 0 for given in stated), default=0)
            identity = (dossier.province, dossier.key, year, *rest, step)
            if len({getattr(given, f"{step}_article") for given in stated}) > 1:
                counts = sorted(given.recipient_count or 0 for given in stated)
                yield _count(dossier, "award-counts-differ", year, (*identity, *counts), step, stated, {"values": ", ".join(map(str, counts))})
            elif stated and len(named) > most:
                names = sorted(str(given.recipient) for given in named)
                details: dict[str, object] = {"stated": most, "named": len(named), "values": ", ".join(names)}
                yield _count(dossier, "award-count", year, (*identity, most, *names), step, [*stated, *named], details)


def _count(dossier: Dossier, kind: str, year: int, identity: tuple[object, ...], step: str, told: list[Given], details: dict[str, object]) -> Doubt:
    one, other = (getattr(given, f"{step}_article") for given in told[:2])
    facts = tuple(("award_stories", given.id) for given in told)
    about = {"award": told[0].award, "status": step, **details}
    return _doubt(dossier, kind, year, identity, about, article=one, other_article=other if other != one else None, facts=facts)


def _body(given: Given) -> str:
    return identities.authority(given.authority or "")[0]


def _meetings(dossier: Dossier) -> Iterator[Doubt]:
    """What two articles on one meeting tell otherwise: who gets the flag, and whether an award is conferred yet."""
    stories = {given.id: given for given in dossier.given if given.recipient}
    flags: dict[tuple[int, str, str, int], dict[int, set[int]]] = {}
    steps: dict[tuple[int, int], dict[str, Shared]] = {}
    for fact in dossier.shared:
        given = stories.get(fact.story)
        if given:
            steps.setdefault((fact.meeting, fact.story), {}).setdefault(fact.status, fact)
        if given and given.slot == "flag":
            group = (fact.meeting, given.award_id, _body(given), given.year or 0)
            flags.setdefault(group, {}).setdefault(fact.article, set()).add(fact.story)
    for (_, _, _, year), articles in flags.items():
        pairs = combinations([report.id for report in dossier.reports if report.id in articles], 2)
        if pair := next(((one, other) for one, other in pairs if articles[one] - articles[other] and articles[other] - articles[one]), None):
            told_by = ([given for given in stories.values() if given.id in articles[article]] for article in pair)
            yield _recipients(dossier, year, pair, list(told_by))
    for (_, story), told in steps.items():
        if told.keys() >= set(STEPS) and told["proposed"].article != told["conferred"].article:
            yield _status(dossier, stories[story], told["proposed"], told["conferred"])


def _recipients(dossier: Dossier, year: int, pair: tuple[int, int], told: list[list[Given]]) -> Doubt:
    one, other = (", ".join(sorted(str(given.recipient) for given in group)) for group in told)
    first, (article, other_article) = told[0][0], pair
    identity = (*sorted(map(dossier.url_of, pair)), first.award_id, *sorted((one, other)))
    details: dict[str, object] = {"award": first.award, "status": first.status, "one": one, "other": other}
    facts = tuple(("award_stories", given.id) for group in told for given in group)
    return _doubt(dossier, "recipients-differ", year, identity, details, article=article, other_article=other_article, facts=facts)


def _status(dossier: Dossier, given: Given, proposed: Shared, conferred: Shared) -> Doubt:
    identity = (dossier.url_of(proposed.article), dossier.url_of(conferred.article), given.award_id, spelt(given.recipient or ""))
    return _doubt(
        dossier, "status-differs", given.year or 0, identity, {"recipient": given.recipient, "award": given.award},
        article=proposed.article, other_article=conferred.article, organization=given.organization,
        facts=(("awards", proposed.id), ("awards", conferred.id)),
    )  # fmt: skip


def _first(dossier: Dossier) -> Iterator[Doubt]:
    """Who ranks first in a year whose awards are told, but without the flag."""
    seen: set[tuple[int, int]] = set()
    for place in dossier.places:
        if place.rank != 1 or not place.year or (place.year, place.organization) in seen:
            continue
        seen.add((place.year, place.organization))
        given = [story for story in dossier.given if story.year == place.year]
        flags = [story for story in given if story.slot == "flag"]
        if given and all(story.recipient and story.organization != place.organization for story in flags):
            identity = (dossier.province, dossier.key, place.year, spelt(place.name))
            concerns: dict[str, Any] = {"article": place.article, "organization": place.organization, "facts": (("ranks", place.id),)}
            yield _doubt(dossier, "first-without-flag", place.year, identity, {"recipient": place.name}, **concerns)
