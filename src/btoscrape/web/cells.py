"""Floor 4. How a cell of a table page looks: an article, bloc or organisation leads to its own page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

PAGES = {"article": "/bai/{}", "bloc": "/khoi/{}", "organization": "/to-chuc/{}"}
LINK = Markup('<a href="{}">{}</a>')


def cell(urls: Any, row: Any, value: Any, column: str) -> str | None:  # noqa: ANN401
    """The cell's markup, every text escaped; None leaves it to Datasette. `value` is {value, label} for a named reference."""
    page = PAGES.get(column)
    if isinstance(value, int) and page:
        return LINK.format(urls.path(page.format(value)), value)
    if not isinstance(value, dict):
        return None
    if column == "evidence" and "article" in row.keys():  # noqa: SIM118  # a row, not a dict
        article = row["article"]["value"] if isinstance(row["article"], dict) else row["article"]
        return LINK.format(urls.path(f"/bai/{article}#e{value['value']}"), value["label"])
    return LINK.format(urls.path(page.format(value["value"])), value["label"]) if page else None
