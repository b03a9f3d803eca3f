"""What one takes along: every row, once, with names, dates, quote and source; feeds; a spreadsheet program reads it all."""

import csv
import io
import json
import os
import shutil
import subprocess
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from btoscrape.archive import Archive

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ATOM = "{http://www.w3.org/2005/Atom}"
FACTS = ("awards", "members", "officers", "articles", "blocs")


def cells(answer):
    assert answer.status_code == 200, answer.text
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("table", [*FACTS, "award_stories", "organizations", "captures", "runs", "papers", "pages", "evidence"])
def test_a_table_is_taken_whole(get, table):
    count = get(f"/du-lieu/{table}.json?_size=0").json()["filtered_table_rows_count"]
    assert count > 0
    assert len(cells(get(f"/tai-ve/{table}.csv"))) == count
    assert len(get(f"/tai-ve/{table}.json").json()[table]) == count


@pytest.mark.parametrize("filters", ["year=2024", "status=conferred&year=2023", "award__contains=khen&_sort=award", "bloc__notnull=1", "year=1"])
def test_a_filtered_table_is_taken_as_it_is_shown(get, filters):
    shown = [row[0] for row in get(f"/du-lieu/awards.json?{filters}&_size=max").json()["rows"]]
    assert [row["key"] for row in get(f"/tai-ve/awards.json?{filters}").json()["awards"]] == shown
    assert len(cells(get(f"/tai-ve/awards.csv?{filters}"))) == len(shown)


def test_a_searched_table_is_taken_as_it_is_shown(get):
    rows = cells(get("/tai-ve/articles.csv?_search=tổng+kết"))
    assert sorted(row["Tiêu đề"] for row in rows) == ["Khối thi đua 3 tổng kết năm 2023", "Khối thi đua 3 tổng kết năm 2024"]


def test_rows_have_names_dates_and_their_source(get):
    row = next(row for row in cells(get("/tai-ve/awards.csv?year=2024&status=proposed")) if row["Người nhận"] == "Hội Làm vườn")
    assert row["Khối, cụm"] == "Khối thi đua 3"
    assert row["Tình trạng"] == "được đề nghị"
    assert row["Đăng lúc"] == "2025-01-09 08:40:00"
    assert row["Lưu lúc"] == "2026-01-02 07:00:00"
    assert row["Địa chỉ bài"] == "https://bsl.example/khoi-3-2024.html"
    assert row["Câu trích"].startswith("Hội nghị đề nghị UBND tỉnh tặng Cờ thi đua")
    assert row["Mã băm bản lưu"].startswith("sha1:")
    english = get("/tai-ve/awards.csv?year=2024", cookies={"lang": "en"})
    assert {row["Status"] for row in cells(english)} == {"proposed", "conferred"}


@pytest.mark.parametrize("table", ["award_stories", "awards", "members", "officers"])
def test_every_row_has_its_sentence_and_its_source(get, table):
    for row in cells(get(f"/tai-ve/{table}.csv")):
        assert all(row[column] for column in ("Câu trích", "Bài báo", "Địa chỉ bài", "Lưu lúc", "Mã băm bản lưu")), row


def test_an_award_is_proved_by_the_step_it_came_to(get, ids):
    row = cells(get("/tai-ve/award_stories.csv?year=2024&status=conferred"))[0]
    assert (row["Người nhận"], row["Địa chỉ bài"]) == ("Hội Thủy lợi", row["Địa chỉ bài nói được tặng"])
    assert "Hội Thủy lợi được UBND tỉnh tặng Bằng khen" in row["Câu trích"]
    told = get(f"/to-chuc/{ids('organizations', 'name', 'Hội Làm vườn')}.json").json()["award_stories"]
    assert [row["year"] for row in told] == [2024, 2023]


def test_an_organisations_page_is_taken_with_all_its_facts(get, ids):
    organization = ids("organizations", "name", "Hội Làm vườn")
    told = get(f"/to-chuc/{organization}.json").json()
    assert {kind: len(found) for kind, found in told.items() if found} == {"award_stories": 2, "awards": 2, "officers": 2, "members": 3}
    assert len(cells(get(f"/to-chuc/{organization}.csv"))) == 9
    assert {row["Dữ kiện"] for row in cells(get(f"/to-chuc/{organization}.csv"))} >= {"Khen thưởng", "Thành viên khối, cụm"}


def test_each_page_is_taken_with_its_own_facts(get, ids):
    article = get(f"/bai/{ids('articles', 'title', 'Khối thi đua 3 tổng kết năm 2024')}.json").json()
    assert {kind: len(found) for kind, found in article.items() if found} == {"awards": 3, "officers": 1, "members": 3}
    bloc = get(f"/khoi/{ids('blocs', 'year', 2024)}.json").json()
    assert len(bloc["members"]) == 3
    assert {row["year"] for row in bloc["officers"]} == {2024, 2025}
    person = get("/nguoi.json", params={"ten": "Lê Thị Đào"}).json()
    assert len(person["officers"]) == 2
    found = get("/tim-kiem.json?q=khoi&nam=2025").json()["articles"]
    assert [row["title"] for row in found] == ["Khối thi đua 3 tổng kết năm 2024"]


@pytest.mark.parametrize("path", ["/to-chuc/999999.xlsx", "/khoi/0.csv", "/tai-ve/sqlite_master.csv", "/tai-ve/khong-co.xlsx", "/tai-ve/awards.pdf"])
def test_what_is_not_there_can_not_be_taken(get, path):
    assert get(path).status_code == 404


def test_the_name_of_the_file_says_what_it_is(get, ids):
    told = get(f"/to-chuc/{ids('organizations', 'name', 'Hội Đông y')}.xlsx").headers["content-disposition"]
    assert told == "attachment; filename=\"hoi-dong-y.xlsx\"; filename*=UTF-8''H%E1%BB%99i%20%C4%90%C3%B4ng%20y.xlsx"


def test_hostile_text_is_no_formula_and_no_header(get, ids):
    organization = ids("organizations", "key", "script alert 1 script nhay img src x onerror alert 2")
    answer = get(f"/to-chuc/{organization}.csv")
    assert "\n" not in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert cells(answer)


def entries(answer):
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    assert answer.headers["content-type"].startswith("application/atom+xml")
    for name in ("title", "id", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    found = root.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == len(found)
    assert all(entry.find(f"{ATOM}author/{ATOM}name").text for entry in found)
    return found


def test_feeds_tell_of_new_awards_and_articles(get, ids):
    organization, bloc = ids("organizations", "name", "Hội Làm vườn"), ids("blocs", "year", 2023)
    assert len(entries(get("/bai.atom"))) == 50
    assert [entry.findtext(f"{ATOM}title") for entry in entries(get(f"/to-chuc/{organization}/khen-thuong.atom"))] == [
        "Cờ thi đua của UBND tỉnh: Hội Làm vườn (được đề nghị)"
    ] * 2
    assert len(entries(get(f"/to-chuc/{organization}/bai.atom"))) == 3
    assert len(entries(get(f"/khoi/{bloc}/bai.atom"))) == 3
    assert len(entries(get(f"/khoi/{bloc}/khen-thuong.atom"))) == 6
    assert get("/to-chuc/999999/bai.atom").status_code == 404
    assert all("/thay-doi" in entry.find(f"{ATOM}link").get("href") for entry in entries(get("/thay-doi.atom")))
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries(get("/khen-thuong.atom"))]
    assert all(get(link.removeprefix("http://localhost").partition("#")[0]).status_code == 200 for link in links)


OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def sheets(file):
    """The rows of each sheet of a flat OpenDocument file (OpenDocument 1.3, part 3, 9.1): of each cell the date, else its text."""
    found = []
    for sheet in ElementTree.parse(file).iter(f"{TABLE}table"):
        rows = []
        for row in sheet.iter(f"{TABLE}table-row"):
            cells = []
            for cell in row:
                said = cell.get(f"{OFFICE}date-value") or "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
                cells += [said] * (int(cell.get(f"{TABLE}number-columns-repeated", 1)) if said or len(row) < 99 else 1)
            if any(cells):
                rows.append(cells)
        found.append(rows)
    return found


@pytest.fixture(scope="module")
def libreoffice(get, archive_file, tmp_path_factory):
    """What LibreOffice makes of an Excel and a CSV file of each table: sheets by the name of the file."""
    if SOFFICE is None:
        pytest.skip("needs LibreOffice (Debian: libreoffice-calc-nogui)")
    folder = tmp_path_factory.mktemp("office")
    with Archive.open(archive_file, readonly=True) as archive:
        organization = archive.db.execute("SELECT id FROM organizations WHERE name = 'Hội Làm vườn'").fetchone()[0]
    paths = {name: f"/tai-ve/{name}" for name in TAKEN} | {"org": f"/to-chuc/{organization}"}
    found = {}
    for form, option in {"xlsx": [], "csv": ["--infilter=CSV:44,34,76"]}.items():
        files = [folder / f"{name}-{form}.{form}" for name in paths]
        for file, path in zip(files, paths.values(), strict=True):
            file.write_bytes(get(f"{path}.{form}").content)
        command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *option, "--convert-to", "fods"]
        environment = os.environ | {"LC_ALL": "C.UTF-8"}
        subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=120, env=environment)
        found |= {file.stem: sheets(file.with_suffix(".fods")) for file in files}
    return found


TAKEN = ("awards", "members", "articles")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_libreoffice_reads_each_file(get, libreoffice, form):
    """Letters, dates and numbers of rows are those of the archive."""
    for name in TAKEN:
        ours = cells(get(f"/tai-ve/{name}.csv"))
        heading, *rows = libreoffice[f"{name}-{form}"][0]
        assert heading[: len(ours[0])] == list(ours[0])
        assert len(rows) == len(ours)
        column = "Tiêu đề" if name == "articles" else "Câu trích"
        assert [row[heading.index(column)] for row in rows] == [row[column] for row in ours]
    assert len(libreoffice[f"org-{form}"]) == (6 if form == "xlsx" else 1)
    heading, *rows = libreoffice[f"awards-{form}"][0]
    days = [row[heading.index("Đăng lúc")] for row in rows]
    assert sum(day.startswith("2025-01-09T08:40:00") for day in days) == sum(day.startswith("2024-01-09T08:40:00") for day in days) == 3


def test_json_is_for_programs(get):
    row = json.loads(get("/tai-ve/awards.json?year=2024").text)["awards"][0]
    assert {"award", "award_id", "status", "quote", "article_url", "retrieved_at", "page_digest"} <= set(row)
    assert row["status"] in ("proposed", "conferred")
    assert get("/tai-ve/khen-thuong-theo-to-chuc.csv?" + urlencode({"ten": "Thủy lợi"})).text.count("Hội Thủy lợi") == 2
