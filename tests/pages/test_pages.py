"""Every saved page against the truth beside it. A new newspaper: one more `<paper>/<name>.html` and `.json`."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from btoscrape.catalog.layouts import layouts
from btoscrape.errors import ReadError
from btoscrape.pages import is_block_page, read_article

HERE = Path(__file__).parent
PAGES = sorted(HERE.rglob("*.html"))
TRUTH = {page: json.loads(page.with_suffix(".json").read_text(encoding="utf-8")) for page in PAGES}


def read(page: Path, url: str | None = None):
    return read_article(page.read_text(encoding="utf-8"), url or TRUTH[page].get("url", str(page)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_saved_page(page):
    expected = TRUTH[page]
    if "error" in expected:
        with pytest.raises(ReadError, match=expected["error"]) as caught:
            read(page)
        assert list(caught.value.missing) == expected["missing"]
        return
    article = read(page)
    blocks = [[block.kind, block.text] for block in article.blocks]
    assert blocks == expected["blocks"]
    assert article.published == datetime.fromisoformat(expected["published"])
    assert article.published.isoformat() == expected["published"]
    for name in ("url", "layout", "title", "author", "author_raw", "section", "summary", "lead"):
        assert getattr(article, name) == expected[name], name
    assert list(article.images) == expected["images"]
    assert list(article.tags) == expected["tags"]


def test_every_layout_has_a_page():
    assert {layout.name for layout in layouts()} | {"generic"} == {t["layout"] for t in TRUTH.values() if "layout" in t}


@pytest.mark.parametrize("name", ["article", "article_older"])
def test_the_sample_article_to_the_letter(shared, name):
    page = shared / "seed" / f"{name}.html"
    expected = json.loads((shared / "seed" / "expected.jsonl").read_text(encoding="utf-8"))
    article = read_article(page.read_text(encoding="utf-8"), str(page))
    assert article.published.isoformat() == expected["published"]
    assert article.body == expected["text"]
    for field in ("url", "title", "author", "section", "summary"):
        assert getattr(article, field) == expected[field], field


def test_a_paper_that_left_its_layout_is_noticed():
    page = HERE / "other" / "generic.html"
    with pytest.raises(ReadError, match="has the site changed"):
        read_article(page.read_text(encoding="utf-8"), TRUTH[page]["url"], layouts=layouts("onecms"))


def test_another_article_s_canonical_address_is_not_taken():
    page = HERE / "haiphong" / "migrated.html"
    assert read(page, "http://127.0.0.1:8000/khac-5.html").url == "http://127.0.0.1:8000/khac-5.html"
    assert read(page, "saved/page.html").url == TRUTH[page]["url"]
    assert read(page, "https://www.baoxuyenhai.vn/print/472928.html").url == TRUTH[page]["url"]


def test_block_pages():
    assert is_block_page((HERE / "other" / "refused.html").read_text(encoding="utf-8"))
    assert is_block_page("<html><head><title>Just a moment...</title></head></html>")
    quoting = "<p>Trang báo lỗi: Access Denied.. blocked by our security system</p>"
    assert not is_block_page(f'<div class="c-news-detail">{quoting}</div>')
