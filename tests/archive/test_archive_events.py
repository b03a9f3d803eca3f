"""One meeting told by several articles is one event; copies are found by their text."""

import random
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archived import article, facts, store
from btoscrape.archive.copies import ALIKE, FEWEST, SKETCH, likeness, shingles
from btoscrape.archive.events import Meeting, clusters
from btoscrape.models import VIETNAM, Bloc, Facts
from btoscrape.text import fold

WORDS = [
    "khối",
    "hội",
    "tỉnh",
    "năm",
    "thi",
    "đua",
    "trao",
    "tặng",
    "bàn",
    "việc",
    "dân",
    "làng",
    "sông",
    "núi",
    "gạo",
    "muối",
    "biển",
    "trường",
    "lớp",
    "xe",
    "đường",
    "cầu",
    "chợ",
]
BLOC = Bloc("Khối thi đua 8", "khối", "8", 2024)


def prose(seed, words=200):
    return " ".join(random.Random(seed).choices(WORDS, k=words)) + "."


def tell(archive, number, seed=0, *, day=9, bloc=BLOC, event="tổng kết", held=None, lines=None, paper="bao"):
    text = article(number=number, lines=lines or (prose(seed),))
    text = replace(text, published=datetime(2025, 1, day, 8, tzinfo=VIETNAM) if day else None)
    told = Facts(blocs=(bloc,) if bloc else (), event=event, event_date=date(2025, 1, held) if held else None)
    store(archive, text, told, number=number, paper=paper)


def told(text):
    return shingles(fold(text))


def together(archive):
    """The articles by event."""
    rows = archive.db.execute(
        "SELECT event, group_concat(article) FROM (SELECT * FROM event_articles ORDER BY article) GROUP BY event ORDER BY event"
    )
    return [told for _, told in rows]


def test_a_text_is_like_itself_whatever_its_case_and_marks():
    one = told(prose(1))
    assert likeness(one, told(prose(1).upper().replace(" ", ",  "))) == 1
    assert likeness(one, told(prose(2))) < 0.1
    assert likeness(one, told(prose(1)[: len(prose(1)) // 2])) >= ALIKE
    assert likeness(told("ba chữ thôi"), told("ba chữ thôi")) == 0
    assert len(one) > FEWEST


def test_a_reprint_with_its_own_first_line_is_the_same_event(archive):
    tell(archive, 100001, 1)
    tell(archive, 100002, 2, event="sơ kết")
    tell(archive, 100003, lines=("Ảnh: bạn đọc.", prose(1), "Theo báo bạn."), bloc=None, event=None, day=12)
    tell(archive, 100004, lines=("Lời tòa soạn.", prose(1)), bloc=replace(BLOC, name="Khối các hội", number=None), day=10)
    assert together(archive) == ["1,4", "2"]
    assert archive.db.execute("SELECT article, other FROM copies").fetchall() == [(1, 4)]


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 5},
        {"day": 30},
        {"bloc": replace(BLOC, name="Khối thi đua 9", number="9")},
    ],
)
def test_another_text_a_later_one_and_a_form_filled_in_for_another_bloc_are_other_events(archive, other):
    tell(archive, 100001, held=8)
    tell(archive, 100002, **({"bloc": replace(BLOC, name="Khối khác", number=None)} | other))
    assert together(archive) == ["1", "2"]


def test_a_meeting_of_one_bloc_on_one_day_is_one_event_in_any_words(archive):
    for number, seed in enumerate((1, 2, 3)):
        tell(archive, 100001 + number, seed, held=8 if number < 2 else 7)
    assert together(archive) == ["1,2", "3"]
    [row, _] = archive.rows("events")
    assert (row["event"], row["event_date"], row["bloc"], row["year"], row["articles"], row["papers"]) == (
        ("tổng kết", "2025-01-08", "Khối thi đua 8", 2024, 2, 1)
    )
    assert row["article_urls"].split() == ["https://bao.vn/tin-100001.html", "https://bao.vn/tin-100002.html"]


def test_an_article_that_does_not_say_the_day_tells_of_the_meeting_just_before(archive):
    tell(archive, 100001, 1, held=8)
    tell(archive, 100002, 2, held=2)
    tell(archive, 100003, 3, day=10)
    tell(archive, 100004, 4, day=20)
    tell(archive, 100005, 5, day=22)
    tell(archive, 100006, 6, day=None)
    assert together(archive) == ["1,3", "2", "4,5", "6"]


def test_an_event_follows_what_its_articles_say_now(archive):
    for number in (100001, 100002):
        tell(archive, number, number, held=8)
    tell(archive, 100001, 1, held=3)
    assert together(archive) == ["1", "2"]
    tell(archive, 100001, 1, held=8)
    assert together(archive) == ["1,2"]
    tell(archive, 100001, 1, bloc=None, event=None)
    assert together(archive) == ["2"]
    assert archive.counts()["events"] == 1


def test_ordinary_articles_are_no_events(archive):
    store(archive, article(), Facts())
    assert together(archive) == []
    assert archive.db.execute("SELECT count(*) FROM sketches").fetchone() == (0,)


@pytest.mark.parametrize("day", [9, None])
def test_another_text_leaves_nothing_of_the_sketch_before(archive, day):
    for seed in (1, 2):
        tell(archive, 100001, seed, day=day)
        assert archive.db.execute("SELECT count(*) FROM sketches").fetchone() == (SKETCH,)


def test_the_whole_worked_out_anew_is_the_same(archive):
    for number in range(12):
        tell(archive, 100001 + number, number // 3, day=8 + number, held=8 if number % 2 else None)
    before = together(archive), archive.db.execute("SELECT * FROM events").fetchall()
    archive.prune()
    assert (together(archive), archive.db.execute("SELECT * FROM events").fetchall()) == before


DAYS = st.none() | st.integers(1, 20).map(lambda day: f"2025-01-{day:02}")
MEETINGS = st.lists(st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from([None, "tổng kết", "sơ kết"]), DAYS, DAYS), min_size=1, max_size=12).map(
    lambda rows: [Meeting(number, bloc, f"khoi {bloc}", str(bloc), *rest) for number, (bloc, *rest) in enumerate(rows, 1)]
)


@settings(max_examples=100)
@given(MEETINGS, st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=5), st.randoms(use_true_random=False))
def test_clusters_are_a_partition_whatever_the_order_of_their_links(meetings, links, shuffled):
    found = clusters(meetings, links)
    assert sorted(meeting.article for cluster in found for meeting in cluster) == [meeting.article for meeting in meetings]
    for cluster in found:
        assert len({meeting.event_date for meeting in cluster if meeting.event_date}) <= 1 or links
    shuffled.shuffle(links)
    assert clusters(meetings, links) == found


def test_facts_of_the_archive_helper_make_one_event(archive):
    for number in (100001, 100002):
        store(archive, article(number=number), facts(article().body), number=number)
    assert together(archive) == ["1,2"]
