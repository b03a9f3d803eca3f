"""Floor 2; an article's text into facts, each with its sentence. Pure; standard library only."""

from .engine import ENGINE_VERSION, article_from_text, award_ids, read_facts, to_json
from .evaluate import Report, evaluate
from .relevance import concerns, relevance

__all__ = [
    "ENGINE_VERSION",
    "Report",
    "article_from_text",
    "award_ids",
    "concerns",
    "evaluate",
    "read_facts",
    "relevance",
    "to_json",
]
