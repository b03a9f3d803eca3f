"""Floor 4. What an article's page says for machines: JSON-LD in the manner of its site, and the inline script's values."""

from __future__ import annotations

import json
from typing import Any

from .bodies import Variant
from .content import SampleArticle, sections
from .markup import entities, script_text

PAPER = "Báo Sơn Lam"


def crumbs(path: str) -> list[tuple[str, str]]:
    """The sections down to this one: address and name, outermost first."""
    section = sections()[path]
    above = crumbs(section.parent) if section.parent else []
    return [*above, (f"/{path}", section.name)]


def script_tags(article: SampleArticle, style: Variant, origin: str, image: str) -> str:
    """The JSON-LD blocks of the page; nothing on sites that write none."""
    if style.linked == "none":
        return ""
    blocks = [_news(article, style, origin, image), _breadcrumbs(article, style, origin)]
    if style.linked == "escaped":
        blocks = [_generic(article, style, origin), *blocks, _organization(style, origin)]
    texts = (json.dumps(block, ensure_ascii=style.linked == "escaped").replace("</", "<\\/") for block in blocks)
    return "\n".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def _news(article: SampleArticle, style: Variant, origin: str, image: str) -> dict[str, Any]:
    said = entities if style.linked == "entities" else str
    at = article.published.isoformat()
    return {
        "@context": style.schema,
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": origin + article.path},
        "headline": said(article.title),
        "description": said(article.sapo),
        "thumbnailUrl": image,
        "image": {"@type": "ImageObject", "url": image, "width": 1200, "height": 630},
        "datePublished": at,
        "dateModified": at,
        "author": {"@type": "Person", "name": "" if article.id % 4 == 1 else said(article.author)},
        "publisher": _publisher(origin),
    }


def _publisher(origin: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": PAPER, "logo": {"@type": "ImageObject", "url": f"{origin}/assets/images/logo.png"}}


def _generic(article: SampleArticle, style: Variant, origin: str) -> dict[str, Any]:
    name = sections()[article.section].name
    return {
        "@context": style.schema,
        "@type": "Article",
        "headline": article.title,
        "genre": "News",
        "articleSection": name,
        "keywords": ", ".join(article.tags),
        "url": origin + article.path,
        "datePublished": article.published.isoformat(),
    }


def _organization(style: Variant, origin: str) -> dict[str, Any]:
    return {"@context": style.schema, "@type": "Organization", "name": PAPER, "url": f"{origin}/"}


def _breadcrumbs(article: SampleArticle, style: Variant, origin: str) -> dict[str, Any]:
    steps = ([("/", "Trang chủ")] if style.home_crumb else []) + crumbs(article.section)
    items = [{"@type": "ListItem", "position": number, "item": {"@id": origin + path, "name": name}} for number, (path, name) in enumerate(steps, 1)]
    return {"@context": style.schema, "@type": "BreadcrumbList", "itemListElement": items}


def script_values(article: SampleArticle) -> dict[str, object]:
    """What the inline WebControl script is filled with; the time has the false Z of the real sites."""
    channels = [{"channel_id": sections()[path[1:]].channel, "channel_name": name, "channel_url": path} for path, name in crumbs(article.section)]
    return {
        "id": article.id,
        "channel": sections()[article.section].channel,
        "false_z": f"{article.published:%Y-%m-%dT%H:%M:%SZ}",
        "title": script_text(article.title),
        "tags": script_text(",".join(article.tags)),
        "author": script_text(article.author),
        "slug": article.path.rpartition("-")[0].lstrip("/"),
        "item_channel": _script_json(channels[-1]),
        "item_channels": _script_json(channels),
    }


def _script_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
