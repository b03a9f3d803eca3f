"""Puts what a benchmark measured into its own section of RESULTS.md (or of the file that BENCH_OUT names), and on the screen."""

import os
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).with_name("RESULTS.md")
HEAD = "# Measured\n\nEach section is written by the command that it names; figures depend on the machine, which it names too.\n"
DATA = Path(os.environ.get("BENCH_DATA") or Path(__file__).parents[1] / ".bench")
"""Where what takes long to make is kept for the next time: filled archives, the programs to compare with."""


def write(title, command, lines):
    """Put a section of that title in place of the one that stands there, or at the end."""
    file = Path(os.environ.get("BENCH_OUT") or FILE)
    machine = f"Python {platform.python_version()}, {platform.machine()}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    asked = " ".join([command, *(Path(word).name for word in sys.argv[1:])])
    section = "\n".join([f"## {title}", "", f"`{asked}`; {machine}", "", *lines, ""])
    text = file.read_text(encoding="utf-8") if file.exists() else HEAD
    old = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.M | re.S)
    text = old.sub(lambda match: section + "\n", text) if old.search(text) else f"{text.rstrip()}\n\n{section}"
    file.write_text(text.rstrip() + "\n", encoding="utf-8")
    print(section)
