"""Whatever is sent instead of a page: a ReadError or the article, never a crash, a hang or half an article."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from btoscrape.errors import ReadError
from btoscrape.pages import addresses, read_article, read_feed, read_listing, read_more, read_sitemap

HERE = Path(__file__).parent
BASE = "https://bao.vn/"
TRUTH = {
    page.read_text(encoding="utf-8"): truth
    for page in sorted(HERE.rglob("*.html"))
    if "url" in (truth := json.loads(page.with_suffix(".json").read_text(encoding="utf-8")))
}
pages = st.sampled_from(list(TRUTH))
fuzz = settings(max_examples=120)
FRAGMENTS = """< > </div> <table> <table><tr><td> </table> <p> <figure> <!-- <script> <style> " ' <svg> <template>
<select> <plaintext> </html> &#0; &#x110000;"""
debris = st.sampled_from([*FRAGMENTS.split(), "\0", "\ud800", "<br>" * 50])


def readable(html: str, url: str = BASE) -> bool:
    try:
        article = read_article(html, url)
    except ReadError:
        return False
    assert article.title
    assert article.published
    assert article.blocks
    assert all(block.text.strip() for block in article.blocks)
    assert all("\n" not in block.text for block in article.blocks)
    return True


@fuzz
@given(pages, st.floats(0, 1))
def test_a_cut_off_page_is_read_whole_or_not_at_all(html, share):
    truth = TRUTH[html]
    try:
        article = read_article(html[: int(share * len(html))], truth["url"])
    except ReadError:
        return
    assert [[block.kind, block.text] for block in article.blocks] == truth["blocks"]
    assert (article.title, article.author) == (truth["title"], truth["author"])


@fuzz
@given(pages, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 300), debris), min_size=1, max_size=6))
def test_mutated_pages(html, edits):
    for share, length, text in edits:
        at = int(share * len(html))
        html = html[:at] + text + html[at + length :]
    readable(html)


ATTRIBUTE = st.builds(
    lambda before, name, equals, quote, value, after: f"<a{before}{name}{equals}{quote}{value}{quote}{after}>Tin</a>",
    st.sampled_from([" ", "/", "\n", " title='href=\"x' ", ' title="a href=b" ', " data-href='y' ", ' title=""']),
    st.sampled_from(["href", "HREF", "Href"]),
    st.sampled_from(["=", " = ", "=\n"]),
    st.sampled_from(["'", '"', ""]),
    st.sampled_from(["/tin-100001.html", "/tin-100002.html?a=1&amp;id=2", "https://bao.vn/t&#105;n-100003.html", "//bao.vn/tin-100004.html"]),
    st.sampled_from(["", " ", " href='/nua-100005.html'", " title='>'"]),
)


@fuzz
@given(st.lists(ATTRIBUTE | debris, max_size=5).map("".join) | pages)
def test_no_link_of_a_page_is_missing_among_its_addresses(html):
    try:
        listing = read_listing(html, BASE, "section")
    except ReadError:
        return
    assert {*(link.url for link in listing.links), *listing.sections, *listing.tags} <= set(addresses(html, BASE))


@fuzz
@given(st.text())
@example('<script type="application/ld+json">' + "[" * 100_000 + "</script>")
@example('<script type="application/ld+json">{"@type":"NewsArticle","author":5,"datePublished":[1],"headline":{}}</script>')
@example('<meta name="article:published_time" content="99/99/9999 99:99:99 AM">')
@example('<link rel="canonical" href="http://[::1">')
def test_any_text(text):
    assert not readable(text)
    for reader in (read_listing, read_more):
        read_or_refuse(reader, text, BASE, "section")
    for reader in (read_feed, read_sitemap):
        read_or_refuse(reader, text, BASE)


def read_or_refuse(reader, *arguments):
    try:
        return reader(*arguments)
    except ReadError as error:
        return str(error)


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<p><b>", "<font>", "<a>"])
def test_deep_nesting_is_refused_or_read(opening):
    page = HERE / "haiphong" / "migrated.html"
    html = page.read_text(encoding="utf-8")
    readable(html.replace("<h4></h4>", opening * 1500))
    with pytest.raises(ReadError, match="nested"):
        read_article(html.replace("<h4></h4>", opening * 50_000), BASE)


def test_what_would_take_minutes_is_refused_or_read():
    html = (HERE / "haiphong" / "migrated.html").read_text(encoding="utf-8")
    attributes = " ".join(f"a{number}=1" for number in range(50_000))
    with pytest.raises(ReadError, match="too large"):
        read_article(html.replace("<h4>", f"<h4 {attributes}>"), BASE)
    for many in ("<table><tr><td><img src=a.jpg>" * 1000, "".join(f"<img src={i}.jpg>" for i in range(20_000))):
        assert readable(html.replace("<h4></h4>", many))


@pytest.mark.parametrize("piece", ["<p>a</p>", '<a href="/x-100001.html">y</a>', "<br>", "a b ", "tặng Cờ thi đua cho Hội A, ", "&amp;", "<"])
def test_a_page_beyond_its_budget_is_refused(piece):
    html = (HERE / "haiphong" / "migrated.html").read_text(encoding="utf-8").replace("<h4></h4>", piece * 600_000)
    with pytest.raises(ReadError, match=r"too large|letters"):
        read_article(html, BASE)


def test_a_body_that_looks_like_a_share_bar():
    assert not readable("<title>x</title><body class='share'><h1>x</h1><p>Đăng lúc 10:00 01/02/2024</p></body></html>")


recursive = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["PublisherId", "Title", "LinktoMe2", "FriendlyTitle", "TimeX2", "PublishedTime", "listData"]),
            inner | st.sampled_from(["/a-100001.html", "/Date(1705298640000)/", "9" * 30]),
            max_size=5,
        )
    ),
)


@fuzz
@given(recursive)
def test_any_load_more_answer(value):
    read_or_refuse(read_more, json.dumps(value), BASE, "newest")
