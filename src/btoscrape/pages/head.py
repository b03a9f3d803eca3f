"""Floor 2. What a page says about itself beside its text: metas, JSON-LD, the site's inline script."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from ..text import collapse, fold
from .scripts import Json, Scripts

_KINDS = ("NewsArticle", "ReportageNewsArticle", "Article", "BlogPosting")
_CHANNEL = re.compile(r"""item_channel\s*=\s*\{[^{}]{0,500}?channel_name["']?\s*:\s*(["'])(.{0,200}?)\1""", re.S)
_CHANNEL_ID = re.compile(r"""WebControl\.channelId\s*=\s*["']?(\d{1,9})""", re.I | re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """Metas as written by lower-case name or property, JSON-LD objects, addresses the page gives itself, the WebControl script."""

    metas: dict[str, str]
    linked: tuple[Json, ...]
    addresses: tuple[str, ...]
    script: str

    def meta(self, *names: str) -> str:
        """The first of these metas that says something."""
        return next((said for name in names if (said := clean(self.metas.get(name, "")))), "")

    def article(self, title: str = "") -> Json:
        """The JSON-LD article: the one headed `title` if there are several, NewsArticle before Article; {} if none."""
        found = [entry for kind in _KINDS for entry in self.linked if kind in _types(entry)]
        same = [entry for entry in found if fold(said(entry, "headline")) == fold(title)] if title and len(found) > 1 else []
        return next(iter([*same, *found]), {})

    def crumbs(self) -> list[str]:
        """The names of the BreadcrumbList, outermost first."""
        lists = (entry.get("itemListElement") for entry in self.linked if "BreadcrumbList" in _types(entry))
        steps = next((steps for steps in lists if isinstance(steps, list)), [])
        named = (step for step in steps if isinstance(step, dict))
        return [name for step in named if (name := said(step, "name") or said(step, "item", "name"))]

    def channel(self) -> str:
        """The section's name in the inline script."""
        match = _CHANNEL.search(self.script)
        return clean(match[2]) if match else ""

    def channel_id(self) -> int | None:
        """The section's number in the inline script."""
        match = _CHANNEL_ID.search(self.script)
        return int(match[1]) if match else None


def read_head(tree: LexborHTMLParser, scripts: Scripts) -> Head:
    """All of it in one pass over metas and links."""
    metas: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        values = node.attributes
        name = (values.get("name") or values.get("property") or values.get("itemprop") or "").lower()
        metas.setdefault(name, values.get("content") or "")
    links = [node.attributes.get("href") or "" for node in tree.css("link[rel='canonical']")]
    addresses = (*links, clean(metas.get("canonical", "")), clean(metas.get("og:url", "")))
    return Head(metas, scripts.linked, tuple(filter(None, addresses)), scripts.control)


def said(entry: Json, *path: str) -> str:
    """The text at that path; names of a list joined by commas; empty where there is none."""
    value: object = entry
    for key in path:
        if isinstance(value, list):
            return ", ".join(filter(None, (said(part, key) for part in value if isinstance(part, dict))))
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list):
        return ", ".join(clean(part) for part in value if isinstance(part, str))
    return clean(value) if isinstance(value, str) else ""


def clean(text: str) -> str:
    """One line, with the entities that ASP.NET pages write even where nothing decodes them."""
    return collapse(html.unescape(text))


def _types(entry: Json) -> list[object]:
    kind = entry.get("@type")
    return kind if isinstance(kind, list) else [kind]
