"""Floor 2. Precision, recall and F1 per kind of fact against labelled articles, and the errors one by one.

Names are compared without accents, punctuation, leading place words and the closing `tỉnh`; a longer name that holds the
shorter one counts as equal when what is over is a place, a short tail or a head noun.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..catalog.spelling import arabic
from ..text import fold
from .engine import article_from_text, read_facts, to_json

FIELDS = ("bloc", "event", "event_date", "members", "member_count", "awards", "officers")
Row = Mapping[str, Any]
Same = Callable[[Any, Any], bool]
_SPELT = {
    "nct": "nguoi cao tuoi", "lhpn": "lien hiep phu nu", "ccb": "cuu chien binh", "ctd": "co thi dua", "tnxp": "thanh nien xung phong",
    "ldld": "lien doan lao dong", "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc", "ubmttqvn": "uy ban mat tran to quoc viet nam", "vhnt": "van hoc nghe thuat", "khkt": "khoa hoc ky thuat",
    "bhxh": "bao hiem xa hoi", "kbnn": "kho bac nha nuoc", "nhnn": "ngan hang nha nuoc", "tand": "toa an nhan dan",
    "vksnd": "vien kiem sat nhan dan", "thads": "thi hanh an dan su", "bdbp": "bo doi bien phong", "chqs": "chi huy quan su", "htx": "hop tac xa",
    "tp": "thanh pho", "ttldxs": "tap the lao dong xuat sac", "cstd": "chien si thi dua", "ldtt": "lao dong tien tien", "bk": "bang khen",
    "gk": "giay khen", "tphcm": "thanh pho ho chi minh", "hcm": "ho chi minh", "vn": "viet nam", "sy": "si", "nn": "nong nghiep",
    "ptnt": "phat trien nong thon", "gd": "giao duc", "dt": "dao tao", "bchqs": "bo chi huy quan su",
}  # fmt: skip
_PLACE = re.compile(r"^(?:cac )?(?:tinh|thanh pho|tp|huyen|thi xa|thi tran|quan|xa|phuong|dac khu) ")
_PERSON = re.compile(r"^(?:dong chi|ong|ba|thay|co|d c|dc) ")


@dataclass(frozen=True, slots=True)
class Report:
    """`sums` holds hits, predicted and expected per field; `errors` one line each."""

    sums: Mapping[str, tuple[int, int, int]]
    facts: int
    unproved: int
    errors: tuple[str, ...]

    def scores(self, field: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a field."""
        hits, predicted, expected = self.sums[field]
        p = hits / predicted if predicted else float(not expected)
        r = hits / expected if expected else float(not predicted)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    @property
    def headline(self) -> float:
        """The mean F1 over all fields."""
        return sum(self.scores(field)[2] for field in FIELDS) / len(FIELDS)

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        fields = {field: [round(score, 4) for score in self.scores(field)] for field in FIELDS}
        return {"headline": round(self.headline, 4), "facts": self.facts, "unproved": self.unproved, **fields}

    def table(self) -> str:
        """For people."""
        lines = [f"{'field':13}{'P':>7}{'R':>7}{'F1':>7}{'hits':>7}{'pred':>7}{'gold':>7}"]
        for field in FIELDS:
            scores = "".join(f"{score:7.3f}" for score in self.scores(field))
            lines.append(f"{field:13}{scores}" + "".join(f"{count:7}" for count in self.sums[field]))
        return "\n".join([*lines, f"headline {self.headline:.3f}; facts without literal evidence: {self.unproved} of {self.facts}"])


def evaluate(rows: Iterable[Row]) -> Report:
    """The engine's facts against the `gold` of each row; a `negative` article must give no bloc, member or officer."""
    sums: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    errors: list[str] = []
    facts = unproved = 0
    for row in rows:
        got = to_json(read_facts(article_from_text(row)))
        for field, (want, have, same) in _pairs(row, got).items():
            missed, extra = _unmatched(want, have, same)
            sums[field].update(hits=len(want) - len(missed), predicted=len(have), expected=len(want))
            errors += [f"{row['id']} {field}: missing {_show(item)}" for item in missed]
            errors += [f"{row['id']} {field}: wrong {_show(item)}" for item in extra]
        proofs = [fact["evidence"] for field in ("members", "awards", "officers") for fact in got[field]]
        facts += len(proofs)
        unproved += sum(row["text"][proof["start"] : proof["end"]] != proof["quote"] or not proof["quote"] for proof in proofs)
    table = {field: (count["hits"], count["predicted"], count["expected"]) for field, count in sums.items()}
    return Report(table, facts, unproved, tuple(errors))


def _pairs(row: Row, got: dict[str, Any]) -> dict[str, tuple[list[Any], list[Any], Same]]:
    """Field → expected, predicted, and what makes them equal."""
    gold, negative = row["gold"], bool(row.get("negative"))
    want_bloc = [] if negative else _one(gold.get("bloc"))
    pairs: dict[str, tuple[list[Any], list[Any], Same]] = {"bloc": (want_bloc, got["blocs"][: len(want_bloc) or None], _same_bloc)}
    if negative:
        return pairs | {field: ([], got[field], _equal) for field in ("members", "officers")}
    for field in ("event", "event_date", "member_count"):
        pairs[field] = (_one(gold.get(field)), _one(got[field]), _equal)
    return pairs | {
        "members": (gold.get("members") or [], got["members"], _same_member),
        "awards": (gold.get("awards") or [], got["awards"], _same_award),
        "officers": (gold.get("officers") or [], got["officers"], _same_officer),
    }


def _unmatched(want: list[Any], have: list[Any], same: Same) -> tuple[list[Any], list[Any]]:
    """What was not found and what was found too much, each item used once."""
    left, missed = list(have), []
    for item in want:
        place = next((number for number, other in enumerate(left) if same(item, other)), None)
        if place is None:
            missed.append(item)
        else:
            del left[place]
    return missed, left


def _one(value: object) -> list[Any]:
    return [] if value in (None, "", []) else [value]


def _show(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    return ", ".join(f"{key}={value}" for key, value in item.items() if value is not None and key != "evidence")


def _equal(a: object, b: object) -> bool:
    return a == b


def _words(text: str | None) -> str:
    words = re.sub(r"[^0-9a-z]+", " ", fold(text or "")).split()
    return " ".join(_SPELT.get(word, word) for word in words)


def _name(text: str | None) -> str:
    bare = _PLACE.sub("", _PERSON.sub("", _words(text)))
    return re.sub(r" (?:tinh|thanh pho|huyen)$", "", bare)


def _same_name(a: str, b: str, head: int = 3) -> bool:
    if a == b:
        return bool(a)
    short, long = sorted((a, b), key=len)
    if len(short.split()) < 2 or not re.search(rf"(?:^| ){re.escape(short)}(?: |$)", long):
        return False
    return len(long.split()) - len(short.split()) <= (head if long.endswith(short) else 3)


def _number(value: object) -> str:
    return arabic(str(value)) if value not in (None, "") else ""


def _same_bloc(gold: Row, got: Row) -> bool:
    if gold.get("kind") != got.get("kind") or _number(gold.get("number")) != _number(got.get("number")):
        return False
    a, b = set(_words(gold.get("name")).split()), set(_words(got.get("name")).split())
    return bool(gold.get("number")) or (bool(a) and len(a & b) / len(a | b) >= 0.5)


def _award(name: str | None) -> str:
    bare = re.split(r" (?:cua|thuoc) ", _words(re.sub(r"[“\"'][^”\"']*[”\"']", " ", name or "")))[0]
    if re.match(r"co\b", bare):
        return "co thi dua"
    return re.sub(r"\b(?:danh hieu|tap the|hang)\b", " ", re.sub(r" xuat sac$", "", bare)).strip()


def _same_award(gold: Row, got: Row) -> bool:
    if _award(gold.get("award")) != _award(got.get("award")) or gold.get("status") != got.get("status"):
        return False
    if gold.get("recipient"):
        return _same_name(_name(gold["recipient"]), _name(got.get("recipient")))
    return not got.get("recipient") and gold.get("recipient_count") == got.get("recipient_count")


def _same_officer(gold: Row, got: Row) -> bool:
    if gold.get("role") != got.get("role") or gold.get("year") not in (None, got.get("year")):
        return False
    return any(_same_name(_name(gold.get("name_or_org")), _name(got[key])) for key in ("organization", "person") if got.get(key))


def _same_member(gold: str, got: Row) -> bool:
    return _same_name(_name(gold), _name(got["organization"]), head=6)
