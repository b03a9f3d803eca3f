"""What docs/new-newspaper.md shows works as it is shown."""

import re
from pathlib import Path

import pytest

from btoscrape.catalog import papers
from btoscrape.catalog.layouts import read_layouts
from btoscrape.catalog.load import parse
from btoscrape.catalog.papers import catalog
from btoscrape.pages import read_article
from btoscrape.urls import key_of

PAGE = Path(__file__).parents[2] / "docs" / "new-newspaper.md"
BLOCKS = [block.replace("\n   ", "\n") for block in re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)]
ARTICLE = """<!DOCTYPE html><html><head><title>Họp khối</title></head><body><article class="my-cms"><h1 class="headline">Họp khối</h1>
<time class="posted">09/01/2026 08:40</time><p class="byline">Thu Hà</p><p class="lead">Sáng nay, khối họp.</p>
<div class="story"><p>Khối thi đua số 8 họp tổng kết năm.</p><div class="related">Tin khác</div></div></article></body></html>"""


@pytest.mark.parametrize("block", [block for block in BLOCKS if "[papers." in block])
def test_the_entries_are_entries(tmp_path, block):
    file = tmp_path / "papers.toml"
    file.write_text(block, encoding="utf-8")
    [paper] = [paper for key, paper in catalog(file).items() if key in ("my-paper", "another")]
    url = "https://example.vn/bai-viet/77" if paper.articles else "https://example.vn/khoi-hop-100001.html"
    assert key_of(paper)(url)


def test_the_layout_reads_a_page():
    [block] = [block for block in BLOCKS if "[layouts." in block]
    article = read_article(ARTICLE, "https://example.vn/hop-khoi-1.html", layouts=read_layouts(parse(block, "docs"), "docs"))
    assert (article.title, article.author, article.summary) == ("Họp khối", "Thu Hà", "Sáng nay, khối họp.")
    assert article.body.endswith("Khối thi đua số 8 họp tổng kết năm.")


def test_every_key_of_an_entry_is_told_of():
    told = PAGE.read_text(encoding="utf-8")
    assert [key for key in papers._OPTIONAL if key not in told and key != "verified"] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('hours = "22-6 Uhr"', "hours"),
        ("recheck = [0]", "recheck"),
        ('articles = "("', "articles"),
        ('search = "/tim"', "search"),
        ('moved_to = "somewhere"', "moved_to"),
    ],
)
def test_a_wrong_entry_is_named(run, tmp_path, line, message):
    file = tmp_path / "papers.toml"
    file.write_text(f'[papers.x]\nname = "X"\nurl = "https://example.vn/"\nprovince = "X"\nlayout = "generic"\n{line}\n', encoding="utf-8")
    result = run("check", "--papers", file)
    assert result.code == 2
    assert "papers.x" in result.err
    assert message in result.err
