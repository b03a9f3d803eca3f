"""Floor 4. What several articles say of one award, as one story: proposed in winter, conferred in spring. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .asking import Row

STATUSES = ("conferred", "proposed", "unknown")


@dataclass(frozen=True, slots=True)
class Story:
    """One award for one recipient in one year, as the articles tell it; `told` are rows of `awards`, oldest article first."""

    id: int
    year: int | None
    award: str
    award_id: str
    authority: str | None
    told: tuple[Row, ...]

    @property
    def status(self) -> str:
        """How far it came: conferred, else proposed, else unknown."""
        return next(status for status in STATUSES if self.steps(status) or status == "unknown")

    def steps(self, status: str) -> tuple[Row, ...]:
        """The rows of that status, oldest article first."""
        return tuple(row for row in self.told if row["status"] == status)


def stories(awards: Iterable[Row]) -> list[Story]:
    """The stories that the archive put the awards into, newest year first."""
    groups: dict[int, list[Row]] = {}
    for row in awards:
        groups.setdefault(row["story"], []).append(row)
    found = [_story(told) for told in groups.values()]
    return sorted(found, key=lambda story: (-(story.year or 0), story.award_id, story.authority or "", story.id))


def _story(told: list[Row]) -> Story:
    told = sorted(told, key=lambda row: (row["published_at"] or "", row["id"]))
    first = told[0]
    authority = next((row["authority"] for row in told if row["authority"]), None)
    return Story(first["story"], first["year"] or None, first["award"], first["award_id"], authority, tuple(told))
