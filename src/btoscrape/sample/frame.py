"""Floor 4. What surrounds every page of the sample newspaper: menus, footer, and the boxes with other articles."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from .content import SampleArticle, sections
from .markup import entities, html, render


@cache
def menu(item: str) -> str:
    """The sections as menu items of that template, those below a section inside it."""
    top = (section for section in sections().values() if not section.parent)
    return "".join(_menu_item(item, section.path, section.name) for section in top)


def _menu_item(item: str, path: str, name: str) -> str:
    below = (section for section in sections().values() if section.parent == path)
    inner = "".join(_menu_item(item, section.path, section.name) for section in below)
    return render(item, path=path, name=entities(name), below=f"<ul>{inner}</ul>" if inner else "")


def page(title: str, head: str, content: str, *, theme: str = "c-theme-2-9", sticky: str = "", scripts: str = "") -> str:
    """A whole page: head, menus, `content`, footer, scripts."""
    return render(
        "page.html",
        title=entities(title),
        head=head,
        theme=theme,
        nav=render("nav.html", menu=menu("menu_item.html"), mobile=menu("menu_mobile.html")),
        content=content,
        sticky=sticky,
        footer=render("footer.html", menu=menu("menu_footer.html")),
        scripts=scripts,
    )


def thumb(article: SampleArticle, origin: str, size: str = "540x360") -> str:
    """The small picture of an article in lists."""
    name = article.photos[0].file if article.photos else f"tin-{article.id}.jpg"
    return f"{origin}/thumbs/{size}/{article.published:%Y/%m/%d}/{name}"


def item(template: str, article: SampleArticle, origin: str) -> str:
    """An article as a list or box shows it."""
    icon = "<i class='icon16-video-gray'></i> " if article.id % 7 == 2 else ""
    at = article.published
    section = sections()[article.section]
    return render(
        template,
        id=article.id,
        path=article.path,
        title=icon + html(article.title),
        label=entities(article.title),
        sapo=html(article.sapo),
        thumb=entities(thumb(article, origin)),
        time=f"{at:%d/%m/%Y %H:%M}",
        stamp=f"{at:%Y-%m-%d %H:%M:%S}",
        section=html(section.name),
        section_path=section.path,
    )


def items(template: str, articles: Iterable[SampleArticle], origin: str) -> str:
    """Several of them, on one line as OneCMS writes them."""
    return "".join(item(template, article, origin) for article in articles)
