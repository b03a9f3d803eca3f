"""The scheduled run with nothing new, on archives of 1,000, 10,000 and 100,000 articles: `python -m bench nothing
[ROUNDS] [SIZE…]` (3).

The same newspaper on loopback each time, of 600 articles; the others are of its past, rows of the archive as old articles have them.
"""

import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path

from .crawling import asked
from .results import write
from .site import Served
from .timing import measured

SIZES = (1_000, 10_000, 100_000)
ARTICLES = 600
TEXT = "Chiều qua, người dân ven sông thu hoạch vụ rau sớm; hợp tác xã mở lớp tập huấn cho các hộ mới vào nghề. " * 15


def command(url, db, papers):
    """One run of the command line, as a timer starts it."""
    file = papers / "papers.toml"
    file.write_text(
        f'[papers.bench]\nname = "Báo"\nurl = "{url}/"\nprovince = "Sơn Lam"\nlayout = "onecms"\ndelay = 0.0\nallow_private = true\n',
        encoding="utf-8",
    )
    return [sys.executable, "-m", "btoscrape", "crawl", "bench", "--db", str(db), "--papers", str(file), "--json"]


def filled(db, count):
    """Put so many older articles into the archive, each with its page, its capture, and its entry in the index."""
    from btoscrape.archive import Archive, search

    with Archive.open(db) as archive:
        there = archive.counts()["articles"]
        with archive.batch():
            for number in range(1_000_000, 1_000_000 + max(0, count - there)):
                _row(archive.db, number)
                search.add(archive.db, number, f"Bài {number}", TEXT)
    with sqlite3.connect(db) as direct:
        direct.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _row(db, number):
    url, day = f"https://bench.example/bai-{number}.html", f"20{number % 15 + 10}-0{number % 9 + 1}-1{number % 10}"
    at = f"{day}T08:00:00.000Z"
    verdict = ("no", "", "fetched", 1)
    db.execute(
        "INSERT INTO pages (id, key, url, paper, found_by, found_on, title, first_seen, last_seen, relevance, reason, state, tries)"
        " VALUES (?, ?, ?, 'bench', 'section', '', ?, ?, ?, ?, ?, ?, ?)",
        [number, url, url, f"Bài {number}", at, at, *verdict],
    )
    db.execute(
        "INSERT INTO captures (id, url, kind, paper, status, fetched_at, size, digest, warc_file, warc_offset, warc_length, page)"
        " VALUES (?, ?, 'article', 'bench', 200, ?, 84000, 'sha256:0', 'old.warc.gz', ?, 12000, ?)",
        [number, url, at, number, number],
    )
    db.execute(
        "INSERT INTO articles (id, page, paper, url, title, published_at, body, block_kinds, layout,"
        " relevance, capture, engine, read_at, fingerprint)"
        " VALUES (?, ?, 'bench', ?, ?, ?, ?, 'p', 'onecms-g2', 'no', ?, '1', ?, '')",
        [number, number, url, f"Bài {number}", f"{day}T08:00:00+07:00", TEXT, number, at],
    )


def main(rounds, sizes):
    """Measure and write the section."""
    found, requests, status = {}, {}, {}
    with Served(ARTICLES) as site, tempfile.TemporaryDirectory() as name:
        for size in sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            run = command(site.url, folder / "a.db", folder)
            measured(run)
            filled(folder / "a.db", size)
            measured(run)
        for _ in range(rounds):
            for size in sizes:
                folder = Path(name) / str(size)
                before = len(asked(site.url))
                found.setdefault(size, []).append(measured(command(site.url, folder / "a.db", folder)))
                requests[size] = len(asked(site.url)) - before
                status.setdefault(size, []).append(measured([sys.executable, "-m", "btoscrape", "status", "--db", str(folder / "a.db")]))
    middle = {size: [statistics.median(column) for column in zip(*rows, strict=True)] for size, rows in found.items()}
    lines = ["| articles | requests | CPU seconds | least to most | peak MB | `status`, CPU seconds |", "|---|---|---|---|---|---|"]
    for size, rows in found.items():
        spent = [row[1] for row in rows]
        least = statistics.median(row[1] for row in status[size])
        lines.append(
            f"| {size:,} | {requests[size]} | {middle[size][1]:.2f} | {min(spent):.2f} to {max(spent):.2f} | {middle[size][2]:.0f} | {least:.2f} |"
        )
    ratio = middle[sizes[-1]][1] / middle[sizes[0]][1]
    lines += ["", f"{sizes[-1]:,} articles take {ratio:.2f} times the CPU of {sizes[0]:,} (aim: 1.2; under 2 s, under 80 MB; `status` under 0.4 s)."]
    write("The scheduled run with nothing new", "python -m bench nothing", lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3, [int(size) for size in sys.argv[2:]] or SIZES)
