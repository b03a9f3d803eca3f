"""Floor 4. `backup`: a consistent copy of the whole archive in another folder, while a crawl may go on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from .archive import Archive
from .errors import ArchiveError, UsageError

CORRECTIONS = "corrections.csv"
_BESIDE = ("-journal", "-wal", "-shm")
"""Files of SQLite's beside a database, by the ends of their names."""


def backup(archive: Archive, folder: Path, watch: Callable[[int], None] = lambda done: None) -> dict[str, int]:
    """How much was copied into `folder` and how much it holds, as counts: `files` and `bytes` copied, `captures`, `articles`.

    The database first, as it stands at one moment, then the WARC files, which only grow: what the copy names is in them. A file that
    is there already with the same size is not copied again; each takes its place when it is whole, and the database last, so that
    an older backup is a backup until then. `watch` is told how many bytes are copied.
    """
    home = archive.path.resolve().parent
    target, mine = folder.absolute(), archive.path.name
    _check(target, home, mine)
    others = archive.others_files()
    part = target / f"{mine}.part"
    try:
        (target / "warc").mkdir(parents=True, exist_ok=True)
        _remove(part)
        _need_room(target, sum(file.stat().st_size for file in (archive.path, *_new(home, target, others))))
        archive.copy(part)
        copied = part.stat().st_size
        new = list(_new(home, target, others))
        for file in new:
            watch(copied)
            copied += _copy(file, target / file.relative_to(home))
        with Archive.open(part) as copy, copy.lock():  # cuts off what was half written when its WARC file was copied
            counts = copy.counts()
        for suffix in _BESIDE:
            (target / f"{mine}{suffix}").unlink(missing_ok=True)  # an older backup's, which would be taken for the new one's
        part.replace(target / mine)
    except OSError as error:
        raise ArchiveError(f"{error.filename or target}: can't be written: {error.strerror}; is the disk full?") from error
    finally:
        _remove(part)
    watch(copied)
    return {"files": len(new) + 1, "bytes": copied, "captures": counts["captures"], "articles": counts["articles"]}


def _check(target: Path, home: Path, mine: str) -> None:
    if target.resolve() == home:
        raise UsageError(f"{target}: is the archive's own folder; name another, best on another disk")
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target}: is no folder")
    if target.is_dir() and any(target.iterdir()) and not any((target / name).exists() for name in (mine, f"{mine}.part", "warc")):
        raise UsageError(f"{target}: holds something else; name an empty folder or one with an older backup of this archive")


def _new(home: Path, target: Path, others: Collection[str]) -> Iterator[Path]:
    """What is not there yet, or in another size; but for the WARC files of other archives in the folder."""
    warcs = (file for file in sorted((home / "warc").glob("*.warc.gz")) if file.name not in others)
    for file in (*warcs, home / CORRECTIONS):
        there = target / file.relative_to(home)
        if file.is_file() and (file.name == CORRECTIONS or not there.exists() or there.stat().st_size != file.stat().st_size):
            yield file


def _need_room(target: Path, size: int) -> None:
    free = shutil.disk_usage(target).free
    if free < size:
        raise ArchiveError(f"{target}: needs {size / 1e6:,.0f} MB, and the disk has {free / 1e6:,.0f} MB; make room")


def _remove(part: Path) -> None:
    """No half database, nor what lies beside one."""
    for suffix in ("", ".lock", *_BESIDE):
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _copy(file: Path, there: Path) -> int:
    """The file's size, once its copy is on the disk under its name."""
    part = there.with_name(there.name + ".part")
    try:
        with file.open("rb") as source, part.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        size = part.stat().st_size
        part.replace(there)
    finally:
        part.unlink(missing_ok=True)
    return size
