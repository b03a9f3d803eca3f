"""Floor 4. Pages of links: home, sections, newest, search, tags, topics."""

from __future__ import annotations

import json

from . import frame
from .content import Section, sections
from .markup import NOW_US, STAMP, entities, html, render
from .newspaper import PAGE_SIZE, Articles, Newspaper


def home(paper: Newspaper) -> str:
    """The newest on top, then a box for each section."""
    lead, rest = paper.linked[:1], paper.linked[1:6]
    top = [section for section in sections().values() if not section.parent]
    content = render(
        "home.html",
        lead=frame.items("item_lead.html", lead, paper.origin),
        rest=frame.items("item_list.html", rest, paper.origin),
        boxes="".join(_home_box(section, paper) for section in top),
        sidebar=_sidebar(paper),
    )
    return _page("Trang chủ", "/", content, paper)


def _home_box(section: Section, paper: Newspaper) -> str:
    items = frame.items("item_next.html", paper.linked_in(section.path)[:3], paper.origin)
    return render("home_box.html", path=section.path, name=html(section.name), items=items)


def section_page(section: Section, paper: Newspaper) -> str:
    """The first page of a section, with the channel that its button loads more of."""
    articles = paper.in_section(section.path)[:PAGE_SIZE]
    leads = frame.items("item_lead.html", articles[:2], paper.origin)
    items = leads + frame.items("item_list.html", articles[2:], paper.origin)
    action = f' data-action="api/getarticlebychannel/{section.channel}&amp;pubid=0"'
    listing = render("list_current.html", action=action, items=items, button=_button(articles))
    return _page(section.name, f"/{section.path}", _content(section.name, listing, paper), paper, _params("channel", articles, section.channel))


def newest_page(paper: Newspaper) -> str:
    """`/tin-moi-nhat`: times are for a script to print."""
    articles = paper.listed[:PAGE_SIZE]
    items = frame.items("item_newest.html", articles, paper.origin)
    listing = render("list_current.html", action="", items=items, button=_button(articles))
    return _page("Tin mới nhất", "/tin-moi-nhat", _content("Tin mới nhất", listing, paper), paper, _params("24h", articles, 0))


def event_page(event_id: int, name: str, articles: Articles, path: str, paper: Newspaper) -> str:
    """A topic, with its tabs."""
    first = articles[:PAGE_SIZE]
    items = frame.items("item_list.html", first, paper.origin)
    listing = render("topic_tabs.html", name=html(name)) + render("list_current.html", action="", items=items, button=_button(first))
    return _page(name, path, _content(name, listing, paper), paper, _params("eventbykeyword", first, 0, event_id))


def search_page(query: str, articles: Articles, paper: Newspaper) -> str:
    """`/search?q=`: the first articles only; how the real page loads more is not known."""
    items = frame.items("item_found.html", articles[:PAGE_SIZE], paper.origin)
    listing = render("search.html", query=entities(query), count=len(articles), items=items)
    return _page(f"Tìm kiếm: {query}", "/search", _content("Tìm kiếm", listing, paper), paper)


def tag_page(name: str, path: str, articles: Articles, paper: Newspaper) -> str:
    """`/<slug>-ptag.html`, in the older list markup."""
    items = frame.items("item_old.html", articles[:PAGE_SIZE], paper.origin)
    return _page(name, path, _content(f"#{name}", render("list_old.html", items=items), paper), paper)


def not_found(paper: Newspaper) -> str:
    """The body of a 404 in the site's dress."""
    return _page("Không tìm thấy trang", "/", _content("Không tìm thấy trang", render("not_found.html"), paper), paper)


def _page(title: str, path: str, content: str, paper: Newspaper, scripts: str = "") -> str:
    full = f"{title} - Báo Sơn Lam Online"
    head = render("head_list.html", title=entities(full), url=paper.origin + path, now_us=NOW_US, stamp=STAMP)
    return frame.page(full, head, content, scripts=scripts)


def _content(title: str, listing: str, paper: Newspaper) -> str:
    return render("listing.html", title=html(title), listing=listing, sidebar=_sidebar(paper))


def _sidebar(paper: Newspaper) -> str:
    return render("sidebar_list.html", newest=frame.items("item_side.html", paper.linked[:8], paper.origin))


def _button(articles: Articles) -> str:
    return render("more_button.html") if len(articles) == PAGE_SIZE else ""


def _params(kind: str, articles: Articles, channel: int, event: int = 0) -> str:
    """The inline script that tells the button what to ask for."""
    params = {
        "type": kind,
        "keyword": "empty",
        "publisherId": str(articles[-1].id if articles else 0),
        "channelId": str(channel),
        "eventId": str(event),
    }
    control = f"WebControl.channelId='{channel}';" if channel else ""
    return f"<script>{control}var loadmore_params = {json.dumps(params)};</script>"
