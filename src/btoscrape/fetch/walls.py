"""Floor 2. Pages that a firewall sends instead of the newspaper's, with a status that looks like success."""

from __future__ import annotations

from .. import content
from ..errors import FetchError
from ..models import Capture

LARGEST = 8_000
"""Bytes as sent: the walls are short pages; an article that quotes one is not."""

MARKS = (
    "blocked by our security system",  # the firewall before several OneCMS papers (onecms.md, 3)
    "_cf_chl_opt",  # Cloudflare's challenge
    "<title>attention required! | cloudflare",
    "incapsula incident id",
    "the requested url was rejected. please consult with your administrator",  # F5
    "sucuri website firewall - access denied",
    "checking your browser before accessing",
)


def is_wall(capture: Capture) -> bool:
    """Whether a page of status 200 is a firewall's; False for one that can't be decoded."""
    if capture.status != 200 or not 0 < len(capture.body) <= LARGEST:
        return False
    try:
        page = content.text(capture).lower()
    except FetchError:
        return False
    return any(mark in page for mark in MARKS)
