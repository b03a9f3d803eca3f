"""The ways to the same results: by weight where few articles match, by date where very many do."""

import asyncio

import pytest

from btoscrape.archive.search import fts_query
from btoscrape.web import build
from btoscrape.web.search import FILTERS, MOST_RANKED, ids_of_page


@pytest.mark.parametrize("typed", ["hòa thuận", "hoa thuan"])
@pytest.mark.parametrize("page", [1, 3, 7])
@pytest.mark.parametrize("filters", [{}, {"bao": "bsl"}])
def test_very_many_matches_give_the_newest_just_as_few_do(archive_file, filters, page, typed):
    asked = dict.fromkeys([*FILTERS, "xep"], "") | {"q": typed, "match": fts_query(typed), "xep": "moi"} | filters
    datasette = build(archive_file)
    few, many = (asyncio.run(ids_of_page(datasette, asked, counted, page)) for counted in (129, MOST_RANKED + 1))
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()
    assert few == many
    assert len(few) == min(20, 129 - (page - 1) * 20)
