"""Floor 2. A correction applied to what was read of an article. Pure: from facts to facts, and how many it found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..catalog.spelling import spelt
from ..models import Article, Award, Bloc, Decision, Evidence, Facts, Member, Officer, Person, Rank
from ..text import canon
from .corrections import Correction, Values

MODELS: dict[str, type[Any]] = {
    "members": Member, "awards": Award, "officers": Officer, "ranks": Rank, "people": Person, "decisions": Decision, "blocs": Bloc,
}  # fmt: skip
RULE = "correction"
"""The rule of a fact that a person added; one that a person changed has it behind the rule that read it."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The facts afterwards; `found` is how many the correction is about, `problem` why it is about none."""

    facts: Facts
    found: int
    problem: str | None = None


def corrected(article: Article, facts: Facts, correction: Correction) -> Corrected:
    """What the article says after the correction. One that says what is read already finds its fact and changes nothing."""
    if correction.table == "articles":
        return _article(facts, correction)
    if correction.action == "add":
        return _added(article, facts, correction)
    told = getattr(facts, correction.table)
    found = [fact for fact in told if _fits(fact, correction.wanted)]
    if correction.action == "delete":
        kept = tuple(fact for fact in told if fact not in found)
        return _outcome(_with(facts, correction.table, kept), len(found))
    if not found:
        return _outcome(facts, sum(_fits(fact, {**correction.wanted, **correction.values}) for fact in told))
    changed = tuple(_changed(fact, correction.values) if fact in found else fact for fact in told)
    return _outcome(_with(facts, correction.table, changed), len(found))


def _with(facts: Facts, table: str, told: tuple[Any, ...]) -> Facts:
    values: dict[str, Any] = {table: told}
    return replace(facts, **values)


def _outcome(facts: Facts, found: int) -> Corrected:
    return Corrected(facts, found, None if found else "no fact of the article has these values")


def _article(facts: Facts, correction: Correction) -> Corrected:
    fits = all(getattr(facts, name) == value for name, value in correction.wanted.items())
    values: dict[str, Any] = dict(correction.values)
    already = all(getattr(facts, name) == value for name, value in values.items())
    return _outcome(replace(facts, **values) if fits else facts, int(fits or already))


def _added(article: Article, facts: Facts, correction: Correction) -> Corrected:
    values = dict(correction.values)
    quote = values.pop("quote", None)
    told = getattr(facts, correction.table)
    if any(_fits(fact, values) for fact in told):
        return Corrected(facts, 1)
    model = MODELS[correction.table]
    if model is Bloc:
        made = model(**values)
    else:
        proof = located(article.body, str(quote or ""))
        if proof is None:
            return Corrected(facts, 0, "its quote does not stand in the article's text")
        made = model(**values, evidence=proof, rule=RULE)
    return Corrected(_with(facts, correction.table, (*told, made)), 1)


def located(body: str, quote: str) -> Evidence | None:
    """Where the body says so, to the letter or in another spelling of the same letters."""
    start = body.find(quote)
    if start < 0 and len(canon(body)) == len(body):
        start = canon(body).find(canon(quote))
    end = start + len(quote if body.find(quote) >= 0 else canon(quote))
    return Evidence(body[start:end], start, end) if quote and start >= 0 else None


def _fits(fact: Any, wanted: Values) -> bool:  # noqa: ANN401
    return all(_same(fact, name, value) for name, value in wanted.items())


def _same(fact: Any, name: str, value: object) -> bool:  # noqa: ANN401
    """Names are compared without accents, case, and with abbreviations written out: another engine may write them otherwise."""
    if name == "quote":
        return any(spelt(str(value)) in spelt(proof.quote) for proof in (fact.evidence, *fact.repeats))
    told = getattr(fact, name)
    if isinstance(told, str) and isinstance(value, str):
        return told == value or (bool(spelt(told)) and spelt(told) == spelt(value))
    return bool(told == value)


def _changed(fact: Any, values: Values) -> Any:  # noqa: ANN401
    rule = {} if isinstance(fact, Bloc) else {"rule": f"{fact.rule} {RULE}".strip()}
    return replace(fact, **{**values, **rule})
