"""A page read without its end says what the whole page says, or is read whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from btoscrape.catalog.layouts import layouts
from btoscrape.errors import ReadError
from btoscrape.pages import read_article
from btoscrape.pages.cutting import cut
from btoscrape.pages.dom import parse
from btoscrape.pages.head import read_head
from btoscrape.pages.scripts import read_scripts
from btoscrape.sample.content import articles
from btoscrape.sample.newspaper import Newspaper
from btoscrape.sample.routes import reply

HERE = Path(__file__).parent
ORIGIN = "https://bao.vn"
PAPER = Newspaper(articles(), ORIGIN)
SAMPLE = [reply(PAPER, article.path).body for article in PAPER.published[:: max(1, len(PAPER.published) // 24)]]
SAVED = [
    page.read_text(encoding="utf-8") for page in sorted(HERE.rglob("*.html")) if "error" not in json.loads(page.with_suffix(".json").read_text())
]
BOX = '<div class="c-share-detail"><ul><li><a href="/x">Chia sẻ</a></li></ul></div>' + "<p>Đọc thêm</p>" * 400
LONG = [html.replace("</body>", f"{BOX}</body>", 1) for html in SAVED]
WHOLE = tuple(replace(layout, after=()) for layout in layouts())
"""The layouts with nothing to cut at."""
DEBRIS = (HERE / "debris.txt").read_text(encoding="utf-8").split()
NAMED = """<p class="entry">Một</p>
<h1 class="sc-longform-header-title">Khác</h1>
<i class=block-sc-author>Lan</i>
<div class='onecms__tags'><a>nhãn</a></div>
<ol class="breadcrumb"><li>Mục</li></ol>
<META name="description" content="khác">
<link rel=canonical href="/khac-1.html">
<nav class="btoscrape-cut">.</nav>
<p class="desc">Tóm tắt</p>
<body class="entry">
<html class="c-news-detail">
<body class="block-sc-cate-name">Mục
<div class="entry">
<form><p>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Khác"}</script>
<!-- <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Thôi"}</script> -->""".splitlines()
UNCLOSED = (
    '<meta name="last" content="Một > hai">',
    "<meta name=last content='Một > hai'>",
    "<meta name=last content=",
    '<meta name="last" content="<link>',
    "<meta name='last' content='<meta>",
    "<meta name=last <link>",
    "<noscript><link href=/a.css>",
    "<noscript><meta name=last content=Một></noscript><noscript>",
    "<template><meta>",
    "<title><meta>",
    "<style><link>",
    "<script><link>",
    "<!-- <meta>",
    "<base href=/khac>",
    "<div><link>",
    "<body class=entry><meta>",
    "</head><meta>",
)
pieces = st.sampled_from([*DEBRIS, *NAMED])
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 200), pieces), min_size=1, max_size=4)


def said(html, known):
    """The article, or the error's words."""
    try:
        return read_article(html, f"{ORIGIN}/x.html", layouts=known)
    except ReadError as error:
        return str(error)


def is_cut(html):
    return cut(html, layouts(), read_scripts(html).said) is not None


@pytest.mark.parametrize("html", [*SAMPLE, *LONG])
def test_the_same_article(html):
    assert said(html, layouts()) == said(html, WHOLE)


def test_most_pages_are_cut():
    read = cut(SAMPLE[0], layouts(), read_scripts(SAMPLE[0]).said).tree.html
    assert all(mark in SAMPLE[0] and mark not in read for mark in ("web-control.js", "c-menu"))
    assert sum(map(is_cut, SAMPLE)) >= 0.9 * len(SAMPLE)
    assert not any(map(is_cut, SAVED))  # they are short


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*SAMPLE, *LONG]), edits)
@example(SAMPLE[0], [(0.3, 0, "<b>")])
@example(SAMPLE[0], [(0.9, 0, '<p class="entry">Một</p>')])
def test_the_same_article_of_any_page(html, changes):
    for share, length, piece in changes:
        at = int(share * len(html))
        html = html[:at] + piece + html[at + length :]
    same = said(html, layouts()) == said(html, WHOLE)
    assert same  # a page is too long to be printed


@pytest.mark.parametrize("piece", [*DEBRIS, *NAMED])
def test_whatever_stands_right_before_or_behind_the_cut(piece):
    html = SAMPLE[1]
    found = cut(html, layouts(), read_scripts(html).said)
    for changed in (html[: found.at] + piece + html[found.at :], html[: found.at + 300] + piece + html[found.at + 300 :]):
        assert said(changed, layouts()) == said(changed, WHOLE)


@pytest.mark.parametrize("piece", [*DEBRIS, *NAMED])
def test_whatever_stands_above_the_article(piece):
    html = SAMPLE[1]
    body, menu, block = html.index("<body"), html.index("c-menu-expand"), html.index('<div class="l-content')
    for at in (body, html.index(">", body) + 1, html.index(">", menu) + 1, block):
        changed = html[:at] + piece + html[at:]
        assert said(changed, layouts()) == said(changed, WHOLE)


@pytest.mark.parametrize("piece", [*DEBRIS, *NAMED, *UNCLOSED])
def test_whatever_stands_in_the_head(piece):
    html = SAMPLE[1].replace("<body", "<body class=\"c-theme\" title='a'", 1)
    assert "<base" in cut(html, layouts(), read_scripts(html).said).tree.html
    last, end = html.rindex("<", 0, html.index("<script")), html.index("</head>")
    for at in (last, html.index(">", last) + 1, end, end + 7):
        changed = html[:at] + piece + html[at:]
        scripts = read_scripts(changed)
        found = cut(changed, layouts(), scripts.said)
        assert said(changed, layouts()) == said(changed, WHOLE)
        assert found is None or read_head(found.tree, scripts) == read_head(parse(changed), scripts)


@pytest.mark.parametrize(
    ("front", "behind"),
    [
        ("<b><form></b>", "<form><p>Một đoạn trong biểu mẫu</p></form>"),
        ("<div><form></div>", "<form><p>Một đoạn trong biểu mẫu</p></form>"),
        ("<div><b></div>", "<p>Một đoạn</p>"),
        ("<!--", "--><p>Một đoạn</p>"),
        ("<a title='", "'><p>Một đoạn</p>"),
        ("", '<frameset><frame src="/x"></frameset>'),
        ('<ol class="breadcrumb">', "<li>Mục</li></ol>"),
    ],
)
def test_what_goes_on_from_the_menu_into_the_article(front, behind):
    for html in SAMPLE[:3]:
        block = html.index('<div class="l-content')
        entry = html.index(">", html.index('class="entry' if 'class="entry' in html else "content-main-normal")) + 1
        changed = html[:block] + front + html[block:entry] + behind + html[entry:]
        assert said(changed, layouts()) == said(changed, WHOLE)


def test_a_body_that_shows_nothing_before_its_frames():
    menu = "<div></div>" * 300
    html = f'<!DOCTYPE html><html><head></head><body>{menu}<div class="l-content"><frameset></frameset>{SAMPLE[0].partition("l-content")[2]}'
    assert said(html, layouts()) == said(html, WHOLE)
