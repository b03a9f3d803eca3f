"""Floor 2. What a batch has touched, so that what facts add up to is worked out again for that alone, before the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlite_utils import Database


@dataclass(slots=True)
class Changes:
    """Articles and organisations by id, award topics, and blocs as (province, key) over all their years."""

    articles: set[int] = field(default_factory=set)
    organizations: set[int] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    blocs: set[tuple[str, str]] = field(default_factory=set)
    named: dict[tuple[str, str], int] = field(default_factory=dict)
    """Organisations that the batch met, by name and province of reading."""
    names: set[tuple[int, str]] = field(default_factory=set)
    """Names of organisations, by its id, that an article used and may use no more."""
    left: set[int] = field(default_factory=set)
    """Blocs by id that an article was about and may be no more."""
    corrections: bool = False
    """Whether any was applied, put in force or taken back."""

    def clear(self) -> None:
        """Nothing is touched."""
        for touched in (self.articles, self.organizations, self.topics, self.blocs, self.named, self.names, self.left):
            touched.clear()
        self.corrections = False

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.corrections or self.articles or self.organizations or self.topics or self.blocs)


class Batches:
    """Transactions of one database, one inside the other; the outermost ends with `settle` on what was touched."""

    def __init__(self, db: Database, settle: Callable[[Database, Changes], None]) -> None:
        self._db, self._settle, self.is_open = db, settle, False
        self.changes = Changes()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction for all that is written inside; what is written in one inside another belongs to the outermost."""
        if self.is_open:
            yield
            return
        with self._db.atomic():
            self.is_open = True
            try:
                yield
                if self.changes:
                    self._settle(self._db, self.changes)
            finally:
                self.is_open = False
                self.changes.clear()
