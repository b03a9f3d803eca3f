"""Floor 2. Lists of names: what separates them, what belongs to a name, and which head noun a list shares."""

from __future__ import annotations

import re

from ..catalog.terms import Terms
from ..models import Role

_ROLE = re.compile(
    r"\s*(?:\(|[-–]\s*|,\s*)(?:đơn vị\s+)?((?:Phó )?(?:Trưởng )?(?:khối|cụm)(?: trưởng| phó)?(?: thứ hai)?)(?: thi đua)?[^)]*\)?\s*$",
    re.I,
)
_SHARED = re.compile(r"^(?:lãnh đạo )?(?:các|những)\s+(sở|hội|ban|trường|công ty|huyện|tỉnh|xã|phường|liên hiệp)\s*:?\s+", re.I)
_SHARED_PLACES = re.compile(r"^(.*?)\s+các\s+(tỉnh|huyện|thành phố|xã|phường)\s*:?\s+(.+)$")
_OPENING = re.compile(r"^(?:cho|của|gồm|là|có|như|và|cùng|:|-|–|\+|\*|•|các đơn vị|đơn vị|tập thể)\s*", re.I)
_VERB_TAIL = re.compile(r"(?:\s(?:để|vừa|đã|trao|được|nhận|đón nhận|vì|nhờ|sẽ|vinh dự|tiếp tục|đạt|phát biểu|chủ trì)(?:\s.*)?|\svà)$", re.S)
_HIDDEN = {",": "\ue000", " và ": "\ue001và\ue001"}


def split_names(segment: str, terms: Terms, expected: int | None = None) -> list[str]:
    """The names in a list, with shared heads given to each; `expected` decides whether a doubtful "và" joins or parts."""
    segment = terms.compounds.sub(lambda match: _hide(match[0]), segment.strip(" .:\n"))
    pieces = [piece for part in re.split(r";|\n", segment) for piece in _split_commas(part, terms)]
    names = _clean(pieces, terms)
    if expected and len(names) == expected:
        return names
    apart = _clean([half for piece in pieces for half in piece.split(" và ")], terms)
    if expected and len(apart) == expected:
        return apart
    parted = [half for piece in pieces for half in _split_and(piece, terms)]
    return _clean(parted, terms)


def _hide(name: str) -> str:
    for mark, hidden in _HIDDEN.items():
        name = name.replace(mark, hidden)
    return name


def _show(name: str) -> str:
    for mark, hidden in _HIDDEN.items():
        name = name.replace(hidden, mark)
    return name


def _split_commas(part: str, terms: Terms) -> list[str]:
    return [piece for piece in re.split(r",(?!\d)", part) if piece.strip()]


def _split_and(piece: str, terms: Terms) -> list[str]:
    """Parts at "và" where what follows starts a name of its own, or is a place after a place."""
    halves = re.split(r"\s+(?:và|cùng)\s+", piece)
    out = [halves[0]]
    for half in halves[1:]:
        if terms.heads.match(half.strip()) or half.strip()[:1].isupper():
            out.append(half)
        else:
            out[-1] += " và " + half
    return out


def _clean(pieces: list[str], terms: Terms) -> list[str]:
    names: list[str] = []
    head = ""
    for raw in pieces:
        piece = raw.strip(" .:–-+*•")
        if shared := _SHARED.match(piece):
            head, piece = shared[1], piece[shared.end() :]
        elif places := _SHARED_PLACES.match(piece):
            head, piece = f"{places[1]} {places[2]}", places[3]
        piece = _OPENING.sub("", piece.strip())
        if head and terms.heads.match(piece) and not re.match(rf"{re.escape(head)}\b", piece, re.I):
            head = ""
        elif head:
            piece = f"{head[0].upper()}{head[1:]} {re.sub(rf'^{re.escape(head)} ', '', piece, flags=re.I)}"
        piece = _VERB_TAIL.sub("", piece)
        if piece:
            names.append(_show(piece).strip())
    return names


def take_role(name: str) -> tuple[str, Role | None]:
    """The name without a role in brackets or behind a dash, and that role: head, deputy or None."""
    match = _ROLE.search(name)
    if not match:
        return name, None
    return name[: match.start()].strip(" ,-–("), "deputy" if "phó" in match[1].lower() else "head"


def is_organization(name: str, terms: Terms) -> bool:
    """Whether it begins as names of bodies or places do, and is short enough for one."""
    return bool(terms.heads.match(name)) and len(name.split()) <= 18
