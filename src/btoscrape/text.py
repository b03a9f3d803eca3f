"""Floor 0. Vietnamese text: canonical and folded forms, times as newspapers print them, datelines and bylines."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from .models import VIETNAM

_LATE_TONE = re.compile(r"[oOuU](?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])(?<![qQ][uU])[ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
"""Begins with letters, not with a look behind them: so the search skips ahead."""
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\xad"


def _early_tone(match: re.Match[str]) -> str:
    """The pair of vowels with the tone on the first: oà → òa."""
    glide, vowel = match[0][0], match[0][1]
    base, *marks = list(unicodedata.normalize("NFD", vowel))
    tone = next(mark for mark in marks if mark in "\u0300\u0301\u0309\u0303\u0323")
    return unicodedata.normalize("NFC", glide + tone) + base


UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""The capital letters of Vietnamese, for a class in a pattern: as a range they would let small ones in."""


def canon(text: str) -> str:
    """NFC, Ð as Đ, the tone of oa/oe/uy on the first vowel (hoà → hòa, uỷ → ủy; quý stays): one spelling per word.

    A text that is NFC already keeps its length, so offsets hold.
    """
    return respelt(unicodedata.normalize("NFC", text))


def respelt(text: str) -> str:
    """The canonical form of a text that is NFC already."""
    return _LATE_TONE.sub(_early_tone, text.replace("Ð", "Đ").replace("ð", "đ"))


class _Folded(dict[int, str]):
    """One letter folded to exactly one letter, so that highlights map back; each is worked out once."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0]
        low = base.lower()
        self[code] = low if len(low) == 1 else base
        return self[code]


_FOLDED = _Folded({ord("đ"): "d", ord("Đ"): "d"})


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d: what somebody types without accents. An NFC text keeps its length."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def collapse(text: str) -> str:
    """NFC text on one line: runs of any space become one, zero-width characters go, ends are bare."""
    if text.isprintable() and "  " not in text:  # so the only space in it is " ", and nothing is invisible
        return unicodedata.normalize("NFC", text).strip(" ")
    for invisible in INVISIBLE:
        if invisible in text:
            text = text.replace(invisible, "")
    return " ".join(unicodedata.normalize("NFC", text).split())


_WORD = re.compile(r"\d+(?:[.,/-]\d+)*|[^\W\d_]\w*(?:[.&/'’-](?=[^\W\d_])\w+)*|[^\w\s]")


def words(text: str) -> list[str]:
    """The words and marks of a text: `8/8`, `2023-2024`, `GD&ĐT`, `cam/dioxin` and `TP.HCM` are one each."""
    return _WORD.findall(text)


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """The words and marks of a text, each with the places of its first letter and behind its last."""
    return [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


_DATE_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s*(?:[,|-]|lúc)?\s*(\d{1,2})[:hg](\d{2})(?::\d{2})?)?")
_TIME_FIRST = re.compile(r"(?<!\d)(\d{1,2})[:hg](\d{2})(?::\d{2})?\s*[,|-]?\s*(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def parse_time(text: str) -> datetime | None:
    """The local time that a Vietnamese page prints, day first, with +07:00; None where there is none.

    Forms: `26/04/2022 11:05`, `14/08/2026 - 21:20`, `15-01-2024 13:04`, `09/01/2025, 08:40`, `17:22 17/08/2025`,
    with anything before or after. A date alone gives midnight.
    """
    if match := _TIME_FIRST.search(text):
        hour, minute, day, month, year = match.groups()
    elif match := _DATE_FIRST.search(text):
        day, month, year, hour, minute = match.groups()
    else:
        return None
    try:
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=VIETNAM)
    except ValueError:
        return None


_DATELINE = re.compile(
    r"""^\s*(?:\(\s*(?P<bracketed>[^()\s][^()]{0,30}?)\s*\)\s*[-–—:]?\s*   # (HPĐT)- , (Baonghean.vn) – , (NTO)
          |(?P<bare>[A-ZĐ][A-ZĐ0-9]{1,5})\s*[-–—]\s*(?=[^\s\d]))                 # BTO- , ĐNO - , BT-
    """,
    re.VERBOSE,
)


def split_dateline(text: str) -> tuple[str, str]:
    """The agency tag that opens a summary (`BTO`, `HPĐT`, `Baonghean.vn`; empty if none), and the rest."""
    match = _DATELINE.match(text)
    if not match:
        return "", text
    return match["bracketed"] or match["bare"], text[match.end() :]


_CREDIT = re.compile(
    r"^(?:tin\s*(?:[,và]+|/|-)?\s*(?:và\s*)?(?:bài|ảnh)|bài\s*(?:[,/-]|và)\s*ảnh"
    r"|tin|bài|ảnh|thực hiện|theo|nguồn)\s*:\s*",
    re.I,
)
_INNER_CREDIT = re.compile(r"([-–/;,]\s*)(?:tin|bài|ảnh|thực hiện)\s*:\s*", re.I)
_STRAY_CAPITAL = re.compile(rf"\w[{UPPER[3:]}](?:\w|\b)")


def _small(match: re.Match[str]) -> str:
    """The accented capital small where its neighbours are."""
    text = match[0]
    return text[0] + text[1].lower() + text[2:] if (text[0] + text[2:]).islower() else text


def clean_byline(raw: str) -> str | None:
    """The author's name without the credit words before it (`Tin và ảnh: Nam Giang`), or None.

    A capital with an accent inside small letters (`Phương ThẢo`), which old systems left behind, is a small one.
    """
    name = collapse(raw).strip(" •|-–—")
    name = _INNER_CREDIT.sub(r"\1", _CREDIT.sub("", name))
    return _STRAY_CAPITAL.sub(_small, name) or None


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what could steer a terminal or turn the direction of the line, or shows nothing."""


def harmless(text: str) -> str:
    """The text on one line, with a space for each line end or tab and � for what a terminal would obey or hide."""
    if text.isprintable():
        return text
    return "".join(" " if letter in "\n\r\t" else "�" if unicodedata.category(letter) in _UNSEEN else letter for letter in text)
