"""Floor 1. Clues: words that the engine's readers look for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..text import canon

_NOWHERE = re.compile(r"(?!)()")
_LONGEST = 60
"""So many letters tell whether a text begins with one of the words."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that readers look for themselves: `words` in small letters; `pattern` finds searched ones in a text, also where it glues words.

    Where it finds one that counts, a group of the pattern says so.
    """

    words: frozenset[str]
    pattern: re.Pattern[str]

    def place(self, text: str) -> int | None:
        """Where the first of the words stands in the text, in whatever letters; None where none does."""
        return self.place_in(text.lower())  # a pattern that ignores case searches several times as long

    def place_in(self, low: str) -> int | None:
        """The same in a text that is in small letters already."""
        match = self.pattern.search(low)
        while match and not match.lastindex:
            match = self.pattern.search(low, match.end())
        return match.start() if match else None

    def found(self, text: str) -> bool:
        """Whether one of the words stands anywhere in the text."""
        return self.place(text) is not None

    def opens(self, text: str) -> bool:
        """Whether the text begins with one of the words, and they end there."""
        low = text[:_LONGEST].lower()
        match = self.pattern.match(low)
        return bool(match and match.lastindex and not low[match.end() : match.end() + 1].isalnum())


def clue(forms: Iterable[str], other: Iterable[str], *, searched: bool) -> Clue:
    """What stands in `other` is found before the forms that it holds, so they don't count there; `#` is any number."""
    passed, counted = (
        [re.escape(canon(form).lower()).replace(r"\#", r"\d+") for form in sorted(told, key=len, reverse=True)] for told in (other, forms)
    )
    pattern = re.compile("|".join([*passed, *(f"{form}()" for form in counted)])) if searched else _NOWHERE
    return Clue(frozenset(canon(form).lower() for form in forms), pattern)
