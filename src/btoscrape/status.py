"""Floor 4. What the archive holds, how the last runs went, and whether a paper is broken or silent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from .archive import Archive
from .errors import UsageError
from .health import Readings, noticed, silence
from .models import VIETNAM

State = dict[str, Any]

RUNS = 5
"""Runs of each paper that are shown."""
REASONS = 6
"""Kinds of addresses of each paper that are shown, those skipped for different reasons apart."""
LATEST = 5
"""Changes of facts, and articles taken down, that are shown."""
PAST = 30
"""Runs that make up a paper's past."""
BROKEN = 5
"""The exit code for a paper whose layout no longer reads."""


def status(archive: Archive) -> State:
    """Counts, each paper's state with its last runs, the last run of each, and the newest open failures."""
    return {
        "counts": archive.counts(),
        "corrections": _corrections(archive),
        "papers": [_paper(archive, key) for key in archive.history.papers()],
        "runs": list(archive.last_runs()),
        "changes": list(archive.latest_changes(LATEST)),
        "gone": list(archive.latest_gone(LATEST)),
        "failures": list(archive.open_failures(limit=20)),
    }


def exit_code(state: State) -> int:
    """0, or 5 where a paper's layout no longer reads."""
    return BROKEN if any(paper["state"] == "broken" for paper in state["papers"]) else 0


def _corrections(archive: Archive) -> State:
    """How many corrections are in force and find nothing, and what is the matter with the file where it is not in force."""
    corrections = archive.corrections
    try:
        pending = f"{corrections.path} was changed: `btoscrape correct` puts it in force" if corrections.are_pending() else None
    except UsageError as error:
        pending = str(error)
    lost = [f"line {correction.line}: {problem}" for correction, problem in corrections.without_fact()]
    return {"in_force": len(corrections.in_force), "without_fact": lost, "pending": pending}


def _paper(archive: Archive, key: str) -> State:
    """A paper: broken (pages came, their layout failed), silent (nothing came where it used to), or ok; and why."""
    runs = archive.history.runs(key, RUNS)
    broken = noticed([Readings.of(row) for row in archive.history.readings(key, PAST + 1)])
    quiet = silence(archive.history.published(key), _day(runs[0]["started_at"])) if runs else None
    state = "broken" if broken else "silent" if quiet else "ok"
    return {"paper": key, "state": state, "why": broken or ([quiet] if quiet else []), "addresses": archive.history.addresses(key), "runs": runs}


def _day(stamp: str) -> date:
    return datetime.fromisoformat(stamp).astimezone(VIETNAM).date()


def to_lines(state: State) -> list[str]:
    """The same for people."""
    lines = [", ".join(f"{count} {name.replace('_', ' ')}" for name, count in state["counts"].items())]
    corrections = state["corrections"]
    lines += [f"corrections: {corrections['pending']}"] if corrections["pending"] else []
    lines += [f"correction without a fact: {row}" for row in corrections["without_fact"]]
    for paper in state["papers"]:
        lines.append(f"{paper['paper']}: {paper['state']}" + "".join(f"; {why}" for why in paper["why"]))
        lines.append(f"  addresses: {', '.join(map(_address_line, paper['addresses'][:REASONS]))}")
        lines += [f"  {_run_line(run)}" for run in paper["runs"]]
    lines += [] if state["papers"] else ["no crawl yet"]
    for row in state["changes"]:
        said = " → ".join(filter(None, (row["before"], row["after"])))
        lines.append(
            f"the newspaper changed a fact ({row['change']} {row['kind']}): {row['about']} [{said}] {row['article_url']}, {row['known_until']}"
        )
    lines += [f"taken down: {row['title']} {row['url']}, seen {row['gone_at']}" for row in state["gone"]]
    lines += [f"open failure: {row['message']} ({row['stage']}, {row['at']})" for row in state["failures"]]
    return lines


def _address_line(row: State) -> str:
    why = f" ({row['reason']})" if row["reason"] else ""
    return f"{row['count']} {row['state']}{why}"


def _run_line(run: State) -> str:
    ended = "unfinished" if run["exit_code"] is None else f"exit {run['exit_code']}"
    names = ("found", "fetched", "unchanged", "new", "changed", "gone", "failed")
    counts = ", ".join(f"{run[name]} {name}" for name in names)
    reasons = ", ".join(f"{count} {reason}" for reason, count in run["failed_by"].items())
    cost = f"{run['requests']} requests, {run['bytes']:,} bytes, {run['waited']:.0f} s waited"
    return f"{run['started_at']}, {ended}: {counts}{f' ({reasons})' if reasons else ''}; {cost}"
