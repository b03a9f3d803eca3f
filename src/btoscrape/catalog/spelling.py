"""Floor 1. The folded words of a name, abbreviations written out: what all keys are made of. Data: identities.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from ..errors import CatalogError
from ..text import canon, fold
from .load import Table, builtin

FILE = "identities.toml"
_WORD = re.compile(r"[0-9a-z]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def words(text: str) -> list[str]:
    """The folded words of a text, without what stands between them."""
    return _WORD.findall(fold(canon(text)))


@lru_cache(maxsize=1 << 14)
def spelt(name: str) -> str:
    """The folded words of a name without joining ones, abbreviations written out."""
    known, skipped = abbreviations(), _joining()
    text = " ".join(known.get(word, word) for word in words(name))
    told = " ".join(word for word in text.split() if word not in skipped)
    phrases, pattern = _phrases()
    return pattern.sub(lambda match: phrases[match[0]], told)


@cache
def abbreviations() -> dict[str, str]:
    """What each abbreviation stands for, both sides folded."""
    return {" ".join(words(short)): _plain(long) for short, long in strings("words").items()}


def strings(name: str) -> dict[str, str]:
    """A table of identities.toml whose values are texts; a CatalogError names the entry that is none."""
    table: Table = builtin(FILE)[name]
    for key, value in table.items():
        if not isinstance(value, str) or not words(value) or not words(key):
            raise CatalogError(FILE, f"{name}.{key}", f"must be words in quotes, not {value!r}")
    return table


def without(prefixes: Iterable[str], text: str) -> str:
    """The text without the first of those words that it begins with."""
    return next((text.removeprefix(f"{prefix} ") for prefix in prefixes if text.startswith(f"{prefix} ")), text)


def arabic(number: str) -> str:
    """`08` and `VIII` as `8`; what is neither stays, folded."""
    text = fold(number).strip()
    if text.isdecimal():
        return str(int(text))
    if not text or not set(text) <= set(_ROMAN):
        return text
    values = [_ROMAN[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return str(sum(-here if here < after else here for here, after in pairs))


@cache
def _joining() -> frozenset[str]:
    return frozenset(word for text in builtin(FILE)["joining"]["words"] for word in words(text))


def _plain(text: str) -> str:
    return " ".join(word for word in words(text) if word not in _joining())


@cache
def _phrases() -> tuple[dict[str, str], re.Pattern[str]]:
    phrases = {_plain(short): _plain(long) for short, long in strings("phrases").items()}
    longest_first = sorted(phrases, key=len, reverse=True)
    return phrases, re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
