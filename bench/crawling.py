"""The crawl from end to end, beside Scrapy: `python -m bench crawling [ARTICLES] [ROUNDS]` (1,000 articles of 40 to 120 kB, 3 rounds).

Both ask one process on loopback for the same addresses, 16 connections, no delay, in turns. btoscrape finds the addresses by itself,
keeps each page in a WARC file, reads it, finds the facts and fills database and search index; Scrapy is given them, reads the same
fields and writes JSON lines.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import urllib.request
from dataclasses import replace
from pathlib import Path

from btoscrape.archive import Archive
from btoscrape.crawl import Plan, crawl
from btoscrape.fetch import Settings
from btoscrape.sample.server import paper

from . import peers
from .results import write
from .sampling import shares
from .site import Served
from .timing import measured

SPIDER = str(Path(__file__).with_name("scrapy_spider.py"))


class Silent:
    """Watches and says nothing."""

    def __getattr__(self, name):
        return lambda *told: None


def ours(url, db):
    """The crawl, in a process of its own."""
    with Archive.open(Path(db)) as archive, archive.lock():
        own = replace(paper(url), connections=16)
        asyncio.run(crawl([own], archive, Plan(everything=True), Settings(), Silent()))


def part(path):
    """The part of the house that a file belongs to."""
    return "WARC files" if path.stem in ("warc", "records") else path.parts[0]


def told(rounds):
    """Median and spread of each figure."""
    return [f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})" for values in zip(*rounds, strict=True)]


def main(count, rounds):
    """Measure and write the section."""
    found = {"btoscrape": [], "Scrapy": []}
    with Served(count) as site, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(rounds + 1):  # the first one makes the listings
            asked_before = asked(site.url)
            figures = measured([sys.executable, "-m", "bench.crawling", "--ours", site.url, str(folder / f"{number}" / "a.db")])
            addresses = [f"{site.url}{path}" for path in asked(site.url)[len(asked_before) :]]
            (folder / "addresses").write_text("\n".join(addresses))
            theirs = measured([peers.python(), SPIDER, str(folder / "addresses"), str(folder / f"{number}.jsonl")])
            if number:
                found["btoscrape"].append(figures)
                found["Scrapy"].append(theirs)
        with Archive.open(folder / "1" / "a.db") as archive:
            kept = archive.counts()["articles"]
        where = shares(lambda: ours(site.url, str(folder / "shares" / "a.db")), part)
    wall, cpu = ([statistics.median(row[place] for row in found[name]) for name in found] for place in (0, 1))
    lines = [
        f"{count:,} articles ({kept:,} archived), {len(addresses):,} requests, {rounds} rounds in turns: median (least to most).",
        "",
        "| | seconds | CPU seconds | peak MB |",
        "|---|---|---|---|",
        *(f"| {name} | {' | '.join(told(figures))} |" for name, figures in found.items()),
        "",
        f"btoscrape is {wall[1] / wall[0]:.2f} times as fast as Scrapy and takes {cpu[0] / cpu[1]:.2f} of its CPU "
        "(aims: 4 times, 0.4). Python and all that a process imports are included in both.",
        "",
        f"Where its CPU goes, each library's with the part of ours that called it: {where}.",
        "",
        peers.versions() + f". Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.",
    ]
    write("Crawl from end to end", "python -m bench crawling", lines)


def asked(url):
    """The targets that the site was asked for so far."""
    with urllib.request.urlopen(f"{url}/-/requests") as answer:
        return answer.read().decode().splitlines()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ours"]:
        ours(*sys.argv[2:])
    else:
        main(*(int(value) for value in [*sys.argv[1:], *(1000, 3)[len(sys.argv) - 1 :]]))
