"""Floor 2; an article's text into facts, each with its sentence. Pure; standard library only."""

from .engine import ENGINE_VERSION, article_from_text, read_facts, shown, to_json
from .evaluate import Report, evaluate
from .relevance import concerns, relevance

__all__ = [
    "ENGINE_VERSION",
    "Report",
    "article_from_text",
    "concerns",
    "evaluate",
    "read_facts",
    "relevance",
    "shown",
    "to_json",
]
