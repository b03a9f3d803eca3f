"""Stories, events, ledger and doubts after any articles in any order are what they would be, worked out anew as a whole."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archived import article, proof, store
from btoscrape.archive import Archive
from btoscrape.archive.store import prune
from btoscrape.models import VIETNAM, Award, Bloc, Facts, Member, Officer, Rank

DERIVED = ("award_stories", "events", "event_articles", "ledger", "doubts")
NAMES = ("Sở Y tế", "Sở Y tế tỉnh", "Hội Nhà báo", "Hội Nhà báo Việt Nam", "Sở Tài chính", "Sở Kế hoạch và Đầu tư")
TEXT = " ".join(f"từ{number}" for number in range(50)) + "."
names, years = st.sampled_from(NAMES), st.sampled_from([2023, 2024, None])
BLOCS = st.sampled_from([("Khối thi đua 8", "8"), ("Khối các hội", None), ("Khối các hội 8", "8")])


@st.composite
def told(draw):
    """An article's body, day and facts; the facts need not make sense."""
    body = draw(st.sampled_from(["Tin ngắn.", TEXT, TEXT + " Hết."]))
    text = replace(article(lines=(body,)), published=datetime(2025, 1, draw(st.integers(1, 9)), 8, tzinfo=VIETNAM))
    said = proof(body, body)
    name, number = draw(BLOCS)
    awards = st.builds(
        Award, award=st.sampled_from(["Cờ thi đua", "Bằng khen"]), award_id=st.sampled_from(["a", "b"]), evidence=st.just(said),
        status=st.sampled_from(["proposed", "conferred"]), authority=st.sampled_from([None, "UBND tỉnh", "Chính phủ"]),
        recipient=st.none() | names, recipient_kind=st.just("collective"), recipient_count=st.none() | st.integers(1, 2), year=years,
    )  # fmt: skip
    facts = Facts(
        blocs=draw(st.just(()) | years.map(lambda year: (Bloc(name, "khối", number, year),))),
        event=draw(st.sampled_from([None, "tổng kết"])),
        event_date=draw(st.none() | st.just(date(2025, 1, 1))),
        members=tuple(Member(name, said) for name in draw(st.lists(names, max_size=2))),
        member_count=draw(st.none() | st.integers(1, 2)),
        awards=tuple(draw(st.lists(awards, max_size=2))),
        officers=tuple(Officer("head", said, None, name, year) for name, year in draw(st.lists(st.tuples(names, years), max_size=2))),
        ranks=tuple(Rank(1, name, said, year) for name, year in draw(st.lists(st.tuples(names, years), max_size=1))),
    )
    return text, facts


def derived(archive):
    """The rows of each table, without the numbers that only count them."""
    return {table: sorted(_rows(archive, table), key=str) for table in DERIVED}


def _rows(archive, table):
    cursor = archive.db.execute(f"SELECT * FROM {table}")
    columns = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        named = dict(zip(columns, row, strict=True))
        named.pop("id", None) if table != "events" else None
        if table == "doubts":  # facts that are stories are named by number
            named["facts"] = sorted(kind for kind, _ in json.loads(named["facts"]))
        yield named


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(100001, 100004), told()), min_size=1, max_size=7))
def test_step_by_step_is_the_same_as_all_at_once(tmp_path_factory, steps):
    with Archive.open(tmp_path_factory.mktemp("settled") / "a.db") as archive:
        for number, (text, facts) in steps:
            store(archive, replace(text, url=f"https://bao.vn/tin-{number}.html"), facts, number=number)
        with archive.batch():
            prune(archive.db)
        step_by_step = derived(archive)
        for table in DERIVED:
            archive.db.execute(f"DELETE FROM {table}")
        archive.prune()
        assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []
        whole = derived(archive)
    for table in DERIVED:
        assert whole[table] == step_by_step[table]


class Broken(Exception):
    pass


def break_off(archive):
    with archive.batch():
        store(archive)
        raise Broken


def test_a_batch_that_breaks_off_settles_nothing(archive):
    with pytest.raises(Broken):
        break_off(archive)
    assert not any(derived(archive).values())
    store(archive)
    assert archive.counts()["stories"] == 2
