"""A small archive and a real Datasette on it."""

import pytest
from small_archive import PAPER, hostile, keep, meeting, ordinary, roll_call

from answering import answering
from btoscrape.archive import Archive


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory):
    """An archive of 2 meetings, a roll call, one hostile article and 129 ordinary ones; for reading only."""
    path = tmp_path_factory.mktemp("web") / "kho #1?.db"
    with Archive.open(path) as archive:
        archive.paper(PAPER)
        run = archive.start_run("crawl", "bsl")
        for article, facts in (meeting(2023), meeting(2024), hostile(), roll_call(), *map(ordinary, range(129))):
            keep(archive, run, article, facts)
        archive.fail("https://bsl.example/gone.html", paper="bsl", stage="fetch", reason="status", message="gone: 404", run=run)
        archive.finish_run(run, 0, {"new": 133})
    return path


@pytest.fixture(scope="session")
def get(archive_file):
    from btoscrape.web import build

    with answering(build(archive_file)) as ask:
        yield ask


@pytest.fixture(scope="session")
def get_public(archive_file):
    from btoscrape.web import build

    with answering(build(archive_file, public=True)) as ask:
        yield ask


@pytest.fixture(scope="session")
def ids(archive_file):
    """The id of a row by what it is called."""

    def find(table, column, value):
        with Archive.open(archive_file, readonly=True) as archive:
            return archive.db.execute(f"SELECT id FROM {table} WHERE {column} = ? ORDER BY id", [value]).fetchone()[0]

    return find
