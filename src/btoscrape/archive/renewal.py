"""Floor 2. A database made anew beside the one in use, from a copy of it; it takes that one's place only when it is complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..errors import ArchiveError
from .connect import explained
from .copying import Progress, copy, mark, need_room, take_over
from .differences import Difference, differences
from .open import Archive

ROOM = 2.5
"""Free disk space that is asked for, in sizes of the database: the copy, and the journal of its taking over."""
_BESIDE = ("", "-wal", "-shm", "-journal", ".lock")


class Renewal:
    """The archive in use and the one that is made from it. `page`: the last that is done; `counts`: what came of those so far."""

    def __init__(self, archive: Archive, fresh: Archive, begun_from: str, done: tuple[int, dict[str, int]]) -> None:
        self._archive, self.fresh, self._begun_from = archive, fresh, begun_from
        self.page, self.counts = done
        self._progress = Progress(fresh.db)

    def note(self, page: int, counts: Mapping[str, int]) -> None:
        """All pages up to that one are done; inside the batch that did them."""
        self._progress.note(page, counts)

    def differences(self) -> list[Difference]:
        """The facts that are not the same in both."""
        self._archive.db.execute("ATTACH ? AS fresh", [f"{self.fresh.path.absolute().as_uri()}?mode=ro"])
        try:
            return list(differences(self._archive.db, "main", "fresh"))
        finally:
            self._archive.db.execute("DETACH fresh")

    def take_over(self) -> None:
        """The new one in the place of the old, at once; an ArchiveError where that was written to meanwhile."""
        path = self._archive.path
        with explained(path):
            if mark(self._archive.db, path) != self._begun_from:
                raise ArchiveError(f"{path}: was written to meanwhile; nothing was replaced, so run it again")
            with self.fresh.batch():
                self._progress.finish()
            take_over(self._archive.db, self.fresh.path)


@contextmanager
def renewal(archive: Archive, purpose: str, engine: str) -> Iterator[Renewal]:
    """The renewal that was broken off, where archive and engine are still the same; else a new one. Done with, its files are gone.

    `purpose` names the file beside the database; `engine` is another text for whatever reads pages in another way.
    """
    path = archive.path.with_name(f"{archive.path.name}.{purpose}")
    with explained(archive.path):
        stands_for = mark(archive.db, archive.path)
        begun = _begun(path, stands_for + engine)
        if begun is None:
            remove(path)
            need_room(archive.path, ROOM)
            try:
                copy(archive.db, path)
            except BaseException:
                remove(path)
                raise
    with Archive.open(path) as fresh:
        if begun is None:
            with fresh.batch():
                Progress(fresh.db).begin(stands_for + engine)
        yield Renewal(archive, fresh, stands_for, begun or (-1, {}))
    remove(path)


def _begun(path: Path, expected: str) -> tuple[int, dict[str, int]] | None:
    if not path.exists():
        return None
    try:
        with Archive.open(path) as fresh:
            return Progress(fresh.db).begun(expected)
    except ArchiveError:  # the copy was broken off
        return None


def remove(path: Path) -> None:
    """No database there, nor what lies beside one."""
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
