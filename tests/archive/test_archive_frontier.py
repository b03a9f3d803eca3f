"""The frontier, papers, runs and failures: what a crawl remembers from one run to the next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archived import PAPER, YES, noted
from btoscrape.models import NOWHERE, VIETNAM, Link, Verdict, Walk

NO = Verdict("no", "ordinary news")


def note(archive, number, day=None, state="wanted", verdict=YES, **more):
    published = datetime(2025, 1, day, tzinfo=VIETNAM) if day else None
    link = Link(f"https://bao.vn/tin-{number}.html", more.pop("found_by", "search"), published=published, **more)
    return archive.frontier.note(link, f"bao.vn//{number}", "bao", verdict, state=state)


def row(archive, number):
    names = "found_by, title, summary, listed_at, state, relevance, reason, tries"
    return archive.db.execute(f"SELECT {names} FROM pages WHERE key = ?", [f"bao.vn//{number}"]).fetchone()


@pytest.fixture
def papered(archive):
    archive.paper(PAPER)
    return archive


def test_a_page_is_new_once_and_gains_what_it_lacked(papered):
    assert note(papered, 1) is True
    assert note(papered, 1, day=3, found_by="rss", title="Tựa", summary="Tóm tắt", state="skipped", verdict=NO) is False
    assert note(papered, 1, day=9, title="Tựa khác") is False
    assert row(papered, 1) == ("search", "Tựa", "Tóm tắt", "2025-01-03T00:00:00+07:00", "wanted", "yes", "khối thi đua", 0)


def test_wanted_pages_come_newest_first_and_undated_ones_last(papered):
    for number, day in ((1, 3), (2, None), (3, 5), (4, 3)):
        note(papered, number, day)
    assert [page.key for page in papered.frontier.wanted("bao")] == ["bao.vn//3", "bao.vn//1", "bao.vn//4", "bao.vn//2"]
    assert [page.key for page in papered.frontier.wanted("bao", 2)] == ["bao.vn//3", "bao.vn//1"]
    assert papered.frontier.wanted("bao", 0) == papered.frontier.wanted("other") == []


def test_a_page_is_asked_for_again_when_it_is_due(papered):
    for number in (1, 2, 3, 4):
        note(papered, number, number)
    fourth, third, second, first = papered.frontier.wanted("bao")
    later = datetime.now(UTC) + timedelta(hours=2)
    papered.frontier.set_state(first.id, "failed", tried=True, due=later)
    papered.frontier.set_state(second.id, "fetched", tried=True, due=later)
    papered.frontier.set_state(third.id, "failed", tried=True)
    papered.frontier.set_state(fourth.id, "gone", tried=True)
    assert papered.frontier.wanted("bao") == []
    due = papered.frontier.wanted("bao", at=later)
    assert [(page.id, page.state, page.tries) for page in due] == [(first.id, "failed", 1), (second.id, "fetched", 1)]
    papered.frontier.set_state(second.id, "fetched")  # what is only read again stays due
    assert len(papered.frontier.wanted("bao", at=later)) == 2


def test_new_pages_come_before_failed_and_archived_ones(papered):
    for number in (1, 2, 3):
        note(papered, number, number)
    newest, middle, _ = papered.frontier.wanted("bao")
    for page, state in ((newest, "fetched"), (middle, "failed")):
        papered.frontier.set_state(page.id, state, tried=True, due=datetime.now(UTC))
    assert [page.state for page in papered.frontier.wanted("bao")] == ["wanted", "failed", "fetched"]


def test_a_decision_is_kept_with_its_reason(papered):
    note(papered, 1)
    papered.frontier.set_state(1, "skipped", tried=True, verdict=NO)
    assert row(papered, 1)[4:] == ("skipped", "no", "ordinary news", 1)


def test_a_skipped_page_is_wanted_once_a_listing_says_more(papered):
    note(papered, 1, state="skipped", verdict=NO)
    assert papered.frontier.want("bao.vn//1", YES) is True
    assert row(papered, 1)[4:7] == ("wanted", "yes", "khối thi đua")


def test_known_pages(papered):
    note(papered, 1)
    keys = [f"bao.vn//{number}" for number in range(1200)]
    assert papered.frontier.known(keys) == {"bao.vn//1"}
    assert papered.frontier.known([]) == set()


def test_where_a_page_was_found_first_is_kept(papered):
    for place in ("https://bao.vn/thoi-su", "https://bao.vn/"):
        papered.frontier.note(Link("https://bao.vn/tin-1.html", "section"), "bao.vn//1", "bao", YES, state="wanted", found_on=place)
    assert papered.db.execute("SELECT found_by, found_on FROM pages").fetchall() == [("section", "https://bao.vn/thoi-su")]


def test_a_page_by_its_key(papered):
    page = noted(papered, 7)
    assert (page.url, page.found_by, page.state, page.tries) == ("https://bao.vn/tin-7.html", "search", "wanted", 0)
    assert papered.frontier.page("bao.vn//8") is None


def test_hostile_letters_of_a_listing_are_kept_harmlessly(papered):
    note(papered, 1, title="a\ud800b\0c")
    assert row(papered, 1)[1] == "a?b\ufffdc"


@pytest.mark.parametrize("walk", [Walk(7), Walk(7, date(2021, 1, 1), 90), Walk(7, NOWHERE, 90)])
def test_a_walk_is_remembered(papered, walk):
    url = "https://bao.vn/thoi-su"
    assert papered.walk("bao", url) is None
    papered.remember_walk("bao", url, Walk(3, NOWHERE, 99))
    papered.remember_walk("bao", url, walk)
    assert papered.walk("bao", url) == walk


def test_what_a_walk_covers():
    deep, shallow = date(2021, 1, 1), date(2024, 1, 1)
    covers = {walk: [walk.covers(since) for since in (shallow, deep, None)] for walk in (Walk(1), Walk(1, deep), Walk(1, NOWHERE, 5))}
    assert list(covers.values()) == [[True, True, True], [True, True, False], [False, False, False]]
    assert not Walk(1, shallow).covers(deep)


def test_a_paper_is_brought_up_to_date(papered):
    papered.paper(replace(PAPER, name="Báo Mới", province="Lâm Thượng", until=date(2025, 7, 1)))
    assert papered.db.execute("SELECT name, until FROM papers").fetchall() == [("Báo Mới", "2025-07-01")]
    assert papered.provinces() == {"bao": "Lâm Thượng"}


def test_runs(papered):
    run = papered.start_run("crawl", "bao")
    assert next(papered.last_runs())["exit_code"] is None
    papered.finish_run(run, 3, {"found": 5, "failed": 1, "waited": 1.5})
    [last] = papered.last_runs()
    assert (last["exit_code"], last["found"], last["failed"], last["waited"], last["new"]) == (3, 5, 1, 1.5, 0)
    assert last["started_at"] <= last["finished_at"]


def test_a_failure_is_open_until_it_is_resolved(papered):
    def fail(url, stage, reason="status"):
        papered.fail(url, paper="bao", stage=stage, reason=reason, message=f"{url}: {reason}")

    fail("https://bao.vn/1", "fetch")
    fail("https://bao.vn/1", "fetch", "timeout")
    fail("https://bao.vn/1", "read", "unread")
    fail("https://bao.vn/2", "fetch")
    assert [(row["url"], row["reason"]) for row in papered.open_failures(9)] == [
        ("https://bao.vn/2", "status"),
        ("https://bao.vn/1", "unread"),
        ("https://bao.vn/1", "timeout"),
    ]
    papered.resolve("https://bao.vn/1")
    assert papered.counts()["open_failures"] == 1
    assert papered.db.execute("SELECT count(*) FROM failures").fetchone()[0] == 4


def test_what_breaks_off_inside_a_batch_never_was(papered):
    def broken():
        with papered.batch():
            note(papered, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert papered.frontier.page("bao.vn//1") is None


def test_how_many_articles_call_a_page_related(papered):
    note(papered, 1)
    assert [papered.frontier.call_related("bao.vn//1") for _ in range(3)] == [1, 2, 3]
    assert papered.frontier.call_related("bao.vn//9") == 0


def test_what_is_due_is_found_without_a_look_at_all_that_is_archived(papered):
    """Counted in steps of SQLite's machine, of which a page that is looked at takes several."""
    with papered.batch():
        for number in range(1500):
            note(papered, number, state="fetched")
    steps = []
    papered.db.conn.set_progress_handler(lambda: steps.append(1), 100)
    assert papered.frontier.wanted("bao") == []
    papered.db.conn.set_progress_handler(None, 0)
    assert len(steps) < 10
