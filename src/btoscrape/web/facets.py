"""Floor 4. Facets of a table over what stands in another: the paper of a fact's article, the year and the blocs of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.filters import FilterArguments
from datasette.utils import path_with_added_args, path_with_removed_args
from datasette.utils.asgi import Request

from .asking import Row


@dataclass(frozen=True, slots=True)
class Beyond:
    """A facet: the column whose words name it, its parameter, the values of the rows (`shown`, with `name`), the rows of a value."""

    column: str
    parameter: str
    counts: str
    condition: str


BEYOND = {
    "paper": Beyond(
        "paper",
        "_bao",
        """SELECT articles.paper AS value, (SELECT name FROM papers WHERE key = articles.paper) AS name, count(*) AS count
        FROM ({shown}) AS shown JOIN articles ON articles.id = shown.article WHERE articles.paper IS NOT NULL GROUP BY articles.paper""",
        "article IN (SELECT id FROM articles WHERE paper = :_bao)",
    ),
    "story_paper": Beyond(
        "paper",
        "_bao",
        """SELECT articles.paper AS value, (SELECT name FROM papers WHERE key = articles.paper) AS name, count(*) AS count
        FROM ({shown}) AS shown JOIN articles ON articles.id = coalesce(shown.conferred_article, shown.proposed_article)
        WHERE articles.paper IS NOT NULL GROUP BY articles.paper""",
        "coalesce(conferred_article, proposed_article) IN (SELECT id FROM articles WHERE paper = :_bao)",
    ),
    "published_year": Beyond(
        "published_year",
        "_nam",
        """SELECT substr(published_at, 1, 4) AS value, substr(published_at, 1, 4) AS name, count(*) AS count
        FROM ({shown}) AS shown WHERE published_at IS NOT NULL GROUP BY 1""",
        "published_at >= :_nam AND published_at < :_nam || ':'",
    ),
    "bloc": Beyond(
        "bloc",
        "_khoi",
        """SELECT blocs.id AS value, blocs.name || coalesce(' (' || nullif(blocs.year, 0) || ')', '') AS name, count(*) AS count
        FROM ({shown}) AS shown JOIN article_blocs ON article_blocs.article = shown.id JOIN blocs ON blocs.id = article_blocs.bloc
        GROUP BY blocs.id""",
        "id IN (SELECT article FROM article_blocs WHERE bloc = :_khoi)",
    ),
}


class BeyondFacet(Facet):  # type: ignore[misc]  # datasette ships no types
    """What `{ beyond = NAME }` in tables.toml counts."""

    type = "beyond"

    async def facet_results(self) -> tuple[list[Row], list[str]]:
        """A facet as Datasette's own are; and the names of those that took too long."""
        found: list[Row] = []
        late: list[str] = []
        for config in self.get_configs():
            beyond = BEYOND.get(config["config"]["simple"])
            if beyond and config["source"] == "metadata":
                try:
                    found.append(await self._counted(beyond))
                except QueryInterrupted:
                    late.append(beyond.column)
        return found, late

    async def _counted(self, beyond: Beyond) -> Row:
        size = self.get_facet_size()
        sql = f"{beyond.counts.format(shown=self.sql)} ORDER BY count DESC, value LIMIT {size + 1}"
        limit = self.ds.setting("facet_time_limit_ms")
        counted = (await self.ds.execute(self.database, sql, self.params, truncate=False, custom_time_limit=limit)).rows
        results = [self._value(beyond, row) for row in counted[:size]]
        return {"name": beyond.column, "type": self.type, "hideable": False, "results": results, "truncated": len(counted) > size}

    def _value(self, beyond: Beyond, row: Any) -> Row:  # noqa: ANN401
        asked = {beyond.parameter: str(row["value"])}
        selected = self.request.args.get(beyond.parameter) == asked[beyond.parameter]
        path = (path_with_removed_args if selected else path_with_added_args)(self.request, asked)
        address = self.ds.absolute_url(self.request, self.ds.urls.path(path))
        return {"value": row["value"], "label": row["name"] or row["value"], "count": row["count"], "toggle_url": address, "selected": selected}


def filters(facets: list[Any], request: Request) -> FilterArguments:
    """The conditions that the address asks for by those facets' parameters."""
    names = [facet["beyond"] for facet in facets if isinstance(facet, dict)]
    asked = [BEYOND[name] for name in names if request.args.get(BEYOND[name].parameter)]
    return FilterArguments([beyond.condition for beyond in asked], {beyond.parameter: request.args[beyond.parameter] for beyond in asked})
