"""Floor 3. One listing read downwards: from its top to what an earlier run has read, past that, and on to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from ..models import NOWHERE, Link, Walk
from .kinds import Found, Memory

Keys = Callable[[Iterable[Link]], set[str]]


class Descent:
    """A listing whose pages each go on below an article's number; numbers grow with time (onecms.md, 2.1)."""

    def __init__(self, memory: Memory, url: str, since: date | None, first: Found, keys: Keys) -> None:
        """Begin at the listing's first page."""
        self._memory, self._url, self._since, self._keys = memory, url, since, keys
        self._past = memory.walk(url)
        self._joined = self._past is None
        self._top = max([self._past.top if self._past else 0, *map(_number, keys(first.own))])
        self._asked, self._first = set[int](), 0

    def has_late(self, shown: Found) -> bool:
        """Whether the page shows an article that came out after the earlier walk though its number is lower.

        To be asked before the page is noted.
        """
        old = {key for key in self._keys(shown.own) if self._past and _number(key) <= self._past.top}
        return self._memory.known(old) < old

    def below(self, shown: Found, cursor: int | None, *, late: bool) -> int | None:
        """The cursor to ask for next after this page; None when there is no need to go further down.

        `late`: what `has_late` said; where one article came late, more may have.
        """
        if self._past and not self._joined and cursor is not None and cursor <= self._past.top and not late:
            self._joined = True
            cursor = self._past.cursor or cursor
            if self._past.covers(self._since):
                self._note(self._past.since, self._past.cursor)
                return None
        if cursor is None or cursor in self._asked or cursor > self._first > 0:  # one that goes up again may have no end
            self._note(None, None)
            return None
        if is_older(shown, self._since):
            self._note(self._since, cursor)
            return None
        if self._joined:  # else the stretch between would be taken for read
            self._note(self._past.since if self._past and self._past.since else NOWHERE, cursor)
        self._asked.add(cursor)
        self._first = self._first or cursor
        return cursor

    def _note(self, since: date | None, cursor: int | None) -> None:
        """Remember how far this walk has come."""
        self._memory.remember(self._url, Walk(self._top, since, cursor))


def is_older(shown: Found, since: date | None) -> bool:
    """Whether all that the page shows came out before that day."""
    own = shown.own
    return bool(since and own) and all(link.published is not None and link.published.date() < since for link in own if since)


def _number(key: str) -> int:
    """The article's number on its site; 0 where it has none."""
    number = key.rpartition("/")[2]
    return int(number) if number.isdecimal() else 0
