"""How quickly each command begins: `python -m bench startup [ROUNDS]` (5).

Each command's `--help`, and what the quick ones do on the archive of the sample newspaper. Python's own start is included in all.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from btoscrape.cli import main as commands

from .results import write
from .timing import measured

PRINTED = """
import atexit, sys
from btoscrape.cli import main
atexit.register(lambda: open(sys.argv[1], "w").write("\\n".join(sys.modules)))
main(sys.argv[2:], prog_name="btoscrape")
"""
"""Writes which modules there were when the command ended."""
HEAVY = ("datasette", "distributed", "httpx", "selectolax", "sqlite_utils", "warcio", "xlsxwriter")


def real(db, folder):
    """Quick commands on an archive, and nothing that asks a network."""
    archive = ["--db", str(db)]  # last, and not shown
    (folder / "a.txt").write_text("Khối thi đua 8\nKhối thi đua 8 gồm Hội Người mù, Hội Đông y tổng kết năm 2024.\n", encoding="utf-8")
    yield ["status", *archive]
    yield ["status", "--json", *archive]
    yield ["doubts", *archive]
    yield ["export", "articles", *archive]
    yield ["export", "awards", "-o", str(folder / "awards.xlsx"), *archive]
    yield ["extract", str(folder / "a.txt")]
    yield ["schedule", "-o", str(folder / "timer"), *archive]
    yield ["check"]
    yield ["verify", *archive]


def modules(arguments, folder):
    """The names of the modules that the command imported, Python's own included."""
    file = folder / "modules"
    subprocess.run([sys.executable, "-c", PRINTED, file, *arguments], check=True, stdout=subprocess.DEVNULL)
    return file.read_text().splitlines()


def line(arguments, folder, rounds):
    """A row of the table."""
    spent = [measured([sys.executable, "-m", "btoscrape", *arguments]) for _ in range(rounds)]
    cpu, memory = ([row[place] for row in spent] for place in (1, 2))
    names = modules(arguments, folder)
    told = " ".join(Path(word).name for word in (arguments[:-2] if "--db" in arguments else arguments))
    heavy = ", ".join(name for name in HEAVY if name in names)
    return (
        f"| `{told}` | {statistics.median(cpu):.2f} | {min(cpu):.2f} to {max(cpu):.2f} | {statistics.median(memory):.0f} | {len(names)} | {heavy} |"
    )


def main(rounds):
    """Measure and write the section."""
    lines = ["| command | CPU seconds | least to most | peak MB | modules | libraries among them |", "|---|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = folder / "demo.db"
        subprocess.run([sys.executable, "-m", "btoscrape", "demo", "--no-serve", "--db", db], check=True, capture_output=True)
        helps = [["--help"], *([command, "--help"] for command in sorted(commands.commands))]
        lines += [line(arguments, folder, rounds) for arguments in (*helps, *real(db, folder))]
    lines += ["", "Aims: `--help` 0.15; `status` 0.4 at 100,000 articles, which the section of the scheduled run measures."]
    write("Start of each command", "python -m bench startup", lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
