"""Floor 4. Vietnamese alphabetical order: letters first (a ă â b c d đ …), then tones (ngang huyền hỏi ngã sắc nặng)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ..text import canon

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: place for place, letter in enumerate(_LETTERS, 100)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""In the order of CLDR's collation for Vietnamese; no tone comes first."""

Key = tuple[tuple[int, ...], tuple[int, ...]]


@lru_cache(maxsize=512)
def _letter(letter: str) -> tuple[int, int]:
    """The letter's place and its tone's."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts if part in _TONES), "")
    bare = unicodedata.normalize("NFC", parts.replace(tone, "", 1) or tone) if tone else letter
    return _PLACES.get(bare, min(ord(bare[0]), 99) if bare.isascii() else 200 + ord(bare[0])), _TONES.get(tone, 0)


def sort_key(name: str | None) -> bytes:
    """The same as bytes in that order, for SQLite."""
    places, tones = alphabetical(name or "")
    return b"".join(place.to_bytes(3, "big") for place in places) + bytes(3) + bytes(tones)


def alphabetical(name: str) -> Key:
    """What names are sorted by; digits and signs come before letters, other alphabets after."""
    places = [_letter(letter) for letter in canon(name).lower()]
    return tuple(place for place, _ in places), tuple(tone for _, tone in places)
