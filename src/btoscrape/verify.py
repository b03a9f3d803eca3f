"""Floor 4. `verify`: everything that is wrong with an archive, and what of it can be made again from what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from .archive import Archive, Problem, mend_search

Reread = Callable[[set[int]], Counter[str]]


def repair(archive: Archive, found: Iterable[Problem], reread: Reread) -> None:
    """Make again what can be made from what is kept: the search index, facts whose quotes are misplaced, rows for records in no index.

    `reread` reads the kept pages of those ids again. What only a backup can bring back is left as it is.
    """
    found = list(found)
    if any(problem.kind == "search" for problem in found):
        mend_search(archive)
    pages = {problem.page for problem in found if problem.page is not None}
    archive.forget_reading(pages)
    for problem in found:
        if problem.place and (page := archive.adopt(*problem.place)):
            pages.add(page)
    if pages:
        reread(pages)
    archive.prune()
