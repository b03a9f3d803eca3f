"""Floor 4. What the archive holds and how its last runs went."""

from __future__ import annotations

from typing import Any

from .archive import Archive

State = dict[str, Any]


def status(archive: Archive) -> State:
    """Counts, the last run of each paper, and the newest open failures."""
    return {
        "counts": archive.counts(),
        "runs": list(archive.last_runs()),
        "failures": list(archive.open_failures(limit=20)),
    }


def to_lines(state: State) -> list[str]:
    """The same for people."""
    lines = [", ".join(f"{count} {name.replace('_', ' ')}" for name, count in state["counts"].items())]
    lines += [_run_line(run) for run in state["runs"]] or ["no crawl yet"]
    lines += [f"open failure: {row['message']} ({row['stage']}, {row['at']})" for row in state["failures"]]
    return lines


def _run_line(run: State) -> str:
    ended = "unfinished" if run["exit_code"] is None else f"exit {run['exit_code']}"
    counts = ", ".join(f"{run[name]} {name}" for name in ("found", "fetched", "unchanged", "new", "changed", "failed"))
    return f"{run['paper']}: {run['started_at']}, {ended}: {counts}; {run['requests']} requests, {run['bytes']} bytes"
