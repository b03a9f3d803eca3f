"""Floor 4. How OneCMS writes text into pages: templates, ASP.NET entities, US times, and what changes with every fetch."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape
from importlib import resources
from string import Template

from ..models import VIETNAM

NOW_US, NOW_VN, NOW_ISO, STAMP, COUNT = "{{now-us}}", "{{now-vn}}", "{{now-iso}}", "{{stamp}}", "{{count}}"
"""Where a rendered page shows the moment of the fetch; `freshen` fills them in."""


@cache
def _template(name: str) -> Template:
    return Template(resources.files(__package__).joinpath("templates", name).read_text("utf-8").rstrip("\n"))


def render(name: str, /, **values: object) -> str:
    """The template of that file name with its places filled; values are HTML already."""
    return _template(name).substitute(values)


def entities(text: str) -> str:
    """Text as ASP.NET writes it in titles, metas, alts and menus: U+00A0 to U+00FF as numbers, other letters raw."""
    return "".join(f"&#{ord(c)};" if "\xa0" <= c <= "\xff" else c for c in escape(text))


def html(text: str) -> str:
    """Text as it stands in headings and paragraphs: raw UTF-8."""
    return escape(text, quote=False)


def script_text(text: str) -> str:
    """Text inside a JavaScript string of a page: entities, so that neither quote nor tag can end it."""
    return entities(text).replace("\\", "\\\\")


def us_time(at: datetime) -> str:
    """`1/9/2025 8:40:00 AM`: month first, no zone."""
    return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"


def freshen(text: str, now: datetime) -> str:
    """The page with the moment of this fetch in it (`now` with a zone)."""
    here = now.astimezone(VIETNAM)
    stamps = {
        NOW_US: us_time(here),
        NOW_VN: f"{here:%d/%m/%Y %H:%M:%S}",
        NOW_ISO: here.isoformat(timespec="seconds"),
        STAMP: f"{here:%Y%m%d%H%M}",
        COUNT: str(here.second),
    }
    for mark, value in stamps.items():
        text = text.replace(mark, value)
    return text
