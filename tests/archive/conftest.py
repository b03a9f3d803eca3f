"""An archive of a test's own."""

import pytest

from btoscrape.archive import Archive


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.db"


@pytest.fixture
def archive(path):
    with Archive.open(path) as opened:
        yield opened
