"""Floor 2. Pages that a firewall sends instead of what was asked for."""

from __future__ import annotations

import re

_LARGEST = 60_000
_PHRASES = (
    "blocked by our security system",
    "cf-browser-verification",
    "challenge-platform/h/",
    "incapsula incident id",
    "the requested url was rejected",
)
_TITLES = re.compile(r"<title>\s*(?:just a moment|attention required|access denied|ddos-guard|pardon our interruption)", re.I)
_ARTICLE = ("c-news-detail", "sc-longform", "NewsArticle", "<article")


def is_block_page(html: str) -> bool:
    """Whether it is a firewall's refusal or challenge, which is to be fetched again later and never kept as an article.

    OneCMS sites answer so at random, with status 403; other firewalls with 403, 429, 503 or even 200.
    """
    if len(html) > _LARGEST or any(mark in html for mark in _ARTICLE):
        return False
    lower = html.lower()
    return any(phrase in lower for phrase in _PHRASES) or bool(_TITLES.search(html))
