"""Everything in one run: `python -m bench all [--quick --out FILE] [--only NAME…] [--keep DIR]`, each section by a process of its own.

The file takes the place of RESULTS.md when the last section is done; until then it grows beside it. Archives of up to a million
articles are filled once and kept in DIR (BENCH_DATA, else `.bench/`), some 5 GB and an hour; delete them to fill them anew.
`--quick` shows in some minutes that all of it works: its figures mean nothing, so they want a FILE of their own.
"""

import argparse
import importlib.metadata
import os
import platform
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from .results import DATA, FILE

ROOT = Path(__file__).parents[1]
USUAL = (
    "recall 3000", "kills 200", "past_kills 40",
    "crawling 2000 3", "article 60 5", "facts 100000", "past 10000", "storing 12000", "nothing 3 1000 10000 100000", "pages 10000",
    "pages 100000", "pages 1000000", "startup 5", "instructions", "disk 2000",
)  # fmt: skip
"""The sections in their order: what is found and what survives, then speed: crawl, page, text, kept pages, nothing new, web pages, start, disk."""
QUICK = (
    "crawling 60 1", "recall 200", "kills 1", "past_kills 1", "article 5 1", "facts 600", "past 100 1000", "storing 400",
    "nothing 1 700 1000", "pages 1000", "startup 1", "instructions --starts", "disk 100",
)  # fmt: skip


def machine():
    """The machine in some words: processor, cores, memory, system."""
    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{next(iter(names), platform.machine())}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()} {platform.release()}"


def versions():
    """Python, SQLite, ours and what it stands on."""
    names = ("btoscrape", "datasette", "httpx", "selectolax", "sqlite-utils", "warcio")
    told = [f"{name} {importlib.metadata.version(name)}" for name in names]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(told)}" + (f"; commit {commit}" if commit else "")


def head(began):
    """What stands above the sections."""
    return (
        f"# Measured\n\nOne run of `python -m bench all`, begun {began:%Y-%m-%d %H:%M} UTC, on {machine()}; load average {os.getloadavg()[0]:.1f}.\n"
        f"{versions()}.\nA section with a later time than its place in the run was measured again, by the command that it names.\n"
    )


def run(section, out):
    """Whether the section was measured; if not, the file says so."""
    began = datetime.now(UTC)
    print(f"\n==> python -m bench {section}", flush=True)
    code = subprocess.run([sys.executable, "-m", "bench", *section.split()], cwd=ROOT, env=os.environ | {"BENCH_OUT": str(out)}).returncode
    print(f"<== {section}: {(datetime.now(UTC) - began).total_seconds():.0f} s", flush=True)
    if code:
        with out.open("a", encoding="utf-8") as file:
            file.write(f"\n## Ended with {code}: {section}\n\nNot measured, or a count of instructions has grown.\n")
    return not code


def main():
    """Run the sections; 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m bench all", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works; needs --out")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write, bench/RESULTS.md")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these sections alone; needs --out")
    parser.add_argument("--keep", type=Path, default=DATA, metavar="DIR", help="where filled archives and the other programs are kept")
    asked = parser.parse_args()
    if (asked.quick or asked.only) and asked.out.resolve() == FILE.resolve():
        parser.error("--quick and --only want an --out: RESULTS.md holds one whole run")
    os.environ["BENCH_DATA"] = str(asked.keep.resolve())
    growing = asked.out.resolve().with_name(f"{asked.out.name}.growing")
    growing.write_text(head(datetime.now(UTC)), encoding="utf-8")
    sections = [section for section in (QUICK if asked.quick else USUAL) if not asked.only or section.split()[0] in asked.only]
    measured = [run(section, growing) for section in sections]
    growing.replace(asked.out)
    print(f"{asked.out}: {sum(measured)} of {len(sections)} sections")
    sys.exit(not all(measured))


if __name__ == "__main__":
    main()
