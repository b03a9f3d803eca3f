"""How much of what a newspaper has the crawl finds, and at what cost: `python -m bench recall [ARTICLES]` (3,000).

The sample newspaper enlarged, over real HTTP on loopback. Ordinary articles that had to be read to be told from the others count as
cost. The second run has nothing new to find.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from btoscrape.archive import Archive
from btoscrape.crawl import Plan, crawl
from btoscrape.fetch import Settings
from btoscrape.sample import SampleServer
from btoscrape.sample.server import paper

from .enlarged import enlarged, shares
from .results import write


class Silent:
    """Watches and says nothing."""

    def __getattr__(self, name):
        return lambda *told: None


def measure(server, db, *, everything):
    """Requests, listing requests, article ids asked for, ids archived, and seconds, of one run."""
    server.requests.clear()
    began = time.monotonic()
    with Archive.open(db) as archive, archive.lock():
        own = replace(paper(server.url))
        asyncio.run(crawl([own], archive, Plan(everything=everything), Settings(), Silent()))
        kept = {int(key.rpartition("/")[2]) for (key,) in archive.db.execute("SELECT key FROM pages JOIN articles ON articles.page = pages.id")}
    paths = [path for _, path, _ in server.requests]
    asked = {int(path.rpartition("-")[2][:-5]) for path in paths if path.endswith(".html") and "ptag" not in path}
    return {"requests": len(paths), "articles": asked, "kept": kept, "seconds": time.monotonic() - began}


def main(number):
    made, told_by = enlarged(number)
    blocs, ordinary = set(told_by), {article.id for article in made} - set(told_by)
    lines = [
        f"{number:,} articles in 400 days, {len(blocs)} of them about blocs, told of by: "
        + ", ".join(f"{kind} {count}" for kind, count in shares(told_by).items()) + ".",
        "",
        "| crawl | bloc articles archived | ordinary articles fetched | requests | of these for listings | seconds |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    with SampleServer(articles=made) as server, tempfile.TemporaryDirectory() as folder:
        for name, everything in (("default", False), ("--everything", True)):
            for time_of in ("first run", "nothing new"):
                run = measure(server, Path(folder) / name.strip("-") / "a.db", everything=everything)
                found = len(run["kept"] & blocs)
                cost = len(run["articles"] & ordinary)
                lines.append(
                    f"| {name}, {time_of} | {found} of {len(blocs)} ({found / len(blocs):.1%}) | {cost} ({cost / len(ordinary):.1%}) "
                    f"| {run['requests']:,} | {run['requests'] - len(run['articles']):,} | {run['seconds']:.0f} |"
                )
                missed = sorted(told_by[number] for number in blocs - run["kept"])
                if missed and time_of == "first run":
                    lines.append(f"| | missed, told of by: {', '.join(missed)} | | | | |")
    write("Recall and frugality of the crawl", "python -m bench recall", lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
