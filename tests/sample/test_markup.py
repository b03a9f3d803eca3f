"""The sample newspaper's article pages carry the markup and the traps of OneCMS, and still read as they were written."""

import html
import json
import re
import unicodedata
from collections import Counter

import pytest

from btoscrape.pages import read_article
from btoscrape.sample import articles
from btoscrape.sample.bodies import photo_form, photo_url, variant
from btoscrape.sample.content import sections, slug
from btoscrape.sample.markup import entities, us_time
from btoscrape.sample.newspaper import Newspaper
from btoscrape.sample.routes import reply
from btoscrape.text import collapse

ALL = articles()
ORIGIN = "http://127.0.0.1:1"
PAPER = Newspaper(ALL, ORIGIN)
PAGES = {article: reply(PAPER, article.path).body for article in ALL}
G2 = [article for article in ALL if article.style == "g2"]


def of(style):
    return [(article, page) for article, page in PAGES.items() if article.style == style]


def linked_data(page):
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)]


@pytest.mark.parametrize("article", ALL, ids=lambda article: str(article.id))
def test_every_article_reads_as_it_was_written(article):
    read = read_article(PAGES[article], ORIGIN + article.path)
    lines = [collapse(article.sapo), *(collapse(line.text) for line in article.lines if line.text)]
    assert [block.text for block in read.blocks] == lines
    assert (read.title, read.published, read.author_raw or "") == (collapse(article.title), article.published, article.author)
    assert read.section == sections()[article.section].name
    assert read.images == tuple(photo_url(article, photo, ORIGIN) for photo in article.photos)
    assert read.tags == article.tags


def test_every_photo_and_caption_form_occurs():
    forms = Counter(photo_form(article) for article in ALL if article.photos)
    assert set(forms) == {"figure", "plain-figure", "lg-caption", "full-img", "image-center", "bare"}
    assert min(forms.values()) >= 2
    marks = (
        "<figcaption>   ",
        '<figure class="expNoEdit">',
        '<p><table class="full-img">',
        'class="image center"',
        '<p><img alt=""',
        'class="image_desc"',
    )
    assert all(any(mark in page for page in PAGES.values()) for mark in marks)


def test_pages_are_as_long_as_real_ones():
    assert all(25_000 < len(page.encode()) < 60_000 for article, page in of("g2"))


@pytest.mark.parametrize(
    "mark",
    [
        "POWERED BY <b>ONECMS</b> - A PRODUCT OF NEKO",
        "(0) Bình luận",
        "Chia sẻ Zalo",
        'class="c-header-sticky is-mobile"',
        'class="c-powered"',
        "onecms__comments",
        "WebControl.",
        "Đọc thêm ",
    ],
)
def test_what_surrounds_every_article(mark):
    assert all(mark in page for page in PAGES.values())


def test_boxes_carry_other_articles_with_their_datelines():
    for article, page in PAGES.items():
        related = re.search(r"Bài liên quan</div></div>(.*?)</ul>", page, re.S)
        assert bool(related) == bool(PAPER.related(article))
        if related:
            assert re.search(r"SLO?\)? ?-|SL-", related[1])
            assert f"-{article.id}.html" not in related[1]
        assert page.count(">Đọc tiếp</div>") == 2


def test_the_newspaper_follows_on_in_each_form():
    said = Counter(re.search(r'<span class="is-text-flex">(.*?)</span>', page)[1] for page in PAGES.values())
    assert set(said) == {"Theo dõi Báo Sơn Lam trên", "Theo dõi trên"}


def test_the_title_of_the_head_is_encoded_and_that_of_the_page_raw():
    for article, page in of("g2"):
        assert f"<title>{entities(article.title)}</title>" in page
        assert f'block-sc-title">{html.escape(article.title, quote=False)}</h1>' in page
    assert entities('rà soát "Đẩy nhanh" & ế') == "r&#224; so&#225;t &quot;Đẩy nhanh&quot; &amp; ế"


def test_metas_have_the_time_in_us_form_and_the_crawl_moment_beside_it():
    for article, page in PAGES.items():
        meta = f'<meta name="article:published_time" content="{us_time(article.published)}">'
        assert (meta in page) == ("datetimenow" in page) == (article.style != "g1")
        false_z = f'{article.published:%Y-%m-%dT%H:%M:%S}Z"'
        assert false_z in page
    assert [us_time(article.published) for article in ALL if article.published.hour == 0] == ["1/4/2021 12:05:00 AM"]


def test_the_canonical_address_is_a_meta_on_one_site_and_a_link_on_the_others():
    meta = [article for article, page in PAGES.items() if f'<meta name="canonical" content="{ORIGIN}{article.path}">' in page]
    link = [article for article, page in PAGES.items() if f'<link rel="canonical" href="{ORIGIN}{article.path}">' in page]
    assert {article.style for article in meta} == {"g2", "migrated"}
    assert len(meta) + len(link) == len(ALL)
    assert any('og:image" content="/baosl/thumbs' in PAGES[article] for article in meta)


def test_json_ld_is_that_of_its_site():
    for article, page in PAGES.items():
        kinds = [block["@type"] for block in linked_data(page)]
        expected = {"g1": [], "g2b": ["Article", "NewsArticle", "BreadcrumbList", "Organization"]}
        assert kinds == expected.get(article.style, ["NewsArticle", "BreadcrumbList"])
        if news := next((block for block in linked_data(page) if block["@type"] == "NewsArticle"), None):
            assert html.unescape(news["headline"]) == article.title
            assert news["datePublished"] == article.published.isoformat()
            assert news["author"]["name"] == "" or html.unescape(news["author"]["name"]) == article.author
    assert any('"author": {"@type": "Person", "name": ""}' in page for article, page in PAGES.items() if article.author)
    assert all('"headline": "' in page and "\\u" in page for _, page in of("g2b"))
    assert any(re.search(r'"headline": "[^"]*&#2\d\d;', page) for _, page in of("migrated"))
    assert {block["@context"] for page in PAGES.values() for block in linked_data(page)} == {"http://schema.org", "https://schema.org"}


def test_the_section_is_told_in_more_than_one_way():
    crumbs = {variant(article).open for article, page in PAGES.items() if 'class="breadcrumb"' in page}
    without = {variant(article).open for article, page in PAGES.items() if 'class="breadcrumb"' not in page}
    assert without == {'<article class="entry entry-no-padding large-image">', '<article class="entry">'}
    assert crumbs.isdisjoint(without)
    assert all("block-sc-cate-name'></span>" in page for _, page in of("migrated"))


def test_migrated_headers_are_single_quoted_and_indented():
    for article, page in of("migrated"):
        assert "<h1 class='sc-longform-header-title block-sc-title'>\n" in page
        assert re.search(r"block-sc-sapo'>\n {50}" + re.escape(html.escape(article.sapo, quote=False)), page)
        assert "<h4></h4>" in page
        assert "<p><span><br></span></p>" in page


def test_the_byline_closes_the_text_in_each_form():
    forms = (
        '<b class="vtranslate-author-translate" style="text-align:right; display:block">{}</b>',
        '<p style="text-align:right"><strong>{}</strong></p>',
        "<p><strong>{}</strong></p>",
    )
    for form in forms:
        assert any(form.format(html.escape(article.author)) in page for article, page in PAGES.items() if article.author)
    assert any('c-detail-head__author"></span>' in page for _, page in of("g1"))


def test_visible_times_take_every_form():
    shown = [re.search(r"(?:block-sc-publish-time|c-detail-head__time)[\"']>(.*?)</", page)[1] for page in PAGES.values()]
    forms = {re.sub(r"\d", "9", text) for text in shown}
    assert forms == {
        "99/99/9999 99:99",
        "99/99/9999 - 99:99",
        "99/99/9999, 99:99",
        "99/99/9999, 99:99 |",
        "99-99-9999 99:99",
        "99:99 99/99/9999",
        "99/99/9999 99:99 |",
    }


@pytest.mark.parametrize(
    "trap",
    [
        'class="sc-hightlight-box"',
        'class="sc-empty-layer"',
        'class="AdsBetweenContent"',
        'class="c-banner-inpage"',
        "ads_after_sapo_18",
        'class="c-author-page"',
        'class="c-article-reaction"',
        'class="onecms__audio"',
        'itemprop="articleBody"',
        'class="content-main-normal descriptionx"',
        'class="align-justify"',
        "icon16-video-gray",
        "data-action=",
        "\u200b",
        "\xa0",
        " </p>",
        'class="desc"',
    ],
)
def test_traps_occur(trap):
    pages = [page for page in PAGES.values() if trap in page]
    assert 0 < len(pages) <= len(PAGES)


def test_some_bodies_are_in_decomposed_letters():
    assert any(not unicodedata.is_normalized("NFC", page) for _, page in of("migrated"))
    assert all(unicodedata.is_normalized("NFC", page) for _, page in of("g2"))


def test_slugs_follow_the_site():
    assert slug("Giảm 3,75% (đợt 2): “Đẩy” nhanh Q.1") == "giam-3-75-dot-2-day-nhanh-q-1"
