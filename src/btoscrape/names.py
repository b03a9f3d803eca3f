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
_WORD = re.compile(r"[0-9a-z]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_PLACE_TAIL = re.compile(r" (?:dong tren dia ban )?(?:tinh|thanh pho)(?: .*)?$")


def organization_key(name: str) -> str:
    """One key for `Hội Người cao tuổi`, `Hội Người cao tuổi tỉnh` and `Hội NCT tỉnh`: folded, spelt out, without `tỉnh`."""
    words = _WORD.findall(fold(canon(name)))
    spelt = " ".join(ABBREVIATIONS.get(word, word) for word in words)
    return spelt.removesuffix(" tinh") or spelt


def bloc_key(kind: str, number: str | None, name: str) -> str:
    """One key for `Khối thi đua 8`, `Khối thi đua số 08` and `Khối VIII`; without a number, the folded name and no place."""
    kind = fold(kind)
    words = " ".join(_WORD.findall(fold(canon(name))))
    described = re.sub(rf"^(?:{kind} )?(?:thi dua )?(?:cac )?", "", words)
    if not number:
        return f"{kind} {_PLACE_TAIL.sub('', described)}".strip()
    plain = re.fullmatch(rf"(?:so )?{fold(number)}\b.*", described)
    if plain or not described:
        return f"{kind} {arabic(number)}"
    head = re.sub(rf"\b(?:so )?{fold(number)}\b.*$", "", described).strip()
    return f"{kind} {head} {arabic(number)}".replace("  ", " ")


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
