"""The pace of one host, and what a Retry-After means."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import FakeTime

from btoscrape.errors import FetchError
from btoscrape.fetch import Settings, retry
from btoscrape.fetch.pace import Pace
from btoscrape.models import Capture

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def pace(delay=5.0, **settings):
    made = Pace(Settings(**settings), FakeTime().clock, FakeTime().sleep)
    made.slow_down(delay)
    return made


def test_the_delay_follows_latency_and_returns_slowly():
    host = pace()
    host.answered(1.0)
    assert host.delay == 5
    host.answered(8.0)
    assert host.delay == 16
    host.answered(1.0)
    assert 14 < host.delay < 16
    for _ in range(60):
        host.answered(1.0)
    assert 5 <= host.delay < 5.1


@given(st.lists(st.floats(0, 1000) | st.none(), max_size=50), st.floats(0, 100))
def test_the_delay_stays_between_setting_and_limit(events, delay):
    host = pace(delay)
    for latency in events:
        host.strained() if latency is None else host.answered(latency)
        assert delay <= host.delay <= max(delay, Settings().max_delay)


def test_errors_double_the_delay_up_to_the_limit():
    host = pace()
    delays = []
    for _ in range(6):
        host.strained()
        delays.append(host.delay)
    assert delays == [10, 20, 40, 60, 60, 60]


def test_a_host_without_delay_stays_without():
    host = pace(0)
    host.strained()
    host.answered(3)
    assert host.delay == 0


def test_a_pause_that_begins_while_we_wait_is_kept():
    time = FakeTime()
    host = Pace(Settings(), time.clock, time.sleep)

    async def hurried():
        await host.narrow(2)
        host.pause(10)
        host._sleep = sleeping
        async with host.turn() as waited:
            return waited, time.seconds

    async def sleeping(seconds):
        if not time.slept:
            host.pause(30)
        await time.sleep(seconds)

    assert asyncio.run(hurried()) == (30, 1030)


def test_a_sleep_that_does_not_sleep_ends_all_the_same():
    async def nothing(seconds):
        await asyncio.sleep(0)

    async def main():
        host = Pace(Settings(), lambda: 0.0, nothing)
        host.slow_down(5)
        await host.narrow(1)
        for _ in range(3):
            async with host.turn() as waited:
                pass
        return waited

    assert asyncio.run(main()) == 5


def test_the_most_careful_paper_of_a_host_counts():
    async def main():
        host = pace(0)
        await host.narrow(4)
        await host.narrow(1)
        await host.narrow(3)
        async with host.turn():
            return host._slots.locked()

    assert asyncio.run(main())


def answer(status=429, **headers):
    return Capture("http://x/", status, tuple((name.replace("_", "-"), value) for name, value in headers.items()), b"", NOW)


@pytest.mark.parametrize(
    ("capture", "seconds"),
    [
        (answer(Retry_After="0"), 0),
        (answer(Retry_After=" 15 "), 15),
        (answer(Retry_After="Sun, 01 Mar 2026 00:01:00 GMT"), 60),
        (answer(Retry_After="Sun, 01 Mar 2026 00:01:00 GMT", Date="Sun, 01 Mar 2026 00:00:50 GMT"), 10),
        (answer(Retry_After="Sun, 01 Mar 2020 00:01:00 GMT"), 0),
        (answer(Retry_After="soon"), None),
        (answer(Retry_After="-5"), None),
        (answer(Retry_After="١٢"), None),
        (answer(), None),
        (answer(200, Retry_After="15"), None),
        (FetchError("http://x/", "timeout", "silent"), None),
    ],
)
def test_retry_after_in_both_forms(capture, seconds):
    assert retry.retry_after(capture, NOW) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_retry_after_is_read_without_harm(asked, date):
    assert (retry.retry_after(answer(Retry_After=asked, Date=date), NOW) or 0) >= 0


def test_a_turn_that_asked_nobody_is_not_waited_for():
    time = FakeTime()
    host = Pace(Settings(), time.clock, time.sleep)
    host.slow_down(5)

    async def two_turns(after):
        await host.narrow(1)
        for _ in range(2):
            async with host.turn():
                after()

    asyncio.run(two_turns(host.unsent))
    assert time.slept == []
    asyncio.run(two_turns(lambda: None))
    assert time.slept == [5]
