"""What a newspaper changed in an article is closed with its times; what an engine reads better is not the newspaper's change."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archived import AT, LINES, MORE, YES, article, capture, facts, more_facts, noted
from btoscrape.archive import Archive


def put(archive, told, at=AT, kept=None, text=None):
    """The article with those facts, as a capture of that moment has it; the capture and what came of it."""
    text = text or article()
    page = noted(archive)
    kept = kept or archive.keep(capture(text.url, body=repr(told).encode(), at=at), kind="article", paper="bao", page=page.id)
    return kept, archive.store(page.id, text, told, YES, paper="bao", province="Sơn Lam", capture=kept, engine="1")


def closed(archive):
    return [(row["change"], row["kind"], row["about"], row["before"], row["after"]) for row in archive.rows("changes")]


def test_a_fact_that_an_edit_removed_is_closed_not_forgotten(archive):
    said = facts(article().body)
    put(archive, said)
    assert closed(archive) == []
    put(archive, replace(said, awards=said.awards[1:]), AT + timedelta(days=3))
    [row] = archive.rows("changes")
    assert (row["change"], row["kind"], row["about"]) == ("removed", "awards", "co-thi-dua, Hội Người mù tỉnh")
    assert "status: proposed" in row["before"]
    assert (row["known_from"], row["known_until"]) == ("2025-01-09T08:40:00.123Z", "2025-01-12T08:40:00.123Z")
    assert archive.counts()["changes_of_facts"] == 1


def test_an_altered_fact_says_before_and_after(archive):
    said = facts(article().body)
    put(archive, said)
    put(archive, replace(said, awards=(replace(said.awards[0], status="conferred"), said.awards[1])), AT + timedelta(days=1))
    assert closed(archive) == [("altered", "awards", "co-thi-dua, Hội Người mù tỉnh", "status: proposed", "status: conferred")]


def test_the_same_capture_read_better_and_the_same_facts_again_are_no_change(archive):
    said = facts(article().body)
    kept, _ = put(archive, said)
    assert put(archive, replace(said, members=said.members[1:]), kept=kept)[1] == "changed"
    put(archive, replace(said, members=said.members[1:]), AT + timedelta(days=1))
    assert closed(archive) == []


TEXT = article(lines=(*LINES, MORE))
ALL = more_facts(TEXT.body)
COLUMNS = ("kind", "about", "said", "bloc", "quote", "rule", "article_url")


@st.composite
def readings(draw):
    """What an article may say next: some of its facts, some of them otherwise."""

    def some(facts, **other):
        kept = [fact for fact in facts if draw(st.booleans())]
        return tuple(replace(fact, **other) if other and draw(st.booleans()) else fact for fact in kept)

    blocs = tuple(replace(bloc, year=draw(st.sampled_from([2023, 2024]))) for bloc in some(ALL.blocs))
    return replace(
        ALL,
        blocs=blocs,
        event=draw(st.sampled_from(["tổng kết", "khác", None])),
        member_count=draw(st.sampled_from([3, 4, None])),
        members=some(ALL.members, role="head"),
        awards=some(ALL.awards, status="conferred"),
        officers=some(ALL.officers, year=2026),
        ranks=some((*ALL.ranks, replace(ALL.ranks[0], rank=2)), rank=3),
        people=some((*ALL.people, replace(ALL.people[0], post="Phó Chủ tịch")), post="Giám đốc"),
        decisions=some(ALL.decisions, issued=None),
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(readings(), min_size=2, max_size=4))
def test_what_was_known_on_a_day_is_all_that_was_said_then(told):
    """On each day of an article's history, the archive of today says what that of the day said."""
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.db") as archive:
        then = []
        for day, facts in enumerate(told):
            put(archive, facts, AT + timedelta(days=day), text=TEXT)
            then.append(rows(archive))
        for day, expected in enumerate(then):
            assert rows(archive, (AT + timedelta(days=day)).date()) == expected


def rows(archive, on=None):
    return sorted({tuple(str(row[name]) for name in COLUMNS) for row in archive.rows("known", on) if on or row["known_until"] is None})
