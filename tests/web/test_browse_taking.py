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
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries(get("/khen-thuong.atom"))]
    assert all(get(link.removeprefix("http://localhost").partition("#")[0]).status_code == 200 for link in links)


@pytest.fixture
def libreoffice(tmp_path):
    """A function that converts files with LibreOffice, and gives the folder of what it made."""
    if SOFFICE is None:
        pytest.skip("needs LibreOffice (Debian: libreoffice-calc-nogui)")

    def convert(files, form, *options):
        out = tmp_path / form.partition(":")[0]
        command = [SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", *options, "--convert-to", form, "--outdir", out]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=120, env=os.environ | {"LC_ALL": "C.UTF-8"})
        return out

    return convert


EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
COMMAS = "--infilter=CSV:44,34,76"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_libreoffice_reads_each_file(get, archive_file, ids, tmp_path, libreoffice, form):
    """Letters, dates and numbers of rows are those of the archive."""
    organization = ids("organizations", "name", "Hội Làm vườn")
    paths = {name: f"/tai-ve/{name}" for name in ("awards", "members", "articles")} | {"org": f"/to-chuc/{organization}"}
    files = [tmp_path / f"{name}.{form}" for name in paths]
    for file, path in zip(files, paths.values(), strict=True):
        file.write_bytes(get(f"{path}.{form}").content)
    options = [COMMAS] if form == "csv" else []
    made = libreoffice(files, EVERY_SHEET, *options)
    with Archive.open(archive_file, readonly=True) as archive:
        counts = {table: archive.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("awards", "members", "articles")}
    for name, count in counts.items():
        (file,) = made.glob(f"{name}-*.csv")
        read = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
        assert len(read) == count
        column = "Tiêu đề" if name == "articles" else "Câu trích"
        assert [row[column] for row in read] == [row[column] for row in cells(get(f"/tai-ve/{name}.csv"))]
    assert len(list(made.glob("org-*.csv"))) == (6 if form == "xlsx" else 1)
    flat = (libreoffice(files[:1], "fods", *options) / "awards.fods").read_text()
    assert flat.count('office:date-value="2025-01-09T08:40:00') == flat.count('office:date-value="2024-01-09T08:40:00') == 3


def test_json_is_for_programs(get):
    row = json.loads(get("/tai-ve/awards.json?year=2024").text)["awards"][0]
    assert {"award", "award_id", "status", "quote", "article_url", "retrieved_at", "page_digest"} <= set(row)
    assert row["status"] in ("proposed", "conferred")
    assert get("/tai-ve/khen-thuong-theo-to-chuc.csv?" + urlencode({"ten": "Thủy lợi"})).text.count("Hội Thủy lợi") == 2
