"""Floor 4. A bloc over the years: who belonged, joined, led and was awarded, as a matrix of organisations by years. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from .alphabet import alphabetical
from .asking import Row
from .stories import stories


@dataclass(slots=True)
class Cell:
    """One organisation in one year. `listed`: named as a member; `joined`, `gone`: against the last year with a list."""

    listed: bool = False
    joined: bool = False
    gone: bool = False
    roles: set[str] = field(default_factory=set)
    awards: Counter[str] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.listed or self.gone or self.roles or self.awards)


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation with its cells, one for each year."""

    id: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The years that anything is known of, oldest first; `listed`: how many members each year's articles name."""

    years: tuple[int, ...]
    lines: tuple[Line, ...]
    listed: tuple[int, ...]


Grid = dict[int, dict[int, Cell]]
FEWEST = 3
"""Names that make a list of members, where no article says how many there are."""


def matrix(facts: Mapping[str, list[Row]], stated: Mapping[int, int]) -> Matrix:
    """The matrix of a bloc's members, officers and awards; what has no year or no organisation is left out.

    `stated`: how many members the articles of a year say there are. A shorter list proves nobody gone, and nobody new
    in the year after.
    """
    kinds = ("members", "officers", "awards")
    placed = {kind: [fact for fact in facts[kind] if fact["year"] and fact["organization"]] for kind in kinds}
    years = tuple(sorted({fact["year"] for found in placed.values() for fact in found}))
    names = {fact["organization"]: fact["recipient"] for fact in placed["awards"]}
    names |= {fact["organization"]: fact["name"] for kind in ("officers", "members") for fact in placed[kind]}
    grid: Grid = {organization: {year: Cell() for year in years} for organization in names}
    _fill(grid, placed)
    _compare_years(grid, years, stated)
    lines = [Line(organization, name, tuple(grid[organization].values())) for organization, name in names.items()]
    listed = tuple(_listed(grid, year) for year in years)
    return Matrix(years, tuple(sorted(lines, key=lambda line: (alphabetical(line.name), line.id))), listed)


def _fill(grid: Grid, placed: Mapping[str, list[Row]]) -> None:
    for fact in placed["members"]:
        cell = grid[fact["organization"]][fact["year"]]
        cell.listed = True
        cell.roles |= {fact["role"]} - {None}
    for fact in placed["officers"]:
        grid[fact["organization"]][fact["year"]].roles.add(fact["role"])
    for organization in grid:
        for story in stories(fact for fact in placed["awards"] if fact["organization"] == organization):
            grid[organization][story.year or 0].awards[story.status] += 1


def _listed(grid: Grid, year: int) -> int:
    return sum(line[year].listed for line in grid.values())


def _compare_years(grid: Grid, years: tuple[int, ...], stated: Mapping[int, int]) -> None:
    """Note who joined and who is named no more, between years whose members are listed."""
    counted = {year: _listed(grid, year) for year in years}
    whole = {year for year in years if counted[year] >= stated.get(year, FEWEST)}
    lists = [year for year in years if counted[year]]
    for before, year in pairwise(lists):
        for line in grid.values():
            line[year].joined = before in whole and line[year].listed and not line[before].listed
            line[year].gone = year in whole and line[before].listed and not line[year].listed
