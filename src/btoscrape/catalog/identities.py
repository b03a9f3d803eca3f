"""Floor 1. Identity: when two names mean one organisation, one bloc, one decision. What is doubtful stays apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from ..errors import CatalogError
from ..text import canon, fold
from .load import Table, builtin, checked
from .spelling import FILE, arabic, spelt, strings, without, words

_PLACE = re.compile(  # a closing province, `tỉnh` or `(đóng) trên địa bàn thành phố X`; not `các tỉnh X` or `7 tỉnh`
    r"(?<!các)(?<!\d)[\s,–-]+(?:(?:đóng\s+)?trên\s+địa\s+bàn\s+)?"
    r"(?:(?i:tỉnh)(?:\s+(?!và\b)(?:-\s+)?[^\W\d_a-zà-ỹ]\w*){0,5}|(?i:thành\s+phố|tp\.?)(?:\s+(?:-\s+)?[^\W\d_a-zà-ỹ]\w*){1,5})$"
)
_LETTERS = re.compile(r"\w+")
_YEAR = re.compile(r"\s+(?i:năm)\s+\d{4}$")
_CENTRAL = frozenset({"ttg", "ctn", "cp", "tw"})
"""How the numbers of decisions by prime minister, state president, government and the Party's centre end."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What one organisation or bloc is known by: its province, and a key that is its own there."""

    province: str
    key: str


@dataclass(frozen=True, slots=True)
class Merger:
    """Bodies of a province, by their keys, that went into another on `since`."""

    into: str
    origins: tuple[str, ...]
    since: date


@lru_cache(maxsize=1 << 14)
def organization(name: str, province: str = "") -> Identity:
    """One identity for `Hội Người cao tuổi`, `Hội NCT tỉnh` and, wherever it is written, `Hội Người cao tuổi tỉnh Bình Thuận`.

    `province` is where the name was read; a name that ends in `tỉnh` and a known province belongs there instead.
    """
    key, own = spelt(name), _place(province)
    tail, home = _said(key) or next(((tail, province) for tail in _endings(own) if key.endswith(tail)), ("", province))
    key = key.removesuffix(tail).removesuffix(" tinh")
    if _place(home) in cities():
        key = key.removesuffix(" thanh pho")
    if level(key.removeprefix(_body())):
        key = key.removeprefix(_body())
    return Identity(province if _place(home) == own else home, key or name)


def level(key: str) -> str:
    """The word that says what kind of place a key names, with its space: `huyen ` of `huyen ham tan`; empty where there is none."""
    return next((f"{kind} " for kind in _levels() if key.startswith(f"{kind} ")), "")


def head(key: str) -> str:
    """The word at the head of a key that some leave out, with its space: `cong ty ` of `cong ty dien luc`; empty where there is none."""
    return next((f"{word} " for word in _heads() if key.startswith(f"{word} ")), "")


def organization_key(name: str, province: str = "") -> str:
    """The key alone: what the organisation is called within its province."""
    return organization(name, province).key


@lru_cache(maxsize=1 << 12)
def bloc(kind: str, number: str | None, name: str, province: str = "") -> Identity:
    """One identity for `Khối thi đua 8`, `Khối thi đua số 08 tỉnh Bình Thuận` and `Khối VIII`, within a year.

    What the name says besides number, closing province and year stays in the key: `Cụm 2 LĐLĐ tỉnh` is not `Cụm 2 LLVT`.
    """
    text = re.sub(rf"^\s*(?i:{re.escape(kind)})\b\s*(?i:thi\s+đua\b)?", "", canon(name))
    if number:
        value = arabic(number)
        written = rf"(?:(?i:số)\s+)?(?<!\w)(?:{re.escape(canon(number))}|0*{re.escape(value)})(?!\w)"
        text, found = re.subn(written, f" {value} ", text, count=1)
        text = text if found else f"{value} {text}"
    dated = _YEAR.sub("", f" {text.strip()}")
    place = _PLACE.search(dated)
    described = spelt(_PLACE.sub("", dated))
    said = _said(f" {spelt(place[0])}") if place else None
    home = said[1] if said and _place(said[1]) != _place(province) else province
    return Identity(home, f"{fold(kind)} {re.sub(r'^thuoc |(?<=[0-9]) thuoc ', ' ', described).strip()}".strip())


def bloc_key(kind: str, number: str | None, name: str) -> str:
    """The key alone: what the bloc is called within its province and year."""
    return bloc(kind, number, name).key


def decision_key(number: str, year: int | None, province: str) -> str:
    """One key for `1200/QĐ-UBND` and `01200 / QĐ-UBND` of one year and province; those of the centre have no province."""
    told = [arabic(word) if word.isdecimal() else word for word in words(number)]
    place = "" if _CENTRAL.intersection(told) else spelt(province)
    return " ".join(filter(None, [str(year or ""), *told, place]))


@lru_cache(maxsize=1 << 12)
def authority(name: str, province: str = "") -> tuple[str, str]:
    """Which body awards, as a key, and its level: `Chủ tịch UBND tỉnh` and `UBND tỉnh` are one; `unit` where no level fits."""
    table = builtin(FILE)["authorities"]
    signed = without([spelt(leader) for leader in table["leaders"]], spelt(name))
    known = organization(signed, province)
    key = _same_authority().get(spelt(name)) or _same_authority().get(known.key, known.key)
    told = " ".join(_LETTERS.findall(canon(name).lower()))
    if _place(known.province) in cities():
        told = told.removesuffix(" thành phố")
    return key, next((entry["level"] for entry in table["levels"] if _fits(entry, f" {told} ")), "unit")


def slot(award: str) -> str | None:
    """What the ledger counts the award as: flag, commendation or certificate; None for others."""
    told = spelt_start(award)
    return next((name for name, starts in builtin(FILE)["slots"].items() if any(told.startswith(f"{fold(start)} ") for start in starts)), None)


def spelt_start(text: str) -> str:
    """The folded words with a space after each, for asking what a text begins with."""
    return " ".join([*words(text), ""])


@cache
def cities() -> frozenset[str]:
    """The provinces that are cities run by the centre, spelt."""
    return frozenset(spelt(name) for name in builtin(FILE)["provinces"]["cities"])


@cache
def mergers() -> tuple[Merger, ...]:
    """Which bodies of a province went into which; a CatalogError names an entry that is wrong."""
    return tuple(_merger(number, entry) for number, entry in enumerate(builtin(FILE)["mergers"], 1))


@cache
def merged_provinces() -> dict[str, str]:
    """The province that each former one went into."""
    merged: dict[str, list[str]] = builtin(FILE)["provinces"]["merged"]
    return {former: now for now, formers in merged.items() for former in formers}


def provinces_merged_on() -> date:
    """The day on which they did."""
    day: date = builtin(FILE)["provinces"]["since"]
    return day


def _merger(number: int, entry: Table) -> Merger:
    checked(entry, FILE, f"mergers, entry {number}", {"into": str, "from": list, "since": date}, {})
    into = organization_key(entry["into"])
    return Merger(into, tuple(key for name in entry["from"] if (key := organization_key(name)) != into), entry["since"])


@cache
def _body() -> str:
    return f"{spelt(builtin(FILE)['places']['body'])} "


@cache
def _levels() -> tuple[str, ...]:
    return tuple(spelt(kind) for kind in builtin(FILE)["places"]["levels"])


@cache
def _heads() -> tuple[str, ...]:
    return tuple(spelt(word) for word in builtin(FILE)["heads"]["words"])


@cache
def _tails() -> dict[str, str]:
    """How names end that say their province, and which it is; `tỉnh` must be said, or `thành phố` of a city."""
    merged: dict[str, list[str]] = builtin(FILE)["provinces"]["merged"]
    places = [place for now, formers in merged.items() for place in (now, *formers)]
    if unknown := cities() - {spelt(place) for place in places}:
        raise CatalogError(FILE, "provinces", f"`cities` names {sorted(unknown)[0]!r}, which is no province of `merged`")
    return {tail: place for place in places for tail in _endings(spelt(place))[: 1 + (spelt(place) in cities())]}


def _endings(place: str) -> tuple[str, ...]:
    return (f" tinh {place}", f" thanh pho {place}") if place else ()


def _said(key: str) -> tuple[str, str] | None:
    """The end of a spelt name that says its province, and that province."""
    return next(((tail, place) for tail, place in _tails().items() if key.endswith(tail)), None)


def _place(province: str) -> str:
    """The spelt name of a province, `TP. Hồ Chí Minh` as `Hồ Chí Minh`."""
    return without(("tinh", "thanh pho"), spelt(province))


@cache
def _same_authority() -> dict[str, str]:
    table: dict[str, list[str]] = builtin(FILE)["authorities"]["same"]
    return {spelt(name): spelt(body) for body, names in table.items() for name in names}


def _fits(entry: Table, told: str) -> bool:
    """Whether the level's words are among these, with their accents: folded, quận would be quân."""
    for other in entry.get("except", ()):
        told = told.replace(f" {other.lower()} ", " ")
    return any(f" {word.lower()} " in told for word in entry["words"])


def check() -> None:
    """Read every table of identities.toml once; a CatalogError names the entry that is wrong."""
    strings("words"), strings("phrases"), mergers(), _tails(), _same_authority(), authority("UBND")
