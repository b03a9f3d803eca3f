"""Floor 1. Frames: what stands around a number or a bloc, and what must not, so that it says something of a bloc's members. Data: frames.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import CatalogError
from .load import Table

FILE = "frames.toml"
AROUND = ("units", "bodies", "anything", "above", "bloc")
"""What a frame may stand around."""
_WORDS = re.compile(r"<([a-z]+)>")
_ANYTHING = re.compile("")
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a chunk, and what must not; texts are asked in small letters."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]

    def begins(self, before: str, after: str) -> int | None:
        """Where in the text before a chunk its frame begins; None where the texts on both sides are none."""
        found = self.before.search(before) if self.after.match(after) and not self.not_after.match(after) else None
        return found.start() if found and not self.not_before.search(before) else None

    def holds(self, before: str, after: str) -> bool:
        """Whether the frame stands around a chunk."""
        return self.begins(before, after) is not None


def frame(name: str, row: Table, words: Mapping[str, list[str]]) -> Frame:
    """The frame of an entry, with the lists of words that it names; a CatalogError tells of a list that is none and of a broken pattern."""

    def listed(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise CatalogError(FILE, name, f"names <{match[1]}>, which [words] does not list")
        return f"(?:{'|'.join(words[match[1]])})"

    def pattern(key: str, missing: re.Pattern[str]) -> re.Pattern[str]:
        try:
            return re.compile(_WORDS.sub(listed, row[key])) if key in row else missing
        except re.error as error:
            raise CatalogError(FILE, name, f"`{key}` is no pattern: {error}") from error

    unknown = [told for told in row["around"] if told not in AROUND]
    if unknown:
        raise CatalogError(FILE, name, f"`around` may hold {', '.join(AROUND)}, not {unknown[0]!r}")
    return Frame(pattern("before", _ANYTHING), pattern("after", _ANYTHING), pattern("not-before", _NOTHING), pattern("not-after", _NOTHING))
