"""What many tests stand on: the sample archive, crawled once over real HTTP, and the command line as a user runs it."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no fault of the text that is tried; the same texts each time, and others with --hypothesis-profile=search
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", parent=settings.get_profile("suite"), derandomize=False, print_blob=True)
settings.load_profile("suite")

REPO = Path(__file__).parents[1]
SHARED = REPO.parent / "shared"


@pytest.fixture(scope="session")
def shared():
    """The folder with the labelled articles and the sample article, which lies beside the repository where we work."""
    if not (SHARED / "seed" / "article.html").exists():
        pytest.skip("needs ../shared (the sample article and the labelled ones), which is not here")
    return SHARED


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str


def btoscrape(*args, env=None, text=True, timeout=120):
    """The command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "btoscrape", *map(str, args)],
        capture_output=True,
        timeout=timeout,
        env=env,
    )
    err = done.stderr.decode()
    return Result(done.returncode, done.stdout.decode() if text else done.stdout, err)


@pytest.fixture(scope="session")
def run():
    return btoscrape


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The database of `btoscrape demo --no-serve`; for reading only."""
    db = tmp_path_factory.mktemp("demo") / "demo.db"
    result = btoscrape("demo", "--no-serve", "--db", db)
    assert result.code == 0, result.err
    return db
