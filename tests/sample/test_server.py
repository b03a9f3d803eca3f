"""The sample newspaper over real HTTP: pages, validators, robots.txt, what comes out between two visits."""

import gzip
import http.client
import json
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.request import urlopen
from urllib.robotparser import RobotFileParser

import pytest
from asking import ask, get

from btoscrape.errors import CatalogError
from btoscrape.models import VIETNAM
from btoscrape.sample import SampleServer, articles, paper
from btoscrape.sample.content import parse_articles
from btoscrape.sample.markup import freshen
from btoscrape.sample.newspaper import Newspaper
from btoscrape.sample.routes import reply

ALL = articles()
PAPER = Newspaper(ALL, "http://127.0.0.1:1")
SOME = "/kinh-te", ALL[-1].path, "/", "/tin-moi-nhat", "/search?q=thi+dua", "/sitemap.xml", "/rss/trang-chu", "/robots.txt"


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
