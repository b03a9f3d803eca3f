import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from btoscrape import urls

ROOT = "https://baobinhthuan.com.vn/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://BaoLamDong.vn:443/Kinh-Te#top", "https://baolamdong.vn/Kinh-Te"),
        ("http://bao.vn", "http://bao.vn/"),
        ("/a-1.html?utm_source=zalo&zarsrc=30", "https://baobinhthuan.com.vn/a-1.html"),
        ("/vi-vn/print.aspx?id=116636&fbclid=x", "https://baobinhthuan.com.vn/vi-vn/print.aspx?id=116636"),
        ("//127.0.0.1:8080/x", "https://127.0.0.1:8080/x"),
        ("https://ten:mat-khau@bao.vn/x", "https://bao.vn/x"),
        ("/thời-sự", "https://baobinhthuan.com.vn/th%E1%BB%9Di-s%E1%BB%B1"),
        ("/search?q=thi+%C4%91ua", "https://baobinhthuan.com.vn/search?q=thi+%C4%91ua"),
        ("javascript:alert(1)", ""),
        ("mailto:toasoan@bao.vn", ""),
        ("ftp://bao.vn/x", ""),
        ("http://[::1", ""),
        ("http://bao.vn:99999/", ""),
    ],
)
def test_canonical(url, expected):
    assert urls.canonical(url, ROOT) == expected


HOSTS = ["http://", "https://", "HTTP://", "/", "//", "a.vn", "A.vn", "u@", "[::1]", ":80", ":8080", ":54321", ":054321", ":99999"]
PATHS = ["..", ".", "-", "_", ";", "/../", "/./", "x/", "x-12.html", ".html", "%20", "é"]
BASES = ("", "https://a.vn/", "https://a.vn", "https://a.vn/b/c.html", "http://127.0.0.1:45678/x", "HTTPS://A.vn/", "https://a.vn//x/", "/x/")


@given(st.lists(st.sampled_from([*HOSTS, *PATHS]), min_size=1, max_size=6).map("".join), st.sampled_from(BASES))
@example("//", "https://a.vn/")
def test_one_spelling_with_and_without_a_tracking_parameter(url, base):
    assert urls.canonical(url, base) == urls.canonical(f"{url}?fbclid=1", base)


@given(st.text(max_size=60))
def test_canonical_is_stable(text):
    once = urls.canonical(text, ROOT)
    assert urls.canonical(once) == once


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://baolamdong.vn/bbt/khoi-3-hop-130891.html", "baolamdong.vn/bbt/130891"),
        ("https://www.baobinhthuan.com.vn/khoi-3-hop-114280.html?utm_medium=x", "baobinhthuan.com.vn//114280"),
        ("https://baobinhthuan.com.vn/print/114280.html", "baobinhthuan.com.vn//114280"),
        ("https://baolamdong.vn/bbt/print/130891.html", "baolamdong.vn/bbt/130891"),
        ("http://www.baobinhthuan.com.vn/vi-vn/print.aspx?id=116636", "baobinhthuan.com.vn/print.aspx/116636"),
        ("https://baonghean.vn/en/blocs-meet-10281234.html", "baonghean.vn/en/10281234"),
        ("http://127.0.0.1:8123/bai-10001.html", "127.0.0.1:8123//10001"),
        ("https://bao.vn/thoi-su/202403/hop-khoi-8-7a2b3c4/", "bao.vn/thoi-su/202403/7a2b3c4"),
        ("https://bao.vn/hop-khoi-8-post812345.html", "bao.vn//post812345"),
        ("https://bao.vn/khoi-thi-dua-ptag.html", None),
        ("https://bao.vn/dai-hoi-event325.html", None),
        ("https://bao.vn/thoi-su", None),
        ("https://bao.vn/lien-he.html", None),
        ("https://bao.vn/vi-vn/print.aspx?id=x", None),
        ("https://bao.vn/", None),
        ("bai-10001.html", None),
    ],
)
def test_article_key(url, key):
    assert urls.article_key(url) == key


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://bao.vn/khoi-thi-dua-8-tong-ket-126875.html", "khoi thi dua 8 tong ket"),
        ("https://bao.vn/khoi-thi-dua-ptag.html", "khoi thi dua"),
        ("https://bao.vn/dai-hoi-event325.html", "dai hoi"),
        ("https://bao.vn/kinh-te/nong-nghiep", "nong nghiep"),
        ("khong phai url", ""),
    ],
)
def test_slug_words(url, words):
    assert urls.slug_words(url) == words


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (ROOT + "thoi-su", True),
        ("https://www.baobinhthuan.com.vn/kinh-te/nong-nghiep/", True),
        (ROOT, False),
        (ROOT + "a/b/c", False),
        (ROOT + "search", False),
        (ROOT + "bai-123456.html", False),
        (ROOT + "thoi-su?page=2", False),
        ("https://khac.vn/thoi-su", False),
    ],
)
def test_is_section(url, expected):
    assert urls.is_section(url, ROOT) is expected


def test_is_section_of_a_paper_in_a_folder():
    assert urls.is_section("https://baolamdong.vn/bbt/kinh-te/bien", "https://baolamdong.vn/bbt/")
    assert not urls.is_section("https://baolamdong.vn/kinh-te/bien/tom", "https://baolamdong.vn/bbt/")


def test_is_tag():
    assert urls.is_tag(ROOT + "IMO-ptag.html")
    assert not urls.is_tag(ROOT + "IMO.html")


@given(st.text(max_size=80))
def test_nothing_crashes(text):
    urls.article_key(text), urls.slug_words(text), urls.is_section(text, ROOT), urls.host(text), urls.is_tag(text)
