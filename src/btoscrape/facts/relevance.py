"""Floor 2. Whether an article concerns emulation: by what a listing shows of it, and by what its text proved to say."""

from __future__ import annotations

from functools import lru_cache

from ..catalog.terms import terms
from ..models import Article, Facts, Verdict
from ..text import canon, fold


@lru_cache(maxsize=1 << 12)
def relevance(title: str, summary: str = "") -> Verdict:
    """Yes, no or unsure by title and summary; a slug's words do as a title."""
    told = " ".join(fold(canon(f"{title} {summary}")).split())
    bare = told.replace(",", "").replace(" - ", " ")
    known = terms()
    for verdict, words in (("yes", known.relevant), ("unsure", known.unsure)):
        for word in words:
            if word in told or word in bare:
                return Verdict("yes" if verdict == "yes" else "unsure", f"says “{word}”")
    return Verdict("no", "no word of emulation in title and summary")


def concerns(article: Article, facts: Facts) -> Verdict:
    """Yes or no by the text: a bloc, or awards, or a title that is about emulation."""
    if facts.blocs:
        return Verdict("yes", f"is about {facts.blocs[0].name}")
    if facts.awards:
        return Verdict("yes", f"reports {len(facts.awards)} awards")
    listed = relevance(article.title, article.summary or "")
    if listed.relevance == "yes":
        return listed
    return Verdict("no", "its text names no bloc and no award")
