"""What a newspaper changed in an article is closed with its times; what an engine reads better is not the newspaper's change."""

from dataclasses import replace
from datetime import timedelta

from archived import AT, YES, article, capture, facts, noted


def put(archive, told, at=AT, kept=None):
    """The article with those facts, as a capture of that moment has it; the capture and what came of it."""
    text = article()
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
