"""How many instructions fixed work takes, counted by valgrind: the same on every run of one machine, however busy it is.

`python -m bench instructions` writes each count beside the recorded one; `--record` writes them into instructions.json, `--starts`
counts the starts of commands alone. A count that has grown by more than 2 % is an exit code of 1: look for what made it slower, or
record it if it is worth it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .results import write

RECORDED = Path(__file__).with_suffix(".json")
TOLERANCE = 1.02
PAGES, TEXTS = 20, 30
READ = f"""
import sys
from bench.site import Site
from btoscrape.pages import read_article
from selectolax.lexbor import LexborHTMLParser
pages = [(f"https://news.example{{path}}", html) for path, html in Site(60).article_pages({PAGES})]
read_article(pages[0][1], pages[0][0])
for _ in range(int(sys.argv[2])):
    for url, html in pages:
        read_article(html, url) if sys.argv[1] == "read" else LexborHTMLParser(html)
"""
FACTS = f"""
import json, sys
from pathlib import Path
from btoscrape.facts import article_from_text, read_facts
from bench.facts import ORDINARY
lines = Path("tests/gold/articles.jsonl").read_text(encoding="utf-8").splitlines()[:{TEXTS}]
told = [article_from_text(json.loads(line)) for line in lines]
plain = [article_from_text({{"text": ORDINARY * 6 + str(number)}}) for number in range({TEXTS})]
read_facts(told[0]), read_facts(plain[0])
for _ in range(int(sys.argv[2])):
    for article in told if sys.argv[1] == "told" else plain:
        read_facts(article)
"""
WORK = {
    "page to article, each page": (READ, "read", PAGES),
    "Lexbor's parse alone, each page": (READ, "parse", PAGES),
    "text to facts, each article about emulation": (FACTS, "told", TEXTS),
    "text to facts, each ordinary article": (FACTS, "plain", TEXTS),
}
STARTS = {"btoscrape --help": ["--help"], "btoscrape --version": ["--version"]}


def counted(arguments):
    """Instructions of one run of Python."""
    counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", sys.executable, *arguments]
    told = subprocess.run(counter, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONHASHSEED": "0"}).stderr
    return int(re.search(r"I +refs: +([\d,]+)", told)[1].replace(",", ""))


def counts(work):
    """Instructions by name: of each item of the work, and of each start."""
    found = {}
    for name, (code, what, items) in work.items():
        once, thrice = (counted(["-c", code, what, str(rounds)]) for rounds in (1, 3))
        found[name] = (thrice - once) // (2 * items)
    for name, arguments in STARTS.items():
        found[name] = counted(["-m", "btoscrape", *arguments])
    return found


def main():
    """The table; the exit code says whether anything has grown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write what was counted into instructions.json")
    parser.add_argument("--starts", action="store_true", help="count the starts of commands alone")
    asked = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed; it counts the instructions (apt install valgrind)")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    known = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    found, grown = counts({} if asked.starts else WORK), False
    lines = ["| | instructions | recorded | |", "|---|---|---|---|"]
    for name, count in found.items():
        before = known.get(name)
        grown |= before is not None and count > before * TOLERANCE
        lines.append(f"| {name} | {count:,} | {f'{before:,} | {count / before - 1:+.1%}' if before else 'no | '} |")
    if asked.record:
        RECORDED.write_text(json.dumps(known | found, indent=1) + "\n")
    write("Instructions", "python -m bench instructions", [*lines, "", "Counted by valgrind's cachegrind: the same on every run of one machine."])
    sys.exit(grown and not asked.record)


if __name__ == "__main__":
    main()
