"""Floor 2. An article page read field by field, in the order of trust that the layout and the page allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import urls
from ..catalog import layouts as catalog
from ..catalog.layouts import Layout
from ..errors import ReadError
from ..models import Article
from ..text import parse_time
from . import byline, cutting, generic, printed
from .blocked import is_block_page
from .body import Line, read_body
from .dom import check, drop, first, flat, has_text, is_inside, is_last, parse
from .head import Head, read_head, said
from .reading import Reading
from .scripts import Scripts, read_scripts
from .times import linked_time, stamp

_HOME = {"trang chủ", "home", "trang nhất"}
_MEDIA = "img, iframe, video, audio"


def read_article(html: str, url: str, *, layouts: tuple[Layout, ...] | None = None) -> Article:
    """The article on the page; title, time and body are always there.

    `layouts`: the only ones to try. None tries all known ones and, where none fits, what any page says about itself.
    A page that can't be read so is a ReadError that names the missing fields or says what the page is instead.
    """
    _check(html, url)
    known = catalog.layouts() if layouts is None else layouts
    scripts = read_scripts(html)
    closed = html.rfind("</html", max(len(html) - 2000, 0)) >= 0 or "</html" in html[-2000:].lower()
    if closed and (article := _read_cut(html, url, known, scripts)):
        return article
    tree = parse(html)
    head = read_head(tree, scripts)
    address = own_address(head, url)
    if layout := _fitting(tree, known)[0]:
        return _Page(tree, head, layout, address, closed).read()
    if layout := next((layout for layout in known if printed.fits(layout, tree, url)), None):
        return printed.read(tree, head, layout, address, closed)
    if layouts is None:
        return generic.read(tree, head, address, closed)
    raise ReadError(url, f"is no article page of {', '.join(x.name for x in known)}; has the site changed its layout?")


def _read_cut(html: str, url: str, known: tuple[Layout, ...], scripts: Scripts) -> Article | None:
    """The article, read without the end of its page; None where that might read otherwise than the whole."""
    short = cutting.cut(html, known, scripts.said)
    layout, missed = _fitting(short.tree, known) if short else (None, [])
    if short is None or layout is None:
        return None
    head = read_head(short.tree, scripts)
    page = _Page(short.tree, head, layout, own_address(head, url), closed=True, cut=True)
    page.missed.extend((*missed, *layout.section, *layout.tags))
    try:
        article = page.read()
    except ReadError:
        return None
    return article if short.hides_none(page.missed) else None


def _fitting(tree: LexborHTMLParser, known: tuple[Layout, ...]) -> tuple[Layout | None, list[str]]:
    """The first layout that fits, and the selectors that found nothing and would have made it another one."""
    missed: list[str] = []
    there: dict[tuple[str, ...], bool] = {(): False}
    for layout in known:
        if layout.detect not in there:
            there[layout.detect] = tree.css_first(", ".join(layout.detect)) is not None
            missed.extend(layout.detect if not there[layout.detect] else ())
        if there[layout.detect]:
            marks = [tree.css_first(selector) for selector in layout.bare]
            if all(mark is not None and not has_text(mark) for mark in marks):
                return layout, missed
            missed.extend(selector for selector, mark in zip(layout.bare, marks, strict=True) if mark is None)
    return None, missed


def own_address(head: Head, url: str) -> str:
    """The page's address as it gives it itself, if that is the same article (or a saved file's only one)."""
    key = urls.article_key(url)
    given = [urls.canonical(address, url) for address in head.addresses]
    keyed = [(address, urls.article_key(address)) for address in given if address]
    same = (address for address, own in keyed if own and (own == key or not urls.host(url)))
    return next(same, urls.canonical(url) or url)


def _check(html: str, url: str) -> None:
    """Refuses what is no page at all."""
    if not html or html.isspace():
        raise ReadError(url, "is empty")
    if is_block_page(html):
        raise ReadError(url, "is a firewall's block page, not an article; fetch it again later")
    if "<" not in html:
        raise ReadError(url, "is not HTML")
    check(html, url)


@dataclass(frozen=True, slots=True)
class _Page:
    """One page and the layout that fits it. `closed`: it goes on to its own end; `cut`: that end was left out here.

    `missed`: the selectors that found nothing, and would count if they found something in the part that was left out.
    """

    tree: LexborHTMLParser
    head: Head
    layout: Layout
    url: str
    closed: bool
    cut: bool = False
    missed: list[str] = field(default_factory=list)

    def read(self) -> Article:
        """The fields, then the body, which loses the fields that stand in it."""
        heading, sapo = self._first(self.layout.title), self._first(self.layout.summary)
        title = flat(heading) if heading else said(self.head.article(), "headline")
        summary = flat(sapo) if sapo else ""
        published = self._published(title)
        author = byline.printed(self._text(self.layout.author)) or byline.linked(self.head, title)
        section = self._section(title)
        lines, images, media, cut = self._body([node for node in (heading, sapo) if node])
        lines, author = byline.closing(lines, author)
        return Reading(
            url=self.url,
            layout=self.layout.name,
            title=title,
            published=published,
            author=author,
            section=section,
            summary=summary or self.head.meta("description", "og:description"),
            printed=bool(summary),
            lines=tuple(lines),
            images=tuple(images),
            tags=self._tags(),
            cut=cut,
            media=media,
        ).article()

    def _first(self, selectors: tuple[str, ...]) -> LexborNode | None:
        """The first node with text that the selectors find; those that found none are noted."""
        for selector in selectors:
            if node := first(self.tree, selector):
                return node
            self.missed.append(selector)
        return None

    def _text(self, selectors: tuple[str, ...]) -> str:
        """The text of that node; empty where there is none."""
        node = self._first(selectors)
        return flat(node) if node else ""

    def _published(self, title: str) -> datetime | None:
        """JSON-LD, the printed time, the meta. The meta is month first: read day first it would swap the two."""
        visible = parse_time(self._text(self.layout.published))
        linked = linked_time(said(self.head.article(title), "datePublished"), visible)
        return linked or visible or stamp(self.head.meta("article:published_time"))

    def _section(self, title: str) -> str:
        """Breadcrumb, meta, script, JSON-LD, header; at last the page's channel, by its menu or the catalog."""
        trail = [flat(node) for selector in self.layout.section for node in self.tree.css(selector)]
        return (
            _innermost(trail, title)
            or self.head.meta("article:section")
            or self.head.channel()
            or _innermost(self.head.crumbs(), title)
            or self._text(self.layout.category)
            or self._channel()
        )

    def _channel(self) -> str:
        """The menu's name for the meta `channel:url`, else the catalog's name for the channel's number."""
        channel = urls.canonical(self.head.meta("channel:url"), self.url)
        if channel and self.cut:
            raise ReadError(self.url, "may have the name of its section in the part that was left out")
        menu = self.tree.css("a[href]") if channel else []
        named = (flat(a) for a in menu if urls.canonical(a.attributes.get("href") or "", self.url) == channel)
        if name := next(filter(None, named), ""):
            return name
        return catalog.channel_name(urls.host(self.url), self.head.channel_id()) or ""

    def _body(self, fields: list[LexborNode]) -> tuple[list[Line], list[str], bool, bool]:
        """Lines and photos; whether there is a photo, film or sound; whether the page ends inside the text."""
        if not self.layout.body:
            return [], [], True, not self.closed and any(is_last(node) for node in fields)
        root = self._first(self.layout.body)
        if root is None:
            return [], [], False, not self.closed
        cut = not self.closed and is_last(root)
        media = root.css_first(_MEDIA) is not None
        for node in fields:
            if is_inside(node, root):
                node.decompose()
        drop(root, (*self.layout.drop, *self.layout.published))
        lines, images = read_body(root, self.url, self.layout.captions, self.layout.pictures, self.layout.noise)
        return lines, images, media, cut

    def _tags(self) -> tuple[str, ...]:
        names = [flat(node) for selector in self.layout.tags for node in self.tree.css(selector)]
        return tuple(dict.fromkeys(filter(None, names)))


def _innermost(names: list[str], title: str) -> str:
    """The last name of a trail that is neither the home page nor the article itself."""
    return next((name for name in reversed(names) if name and name != title and name.lower() not in _HOME), "")
