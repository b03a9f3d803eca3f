"""Where a work's CPU goes: by whose code of ours was at work, or had called, at each of many moments."""

import signal
from collections import Counter
from pathlib import Path

SRC = "/btoscrape/"
EVERY = 0.001
"""Seconds of CPU between two looks."""


def shares(work, name):
    """The share of each part in what `work()` takes, the largest first, those under 2 % left out.

    `name(path)` is the part of a file of ours, by its path in the package.
    """
    found = Counter()

    def note(_, frame):
        while frame and SRC not in frame.f_code.co_filename:
            frame = frame.f_back
        found[name(Path(frame.f_code.co_filename.rpartition(SRC)[2]).with_suffix("")) if frame else "the rest"] += 1

    signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    work()
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = sum(found.values())
    return ", ".join(f"{part} {count / total:.0%}" for part, count in found.most_common() if count > total / 50)
