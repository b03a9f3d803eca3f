"""The sample newspaper, an archive, and crawls of one by the other over real HTTP."""

import pytest
from crawled import SOME, Crawled

from btoscrape.archive import Archive
from btoscrape.sample import SampleServer


@pytest.fixture
def server():
    """A smaller paper than the whole sample: the ways to find articles are as many."""
    with SampleServer(articles=SOME) as running:
        yield running


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db") as opened:
        yield opened


@pytest.fixture
def crawled(server, archive):
    return Crawled(server, archive)
