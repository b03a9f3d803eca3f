"""A crawl of a part of the sample newspaper, and what was kept of it, to be taken from others."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from btoscrape.archive import Archive
from btoscrape.crawl import Plan, crawl
from btoscrape.fetch import Settings
from btoscrape.models import Paper
from btoscrape.past import import_files
from btoscrape.sample import SampleServer, articles
from btoscrape.sample.server import paper


class Silent:
    """Watches and says nothing."""

    def __getattr__(self, name):
        return lambda *told: None


@dataclass(frozen=True)
class Crawled:
    """A crawl that is done: its archive, the paper, and the answers that hold article pages."""

    db: Path
    paper: Paper
    captures: list
    papers: Path


@pytest.fixture(scope="session")
def crawled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crawled")
    with SampleServer(articles=articles()[-60:]) as server, Archive.open(folder / "a.db") as archive, archive.lock():
        own = paper(server.url)
        [outcome] = asyncio.run(crawl([own], archive, Plan(), Settings(), Silent()))
        assert outcome.exit_code == 0
        captures = [archive.capture(stored.id) for stored in archive.captures()]
        file = folder / "papers.toml"
        entry = f'name = "{own.name}"\nurl = "{own.url}"\nprovince = "{own.province}"\nlayout = "onecms"\nallow_private = true\n'
        file.write_text(f"[papers.{own.key}]\n{entry}", encoding="utf-8")
        yield Crawled(folder / "a.db", own, captures, file)


@dataclass
class Watch:
    """Who is told how an import goes."""

    size: int = 0
    read: list = field(default_factory=list)
    damages: list = field(default_factory=list)

    def total(self, size):
        self.size = size

    def done(self, size):
        self.read.append(size)

    def damage(self, damage):
        self.damages.append(damage)


@pytest.fixture
def imported(crawled, tmp_path):
    """Imports files into an archive of the test's own: counts, who watched, and the archive's path."""

    def imported(*paths, db=tmp_path / "a.db", papers=(crawled.paper,), **more):
        watch = Watch()
        with Archive.open(db) as archive, archive.lock():
            counts = import_files(paths, archive, papers, watch, **more)
        return counts, watch, db

    return imported
