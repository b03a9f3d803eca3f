"""Floor 4. How a cell of a table page looks: an article, bloc or organisation leads to its own page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from .marks import clipped
from .metadata import DATABASE

PAGES = {"article": "/bai/{}", "bloc": "/khoi/{}", "organization": "/to-chuc/{}"}
"""By the last word of a column that refers to such a row."""
OWN = {("articles", "title"): "/bai/{}", ("blocs", "name"): "/khoi/{}", ("organizations", "name"): "/to-chuc/{}"}
"""The columns of a table that call its rows by name."""
CALLED = {
    "article": "SELECT title, '/bai/' || id FROM articles WHERE id = ?",
    "bloc": "SELECT name || coalesce(' (' || nullif(year, 0) || ')', ''), '/khoi/' || id FROM blocs WHERE id = ?",
    "organization": "SELECT name, '/to-chuc/' || id FROM organizations WHERE id = ?",
    "evidence": "SELECT quote, '/bai/' || article || '#e' || id FROM evidence WHERE id = ?",
}
"""What a referred row is called and where it is shown, by the same last word; a row's own page gets bare numbers from Datasette."""
LINK = Markup('<a href="{}">{}</a>')


async def references(datasette: Any, row: Any) -> dict[str, str]:  # noqa: ANN401
    """The markup of a row's cells that refer to others, by column."""
    found: dict[str, str] = {}
    for cell in row:
        sql = CALLED.get(cell["column"].rpartition("_")[2])
        named = (await datasette.get_database(DATABASE).execute(sql, [cell["raw"]])).first() if sql and isinstance(cell["raw"], int) else None
        if named:
            found[cell["column"]] = LINK.format(datasette.urls.path(named[1]), named[0])
    return found


def cell(urls: Any, table: str, row: Any, value: Any, column: str) -> str | None:  # noqa: ANN401
    """The cell's markup, every text escaped; None leaves it to Datasette. `value` is {value, label} for a named reference."""
    page = PAGES.get(column.rpartition("_")[2])
    if isinstance(value, int) and page:
        return LINK.format(urls.path(page.format(value)), value)
    if isinstance(value, str) and (table, column) in OWN and "id" in row.keys():  # noqa: SIM118  # a row, not a dict
        return LINK.format(urls.path(OWN[table, column].format(row["id"])), value)
    if not isinstance(value, dict):
        return None
    if column == "evidence" and "article" in row.keys():  # noqa: SIM118
        article = row["article"]["value"] if isinstance(row["article"], dict) else row["article"]
        return LINK.format(urls.path(f"/bai/{article}#e{value['value']}"), clipped(value["label"], None))
    if column == "paper":
        return escape(value["label"])
    return LINK.format(urls.path(page.format(value["value"])), value["label"]) if page else None
