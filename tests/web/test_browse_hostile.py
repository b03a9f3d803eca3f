"""Archives of other people: hostile, crowded, empty. Each page answers, escapes what it shows, and stays light."""

import re

import pytest
from hostile_archive import AWARDS, MEMBERS
from small_archive import PAPER

from answering import answering
from btoscrape.archive import Archive
from btoscrape.web import build

HEAVIEST = 132_000
"""Bytes of a page before compression; with the style sheet under 150 kB."""
EVERYWHERE = ["/", "/lich", "/to-chuc", "/khen-thuong", "/nguoi", "/tim-kiem", "/tim-kiem?q=hoi", "/tim-kiem?q=" + "x" * 300]
EVERYWHERE += ["/du-lieu", "/du-lieu/awards", "/du-lieu/articles", "/du-lieu/doubts", "/bai.atom", "/khen-thuong.atom", "/tai-ve/awards.csv"]


@pytest.fixture(scope="module")
def ask(hostile_file):
    with answering(build(hostile_file)) as ask:
        yield ask


def test_every_page_is_escaped_and_light(ask, hostile_pages):
    """The exact number of members is told where not all are shown."""
    for path in [*EVERYWHERE, *hostile_pages]:
        answer = ask(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-encoding"] == "gzip"
        if not path.startswith("/tai-ve"):
            assert "<script" not in answer.text, path
            assert len(answer.content) < HEAVIEST, (path, len(answer.content))


def test_what_is_cut_is_counted_and_taken_whole(ask, hostile_pages):
    bloc = next(path for path in hostile_pages if path.startswith("/khoi/"))
    assert f"{MEMBERS} đơn vị được nêu tên" in ask(bloc).text
    assert "chỉ hiện 80 dòng đầu" in ask(bloc).text
    told = ask(f"{bloc}.json").json()
    assert len(told["members"]) == len(told["awards"]) == MEMBERS
    article = next(path for path in hostile_pages if path.startswith("/bai/"))
    assert re.search(r'href="/du-lieu/awards\?article=\d+">Khen thưởng', ask(article).text)


def test_awards_of_many_years_and_of_none_are_all_there(ask, hostile_pages):
    page = ask(next(path for path in hostile_pages if path.startswith("/to-chuc/"))).text
    assert f"<b>{AWARDS}</b> khen thưởng được tặng" in page
    rows = re.findall(r'<th scope="row">([^<]+)</th>', page.split('class="glance"')[1].split("</table>")[0])
    assert len(rows) == AWARDS
    assert rows.count("không rõ năm") == AWARDS // 5
    assert rows == sorted(rows, key=lambda year: -int(year) if year.isdigit() else 0)


def test_an_empty_archive_says_so(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        archive.paper(PAPER)
    with answering(build(tmp_path / "a.db")) as ask:
        for path in EVERYWHERE:
            assert ask(path).status_code == 200, path
        assert "Chưa có bài nào về khối, cụm." in ask("/").text
        assert ask("/nam/2024").status_code == 404


@pytest.mark.parametrize(("accepted", "coding"), [("gzip, br", "gzip"), ("gzip;q=0.8", "gzip"), ("br", None), ("", None)])
def test_pages_are_packed_for_who_takes_it(get, accepted, coding):
    for path in ("/", "/-/btoscrape/btoscrape.css", "/du-lieu/awards.csv?_stream=on"):
        answer = get(path, headers={"accept-encoding": accepted})
        assert answer.headers.get("content-encoding") == coding
        assert len(answer.text) > 200
        assert "accept-encoding" in answer.headers["vary"]
    book = get("/tai-ve/awards.xlsx", headers={"accept-encoding": accepted})
    assert "content-encoding" not in book.headers
    assert book.content.startswith(b"PK")
