"""Commands that are killed at some moment of their work, not of their start."""

import subprocess
import sys
import time
from pathlib import Path


def command(*words):
    """The command as a user runs it."""
    return [sys.executable, "-m", "btoscrape", *map(str, words)]


def killed(words, begun, seconds):
    """The children that a command had when it was killed, so many seconds after `begun()` first held; None where it was done before."""
    with subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not begun():
            time.sleep(0.002)
        time.sleep(seconds)
        children = _children(process.pid) if process.poll() is None else None
        process.kill()
    return children


def done(words, code=0):
    """The command run to its end."""
    told = subprocess.run(command(*words), capture_output=True, timeout=60)
    assert told.returncode == code, told.stderr
    return told.stdout


def have_ended(children, seconds=10):
    """Whether all of them are gone in that time."""
    until = time.monotonic() + seconds
    while (alive := [child for child in children if _is_alive(child)]) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive


def _children(process):
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
