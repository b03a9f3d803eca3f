"""What finds articles in the sample newspaper: load-more, sitemaps, feeds, search, tags; each over real HTTP."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote_plus, urlencode

import pytest
from asking import ask, get

from btoscrape.sample import articles
from btoscrape.sample.content import sections, slug
from btoscrape.sample.newspaper import PAGE_SIZE, SITEMAP_ONLY, Newspaper

ALL = articles()
PAPER = Newspaper(ALL, "http://127.0.0.1:1")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def linked(text):
    """The ids of the articles that a page links."""
    return {int(number) for number in re.findall(r"/[a-z0-9-]+?-(\d{6})\.html", text)}


def locs(server, path):
    return [node.text.removeprefix(server.url) for node in ET.fromstring(get(server, path)).iter(f"{SITEMAP}loc")]


def walk(server, call):
    """All rows of a load-more list, asked for as its button does."""
    rows, cursor = [], 0
    for _ in range(100):
        page = json.loads(get(server, f"/api/getMoreArticle/{call.format(cursor)}"))
        if not page:
            return rows
        assert len(page) <= PAGE_SIZE
        rows += page
        cursor = page[-1]["PublisherId"]
    raise AssertionError("the list has no end")


def test_load_more_walks_each_section_down_to_the_end(server):
    for path, section in sections().items():
        found = [row["PublisherId"] for row in walk(server, f"channel_empty_{{}}_{section.channel}_0")]
        inside = [a.id for a in ALL if f"{a.section}/".startswith(f"{path}/") and a.id % SITEMAP_ONLY]
        assert found == sorted(inside, reverse=True), path


def test_load_more_of_newest_goes_on_where_the_page_ends(server):
    page = get(server, "/tin-moi-nhat")
    shown = [int(pid) for pid in re.findall(r'<li pid="(\d+)">', page)]
    params = json.loads(re.search(r"loadmore_params = (\{.*?\});", page)[1])
    assert params == {"type": "24h", "keyword": "empty", "publisherId": str(shown[-1]), "channelId": "0", "eventId": "0"}
    rest = [row["PublisherId"] for row in walk(server, "24h_empty_{}_0_0")]
    assert rest[:PAGE_SIZE] == shown
    assert len(rest) == len([a for a in ALL if a.id % SITEMAP_ONLY])


def test_load_more_rows_have_the_fields_of_the_real_ones(server):
    row = walk(server, "channel__{}_101_0")[0]
    article = next(a for a in ALL if a.id == row["PublisherId"])
    assert (row["Title"], row["Headlines"], row["LinktoMe2"]) == (article.title, article.sapo, server.url + article.path)
    assert row["TimeX2"] == f"{article.published:%Y-%m-%d %H:%M:%S}"
    assert row["PublishedTime"] == f"/Date({int(article.published.timestamp())}000)/"


def test_the_older_form_of_load_more_is_a_post(server):
    form = urlencode({"type": "channel", "keyword": "empty", "publisherId": 0, "channelId": 101, "eventId": 0}).encode()
    assert ask(server, "/api/getMoreArticle", "POST", form)[2].decode() == get(server, "/api/getMoreArticle/channel_empty_0_101_0")


@pytest.mark.parametrize(
    "call", ["", "channel", "channel_empty_0_999_0", "channel_empty_x_101_0", "eventbykeyword_empty_0_0_99", "zone_empty_0_101_0"]
)
def test_load_more_that_the_site_does_not_know_is_not_found(server, call):
    assert ask(server, f"/api/getMoreArticle/{call}")[0] == 404


def test_topics_load_more_too_and_their_pages_stand_in_the_sitemap(server):
    for path in locs(server, "/sitemap-event.xml"):
        number = re.search(r"-event(\d+)\.html", path)[1]
        rows = walk(server, f"eventbykeyword_empty_{{}}_0_{number}")
        assert rows
        assert {row["PublisherId"] for row in rows[:PAGE_SIZE]} <= linked(get(server, path))


def test_the_sitemaps_of_the_days_hold_all_but_what_the_api_alone_shows(server):
    index = locs(server, "/sitemap.xml")
    assert [f"/sitemap-{name}.xml" for name in ("article-daily", "news", "category", "event")] == index[:4]
    paths = []
    for name in index[4:]:
        day = [a for path in locs(server, name) for a in ALL if a.path == path]
        assert {f"/sitemap-article-{a.published:%Y-%m-%d}.xml" for a in day} == {name}
        assert day == sorted(day, key=lambda a: -a.id)
        paths += [a.path for a in day]
    assert sorted(paths) == sorted(a.path for a in ALL if a.id not in PAPER.api_only)
    assert locs(server, "/sitemap-article-daily.xml") == locs(server, index[4])
    assert locs(server, "/sitemap-category.xml") == [f"/{path}" for path in sections()]
    assert ask(server, "/sitemap-article-2019-01-01.xml")[0] == ask(server, "/sitemap-article-soon.xml")[0] == 404


def test_a_sitemap_says_when_the_article_came_out(server):
    first = ET.fromstring(get(server, "/sitemap-article-daily.xml"))[0]
    stamp = datetime.fromisoformat(first.findtext(f"{SITEMAP}lastmod"))
    article = next(a for a in ALL if first.findtext(f"{SITEMAP}loc") == server.url + a.path)
    assert stamp.utcoffset() == timedelta(hours=7)
    assert stamp - article.published == timedelta(seconds=1)


def test_feeds_parse_and_put_the_sapo_behind_a_picture(server):
    for name in ("trang-chu", *sections()):
        items = ET.fromstring(get(server, f"/rss/{name}")).findall("channel/item")
        assert 0 < len(items) <= PAGE_SIZE
        for item in items:
            article = next(a for a in ALL if item.findtext("link") == server.url + a.path)
            assert item.findtext("guid") == item.findtext("link")
            assert item.findtext("description").split("<br/>")[1] == article.sapo.replace("&", "&amp;")
            assert item.findtext("pubDate") == format_datetime(article.published)


def test_search_takes_all_words_with_or_without_accents_and_shows_the_first_page(server):
    main = re.compile(r'<ul class="onecms__loading">.*?</ul>', re.S)
    accented, bare = (main.search(get(server, f"/search?q={quote_plus(q)}"))[0] for q in ("khối Thi Đua", "khoi thi dua"))
    assert accented == bare
    assert len(re.findall(r'class="article__loading" pid=', bare)) == PAGE_SIZE
    narrow = linked(main.search(get(server, "/search?q=khoi+thi+dua+2023"))[0])
    assert narrow < {a.id for a in ALL if "2023" in a.words}
    for nothing in ("", "zzzz", "<script>"):
        page = get(server, f"/search?q={quote_plus(nothing)}")
        assert "<b>0</b> kết quả" in page
        assert "<script>&quot;" not in page


def test_every_tag_has_its_page(server):
    for article in ALL:
        if article in PAPER.linked:
            for tag in article.tags:
                assert 'class="loadAjax"' in get(server, f"/{slug(tag)}-ptag.html")


def test_some_articles_are_found_by_one_way_only(server):
    """Links of all pages that list anything, against load-more and the sitemaps."""
    tags = {slug(tag) for article in ALL if article in PAPER.linked for tag in article.tags}
    pages = ["/", "/tin-moi-nhat", *(f"/{path}" for path in sections()), *(f"/{tag}-ptag.html" for tag in tags), "/search?q=thi+dua"]
    shown = {number for page in pages for number in linked(get(server, page))}
    api = {row["PublisherId"] for row in walk(server, "24h_empty_{}_0_0")}
    maps = {number for path in locs(server, "/sitemap.xml")[4:] for number in linked(get(server, path))}
    assert len(maps - api - shown) >= 3
    assert len(api - maps - shown) >= 3
    assert maps | api == {article.id for article in ALL}
