"""Floor 0. Identity keys: when two names mean one organisation or one bloc. What is doubtful stays apart."""

from __future__ import annotations

import re

from .text import canon, fold

ABBREVIATIONS = {
    "nct": "nguoi cao tuoi",
    "lhpn": "lien hiep phu nu",
    "ccb": "cuu chien binh",
    "ctd": "chu thap do",
    "tnxp": "thanh nien xung phong",
    "ldld": "lien doan lao dong",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc viet nam",
    "vhnt": "van hoc nghe thuat",
    "khkt": "khoa hoc ky thuat",
    "bhxh": "bao hiem xa hoi",
    "kbnn": "kho bac nha nuoc",
    "nhnn": "ngan hang nha nuoc",
    "tand": "toa an nhan dan",
    "vksnd": "vien kiem sat nhan dan",
    "thads": "thi hanh an dan su",
    "bdbp": "bo doi bien phong",
    "chqs": "chi huy quan su",
    "bchqs": "bo chi huy quan su",
    "htx": "hop tac xa",
    "tp": "thanh pho",
}
_PHRASES = {
    "gd dt": "giao duc dao tao",
    "gddt": "giao duc dao tao",
    "kh cn": "khoa hoc cong nghe",
    "khcn": "khoa hoc cong nghe",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "mat tran to quoc viet nam": "mat tran to quoc",
}
"""Longer forms of what the words of a name come to: `GD&ĐT`; the Front's full name."""
_JOINING = frozenset({"va", "cac"})
"""Words that a name may have or lack: `Khoa học và Kỹ thuật`, `Khoa học - Kỹ thuật`; `Liên hiệp (các) Hội`."""
_WORD = re.compile(r"[0-9a-z]+")
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_PLACE = re.compile(  # a closing province, `tỉnh` or `(đóng) trên địa bàn thành phố X`; not `các tỉnh X` or `7 tỉnh`
    r"(?<!các)(?<!\d)[\s,–-]+(?:(?:đóng\s+)?trên\s+địa\s+bàn\s+)?"
    r"(?:(?i:tỉnh)(?:\s+(?!và\b)(?:-\s+)?[^\W\d_a-zà-ỹ]\w*){0,5}|(?i:thành\s+phố|tp\.?)(?:\s+(?:-\s+)?[^\W\d_a-zà-ỹ]\w*){1,5})$"
)
_CENTRAL = frozenset({"ttg", "ctn", "cp", "tw"})
"""How the numbers of decisions by prime minister, state president, government and the Party's centre end."""
_YEAR = re.compile(r"\s+(?i:năm)\s+\d{4}$")


def organization_key(name: str, province: str = "") -> str:
    """One key for `Hội Người cao tuổi`, `Hội NCT tỉnh` and, within that province, `Hội Người cao tuổi tỉnh Bình Thuận`.

    Folded and spelt out, without a closing `tỉnh`; another province's name stays.
    """
    key, own = spelt(name), spelt(province)
    for tail in (f" tinh {own}", f" thanh pho {own}") if own else ():
        key = key.removesuffix(tail)
    return key.removesuffix(" tinh") or key or name


def bloc_key(kind: str, number: str | None, name: str) -> str:
    """One key for `Khối thi đua 8`, `Khối thi đua số 08 tỉnh Bình Thuận` and `Khối VIII`.

    What the name says besides number, closing province and year stays in it: `Cụm 2 LĐLĐ tỉnh` is not `Cụm 2 LLVT`.
    """
    text = re.sub(rf"^\s*(?i:{kind})\b\s*(?i:thi\s+đua\b)?", "", canon(name))
    if number:
        value = arabic(number)
        written = rf"(?:(?i:số)\s+)?(?<!\w)(?:{re.escape(canon(number))}|0*{re.escape(value)})(?!\w)"
        text, found = re.subn(written, f" {value} ", text, count=1)
        text = text if found else f"{value} {text}"
    described = spelt(_PLACE.sub("", _YEAR.sub("", f" {text.strip()}")))
    return f"{fold(kind)} {re.sub(r'^thuoc |(?<=[0-9]) thuoc ', ' ', described).strip()}".strip()


def decision_key(number: str, year: int | None, province: str) -> str:
    """One key for `1200/QĐ-UBND` and `01200 / QĐ-UBND` of one year and province; those of the centre have no province."""
    words = [arabic(word) if word.isdecimal() else word for word in _WORD.findall(fold(canon(number)))]
    place = "" if _CENTRAL.intersection(words) else spelt(province)
    return " ".join(filter(None, [str(year or ""), *words, place]))


def spelt(name: str) -> str:
    """The folded words of a name without joining ones, abbreviations written out: what keys are made of."""
    words = (word for word in _WORD.findall(fold(canon(name))) if word not in _JOINING)
    return _PHRASE.sub(lambda match: _PHRASES[match[0]], " ".join(ABBREVIATIONS.get(word, word) for word in words))


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
