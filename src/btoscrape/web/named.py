"""Floor 4. Whom and what a typed name means: organisations, blocs and people, whatever the accents and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from ..catalog.identities import organization_key
from ..catalog.spelling import arabic, spelt, strings
from ..text import canon, fold
from .asking import Row, rows

MOST = 8
CANDIDATES = 60
WORDS = 12
_ROMAN = re.compile(r"\b[IVXL]+\b")
_WORD = re.compile(r"\w+")
_ABBREVIATED = re.compile(r"\w+(?:[&.,-]\w+)*")
_SIGNS = re.compile(r"[^\w\s&/.,-]+")
"""What belongs to no name: quotation marks, operators of other search engines."""

_ORGANIZATIONS = """
    SELECT id, name, province FROM organizations WHERE (:province = '' OR province = :province) AND {words}
    ORDER BY "key" = :whole DESC, instr("key", :whole) = 1 DESC, instr("key", :whole) > 0 DESC, length("key"), name, id LIMIT :most
"""
_BLOCS = """
    SELECT id, name, max(year) AS year, province FROM blocs WHERE (:province = '' OR province = :province) AND {words}
    GROUP BY province, "key" ORDER BY "key" = :whole DESC, instr("key", :whole) = 1 DESC, length("key"), province, "key" LIMIT :most
"""
_PEOPLE = """
    SELECT name FROM (SELECT DISTINCT person AS name FROM officers WHERE person IS NOT NULL UNION SELECT DISTINCT person FROM people)
    WHERE instr(' ' || fold(name), ' ' || :whole) ORDER BY length(name), name LIMIT :most
"""
_PROVINCES = "SELECT DISTINCT province FROM papers WHERE province <> ''"


async def named(datasette: Any, typed: str) -> dict[str, list[Row]]:  # noqa: ANN401
    """The organisations, blocs and people of that name, the closest first; typed with accents, only those that have them."""
    typed = _SIGNS.sub(" ", canon(typed))
    provinces = [row["province"] for row in await rows(datasette, _PROVINCES)]
    rest, province = _without_province(spelt(typed), provinces)
    found = {
        "organizations": await _having(datasette, _ORGANIZATIONS, organization_key(typed), "")
        or await _having(datasette, _ORGANIZATIONS, organization_key(rest), province),
        "blocs": await _having(datasette, _BLOCS, _bloc_key(typed, rest), province),
        "people": await _having(datasette, _PEOPLE, fold(canon(typed)), ""),
    }
    return {kind: _exact(typed, province, of_kind) for kind, of_kind in found.items()}


async def _having(datasette: Any, sql: str, key: str, province: str) -> list[Row]:  # noqa: ANN401
    """Rows whose key has every word, or one that begins so."""
    words = {f"w{place}": f" {word}" for place, word in enumerate(key.split()[:WORDS])}
    if not words:
        return []
    each = " AND ".join(f"instr(' ' || \"key\", :{place})" for place in words)
    return await rows(datasette, sql.format(words=each), {**words, "whole": key, "province": province, "most": CANDIDATES})


def _without_province(key: str, provinces: Iterable[str]) -> tuple[str, str]:
    """What is typed without the province that it ends with, and that province."""
    for province in provinces:
        if key.endswith(f" {spelt(province)}"):
            return key.removesuffix(spelt(province)).strip().removesuffix(" tinh"), province
    return key, ""


def _bloc_key(typed: str, key: str) -> str:
    """What is typed in the form of bloc keys, which leave `thi đua` out: `Khối thi đua số 08` and `Khối VIII` → `khoi 8`."""
    roman = {fold(number) for number in _ROMAN.findall(typed)}
    words = f" {key} ".replace(" thi dua ", " ").replace(" so ", " ").split()
    return " ".join(arabic(word) if word.isdecimal() or word in roman else word for word in words)


def _exact(typed: str, province: str, found: Iterable[Row]) -> list[Row]:
    """Those whose names have the typed words with their accents; a word without accents may stand for any."""
    own = canon(province).lower().split()
    accented = {word for word in _written_out(typed) if fold(word) != word and word not in own}
    accented -= {"tỉnh", "phố", "số", "đua", "khối", "cụm", "và", "các"}
    return [row for row in found if accented <= _written_out(row["name"])][:MOST]


def _written_out(name: str) -> set[str]:
    """The words of a name, in small letters, abbreviations written out with their accents."""
    told = _ABBREVIATED.sub(lambda match: _long().get(re.sub(r"\W", "", match[0]).lower(), match[0]), canon(name))
    return set(_WORD.findall(told.lower()))


@cache
def _long() -> dict[str, str]:
    return {canon(short).lower(): long for short, long in strings("words").items()}
