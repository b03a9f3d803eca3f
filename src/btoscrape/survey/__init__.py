"""Floor 3. Finding a paper's articles in its listings, newest first.

Pure of network and disk: it is told how to ask for a listing and what earlier runs know.
"""

from __future__ import annotations

from datetime import date

from ..models import Paper
from .kinds import Answer, Ask, Found, Memory, Survey
from .onecms import OneCms
from .other import Other

__all__ = ["Answer", "Ask", "Found", "Memory", "Survey", "survey_of"]


def survey_of(paper: Paper, ask: Ask, memory: Memory, *, since: date | None, today: date) -> Survey:
    """The ways that suit the paper's content system."""
    kind = OneCms if paper.layout == "onecms" else Other
    return kind(paper, ask, memory, since=since, today=today)
