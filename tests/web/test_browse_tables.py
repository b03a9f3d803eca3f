"""Datasette's own pages on the archive: names for numbers, labels, and no row lost or repeated."""

import csv
import io
import re

import pytest

from btoscrape.archive import Archive
from btoscrape.web.metadata import tables
from btoscrape.web.strings import catalog


def paged(get, table, query=""):
    """The ids of a table's rows, page after page."""
    found, following = [], f"/du-lieu/{table}.json?_size=100&_nofacet=1&_nocount=1&{query}"
    for _ in range(100):
        answer = get(following).json()
        found += [row[0] for row in answer["rows"]]
        if not answer["next_url"]:
            return found
        following = answer["next_url"].removeprefix("http://localhost")
    raise AssertionError("the pages have no end")


def streamed(get, table, query=""):
    rows = csv.reader(io.StringIO(get(f"/du-lieu/{table}.csv?_stream=on&_size=20&{query}").text))
    return [int(row[0]) for row in rows if row[0] != "id"]


def columns(archive_file, table):
    with Archive.open(archive_file, readonly=True) as archive:
        return [row[1] for row in archive.db.execute(f"PRAGMA table_info({table})")]


WITH_ID = [
    name
    for name in tables()
    if name not in ("article_blocs", "article_tags", "organization_names", "repeats", "walks", "papers", "copies", "event_articles")
]


@pytest.mark.parametrize("table", WITH_ID)
def test_every_table_is_whole_paged_and_streamed(get, archive_file, table):
    with Archive.open(archive_file, readonly=True) as archive:
        expected = [row[0] for row in archive.db.execute(f"SELECT id FROM {table} ORDER BY id")]
    assert get(f"/du-lieu/{table}.json?_size=0").json()["filtered_table_rows_count"] == len(expected)
    assert sorted(paged(get, table)) == expected
    assert sorted(streamed(get, table)) == expected


@pytest.mark.parametrize("table", ["articles", "captures"])
def test_every_order_is_whole(get, archive_file, table):
    """An index on a repeated column made Datasette lose rows: `articles.published_at`, downwards."""
    expected = list(range(1, 134))
    for column in columns(archive_file, table):
        for order in ("_sort", "_sort_desc"):
            assert sorted(paged(get, table, f"{order}={column}")) == expected, (order, column)
    assert sorted(streamed(get, table, "_sort_desc=paper")) == expected


def test_an_order_with_a_filter_over_an_index_is_whole(get):
    assert len(set(paged(get, "captures", "page__gt=3&_sort_desc=status"))) == 130


@pytest.mark.parametrize("view", ["export_articles", "export_awards"])
def test_flat_tables_are_whole(get, view):
    answer = get(f"/du-lieu/{view}.json?_size=max").json()
    rows = list(csv.reader(io.StringIO(get(f"/du-lieu/{view}.csv?_stream=on&_size=20").text)))
    assert len({row[-1] for row in rows[1:]}) == len(answer["rows"]) == len(rows) - 1 > 0


def test_foreign_keys_show_names_and_lead_to_our_pages(get):
    page = get("/du-lieu/awards?year=2024").text
    assert re.search(r'<a href="/khoi/\d+">Khối thi đua 3</a>', page)
    assert re.search(r'<a href="/to-chuc/\d+">Hội Làm vườn</a>', page)
    assert re.search(r'<a href="/bai/\d+#e\d+">Hội nghị đề nghị UBND tỉnh', page)
    assert ">Tình trạng" in page
    assert "được đề nghị" in page


def test_rows_lead_to_the_pages_of_what_they_are(get):
    assert re.search(r'<a href="/bai/\d+">Khối thi đua 3 họp</a>', get("/du-lieu/articles?_sort=id").text)
    assert re.search(r'<a href="/to-chuc/\d+">Hội Đông y</a>', get("/du-lieu/organizations").text)
    assert "col-rule" not in get("/du-lieu/awards").text
    assert "col-rule" in get("/du-lieu/awards?_col=rule").text
    assert "Quy tắc đọc" in get("/du-lieu/awards/1").text


def test_articles_are_searched_in_their_table(get):
    assert "<b>2 dòng</b>" in get("/du-lieu/articles?_search=tong+ket").text
    assert "<b>2 dòng</b>" in get("/du-lieu/articles?_search=tổng+kết").text
    assert "<b>0 dòng</b>" in get("/du-lieu/articles?_search=tổng+kêt").text
    assert "<b>0 dòng</b>" in get("/du-lieu/articles?_search=((*").text
    assert "<b>3 dòng</b>" in get("/du-lieu/articles?_search_title=khoi").text


def test_facets_and_filters_have_labels(get):
    page = get("/du-lieu/awards").text
    for name in ("Năm", "Tình trạng", "Khối, cụm", "Khen thưởng", "Báo"):
        assert re.search(rf'<h2 id="facet-\d">{name}</h2>', page)
    assert "Lọc và sắp xếp" in page
    assert ">được đề nghị</a> 2</li>" in page


@pytest.mark.parametrize(
    ("table", "asked", "count", "facet"),
    [
        ("awards", "_bao=bsl", 7, "Báo Sơn Lam Online"), ("members", "_bao=bsl&year=2024", 3, "Báo Sơn Lam Online"), ("awards", "_bao=khac", 0, ""),
        ("award_stories", "_bao=bsl", 4, "Báo Sơn Lam Online"), ("articles", "_nam=2025", 1, "2025"),
        ("articles", "_khoi=1", 1, r"Khối thi đua 3 \(2023\)"),
        ("articles", "_nam=%27", 0, ""), ("papers", "_bao=khac", 1, ""),
    ],
)  # fmt: skip
def test_facets_reach_beyond_their_table(get, table, asked, count, facet):
    """The paper of a fact's article, the year and the bloc of an article; also in what is taken along."""
    page = get(f"/du-lieu/{table}?{asked}").text
    assert f"<b>{count} dòng</b>" in page
    assert not facet or re.search(rf"<li><b>{facet}</b> {count} <a href=\"[^\"]+\">bỏ</a>", page)
    assert len(get(f"/tai-ve/{table}.json?{asked}").json()[table]) == count


def test_ready_made_queries_run(get):
    for name in catalog("tables.toml")["queries"]:
        answer = get(f"/du-lieu/{name}.json?ten=&_shape=array")
        assert answer.status_code == 200, name
        assert answer.json(), name


def test_inner_tables_are_out_of_the_list(get):
    page = get("/du-lieu").text
    assert not re.search(r'href="/du-lieu/(_sqlite|articles_fts|repeats|walks)', page)
    assert 'href="/du-lieu/awards"' in page


def test_every_table_and_column_has_its_words(get, archive_file):
    with Archive.open(archive_file, readonly=True) as archive:
        names = [row[0] for row in archive.db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    shown = [name for name in names if not name.startswith(("articles_fts_", "sqlite_"))]
    assert set(shown) <= set(catalog("tables.toml")["tables"])
    used = set().union(*(columns(archive_file, name) for name in shown if not name.startswith(("_", "articles_fts"))))
    assert used <= set(catalog("strings.toml")["column"])


def test_a_row_has_labels_times_and_links(get):
    page = get("/du-lieu/awards/1").text
    assert re.search(r'<dt>Bài báo</dt><dd><a href="/bai/\d+">', page)
    assert "<dd>được đề nghị</dd>" in page
    assert re.search(r'<dt>Khối, cụm</dt><dd><a href="/khoi/\d+">Khối thi đua 3 \(2023\)</a></dd>', page)
    assert re.search(r'<dt>Câu trích</dt><dd><a href="/bai/\d+#e\d+">Hội nghị đề nghị', page)
    capture = get("/du-lieu/captures/1").text
    assert "<dd>2/1/2026 07:00</dd>" in capture
    assert 'href="/du-lieu/articles?capture=1"' in capture
