"""Floor 2. Other archives in the same folder, such as that of `demo`: their WARC files stand beside ours and are none of ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

_NAMED = "SELECT DISTINCT warc_file FROM captures"


def named_by_others(path: Path) -> frozenset[str]:
    """The WARC files that other databases of the folder name."""
    found: set[str] = set()
    for other in sorted(path.resolve().parent.glob("*.db")):
        if other.name != path.name:
            with suppress(sqlite3.Error), closing(sqlite3.connect(f"{other.as_uri()}?mode=ro", uri=True)) as db:
                found |= {row[0] for row in db.execute(_NAMED)}
    return frozenset(found)
