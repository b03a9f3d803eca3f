"""Floor 4. What several articles say of one award, put together: proposed in winter, conferred in spring. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..catalog.spelling import spelt
from .asking import Row

STATUSES = ("conferred", "proposed", "unknown")


@dataclass(frozen=True, slots=True)
class Story:
    """One award for one recipient in one year, as the articles tell it; `told` are rows of `awards`, oldest article first."""

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
    """The awards of one recipient, newest year first: one story for each year, kind of award and authority.

    Where only some articles name the authority, and those agree, the others mean the same. Without a year nothing says
    that two articles mean the same award.
    """
    groups: dict[tuple[int, str, int], dict[str, list[Row]]] = {}
    for row in awards:
        group = (row["year"] or 0, row["award_id"], 0 if row["year"] else row["article"])
        groups.setdefault(group, {}).setdefault(_authority(row), []).append(row)
    found = []
    for authorities in groups.values():
        if len(authorities) == 2 and "" in authorities:
            authorities[next(name for name in authorities if name)] += authorities.pop("")
        found += [_story(told) for told in authorities.values()]
    return sorted(found, key=lambda story: (-(story.year or 0), story.award_id, _authority({"authority": story.authority})))


def _authority(row: Row) -> str:
    """`Chủ tịch UBND tỉnh` and `UBND tỉnh` award the same."""
    return spelt(row["authority"] or "").removeprefix("chu tich ").removesuffix(" tinh")


def _story(told: list[Row]) -> Story:
    told = sorted(told, key=lambda row: (row["published_at"] or "", row["id"]))
    first = told[0]
    authority = next((row["authority"] for row in told if row["authority"]), None)
    return Story(first["year"] or None, first["award"], first["award_id"], authority, tuple(told))
