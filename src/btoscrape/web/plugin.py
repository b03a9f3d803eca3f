"""Floor 4. The Datasette plug-in. It is loaded into every Datasette of the environment and acts only where it is configured."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datasette import hookimpl

from .metadata import PLUGIN

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment

HERE = Path(__file__).parent
F = TypeVar("F", bound=Callable[..., Any])


def hook(function: F) -> F:
    """The function marked as a plug-in hook; Datasette's marker has no types."""
    marked: F = hookimpl(function)
    return marked


def configured(datasette: Datasette) -> bool:
    """Whether this Datasette serves an archive of ours."""
    return bool(datasette.plugin_config(PLUGIN))


@hook
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Our templates before Datasette's, and the words they need.

    Not a `templates` folder: Datasette would take that one into every instance, configured or not.
    """
    if configured(datasette):
        from .wording import extend

        extend(env, HERE / "html", datasette)


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: Any, datasette: Datasette) -> None:  # noqa: ANN401
    """In SQL `fold(text)`, by which names are found whatever their accents, and `alphabetical(text)`, by which they are sorted.

    Last, since `escape_fts(text)`, by which Datasette searches a table, is another function here: our index has words of its own.
    """
    if configured(datasette):
        from ..archive.search import fts_query
        from ..text import fold
        from .alphabet import sort_key

        conn.create_function("escape_fts", 1, lambda typed: fts_query(typed) or '""', deterministic=True)
        conn.create_function("alphabetical", 1, sort_key, deterministic=True)
        conn.create_function("fold", 1, lambda value: fold(value) if isinstance(value, str) else value, deterministic=True)


@hook
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]] | None:
    """Our pages, before Datasette's own."""
    if not configured(datasette):
        return None
    from .routes import routes

    config = datasette.plugin_config(PLUGIN)
    return routes(public=config["public"], index=config["index"], assets=HERE / "assets")


@hook
def register_facet_classes() -> list[type]:
    """Facets over other tables; they count only what our configuration names."""
    from .facets import BeyondFacet

    return [BeyondFacet]


@hook
def filters_from_request(request: Any, table: str, datasette: Datasette) -> Any:  # noqa: ANN401
    """The conditions that those facets lead to."""
    if not configured(datasette):
        return None
    from .facets import filters
    from .metadata import tables

    return filters(tables().get(table, {}).get("facets", []), request)


@hook
def asgi_wrapper(datasette: Datasette) -> Callable[..., Any] | None:
    """Headers that keep a page to itself, and the language switch."""
    if not configured(datasette):
        return None
    from .asgi import Guarded

    return partial(Guarded, index=datasette.plugin_config(PLUGIN)["index"])


@hook
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Any:  # noqa: ANN401
    """Our page for errors, in the reader's language; programs that ask for JSON get Datasette's answer."""
    if not configured(datasette) or request.path.endswith(".json"):
        return None
    from .mishaps import mishap

    return mishap(datasette, request, exception)


@hook
def render_cell(row: Any, value: Any, column: str, table: str, datasette: Datasette) -> str | None:  # noqa: ANN401
    """Cells of the tables: names that lead to our pages."""
    if not configured(datasette) or not table:
        return None
    from .cells import cell

    return cell(datasette.urls, table, row, value, column)
