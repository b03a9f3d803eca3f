"""How fast other people's captures are taken and kept pages read again: `python -m bench past [ARTICLES]
[OTHERS]` (10,000; 20,000, and five times as many, of other sites).

Pages of the sample newspaper enlarged, in WARC files of warcio's making; pages of other sites cost what passing over costs. Each
import and rebuild by one process, by two, and by a Dask cluster of two workers on the same machine.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from btoscrape.archive import Archive
from btoscrape.crew import Whom
from btoscrape.models import Capture
from btoscrape.past import import_files
from btoscrape.rebuild import rebuild
from btoscrape.sample import SampleServer
from btoscrape.sample.server import paper

from .enlarged import enlarged
from .results import write

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "past"))
from warcs import by_warcio, http, record

FILES = 10
PAPERS, PAGES = 63, 150_000
"""Provincial papers before the mergers of 2025, and articles of each: a guess, from Báo Bình Thuận's numbers, which reached 131,000."""


class Silent:
    """Watches and says nothing."""

    def __getattr__(self, name):
        return lambda *told: None


def pages(server, count):
    """The newspaper's article pages as answers of a server."""
    at = datetime(2024, 1, 1, tzinfo=UTC)
    for article in server.articles[:count]:
        url = f"{server.url}{article.path}"
        with urllib.request.urlopen(url) as answer:
            yield Capture(url, 200, (("Content-Type", "text/html; charset=utf-8"),), answer.read(), at)


def imported(path, db, own, whom):
    """Seconds that the import took, how many articles are new, and the most memory that this process had, in MB."""
    began = time.monotonic()
    with Archive.open(db) as archive, archive.lock():
        counts = import_files([path], archive, [own], Silent(), everything=True, whom=whom)
    [peak] = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return time.monotonic() - began, counts["new"], int(peak) / 1000


def rebuilt(db, whom):
    """Seconds that the rebuild took, and how many articles it read."""
    began = time.monotonic()
    with Archive.open(db) as archive, archive.lock():
        counts = rebuild(archive, whom=whom).counts
    return time.monotonic() - began, counts.total()


def apart(function, *values):
    """What the function gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *values).result()


@contextmanager
def cluster(folder):
    """The address of a scheduler with two workers on this machine."""
    file = folder / "scheduler.json"
    common = ("--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with ExitStack() as stack:
        for words in (("dask_scheduler", "--port", "0"), *[("dask_worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))] * 2):
            command = [sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:], *common]
            stack.callback(subprocess.Popen(command, **quiet).kill)
        from distributed import Client

        while not (file.exists() and file.read_text().endswith("}")):
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address


def main(count, others=20_000):
    lines = ["| | by | pages | seconds | pages a second |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "ours").mkdir()
        with SampleServer(articles=enlarged(count)[0]) as server:
            own, captures = paper(server.url), list(pages(server, count))
        for number in range(FILES):
            (folder / "ours" / f"{number}.warc.gz").write_bytes(by_warcio(captures[number * count // FILES : (number + 1) * count // FILES]))
        other, memory = gzip.compress(record("https://other.vn/tin-1.html", http(captures[0].body))), []
        del captures
        for foreign in (others, 5 * others):
            file = folder / f"{foreign}.warc.gz"
            with file.open("wb") as out:
                for _ in range(foreign):
                    out.write(other)
            seconds, _, most = apart(imported, file, folder / str(foreign) / "a.db", own, Whom())
            memory.append(f"{most:.0f} MB after {foreign:,}")
            lines.append(f"| import, pages of other sites | 1 process | {foreign:,} | {seconds:.1f} | {foreign / seconds:,.0f} |")
        best = 0
        for by, whom in (("1 process", Whom()), ("2 processes", Whom(2)), ("Dask, 2 workers", Whom(scheduler=stack.enter_context(cluster(folder))))):
            db = folder / by / "a.db"
            seconds, new, _ = apart(imported, folder / "ours", db, own, whom)
            lines.append(f"| import | {by} | {new:,} | {seconds:.1f} | {new / seconds:,.0f} |")
            seconds, total = apart(rebuilt, db, whom)
            lines.append(f"| rebuild | {by} | {total:,} | {seconds:.1f} | {total / seconds:,.0f} |")
            best = max(best, total / seconds)
        size = db.stat().st_size / new
        warc = sum(file.stat().st_size for file in (db.parent / "warc").iterdir()) / new
    lines += ["", f"Memory of an import, at most, where nothing is ours: {', '.join(memory)} pages."]
    lines += ["", f"On disk, per article: {size / 1000:.1f} kB in the database, {warc / 1000:.1f} kB in WARC files."]
    everything = PAPERS * PAGES
    lines += [
        "",
        f"All pages of {PAPERS} provincial papers, at a guess {PAGES:,} each, would be {everything / 1e6:.1f} million: "
        f"{everything / best / 3600:.1f} hours of rebuilding on this machine.",
    ]
    lines += ["", f"Load average meanwhile {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."]
    write("Import and rebuild", "python -m bench past", lines)


if __name__ == "__main__":
    main(*(int(value) for value in sys.argv[1:] or [10_000]))
