"""A small archive and a real Datasette on it."""

import pytest
from hostile_archive import hostile_articles
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
def hostile_file(tmp_path_factory):
    """An archive of other people; for reading only."""
    path = tmp_path_factory.mktemp("hostile") / "kho.db"
    with Archive.open(path) as archive:
        archive.paper(PAPER)
        run = archive.start_run("crawl", "bsl")
        for article, facts in hostile_articles():
            keep(archive, run, article, facts)
        archive.finish_run(run, 0, {"new": 82})
    return path


@pytest.fixture(scope="session")
def hostile_pages(hostile_file):
    """The pages of its crowded bloc, its much praised organisation and its articles."""
    with Archive.open(hostile_file, readonly=True) as archive:

        def find(sql):
            return archive.db.execute(sql).fetchone()[0]

        bloc, article = find("SELECT id FROM blocs WHERE year = 2023"), find("SELECT id FROM articles WHERE url LIKE '%dong%'")
        praised, long = (find(f"SELECT id FROM organizations WHERE name LIKE '{name}'") for name in ("%Cây cảnh", "%xxx%"))
        bare, without = find("SELECT id FROM articles WHERE title = 'Chữ'"), find("SELECT id FROM blocs WHERE year = 0")
    pages = [f"/to-chuc/{praised}", f"/to-chuc/{long}", f"/khoi/{bloc}", f"/khoi/{bloc}/bao-cao", f"/khoi/{without}", f"/bai/{article}"]
    return [*pages, f"/bai/{bare}", "/nam/2023", "/nam/0", "/khen-thuong/commendation", "/nguoi?ten=" + "P" * 150]


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
