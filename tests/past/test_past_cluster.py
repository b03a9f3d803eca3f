"""Pages read by the workers of a Dask cluster: what one machine reads, also when one of them is lost midway."""

import json
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest
from warcs import by_warcio

from archived import contents
from btoscrape.archive import Archive
from btoscrape.crew import Whom
from btoscrape.errors import UsageError
from btoscrape.past import import_files
from btoscrape.rebuild import rebuild

distributed = pytest.importorskip("distributed", reason="needs Dask, which is not here: pip install 'btoscrape[dask]'")
WORKERS = 2
FILES = 6


@contextmanager
def process(*command):
    """A program of Dask's, until the end of the block."""
    with subprocess.Popen([sys.executable, "-m", *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a scheduler on loopback, and the processes of its two workers."""
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    with ExitStack() as stack:
        stack.enter_context(process("distributed.cli.dask_scheduler", "--scheduler-file", file, "--host", "127.0.0.1", "--port", 0, "--no-dashboard"))
        alone = ("--nthreads", 1, "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--local-directory", file.parent)
        workers = [stack.enter_context(process("distributed.cli.dask_worker", "--scheduler-file", file, *alone)) for _ in range(WORKERS)]
        while not (file.exists() and file.read_text().endswith("}")):
            time.sleep(0.02)
        address = json.loads(file.read_text())["address"]
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=60)
        yield address, workers


class Watch:
    """Kills a worker once the first files are written."""

    def __init__(self, worker):
        self.worker, self.damages = worker, []

    def total(self, size):
        """Nothing."""

    def done(self, size):
        self.worker.kill()

    def damage(self, damage):
        self.damages.append(damage)


def test_a_cluster_reads_what_one_machine_reads(cluster, crawled, tmp_path):
    address, workers = cluster
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        (tmp_path / "in" / f"{number}.warc.gz").write_bytes(by_warcio(crawled.captures[number::FILES]))
    watch, db = Watch(workers[0]), tmp_path / "a.db"
    with Archive.open(db) as archive, archive.lock():
        counts = import_files([tmp_path / "in"], archive, [crawled.paper], watch, whom=Whom(scheduler=address))
        assert workers[0].wait(timeout=10)  # killed
        assert (watch.damages, counts["new"] + counts["skipped"]) == ([], len(crawled.captures))
        again = rebuild(archive, whom=Whom(scheduler=address))  # by the one that is left
        assert again.differences == []
        assert set(again.counts) <= {"same", "skipped"}
    assert contents(db) == contents(crawled.db)
    workers[1].kill()
    workers[1].wait(timeout=10)
    with pytest.raises(UsageError, match="has no workers"), Archive.open(db) as archive, archive.lock():
        rebuild(archive, whom=Whom(scheduler=address))


def test_a_scheduler_that_does_not_answer_is_named(run, crawled, tmp_path):
    nowhere = ("rebuild", "--db", shutil.copytree(crawled.db.parent, tmp_path / "copy") / "a.db", "--scheduler", "tcp://127.0.0.1:9")
    for more, problem in (("--compare",), "tcp://127.0.0.1:9: no Dask scheduler answers"), (("--workers", 2), "give one of them"):
        result = run(*nowhere, *more)
        assert result.code == 2
        assert problem in result.err
