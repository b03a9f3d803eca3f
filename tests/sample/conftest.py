"""One sample newspaper for all tests of this folder that change nothing about it."""

import pytest

from btoscrape.sample import SampleServer


@pytest.fixture(scope="session")
def server():
    with SampleServer() as running:
        yield running
