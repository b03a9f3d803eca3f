"""The words of the pages: each in both languages, each used, none missing."""

import re
from pathlib import Path

import pytest

import btoscrape.web
from btoscrape.web.strings import catalog, day, day_of, minute, number

WEB = Path(btoscrape.web.__file__).parent
WRITTEN = "\n".join(path.read_text(encoding="utf-8") for path in (*WEB.rglob("*.html"), *WEB.glob("*.py")))


def test_every_word_stands_in_both_languages():
    for group, entries in catalog("strings.toml").items():
        for name, entry in entries.items():
            assert set(entry) == {"vi", "en"}, (group, name)
    described = catalog("tables.toml")
    for entry in (*described["tables"].values(), *described["queries"].values()):
        for wording in (entry["title"], entry.get("description", {}), *entry.get("columns", {}).values()):
            assert set(wording) in (set(), {"vi", "en"}), entry["title"]


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
