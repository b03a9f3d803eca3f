"""What an archive says depends on what is stored, not on what came first, and not on what an article said before it changed."""

import json
import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from archived import LINES, OURS, PAPER, YES, article, facts, proof, store
from btoscrape.archive import Archive
from btoscrape.models import Article, Bloc, Block, Facts, Link, Member
from btoscrape.reading import read_text

GOLD = Path(__file__).parents[1] / "gold"
TABLES = ("articles", "blocs", "members", "awards", "officers", "events", "stories", "ledger", "memberships", "leaders", "doubts")
TEXT = article(lines=("Khối gồm Hội NCT, Hội Người cao tuổi tỉnh, Hội Người cao tuổi và HỘI NGƯỜI CAO TUỔI.",))


@pytest.fixture(scope="module")
def readings():
    """Articles on the same blocs, with facts that agree, differ, and name bodies in several ways."""
    lines = [line for name in ("sample", "desks") for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:30]]
    return [read_text(_article(number, **json.loads(line))) for number, line in enumerate(lines, 100001)]


def _article(number, title, published, text, author=None, **_):
    blocks = tuple(Block("paragraph", line) for line in text.split("\n"))
    return Article(f"https://bao.vn/tin-{number}.html", title, datetime.fromisoformat(published), author, blocks)


def said(archive, *more):
    """All rows without the numbers and times of their making."""
    return {table: sorted(str([(k, v) for k, v in row.items() if k not in (*OURS, *more)]) for row in archive.rows(table)) for table in TABLES}


def stored(path, readings, *, at_once):
    with Archive.open(path) as archive:
        archive.paper(PAPER)
        for some in (readings[start : start + at_once] for start in range(0, len(readings), at_once)):
            with archive.batch():
                for reading in some:
                    url = reading.article.url
                    archive.frontier.note(Link(url, "search"), url, PAPER.key, YES, state="wanted")
                    values = {"paper": PAPER.key, "province": PAPER.province, "capture": None, "engine": "1"}
                    archive.store(archive.frontier.page(url).id, reading.article, reading.facts, reading.verdict, **values)
        return said(archive), archive.db.execute("SELECT province, key, name FROM organizations ORDER BY 1, 2").fetchall()


def test_the_order_in_which_articles_come_changes_nothing(readings, tmp_path):
    mixed = random.Random(6).sample(readings, len(readings))
    one, other = (stored(tmp_path / f"{name}.db", some, at_once=count) for name, some, count in (("a", readings, 99), ("b", mixed, 7)))
    assert one == other
    assert len(one[0]["doubts"]) > 3
    assert len(one[0]["ledger"]) > 10


def telling(*names, bloc="Khối thi đua 8"):
    said = tuple(Member(name, proof(TEXT.body, name)) for name in names)
    return Facts(blocs=(Bloc(bloc, "khối", bloc.split()[-1], 2024),), members=said)


@pytest.mark.parametrize("first", [("Hội NCT",), ("Hội Người cao tuổi tỉnh",), ("HỘI NGƯỜI CAO TUỔI",), ("Hội Người cao tuổi",)])
def test_a_body_is_shown_under_its_full_name_whichever_came_first(archive, first):
    store(archive, TEXT, telling(*first))
    other = replace(TEXT, url="https://bao.vn/tin-100002.html")
    store(archive, other, telling("Hội NCT", "Hội Người cao tuổi", "Hội Người cao tuổi tỉnh"), number=100002)
    assert archive.db.execute("SELECT name FROM organizations").fetchall() == [("Hội Người cao tuổi",)]


def test_what_an_article_no_longer_says_leaves_nothing_behind(archive, tmp_path):
    earlier, later = telling("Hội Người cao tuổi", bloc="Khối thi đua 08"), telling("Hội NCT", bloc="Khối thi đua VIII")
    other = replace(TEXT, url="https://bao.vn/tin-100002.html")
    store(archive, article(), facts(article().body))
    store(archive, TEXT, earlier)
    store(archive, other, later, number=100002)
    store(archive, TEXT, replace(later, blocs=()))
    assert archive.db.execute("SELECT name FROM organizations").fetchall() == [("Hội NCT",)]
    assert archive.db.execute("SELECT name, number FROM blocs").fetchall() == [("Khối thi đua VIII", "VIII")]
    with Archive.open(tmp_path / "only.db") as only:
        store(only, TEXT, replace(later, blocs=()))
        store(only, other, later, number=100002)
        assert said(only) == said(archive)
    assert LINES[0] not in str(said(archive))
