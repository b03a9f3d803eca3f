"""What is asked for, and when again: pure decisions."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from btoscrape.choice import MOST_TRIES, after_failure, decide, is_open, next_look
from btoscrape.models import VIETNAM, Link

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def decided(title="", found_by="section", listed=True, since=None, everything=False, published=None, url="https://bao.vn/tin-1.html"):
    link = Link(url, found_by, title, published=published)
    verdict, state = decide(link, listed=listed, since=since, everything=everything)
    return state, verdict.relevance


@pytest.mark.parametrize(
    ("title", "found_by", "listed", "outcome"),
    [
        ("Khối thi đua 8 tổng kết", "section", True, ("wanted", "yes")),
        ("Trao bằng khen cho học sinh", "section", True, ("wanted", "unsure")),
        ("Mưa lớn ở miền núi", "section", True, ("skipped", "no")),
        ("Mưa lớn ở miền núi", "search", True, ("wanted", "unsure")),
        ("Mưa lớn ở miền núi", "search", False, ("skipped", "no")),
        ("Mưa lớn ở miền núi", "tag", True, ("wanted", "unsure")),
        ("Mưa lớn ở miền núi", "related", True, ("skipped", "no")),
    ],
)
def test_what_a_listing_shows_decides(title, found_by, listed, outcome):
    assert decided(title, found_by, listed) == outcome


def test_a_sitemap_shows_the_slug_alone():
    assert decided(found_by="sitemap", url="https://bao.vn/khoi-thi-dua-8-tong-ket-1.html") == ("wanted", "yes")
    assert decided(found_by="sitemap", url="https://bao.vn/mua-lon-1.html") == ("skipped", "no")
    assert decided(found_by="sitemap", url="https://bao.vn/mua-lon-1.html", everything=True) == ("wanted", "no")


def test_nothing_before_since_is_wanted():
    old, new = datetime(2024, 12, 31, 23, tzinfo=VIETNAM), datetime(2025, 1, 1, tzinfo=VIETNAM)
    states = [decided("Khối thi đua 8", since=date(2025, 1, 1), everything=True, published=day)[0] for day in (old, new, None)]
    assert states == ["skipped", "wanted", "wanted"]


def test_a_failed_page_is_tried_again_after_longer_and_longer_times():
    waits = [after_failure(tries, NOW) - NOW for tries in range(1, MOST_TRIES)]
    assert waits[0] == timedelta(0)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=30)
    assert after_failure(MOST_TRIES, NOW) is None


@pytest.mark.parametrize(("age", "next_age"), [(0, 1), (0.9, 1), (1, 7), (6, 7), (29, 30), (30, 365), (364, 365), (365, 730), (4000, 4015)])
def test_looks_at_an_article_thin_out_with_its_age(age, next_age):
    published = NOW - timedelta(days=age)
    assert next_look(published, (30, 1, 7), NOW) == published + timedelta(days=next_age)
    assert next_look(published, (), NOW) is None


@given(st.datetimes(timezones=st.just(VIETNAM)), st.lists(st.floats(0.01, 4000), max_size=5))
def test_the_next_look_lies_ahead(published, ages):
    look = next_look(published, tuple(ages), NOW)
    assert look is None or look > NOW


def test_an_article_without_a_date_is_not_looked_at_again():
    assert next_look(None, (1, 7), NOW) is None


@pytest.mark.parametrize(
    ("hours", "at", "open_now"),
    [
        (None, "12:00", True),
        (("22:00", "06:00"), "21:59", False),
        (("22:00", "06:00"), "22:00", True),
        (("22:00", "06:00"), "05:59", True),
        (("22:00", "06:00"), "06:00", False),
        (("01:00", "05:00"), "00:59", False),
        (("01:00", "05:00"), "04:59", True),
        (("01:00", "05:00"), "05:00", False),
    ],
)
def test_hours_are_those_of_vietnam(hours, at, open_now):
    now = datetime.combine(date(2026, 3, 1), time.fromisoformat(at), VIETNAM).astimezone(UTC)
    assert is_open(tuple(map(time.fromisoformat, hours)) if hours else None, now) == open_now
