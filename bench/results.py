"""Puts what a benchmark measured into its own section of RESULTS.md, and on the screen."""

import platform
import re
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).with_name("RESULTS.md")
HEAD = "# Measured\n\nEach section is written by the command that it names; figures depend on the machine, which it names too.\n"


def write(title, command, lines):
    """Put a section of that title in place of the one that stands there, or at the end."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {datetime.now(UTC):%Y-%m-%d}"
    section = "\n".join([f"## {title}", "", f"`{command}`; {machine}", "", *lines, ""])
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else HEAD
    old = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.M | re.S)
    text = old.sub(lambda match: section + "\n", text) if old.search(text) else f"{text.rstrip()}\n\n{section}"
    FILE.write_text(text.rstrip() + "\n", encoding="utf-8")
    print(section)
