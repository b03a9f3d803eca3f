"""How fast other people's captures are taken and kept pages read again: `python -m bench past [ARTICLES]` (1,000).

Pages of the sample newspaper enlarged, in a WARC file of warcio's making; pages of other sites between them cost what passing over costs.
"""

import gzip
import os
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
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

OTHERS = 20_000


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


def imported(file, db, own, workers):
    """Seconds that the import took, and what came of it."""
    began = time.monotonic()
    with Archive.open(db) as archive, archive.lock():
        counts = import_files([file], archive, [own], Silent(), everything=True, whom=Whom(workers))
    return time.monotonic() - began, counts


def main(count):
    lines = ["| | processes | pages | seconds | pages a second |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with SampleServer(articles=enlarged(count)[0]) as server:
            own, captures = paper(server.url), list(pages(server, count))
        (folder / "ours.warc.gz").write_bytes(by_warcio(captures))
        other = gzip.compress(record("https://other.vn/tin-1.html", http(captures[0].body)))
        (folder / "others.warc.gz").write_bytes(other * OTHERS)
        seconds, _ = imported(folder / "others.warc.gz", folder / "none" / "a.db", own, 1)
        lines.append(f"| import, pages of other sites | 1 | {OTHERS:,} | {seconds:.1f} | {OTHERS / seconds:,.0f} |")
        for workers in (1, 2):
            db = folder / str(workers) / "a.db"
            seconds, counts = imported(folder / "ours.warc.gz", db, own, workers)
            lines.append(f"| import | {workers} | {counts['new']:,} | {seconds:.1f} | {counts['new'] / seconds:,.0f} |")
            began = time.monotonic()
            with Archive.open(db) as archive, archive.lock():
                total = rebuild(archive, whom=Whom(workers)).counts.total()
            seconds = time.monotonic() - began
            lines.append(f"| rebuild | {workers} | {total:,} | {seconds:.1f} | {total / seconds:,.0f} |")
        size = db.stat().st_size / counts["new"]
        warc = sum(file.stat().st_size for file in (db.parent / "warc").iterdir()) / counts["new"]
    lines += ["", f"On disk, per article: {size / 1000:.1f} kB in the database, {warc / 1000:.1f} kB in WARC files."]
    lines += ["", f"Load average meanwhile {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."]
    write("Import and rebuild", "python -m bench past", lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
