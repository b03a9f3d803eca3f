"""Floor 2. Pages that a firewall sends instead of what was asked for."""

from __future__ import annotations

import re

_LARGEST = 60_000
_PHRASES = re.compile(
    r"access denied\.\.? ?blocked by our security system|blocked by our security system"
    r"|<title>\s*(?:just a moment|attention required|access denied|ddos-guard|pardon our interruption)"
    r"|cf-browser-verification|challenge-platform/h/|incapsula incident id|the requested url was rejected",
    re.I,
)
_ARTICLE = re.compile(r"c-news-detail|sc-longform|<article\b|NewsArticle")


def is_block_page(html: str) -> bool:
    """Whether it is a firewall's refusal or challenge, which is to be fetched again later and never kept as an article.

    OneCMS sites answer so at random, with status 403; other firewalls with 403, 429, 503 or even 200.
    """
    return len(html) <= _LARGEST and bool(_PHRASES.search(html)) and not _ARTICLE.search(html)
