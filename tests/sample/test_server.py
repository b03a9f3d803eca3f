"""The sample newspaper over real HTTP: what a crawler meets there, from robots.txt to the end of the load-more list."""

import gzip
import http.client
import json
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.error import HTTPError
from urllib.parse import quote_plus, urlencode
from urllib.request import Request, urlopen
from urllib.robotparser import RobotFileParser

import pytest

from btoscrape.errors import CatalogError
from btoscrape.models import VIETNAM
from btoscrape.sample import SampleServer, articles, paper
from btoscrape.sample.content import parse_articles, sections, slug
from btoscrape.sample.markup import freshen
from btoscrape.sample.newspaper import PAGE_SIZE, SITEMAP_ONLY, Newspaper
from btoscrape.sample.routes import reply

ALL = articles()
PAPER = Newspaper(ALL, "http://127.0.0.1:1")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SOME = "/kinh-te", ALL[-1].path, "/", "/tin-moi-nhat", "/search?q=thi+dua", "/sitemap.xml", "/rss/trang-chu", "/robots.txt"


@pytest.fixture(scope="module")
def server():
    with SampleServer() as running:
        yield running


def ask(server, path, method="GET", data=None, **headers):
    """Status, headers and body of one answer."""
    request = Request(server.url + path, data, {key.replace("_", "-"): value for key, value in headers.items()}, method=method)
    try:
        with urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        with error:
            return error.status, error.headers, error.read()


def get(server, path):
    status, _, body = ask(server, path)
    assert status == 200, path
    return body.decode()


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


def test_every_article_is_served_as_utf_8_html_with_its_headline(server):
    for article in ALL:
        status, headers, body = ask(server, article.path)
        assert (status, headers["Content-Type"], headers["X-Cached"]) == (200, "text/html; charset=utf-8", "HIT")
        assert article.title.replace("&", "&amp;") in " ".join(body.decode().split())


@pytest.mark.parametrize("path", SOME)
def test_what_the_client_has_is_not_sent_again(server, path):
    _, headers, _ = ask(server, path)
    for condition in (
        {"If_None_Match": headers["ETag"]},
        {"If_None_Match": '"x", ' + headers["ETag"]},
        {"If_Modified_Since": headers["Last-Modified"]},
    ):
        status, again, body = ask(server, path, **condition)
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])


def test_another_etag_goes_before_a_date_and_an_older_date_gets_the_page(server):
    path = ALL[0].path
    _, headers, _ = ask(server, path)
    older = format_datetime((ALL[0].published - timedelta(hours=1)).astimezone(UTC), usegmt=True)
    assert ask(server, path, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert ask(server, path, If_Modified_Since=older)[0] == 200
    assert ask(server, path, If_Modified_Since="yesterday")[0] == 200


def test_validators_hold_while_the_stamps_in_the_page_change():
    answer = reply(PAPER, next(a.path for a in ALL if a.style == "g2b"))
    pages = {freshen(answer.body, datetime(2026, 1, day, 10, 0, day, tzinfo=VIETNAM)) for day in (1, 2)}
    assert len(pages) == 2
    assert "{{" not in pages.pop()
    assert answer.etag == reply(Newspaper(ALL, "http://127.0.0.1:1"), answer_path(answer)).etag


def answer_path(answer):
    return re.search(r'og:url" content="http://127.0.0.1:1(/[^"]+)', answer.body)[1]


def test_a_corrected_article_has_another_etag():
    with SampleServer(articles=ALL[:3]) as server:
        before = ask(server, ALL[1].path)[1]["ETag"]
        server.articles = (replace(ALL[1], body=(*ALL[1].body, "Tòa soạn đính chính một con số.")), ALL[2])
        status, headers, body = ask(server, ALL[1].path, If_None_Match=before)
        assert (status, headers["ETag"] == before) == (200, False)
        assert "đính chính" in body.decode()


def test_gzip_only_where_it_is_accepted(server):
    _, plain_headers, plain = ask(server, "/rss/trang-chu")
    _, headers, body = ask(server, "/rss/trang-chu", Accept_Encoding="br, gzip")
    assert plain_headers["Content-Encoding"] is None
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) == int(headers["Content-Length"]) < len(plain)
    assert gzip.decompress(body) == plain


def test_head_says_what_get_would(server):
    status, headers, body = ask(server, "/rss/kinh-te", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(get(server, "/rss/kinh-te").encode())


def test_a_connection_is_kept_and_does_not_hold_up_the_end():
    with SampleServer() as server:
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
        for path in ("/", "/khong-co", "/thoi-su"):
            connection.request("GET", path)
            connection.getresponse().read()
            socket = connection.sock
            assert socket is not None
        assert [status for _, _, status in server.requests] == [200, 404, 200]
    connection.close()


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


def test_what_comes_out_between_two_visits(server):
    new = replace(ALL[-1], id=999_998, title="Tin vừa lên trang", published=ALL[-1].published + timedelta(days=1))
    with SampleServer(articles=(*ALL, new), until=ALL[-1].published) as server:
        pages = (
            "/",
            f"/{new.section}",
            "/tin-moi-nhat",
            "/sitemap.xml",
            "/sitemap-article-daily.xml",
            f"/rss/{new.section}",
            "/api/getMoreArticle/24h_empty_0_0_0",
        )
        tags = {page: ask(server, page)[1]["ETag"] for page in pages}
        old = ask(server, ALL[0].path)[1]["ETag"]
        assert ask(server, new.path)[0] == 404
        server.until = None
        assert ask(server, new.path)[0] == 200
        for page, tag in tags.items():
            assert ask(server, page, If_None_Match=tag)[0] == 200, page
        assert ask(server, ALL[0].path, If_None_Match=old)[0] == 304


def test_robots_allow_articles_but_not_print_pages(server):
    rules = RobotFileParser()
    rules.parse(get(server, "/robots.txt").splitlines())
    assert rules.can_fetch("btoscrape", ALL[0].path)
    assert not rules.can_fetch("btoscrape", f"/print/{ALL[0].id}.html")
    assert not rules.can_fetch("btoscrape", "/api/getcomment/1_0_like_0")
    assert rules.crawl_delay("btoscrape") is None
    assert rules.site_maps() == [f"{server.url}/sitemap.xml", f"{server.url}/sitemap-news.xml"]


def test_what_is_not_there_is_a_404_in_the_dress_of_the_site(server):
    for path in ("/khong-co-trang-nay-123.html", "/khong-co", f"/sai-{ALL[0].id}.html", "/khong-co-ptag.html", "//[", "/rss/khong-co"):
        status, headers, body = ask(server, path)
        assert (status, headers["ETag"], headers["X-Cached"]) == (404, None, None)
        assert "c-powered" in body.decode()


def test_pictures_styles_and_print_pages_are_there(server):
    assert ask(server, "/thumbs/540x360/2024/01/09/a.jpg")[2].startswith(b"\xff\xd8\xff\xe0")
    assert ask(server, "/assets/images/grey.gif")[2].startswith(b"GIF89a")
    assert ask(server, "/assets/css/theme.css?t=1")[1].get_content_type() == "text/css"
    assert "WebControl" in get(server, "/assets/js/web-control.js?t=1")
    assert ALL[0].title in get(server, f"/print/{ALL[0].id}.html")
    assert get(server, "/api/getcomment/1_0_like_0") == "[]"
    assert json.loads(get(server, "/api/getarticlebychannel/101&pubid=0"))["listData"]


def test_pages_load_nothing_from_elsewhere(server):
    for article in ALL:
        page = get(server, article.path)
        loaded = re.findall(r'(?:\b(?:src|data-src)|<link rel="(?:stylesheet|shortcut icon)" href)=["\']([^"\']+)', page)
        assert loaded
        assert all(url.startswith(("/", server.url)) for url in loaded)


def test_it_serves_from_the_command_line_until_interrupted():
    command = [sys.executable, "-W", "error", "-m", "btoscrape.sample", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        url = process.stdout.readline().split()[0]
        with urlopen(url) as answer:
            assert "BÁO SƠN LAM ONLINE" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == ("", "")
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_the_paper_may_live_on_loopback():
    entry = paper("http://127.0.0.1:8000")
    assert (entry.key, entry.layout, entry.delay, entry.allow_private) == ("son-lam", "onecms", 0.0, True)
    assert entry.url == "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("wrong", "said"), [('section = "tho-tinh"', "section"), ('style = "g3"', "style"), ('ten = "a"', "ten"), ("id = '1'", "id")]
)
def test_a_wrong_article_is_named(wrong, said):
    key = wrong.split(" ")[0]
    good = {
        "id": "7",
        "title": '"a"',
        "published": "2024-01-09T08:40:00",
        "section": '"kinh-te"',
        "author": '""',
        "dateline": '""',
        "summary": '"b"',
        "body": '"c"',
        "tags": "[]",
        "style": '"g1"',
    }
    lines = [f"{name} = {value}" for name, value in good.items() if name != key]
    with pytest.raises(CatalogError, match=f"thu.toml: .article .*{said}"):
        parse_articles("\n".join(["[[article]]", *lines, wrong]), "thu.toml")
