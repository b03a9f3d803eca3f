"""Floor 4. Files that run the crawl every day: a systemd service and timer, a crontab line, a GitHub Actions workflow."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from .urls import HOMEPAGE

VIETNAM_AHEAD = 7
"""Hours that Vietnam is ahead of UTC, in which GitHub counts."""
GOOD = (3, 4, 130)
"""Exit codes besides 0 that are no reason to call somebody: pages failed, another crawl was at it, told to stop."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to run every day `at` (Vietnamese time): `btoscrape crawl` with these arguments, in this folder.

    `papers`: the user's own papers file. `contact`: a URL or mail address for the User-Agent; empty: the project's.
    """

    arguments: Sequence[str]
    folder: Path
    db: Path
    at: time
    papers: Path | None = None
    contact: str = ""

    @property
    def command(self) -> list[str]:
        """The whole command, with the Python that runs now."""
        return [sys.executable, "-m", *self.crawl(self.db, self.papers)]

    def crawl(self, db: Path, papers: Path | None) -> list[str]:
        """The command with the database and papers file at those places."""
        own = ["--papers", str(papers)] if papers else []
        return ["btoscrape", "crawl", *self.arguments, *own, "--db", str(db), "--log", "json"]


def files(job: Job) -> dict[str, str]:
    """The text of each file by its name."""
    return {
        "btoscrape.service": _service(job),
        "btoscrape.timer": _timer(job),
        "crontab": _crontab(job),
        "github-workflow.yml": _workflow(job),
    }


def how_to(folder: Path) -> list[str]:
    """What to do with the files, one line each."""
    here = shlex.quote(str(folder))
    return [
        f"systemd: cp {here}/btoscrape.* ~/.config/systemd/user/ && systemctl --user enable --now btoscrape.timer",
        f"cron: (crontab -l; cat {here}/crontab) | crontab -",
        f"GitHub: cp {here}/github-workflow.yml .github/workflows/crawl.yml in a repository (with your papers file, if any, at its top), and push",
    ]


def _service(job: Job) -> str:
    contact = f"Environment={_unit(f'BTOSCRAPE_CONTACT={job.contact}')}\n" if job.contact else ""
    return f"""[Unit]
Description=Crawl the newspapers for articles about emulation blocs
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={str(job.folder).replace("%", "%%")}
{contact}ExecStart={" ".join(_unit(word, command=True) for word in job.command)}
SuccessExitStatus={" ".join(map(str, GOOD))}
TimeoutStopSec=90
Nice=10
NoNewPrivileges=yes
"""


def _timer(job: Job) -> str:
    return f"""[Unit]
Description=Crawl the newspapers every day

[Timer]
OnCalendar=*-*-* {job.at:%H:%M}:00 Asia/Ho_Chi_Minh
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
"""


def _unit(word: str, *, command: bool = False) -> str:
    """A word of a unit file: in quotes, with what systemd would expand doubled."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped.replace("$", "$$") if command else escaped}"'


def _crontab(job: Job) -> str:
    """The line; a `%` would end the command, and the time is the machine's own."""
    contact = f"BTOSCRAPE_CONTACT={shlex.quote(job.contact)} " if job.contact else ""
    home, log = shlex.quote(str(job.db.parent)), shlex.quote(str(job.db.with_name("crawl.log")))
    line = f"cd {shlex.quote(str(job.folder))} && mkdir -p {home} && {contact}{shlex.join(job.command)} >>{log} 2>&1"
    return f"{job.at.minute} {job.at.hour} * * * {line}\n".replace("%", "\\%")


def _workflow(job: Job) -> str:
    """The archive travels from run to run in the cache; the crawl ends before GitHub would kill it."""
    hour = (job.at.hour - VIETNAM_AHEAD) % 24
    command = shlex.join(job.crawl(Path("data/btoscrape.db"), Path(job.papers.name) if job.papers else None))
    return f"""name: crawl
on:
  schedule:
    - cron: "{job.at.minute} {hour} * * *"
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: btoscrape-crawl
  cancel-in-progress: false
jobs:
  crawl:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install "btoscrape @ git+{HOMEPAGE}"
      - uses: actions/cache/restore@v4
        with:
          path: data
          key: btoscrape-${{{{ github.run_id }}}}
          restore-keys: btoscrape-
      - name: Crawl
        env:
          BTOSCRAPE_CONTACT: {_yaml(job.contact or HOMEPAGE)}
        run: |
          code=0
          timeout --preserve-status --signal=INT 340m {command} || code=$?
          case $code in 0|{"|".join(map(str, GOOD))}) ;; *) exit $code ;; esac
      - run: btoscrape status --db data/btoscrape.db
        if: always()
      - uses: actions/cache/save@v4
        if: always()
        with:
          path: data
          key: btoscrape-${{{{ github.run_id }}}}
"""


def _yaml(text: str) -> str:
    """A quoted YAML scalar."""
    return "'" + text.replace("'", "''") + "'"
