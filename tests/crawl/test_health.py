"""Broken or silent: a paper judged against its own past."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from crawled import squeezed

from btoscrape.health import Readings, alarms, noticed, silence
from btoscrape.models import Article, Award, Block, Evidence, Facts
from btoscrape.sample import SampleServer, articles

FEW = squeezed([article for article in articles() if "khoi thi dua" in article.words][-33:])
PROOF = Evidence("x", 0, 1)
USUAL = Readings(pages=100, no_author=10, no_section=5, no_summary=5, letters=200_000, relevant=80, told=70)
DAY = date(2026, 1, 31)


@pytest.fixture
def server():
    with SampleServer(articles=FEW) as running:
        yield running


def run(**changes):
    return replace(Readings(pages=10, no_author=1, letters=20_000, relevant=8, told=7), **changes)


def test_what_is_counted():
    article = Article("https://bao.vn/a-1.html", "Tựa", None, None, (Block("paragraph", "mười chữ."),), layout="generic")
    told = Facts(awards=(Award("Cờ thi đua", "co-thi-dua", PROOF),))
    readings = Readings()
    readings.add(article, told, layout="onecms", relevant=True)
    readings.add(replace(article, author="Thu Hà", section="Thời sự", summary="Tóm tắt"), Facts(), layout="generic", relevant=False)
    readings.add_unread()
    assert readings == Readings(3, unread=1, unfamiliar=1, no_author=1, no_section=1, no_summary=1, letters=18, relevant=1, told=1)
    assert Readings.total([readings, Readings.of(readings.to_row())]).letters == 36


@pytest.mark.parametrize(
    ("now", "sign"),
    [
        (run(), None),
        (run(unread=5), None),
        (run(unread=3, unfamiliar=3), "6 of 10 pages"),
        (run(pages=2, unread=2), None),
        (run(no_author=9), "no author"),
        (run(no_section=10), "no section"),
        (run(no_summary=10), "no summary"),
        (run(letters=5_000), "500 letters, 2,000 are usual"),
        (run(told=1), "give a fact"),
        (run(relevant=3, told=0), None),
        (run(pages=4, no_author=4), None),
    ],
)
def test_a_layout_that_stops_reading_is_noticed(now, sign):
    found = alarms(now, USUAL)
    assert len(found) == (sign is not None)
    assert not sign or sign in found[0]


@pytest.mark.parametrize(
    ("runs", "broken"),
    [
        ([], False),
        ([run(unread=9), USUAL], True),
        ([Readings(1, unread=1), Readings(1, unread=1), Readings(1, unread=1), USUAL], True),
        ([Readings(1, unread=1), Readings(1, unread=1), USUAL], False),
        ([Readings(2, unread=1), Readings(3, unread=1), Readings(9, unread=9), USUAL], False),
        ([Readings(2, no_author=2, letters=4_000), Readings(4, no_author=4, letters=8_000), USUAL], True),
        ([Readings(5, letters=10_000), Readings(3, unread=3), USUAL], False),
    ],
)
def test_small_runs_are_judged_together(runs, broken):
    """A paper that has an article about emulation a day is noticed after three days."""
    assert bool(noticed(runs)) == broken


def test_without_a_past_only_pages_that_fail_count():
    assert alarms(run(no_author=10, told=0, letters=10), Readings()) == []
    assert alarms(run(unread=9), Readings()) != []
    assert alarms(Readings(), USUAL) == []


def daily(first, last, number=1):
    return {first + timedelta(days=day): number for day in range((last - first).days + 1)}


@pytest.mark.parametrize(
    ("published", "until", "silent"),
    [
        ({}, DAY, False),
        (daily(date(2025, 1, 1), DAY), DAY, False),
        (daily(date(2025, 1, 1), DAY), DAY + timedelta(days=4), False),
        (daily(date(2025, 1, 1), DAY), DAY + timedelta(days=6), True),
        (daily(date(2025, 1, 1), DAY, 20), DAY + timedelta(days=1), True),
        (daily(date(2025, 1, 1), date(2025, 1, 2)), date(2025, 1, 3), False),
        # February of the year before was as quiet: an article in two weeks
        ({date(2025, 2, 1): 1, date(2025, 2, 15): 1} | daily(date(2025, 3, 1), date(2026, 2, 1), 3), date(2026, 2, 20), False),
        ({date(2025, 1, 1): 1} | daily(date(2025, 2, 1), date(2026, 2, 1), 3), date(2026, 2, 20), True),
    ],
)
def test_silence_is_judged_by_the_months_usual_rate(published, until, silent):
    said = silence(published, until)
    assert (said is not None) == silent
    assert not said or str(max(published)) in said


def test_a_template_that_loses_the_author_is_noticed_against_the_past(crawled, run, tmp_path):
    crawled.server.until = FEW[25].published
    assert crawled().exit_code == 0
    crawled.server.articles = [article if article.published <= crawled.server.until else replace(article, author="") for article in FEW]
    crawled.server.until = None
    outcome = crawled()
    assert outcome.exit_code == 5
    assert "no author" in outcome.alarms[0]
    state = run("status", "--json", "--db", crawled.archive.path)
    assert state.code == 5
    [paper] = json.loads(state.out)["papers"]
    assert (paper["state"], paper["why"]) == ("broken", outcome.alarms)
    assert [row["exit_code"] for row in paper["runs"]] == [5, 0]


def test_status_tells_why_pages_failed_and_what_a_run_cost(crawled, run):
    gone = FEW[-1]
    crawled.server.fault = lambda request: request.path == gone.path and not request.send_error(404)
    assert crawled(limit=4).exit_code == 3
    lines = run("status", "--db", crawled.archive.path).out.splitlines()
    assert any(line.startswith("  addresses: ") and "3 fetched" in line and "1 gone" in line for line in lines)
    assert any("1 failed (1 gone)" in line and "requests" in line and "s waited" in line for line in lines)
