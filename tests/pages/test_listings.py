"""Listings, load-more answers, feeds and sitemaps."""

import json
from datetime import datetime

import pytest

from btoscrape.errors import ReadError
from btoscrape.models import VIETNAM, Link
from btoscrape.pages import Listing, addresses, read_feed, read_listing, read_more, read_sitemap

BASE = "https://bao.vn/thoi-su"
SECTION = """<!DOCTYPE html><html><body>
<ul class="c-menu"><li><a href="/">Trang chủ</a><a href="/thoi-su">Thời sự</a><a href="/kinh-te/bien">Biển</a>
<a href="/search?q=a">Tìm</a><a href="https://khac.vn/tin">Báo bạn</a></li></ul>
<div class="b-grid"><h2 class="b-grid__title"><a href="/ghim-90001.html?utm_source=x"><i class="icon16-video-gray"></i>Tin
 ghim &amp; c&#225;</a></h2></div>
<ul class="onecms__loading" data-action="api/getarticlebychannel/427&pubid=1">
<li pid="100008"><div class="b-grid"><div class="b-grid__img"><a href="/hop-khoi-100008.html"><img></a></div>
<div class="b-grid__content"><h3 class="b-grid__title"><a href="/hop-khoi-100008.html">Họp khối</a></h3>
<span class="b-grid__time">14/05/2026 15:25</span>
<div class="b-grid__row b-grid__desc"><a href="/hop-khoi-100008.html">BTO- Sáng 14/5, khối họp.</a></div></div></div></li>
<li pid="100007"><h3 class="b-grid__title"><a href="https://bao.vn/mua-100007.html">Mưa</a></h3>
<div class="c-time-count"><span datetime="2026-05-13 10:00:00"></span></div></li></ul>
<a href="/mua-100007.html">Mưa lần nữa</a><a href="/ben-le-90002.html" title="Bên lề"><img></a>
<a href="https://khac.vn/la-100001.html">Lạ</a><a href="/khoi-thi-dua-ptag.html">khối thi đua</a>
<a href="javascript:void(0)">x</a><a href="/print/90003.html">In</a></body></html>"""


def at(*when):
    return datetime(*when, tzinfo=VIETNAM)


def test_section():
    listing = read_listing(SECTION, BASE, "section")
    assert listing.links == (
        Link("https://bao.vn/hop-khoi-100008.html", "section", "Họp khối", "BTO- Sáng 14/5, khối họp.", at(2026, 5, 14, 15, 25)),
        Link("https://bao.vn/mua-100007.html", "section", "Mưa", "", at(2026, 5, 13, 10)),
        Link("https://bao.vn/ghim-90001.html", "section", "Tin ghim & cá"),
        Link("https://bao.vn/ben-le-90002.html", "section", "Bên lề"),
    )
    assert listing.sections == ("https://bao.vn/thoi-su", "https://bao.vn/kinh-te/bien")
    assert (listing.channel_id, listing.cursor) == (427, 100007)
    assert listing.tags == ("https://bao.vn/khoi-thi-dua-ptag.html",)


@pytest.mark.parametrize(
    "script",
    [
        "WebControl.channelId='333';",
        "var loadmore_params = {type: 'channel', publisherId: '1', channelId: '333', eventId: 0};",
        "loadmore('/api/getMoreArticle/channel_empty_734338_333_0')",
    ],
)
def test_channel_id(script):
    assert read_listing(f"<script>{script}</script>", BASE, "section").channel_id == 333


def test_a_page_without_links_is_an_empty_listing():
    assert read_listing("<p>Không có kết quả</p>", BASE, "search") == Listing()


@pytest.mark.parametrize("page", ["", "<p>Access Denied.. blocked by our security system</p>"])
def test_no_listing(page):
    with pytest.raises(ReadError):
        read_listing(page, BASE, "home")


def test_addresses_that_no_page_before_told():
    told = set()
    first = addresses('<a href="/a-1.html"><a href="b-2.html"><a href="https://bao.vn/c-3.html">', "https://bao.vn/x/1.html", told)
    assert first == ("https://bao.vn/a-1.html", "https://bao.vn/x/b-2.html", "https://bao.vn/c-3.html")
    second = addresses('<a href="/a-1.html"><a href="b-2.html"><a href="/d-4.html">', "https://bao.vn/y/1.html", told)
    assert second == ("https://bao.vn/y/b-2.html", "https://bao.vn/d-4.html")  # what hangs on the page's own place is another one
    elsewhere = addresses('<a href="/a-1.html"><a href="https://bao.vn/c-3.html">', "https://tin.vn/", told)
    assert elsewhere[0] == "https://tin.vn/a-1.html"


def test_load_more():
    rows = [
        {"PublisherId": 100005, "Title": "T&#225;m x&#227;", "LinktoMe2": "https://bao.vn/tam-xa-100005.html",
         "Headlines": "BTO- Sapo", "TimeX2": "2026-02-20 16:39:00", "PublishedTime": "/Date(0)/"},
        {"PublisherId": "100004", "TitleIcon16": "<i class='icon16-photo'></i> Ảnh", "LinktoMe2": "/anh-100004.html",
         "TimeX1": "12/01/2026 - 09:57"},
        {"PublisherId": 100003, "FriendlyTitle": "ba", "Title": None, "PublishedTime": "/Date(1705298640000)/"},
        {"PublisherId": 100002, "LinktoMe2": "https://khac.vn/qc-100002.html"},
        {"Title": "không địa chỉ"},
        7,
    ]  # fmt: skip
    listing = read_more(json.dumps(rows), "https://bao.vn/api/getMoreArticle/x", "newest")
    assert listing.links == (
        Link("https://bao.vn/tam-xa-100005.html", "newest", "Tám xã", "BTO- Sapo", at(2026, 2, 20, 16, 39)),
        Link("https://bao.vn/anh-100004.html", "newest", "Ảnh", "", at(2026, 1, 12, 9, 57)),
        Link("https://bao.vn/ba-100003.html", "newest", "", "", at(2024, 1, 15, 13, 4)),
    )
    assert listing.cursor == 100002


def test_load_more_below_a_prefix():
    text = json.dumps([{"PublisherId": 130891, "FriendlyTitle": "hop-khoi"}])
    listing = read_more(text, "https://baolamdong.vn/bbt/api/getMoreArticle/x", "section")
    assert listing.links[0].url == "https://baolamdong.vn/bbt/hop-khoi-130891.html"


def test_the_end_of_load_more():
    assert read_more("[]", BASE, "section") == Listing()


@pytest.mark.parametrize("text", ["", "<html>", '{"status": 1}', "5", "[" * 100_000])
def test_no_load_more_answer(text):
    with pytest.raises(ReadError, match="load-more"):
        read_more(text, BASE, "section")


RSS = """
  <?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:slash="s"><channel><title>Thời sự & xã hội</title>
<item><title>Biển &amp; đảo</title><link>https://bao.vn/bien-100005.html</link><guid>https://bao.vn/bien-100005.html</guid>
<description><![CDATA[<a href="x"><img src="y.jpg"/></a><br/>BTO- Sóng &amp; gi&#243;]]></description>
<pubDate>Fri, 15 May 2026 03:40:01 GMT</pubDate><slash:comments>0</slash:comments></item>
<item><title><![CDATA[Hai & ba]]></title><link> https://bao.vn/hai-100004.html </link></item>
<item><title>Khác</title><link>https://khac.vn/x-100003.html</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Một</title><link rel="self" href="/feed"/>
<link href="/mot-100001.html"/><summary type="html">&lt;b&gt;Tóm&lt;/b&gt; tắt</summary>
<published>2026-05-15T10:40:01+07:00</published></entry></feed>"""


def test_rss():
    assert read_feed(RSS, "https://bao.vn/rss/thoi-su") == (
        Link("https://bao.vn/bien-100005.html", "rss", "Biển & đảo", "BTO- Sóng & gió", at(2026, 5, 15, 10, 40, 1)),
        Link("https://bao.vn/hai-100004.html", "rss", "Hai & ba"),
    )


def test_atom():
    link = Link("https://bao.vn/mot-100001.html", "rss", "Một", "Tóm tắt", at(2026, 5, 15, 10, 40, 1))
    assert read_feed(ATOM, "https://bao.vn/feed") == (link,)


DAY = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="i" xmlns:news="n">
<url><loc>https://bao.vn/a-100005.html</loc><lastmod>2026-02-20T16:39:01+07:00</lastmod>
<image:image><image:loc>https://x.1cdn.vn/a.jpg</image:loc></image:image></url>
<url><loc>https://bao.vn/b-100004.html</loc><news:news><news:publication_date>2026-02-20T09:00:00+07:00</news:publication_date>
<news:title>Tin b</news:title></news:news></url>
<url><loc>https://bao.vn/thoi-su</loc></url></urlset>"""


def test_sitemaps():
    index = "<sitemapindex><sitemap><loc>https://bao.vn/sitemap-article-2026-02-20.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index, BASE).children == ("https://bao.vn/sitemap-article-2026-02-20.xml",)
    assert read_sitemap(DAY, BASE).links == (
        Link("https://bao.vn/a-100005.html", "sitemap", "", "", at(2026, 2, 20, 16, 39, 1)),
        Link("https://bao.vn/b-100004.html", "sitemap", "Tin b", "", at(2026, 2, 20, 9)),
    )


BOMB = "".join(f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">' for i in range(1, 12))


def test_an_entity_bomb_stays_small():
    declared = f'<!DOCTYPE rss [<!ENTITY b0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{BOMB}]>'
    (link,) = read_feed(RSS.replace("<rss", declared + "<rss").replace("Biển &amp;", "&b11;&f;")[:2000], BASE)[:1]
    assert link.title == "&b11;&f; đảo"


@pytest.mark.parametrize("text", ["", "<html></html>", "<rss>", RSS[:400], "không phải XML"])
def test_no_feed(text):
    for reader in (read_feed, read_sitemap):
        with pytest.raises(ReadError):
            reader(text, BASE)
