"""The words of the pages: each in both languages, each used, none missing."""

import re
from pathlib import Path

import pytest

import btoscrape.web
from btoscrape.catalog.doubts import kinds
from btoscrape.catalog.load import builtin
from btoscrape.web.strings import catalog, day, day_of, doubt, minute, number

WEB = Path(btoscrape.web.__file__).parent
WRITTEN = "\n".join(path.read_text(encoding="utf-8") for path in (*WEB.rglob("*.html"), *WEB.glob("*.py")))


def test_every_word_stands_in_both_languages():
    words = catalog("strings.toml")
    for group in set(words) - {"table", "query", "doubt"}:
        for name, entry in words[group].items():
            assert set(entry) == {"vi", "en"}, (group, name)
    for entry in (*words["table"].values(), *words["query"].values()):
        for wording in (entry["title"], entry.get("about", {}), *entry.get("columns", {}).values()):
            assert set(wording) in (set(), {"vi", "en"}), entry["title"]


def test_every_doubt_is_said_in_english_with_the_same_details():
    """The archive says it in Vietnamese."""
    told = {name: set(re.findall(r"{(\w+)}", entry["en"])) for name, entry in catalog("strings.toml")["doubt"].items()}
    assert told == {name: set(re.findall(r"{(\w+)}", kind.message)) for name, kind in kinds().items()}
    assert set(told) <= set(catalog("strings.toml")["kind"])
    details = '{"bloc": "Khối 3", "year": 2024, "award": "Bằng khen", "status": "conferred", "values": "2, 3"}'
    assert doubt("en", "award-counts-differ", details, "…") == "Khối 3, 2024: articles give different numbers of Bằng khen conferred: 2, 3."
    assert doubt("vi", "award-counts-differ", details, "Khối 3 …") == "Khối 3 …"


def test_every_kind_of_award_has_its_words():
    assert set(builtin("awards.toml")) <= set(catalog("strings.toml")["kind_of_award"])


def test_all_words_stand_in_one_file():
    """What Datasette is told of tables and queries has none of its own; nor have templates and code."""
    letters = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)
    assert not letters.search((WEB / "tables.toml").read_text(encoding="utf-8"))
    for page in WEB.rglob("*.html"):
        assert not letters.search(page.read_text(encoding="utf-8")), page.name
    described = catalog("tables.toml")
    assert set(described["tables"]) == set(catalog("strings.toml")["table"])
    assert set(described["queries"]) == set(catalog("strings.toml")["query"])
    assert set(described["values"].values()) <= set(catalog("strings.toml"))


def test_words_in_both_languages_are_filled_in_alike():
    for name, entry in catalog("strings.toml")["text"].items():
        assert set(re.findall(r"{(\w+)}", entry["vi"])) == set(re.findall(r"{(\w+)}", entry["en"])), name


def test_every_word_is_used_and_none_is_missing():
    known = set(catalog("strings.toml")["text"])
    asked = set(re.findall(r"\bt\(\s*\"(\w+)\"", WRITTEN)) | set(re.findall(r"\bt\('(\w+)'", WRITTEN))
    assert asked <= known
    said = set(re.findall(r"[\"'](\w+)[\"']", WRITTEN))
    assert known - said - {name for name in known if name.startswith("error_")} == set()


def test_english_pages_have_english_words(get):
    for path in ("/", "/lich", "/khen-thuong", "/to-chuc", "/nguoi", "/du-lieu/awards", "/du-lieu/ai-dung-dau", "/khong-co"):
        page = get(path, cookies={"lang": "en"}).text
        assert '<html lang="en">' in page
        for word in ("Tìm kiếm", "Tải về", "Kho báo", "dòng<", "Mỗi dòng", "Năm<"):
            assert word not in page, (path, word)


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", ["1.234.567", "9/1/2025", "9/1/2025 08:40", "9/1"]), ("en", ["1,234,567", "9 January 2025", "9 January 2025 08:40", "9 January"])],
)
def test_numbers_and_dates_have_local_form(language, said):
    at = "2025-01-09T01:40:00Z"
    assert [number(language, 1234567), day(language, at), minute(language, at), day_of(language, 2025, at)] == said
