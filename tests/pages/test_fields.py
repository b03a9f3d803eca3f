"""Rules of single fields that no saved page shows alone."""

import pytest

from btoscrape.catalog.layouts import read_layouts
from btoscrape.errors import CatalogError
from btoscrape.pages import read_article
from btoscrape.pages.body import Line
from btoscrape.pages.byline import closing
from btoscrape.pages.times import linked_time, stamp
from btoscrape.text import clean_byline, parse_time

PAGE = """<!DOCTYPE html><html><head>{head}</head><body><div class="c-news-detail"><div class="entry">
<h1 class="sc-longform-header-title">Tên bài</h1><span class="block-sc-publish-time">{time}</span>
<p class="block-sc-sapo">{sapo}</p>{body}</div></div></body></html>"""


def page(head="", time="09/01/2025, 08:40", sapo="", body="<p>Một đoạn.</p>"):
    return read_article(PAGE.format(head=head, time=time, sapo=sapo, body=body), "https://bao.vn/ten-bai-100001.html")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-09T08:40:00+07:00", "2025-01-09T08:40:00+07:00"),
        ("2025-01-09T01:40:00Z", "2025-01-09T08:40:00+07:00"),
        ("2025-01-09T08:40:00.123", "2025-01-09T08:40:00+07:00"),
        ("1/9/2025 8:40:00 AM", "2025-01-09T08:40:00+07:00"),
        ("1/9/2025 12:05:00 AM", "2025-01-09T00:05:00+07:00"),
        ("1/9/2025 12:05:00 PM", "2025-01-09T12:05:00+07:00"),
        ("13/1/2025 8:40:00 AM", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("", None),
    ],
)
def test_stamp(text, expected):
    found = stamp(text)
    assert (found and found.isoformat()) == expected


def test_a_false_z_is_local_time():
    visible = parse_time("09/01/2025, 08:40")
    assert linked_time("2025-01-09T08:40:00Z", visible) == visible
    assert linked_time("2025-01-09T01:40:00Z", visible) == visible
    assert linked_time("2025-01-09T08:40:00Z", None) != visible


@pytest.mark.parametrize(
    ("last", "known", "author"),
    [
        (Line("paragraph", "NGỌC LAN", bold=True), "", "NGỌC LAN"),
        (Line("paragraph", "Lan", right=True), "", "Lan"),
        (Line("paragraph", "Tin và ảnh: Ngọc Lan", bold=True, right=True), "", "Tin và ảnh: Ngọc Lan"),
        (Line("paragraph", "Ngọc Lan - Văn Cúc"), "", "Ngọc Lan - Văn Cúc"),
        (Line("paragraph", "Tin, ảnh: NGỌC LAN"), "Ngọc Lan", "Ngọc Lan"),
        (Line("paragraph", "Theo TTXVN", bold=True), "", None),
        (Line("paragraph", "Đón xuân mới", bold=True), "", None),
        (Line("paragraph", "Lễ hội đã khép lại.", bold=True), "", None),
        (Line("paragraph", "VĂN CÚC", bold=True), "Ngọc Lan", None),
        (Line("caption", "NGỌC LAN", bold=True), "", None),
    ],
)
def test_closing_byline(last, known, author):
    first = Line("paragraph", "Một đoạn.")
    lines, found = closing([first, last], known)
    assert (lines, found) == (([first], author) if author else ([first, last], known))


def test_the_menu_names_the_channel_s_section():
    head = '<meta property="channel:url" content="https://bao.vn/xa-hoi">'
    assert page(head, body='<p>Một đoạn.</p><p><a href="/xa-hoi">Xã hội</a></p>').section == "Xã hội"
    assert page().section is None


def test_a_summary_in_the_metas_only_is_no_line_of_the_body():
    article = page('<meta name="description" content="BTO- T&amp;#243;m tắt.">')
    assert (article.summary, article.lead, article.body) == ("BTO- Tóm tắt.", "Tóm tắt.", "Một đoạn.")


def test_a_summary_repeated_by_the_body_stands_once():
    blocks = page(sapo="Tóm tắt.", body="<p>Tóm  tắt.</p><p>Một đoạn.</p>").blocks
    assert [(block.kind, block.text) for block in blocks] == [("summary", "Tóm tắt."), ("paragraph", "Một đoạn.")]


def test_photos_alone_below_a_summary_are_an_article():
    article = page(sapo="Chùm ảnh.", body='<p><img src="/a.jpg"></p>')
    assert (article.body, article.images) == ("Chùm ảnh.", ("https://bao.vn/a.jpg",))


def test_layout_tables_and_double_breaks_are_paragraphs():
    body = "<table><tr><td><p>Một.</p><p>Hai.</p></td></tr></table><div>Ba.<br><br>Bốn,\n\nnăm.</div>Sáu <b>bảy</b>."
    assert page(body=body).body == "Một.\nHai.\nBa.\nBốn, năm.\nSáu bảy."


def test_two_captions_in_one_picture_stand_once():
    caption = '<figcaption>Chú thích.</figcaption><div class="lg-caption"><h2>Chú thích.</h2></div>'
    assert page(body=f'<p>Một.</p><figure><img src="a.jpg">{caption}</figure>').body == "Một.\nChú thích."


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"title": [], "published": [], "body": []}, "needs `detect`"),
        ({"detect": [], "title": [], "published": [], "body": [], "colour": []}, "unknown key `colour`"),
        ({"detect": [], "title": [], "published": [], "body": [], "noise": ["("]}, "broken pattern"),
        ({"like": "y"}, "is like 'y', which is no layout"),
        ({"stamp": "(", "address": ""}, "`stamp` has a broken pattern"),
        ({"stamp": "x"}, "needs `address`"),
        ({"detect": "h1", "title": [], "published": [], "body": []}, "must be list"),
    ],
)
def test_a_wrong_layout_names_file_and_entry(entry, problem):
    with pytest.raises(CatalogError, match=rf"papers.toml: \[layouts.x\] .*{problem}"):
        read_layouts({"layouts": {"x": entry}}, "papers.toml")


def test_a_layout_like_another_says_only_what_is_its_own():
    entries = {"x": {"detect": ["h1"], "title": ["h1"], "published": [], "body": [], "until": 2020}, "y": {"like": "x", "bare": ["i"], "since": 2021}}
    one, other = read_layouts({"layouts": entries}, "papers.toml")
    assert (one.years, other.years) == ("–2020", "2021–")
    assert (other.detect, other.bare, other.until) == (("h1",), ("i",), 0)


@pytest.mark.parametrize(
    ("raw", "name"),
    [("Phương ThẢo", "Phương Thảo"), ("Tin: Lê ThỊ Đào", "Lê Thị Đào"), ("TRẦN THƯỞ", "TRẦN THƯỞ"), ("PV Đài TH", "PV Đài TH")],
)
def test_a_stray_capital_in_a_byline_is_small(raw, name):
    assert clean_byline(raw) == name


def test_trafilatura_gives_a_body_where_nothing_else_does():
    pytest.importorskip("trafilatura", reason="needs the extra `generic`")
    rows = "".join(f"<li>Món thứ {i} của hội chợ làng nghề.</li>" for i in range(30))
    head = '<meta property="article:published_time" content="2025-01-09T08:40:00+07:00">'
    html = f"<html><head>{head}</head><body><article><h1>Hội chợ</h1><ul>{rows}</ul></article></body></html>"
    assert "Món thứ 7" in read_article(html, "https://bao.vn/hoi-cho").body
