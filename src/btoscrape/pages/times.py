"""Floor 2. When an article was published: the machine-readable forms, which must never be read day first."""

from __future__ import annotations

import re
from datetime import datetime

from ..models import VIETNAM

_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP])M)?", re.I | re.ASCII)


def stamp(text: str) -> datetime | None:
    """The moment of an ISO time or a US one (`1/9/2025 8:40:00 AM`), in +07:00; without a zone it is local."""
    return iso(text) or us(text)


def iso(text: str) -> datetime | None:
    """The moment of an ISO 8601 time, in +07:00, to the second."""
    try:
        found = datetime.fromisoformat(text.strip()).replace(microsecond=0)
        return found.astimezone(VIETNAM) if found.tzinfo else found.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        return None


def us(text: str) -> datetime | None:
    """The local time that ASP.NET writes, month first."""
    match = _US.search(text)
    if not match:
        return None
    month, day, year, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if match[7]:
        hour = hour % 12 + (12 if match[7] in "pP" else 0)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)
    except ValueError:
        return None


def linked_time(text: str, visible: datetime | None) -> datetime | None:
    """The moment JSON-LD gives. A `Z` is false where the page prints the same clock time as local."""
    found = stamp(text) if text else None
    if found and visible and text.strip().endswith(("Z", "+00:00")):
        local = iso(re.sub(r"(?:Z|\+00:00)$", "", text.strip()))
        if local and local.replace(second=0) == visible:
            return local
    return found
