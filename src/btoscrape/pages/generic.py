"""Floor 2. A page of no known layout, read by what it says about itself and by where its paragraphs are densest.

The time comes from JSON-LD, metas, the only `time` element or a line "Cập nhật lúc …", never from trafilatura, which
takes the US-form meta of OneCMS for day first.
"""

from __future__ import annotations

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import ReadError
from ..models import Article
from ..text import collapse, fold, parse_time
from . import byline
from .body import Line, read_body
from .dom import drop, flat, is_last
from .head import Head, clean, said
from .reading import Reading
from .times import linked_time, stamp

_ASIDE = (
    "nav, aside, footer, form, script, style, noscript, template, iframe, button, select, svg, [class*='related'], "
    "[class*='relate'], [class*='comment'], [class*='share'], [class*='social'], [class*='banner'], [class*='advert']"
)
_CAPTIONS = ("figcaption", ".caption", "[class*='image_desc']", "[class*='photo-caption']")
_STAMPED = re.compile(r"(?:cập nhật|xuất bản|đăng)(?: lúc| ngày)?:?\s*(\d{1,2}[:/.-]\d{1,2}[^\n]{0,30})", re.I | re.ASCII)
_TAGS = re.compile(r"<[^<>]{0,300}>")
_SHORTEST_BODY, _SHORTEST_PARAGRAPH = 150, 30


def read(tree: LexborHTMLParser, head: Head, url: str, closed: bool) -> Article:
    """The article; a ReadError naming what is missing where the page is none. `Article.layout` is `generic`."""
    entry = head.article()
    title = _title(tree, head)
    published = _published(tree, head)
    if not title or not published:
        missing = tuple(name for name, value in (("title", title), ("published", published)) if not value)
        raise ReadError(url, f"is no article page that can be read: it has no {', no '.join(missing)}", missing=missing)
    root = densest(tree)
    cut = not closed and (root is None or is_last(root))
    lines, images = _body(root, url, said(entry, "articleBody"))
    lines = [line for line in lines if line.text != title and not _STAMPED.match(line.text)]
    lines, author = byline.closing(lines, byline.linked(head, title) or head.meta("article:author"))
    summary = said(entry, "description") or head.meta("description", "og:description")
    section = said(entry, "articleSection") or head.meta("article:section") or "".join(head.crumbs()[-1:])
    return Reading(
        url=url,
        layout="generic",
        title=title,
        published=published,
        author=author,
        section=section if section != title else "",
        summary=summary,
        printed=False,
        lines=tuple(lines) or tuple(_trafilatura(tree)),
        images=tuple(images),
        cut=cut,
    ).article()


def densest(tree: LexborHTMLParser) -> LexborNode | None:
    """The element with most text in paragraphs right below it (or in itself), links not counted."""
    scores: dict[int, int] = {}
    nodes: dict[int, LexborNode] = {}
    if tree.body is None:
        return None
    drop(tree.body, (_ASIDE,))
    for node in tree.body.css("p, div, td, section, article"):
        own = collapse(node.text(deep=False)) if node.tag != "p" else _unlinked(node)
        home = node.parent if node.tag == "p" else node
        if home is not None and len(own) >= _SHORTEST_PARAGRAPH:
            scores[home.mem_id] = scores.get(home.mem_id, 0) + len(own)
            nodes[home.mem_id] = home
    best = max(scores, key=lambda key: scores[key], default=None)
    return nodes[best] if best is not None and scores[best] >= _SHORTEST_BODY else None


def _unlinked(node: LexborNode) -> str:
    """The text of a paragraph; nothing where it is mostly links."""
    text = flat(node)
    linked = sum(len(flat(link)) for link in node.css("a"))
    return text if linked * 2 < len(text) else ""


def _title(tree: LexborHTMLParser, head: Head) -> str:
    """The heading that the page's own title begins like; else that title."""
    told = said(head.article(), "headline") or head.meta("og:title")
    shown = [text for node in tree.css("h1") if (text := flat(node))]
    start = fold(told)[:20]
    same = [text for text in shown if told and fold(text).startswith(start)]
    return (same or [told] if told else shown or [""])[0]


def _published(tree: LexborHTMLParser, head: Head) -> datetime | None:
    node = tree.body
    visible = parse_time(match[1]) if node and (match := _STAMPED.search(_shown(node))) else None
    told = dated(head, visible)
    times = {time.attributes.get("datetime") or "" for time in tree.css("time[datetime]")}
    return told or visible or (stamp(times.pop()) if len(times) == 1 else None)


def dated(head: Head, visible: datetime | None = None) -> datetime | None:
    """What JSON-LD or the metas say; `visible`: what the page prints."""
    return linked_time(said(head.article(), "datePublished"), visible) or stamp(head.meta("article:published_time", "datepublished", "pubdate"))


def _shown(node: LexborNode) -> str:
    return "\n".join(collapse(part) for part in node.text(separator="\n").splitlines())


def _body(root: LexborNode | None, url: str, told: str) -> tuple[list[Line], list[str]]:
    """The densest block, or the JSON-LD text where that holds clearly more."""
    lines, images = read_body(root, url, _CAPTIONS, (), ()) if root else ([], [])
    if sum(len(line.text) for line in lines) >= 0.8 * len(told):
        return lines, images
    parts = re.split(r"<br ?/?>|</p>|\n", told)
    return [Line("paragraph", text) for part in parts if (text := clean(_TAGS.sub(" ", part)))], images


def _trafilatura(tree: LexborHTMLParser) -> list[Line]:
    """The body that trafilatura finds, if the extra `generic` has been installed."""
    try:
        import trafilatura
    except ImportError:
        return []
    text = trafilatura.extract(tree.html or "", include_comments=False, with_metadata=False) or ""
    return [Line("paragraph", line) for part in text.splitlines() if (line := collapse(part))]
