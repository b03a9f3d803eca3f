"""From page to article, beside others: `python -m bench article [PAGES] [ROUNDS]` (60 pages of 40 to 120 kB, 5 rounds in turns).

Lexbor's parse alone makes a tree and reads nothing: as it is, and with freed memory kept for the next tree, as our reader has it. parsel
reads the fields of the main markup only; the others guess the fields.
Our article must be the same as from the whole page, on every page.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from . import peers
from .results import write
from .site import Site

SCRIPT = str(Path(__file__).with_name("peer_pages.py"))
WAYS = {
    "ours": "btoscrape, the full record",
    "whole": "btoscrape, from the whole page",
    "lexbor": "Lexbor's parse alone",
    "kept": "Lexbor's parse alone, freed memory kept",
    "parsel": "parsel",
    "trafilatura": "trafilatura",
    "newspaper4k": "newspaper4k",
}
AIMS = {"lexbor": 1.3, "parsel": 6, "trafilatura": 60}


def main(count, rounds):
    """Measure and write the section."""
    found = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        pages = list(Site(400).article_pages(count))
        for path, html in pages:
            (Path(folder) / path.strip("/")).write_text(html, encoding="utf-8")
        for _ in range(rounds):
            for way in WAYS:
                python = sys.executable if way in ("ours", "whole", "lexbor", "kept") else peers.python()
                told = subprocess.run([python, SCRIPT, way, folder], capture_output=True, text=True, check=True).stdout
                found[way].append(float(told))
    middle = {way: statistics.median(times) for way, times in found.items()}
    kilobytes = sum(len(html.encode()) for _, html in pages) / len(pages) / 1000
    lines = [f"{len(pages)} pages of {kilobytes:.0f} kB on average, CPU milliseconds a page, median of {rounds} rounds in turns.", ""]
    lines += ["| | ms | least to most | btoscrape is faster | aim |", "|---|---|---|---|---|"]
    for way, name in WAYS.items():
        times = found[way]
        ratio = "" if way == "ours" else f"{middle[way] / middle['ours']:.2f} times"
        lines.append(f"| {name} | {middle[way]:.2f} | {min(times):.2f} to {max(times):.2f} | {ratio} | {AIMS.get(way, '')} |")
    lines += ["", f"{peers.versions()}. Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."]
    write("From page to article", "python -m bench article", lines)


if __name__ == "__main__":
    main(*(int(value) for value in [*sys.argv[1:], *(60, 5)[len(sys.argv) - 1 :]]))
