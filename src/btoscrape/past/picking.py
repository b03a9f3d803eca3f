"""Floor 4. Which of other people's captures are pages of the catalog's papers: by host and form of the address, in microseconds."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from ..catalog.papers import claimer
from ..models import Paper
from ..urls import key_of


class Picking:
    """The papers whose articles are picked. `name` is the same for the same papers and wishes."""

    def __init__(self, papers: Iterable[Paper], *, everything: bool = False) -> None:
        self.papers = tuple(papers)
        self.paper = claimer(self.papers)
        told = repr((sorted((paper.key, paper.url, paper.province) for paper in self.papers), everything))
        self.name = sha256(told.encode()).hexdigest()[:16]

    def wants(self, url: str) -> bool:
        """Whether the address is that of an article of theirs; a saved file is only known once it is read."""
        return url.startswith("file:") or self.key(url) is not None

    def key(self, url: str) -> str | None:
        """The identity of the article at that address; None for what is none of theirs."""
        paper = self.paper(url)
        return key_of(paper)(url) if paper else None

    def family(self, paper: Paper) -> list[str]:
        """The keys of the paper, of where it moved to, and of those that moved to it."""
        places = {paper.url, paper.moved_to, *paper.formerly}
        return [one.key for one in self.papers if one.url in places or paper.url in (one.moved_to, *one.formerly)]
