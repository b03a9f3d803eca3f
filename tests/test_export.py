"""Exports as people open them: the same rows in every format, on every run, with no cell that acts."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archived import article, facts, store
from btoscrape.archive import Archive
from btoscrape.export import export
from btoscrape.sheets import FORMULA_STARTS

TABLES = ("articles", "blocs", "members", "awards", "officers", "events", "stories", "ledger", "memberships", "leaders", "versions", "known")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def made(archive, table, form):
    out = io.BytesIO()
    return export(archive, table, form, out), out.getvalue()


def cells(table):
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        for number in (100001, 100002):
            store(archive, number=number)
        yield archive


@pytest.mark.parametrize("table", TABLES)
def test_all_formats_hold_the_same_rows(archive, table):
    count, as_csv = made(archive, table, "csv")
    header, *rows = cells(as_csv)
    as_json = json.loads(made(archive, table, "json")[1])
    as_lines = [json.loads(line) for line in made(archive, table, "jsonl")[1].splitlines()]
    assert as_json == as_lines
    assert [list(row) for row in as_json] == [header] * count
    assert [["" if value is None else str(value) for value in row.values()] for row in as_json] == rows
    assert made(archive, table, "xlsx")[0] == count == len(rows) > 0


def test_what_was_known_on_a_day(run, archive, tmp_path):
    """Both articles were captured on 2025-01-09."""
    now, then, before = (
        cells(run("export", "known", *more, "--db", tmp_path / "a.db").out.encode())[1:]
        for more in ((), ("--on", "2025-01-09"), ("--on", "2025-01-08"))
    )
    assert now == then != []
    assert before == []
    assert run("export", "awards", "--on", "2025-01-08", "--db", tmp_path / "a.db").code == 2


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_every_run_gives_the_same_bytes(archive, form):
    assert made(archive, "awards", form) == made(archive, "awards", form)


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_its_header(tmp_path, table):
    with Archive.open(tmp_path / "empty.db") as archive:
        count, as_csv = made(archive, table, "csv")
        assert (count, cells(as_csv)) == (0, [archive.columns(table)])
        assert json.loads(made(archive, table, "json")[1]) == []
        assert made(archive, table, "jsonl")[1] == b""
        assert made(archive, table, "xlsx")[1].startswith(b"PK")


def test_csv_is_as_spreadsheets_want_it(archive):
    _, table = made(archive, "awards", "csv")
    assert table.startswith("\ufeffaward,authority,recipient,".encode())
    assert table.count(b"\r\n") == len(cells(table))


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
STARTS = st.sampled_from([*sorted(FORMULA_STARTS), " =", "\u00a0+", "\n@", "'", '"', ""])


@settings(max_examples=50)
@given(start=STARTS, text=TEXT)
@example("=", 'HYPERLINK("http://x.vn","x")')
@example("-", "2+3")
@example("", "a\r\nb\rc,;\t\"d'")
def test_any_text_comes_back_from_csv_and_none_is_a_formula(tmp_path_factory, start, text):
    title = start + text
    with Archive.open(tmp_path_factory.mktemp("any") / "a.db") as archive:
        store(archive, article(title, ("Thân bài.",)), replace(facts(article().body), members=(), awards=(), officers=()))
        _, table = made(archive, "articles", "csv")
    cell = cells(table)[1][0]
    assert cell in (title, "'" + title)
    assert cell[:1] not in FORMULA_STARTS
    assert cell.lstrip()[:1] not in FORMULA_STARTS


def test_numbers_stay_numbers(archive):
    rows = json.loads(made(archive, "awards", "json")[1])
    assert [row["recipient_count"] for row in rows] == [None, 2, None, 2]
    assert rows[0]["year"] == 2024


def sheet(book):
    """{cell: (type, style, value)} of an Excel file's only sheet, texts looked up."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        names = parts.namelist()
        shared = [] if "xl/sharedStrings.xml" not in names else ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        texts = ["".join(item.itertext()) for item in shared]
        tree = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    found = {}
    for cell in tree.iter(f"{SHEET}c"):
        assert cell.find(f"{SHEET}f") is None, "a formula"
        value = "".join(cell.itertext())
        found[cell.get("r")] = texts[int(value)] if cell.get("t") == "s" else value if cell.get("t") else float(value)
    return found


def test_excel_cells_are_texts_numbers_and_dates_and_never_formulas(tmp_path):
    with Archive.open(tmp_path / "b.db") as archive:
        store(archive, article("=1+1"))
        _, book = made(archive, "articles", "xlsx")
        found = sheet(book)
        columns = archive.columns("articles")
    named = {column: found.get(f"{chr(65 + place)}2") for place, column in enumerate(columns)}
    assert [found[f"{chr(65 + place)}1"] for place in range(len(columns))] == columns
    assert named["title"] == "=1+1"
    assert named["url"] == "https://bao.vn/tin-100001.html"
    assert named["published_at"] == pytest.approx(45666 + (8 * 60 + 40) / 1440)  # 9 January 2025, 8:40, as Excel counts days
    assert named["event_date"] == 45665
    assert named["retrieved_at"] == pytest.approx(45666 + (15 * 60 + 40) / 1440, abs=1e-4)  # 8:40 UTC on Vietnam's clock


def test_a_time_that_excel_does_not_know_stays_text(tmp_path):
    with Archive.open(tmp_path / "b.db") as archive:
        store(archive, article(published=article().published.replace(year=1)))
        assert sheet(made(archive, "articles", "xlsx")[1])["B2"] == "0001-01-09T08:40:00+07:00"
