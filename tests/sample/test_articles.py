"""The invented newspaper is well formed, and every label of its gold file stands literally in its text."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import btoscrape.sample

FOLDER = Path(btoscrape.sample.__file__).parent / "articles"
GOLD = Path(__file__).parents[1] / "gold" / "sample.jsonl"
YEARS = (2021, 2022, 2023, 2024, 2025)
SECTIONS = {
    "thoi-su",
    "chinh-tri/xay-dung-dang",
    "chinh-tri/mat-tran-doan-the",
    "kinh-te",
    "xa-hoi/giao-duc",
    "xa-hoi/y-te",
    "van-hoa-the-thao",
    "phap-luat",
}
SHORT = {
    "Tập thể lao động xuất sắc": ("TTLĐXS",),
    "Bằng khen": ("BK",),
    "Giấy khen": ("GK",),
    "Chiến sĩ thi đua cơ sở": ("CSTĐCS",),
    "Chiến sĩ thi đua cấp tỉnh": ("CSTĐ cấp tỉnh",),
    "Lao động tiên tiến": ("LĐTT",),
    "Cờ thi đua": ("CTĐ",),
}
WORDS = {1: "một", 2: "hai", 3: "ba", 4: "bốn", 5: "năm", 6: "sáu", 7: "bảy", 8: "tám", 9: "chín"}

FILES = {year: tomllib.loads((FOLDER / f"{year}.toml").read_text(encoding="utf-8"))["article"] for year in YEARS}
ARTICLES: list[dict[str, Any]] = [article for year in YEARS for article in FILES[year]]
ROWS: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").split("\n") if line]
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])


def block_text(line: str) -> str:
    return line.split("|", 1)[1] if line.startswith("!") else line.removeprefix("## ")


def text_of(article: dict[str, Any]) -> str:
    """Dateline and summary, then each block: captions without their file name, subheads without their mark."""
    blocks = [article["dateline"] + article["summary"], *map(block_text, article["body"].split("\n"))]
    return "\n".join(block for block in (" ".join(b.split()) for b in blocks) if block)


def hay(row: dict[str, Any]) -> str:
    return f"{row['title']}\n{row['text']}".lower()


def spread(name: str, text: str) -> bool:
    """The name in one piece, or in two or three: "các ban A, B Tỉnh ủy" holds "Ban A Tỉnh ủy"."""
    words = name.lower().split()
    ends = range(1, len(words) + 1)
    cuts = ((words[:i], words[i:j], words[j:]) for i in ends for j in ends if i <= j)
    return any(all(" ".join(piece) in text for piece in pieces) for pieces in cuts)


def counted(number: int, text: str) -> bool:
    return any(form in text for form in (str(number), f"{number:02}", WORDS.get(number, str(number))))


def test_ids_and_times_grow_together() -> None:
    ids = [article["id"] for article in ARTICLES]
    times = [article["published"] for article in ARTICLES]
    assert ids == sorted(set(ids))
    assert times == sorted(set(times))
    assert all(100_000 <= i <= 999_999 for i in ids)


@pytest.mark.parametrize("year", YEARS)
def test_a_file_holds_its_year(year: int) -> None:
    assert len(FILES[year]) >= 20
    assert {article["published"].year for article in FILES[year]} == {year}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
def test_an_article_has_what_a_page_needs(article: dict[str, Any]) -> None:
    assert isinstance(article["published"], datetime)
    assert article["published"].tzinfo is None
    assert article["section"] in SECTIONS
    assert article["style"] in {"g2", "g2b", "g1", "migrated"}
    assert article["title"] == article["title"].strip()
    assert article["summary"].strip()
    assert article["author"] == article["author"].strip()
    assert isinstance(article["tags"], list)
    lines = article["body"].strip("\n").split("\n")
    assert len(lines) >= 2
    assert all(line.strip() for line in lines)
    assert all(line.count("|") == 1 and line[1:].split("|")[0].strip().endswith(".jpg") for line in lines if line[0] == "!")


def test_the_newspaper_is_varied() -> None:
    days = {article["published"].day for article in ARTICLES}
    assert min(days) <= 12 < max(days)
    assert any(article["published"].strftime("%H:%M") == "00:05" for article in ARTICLES)
    assert {article["section"] for article in ARTICLES} == SECTIONS
    assert {article["style"] for article in ARTICLES} == {"g2", "g2b", "g1", "migrated"}
    assert any(not article["author"] for article in ARTICLES)
    assert any(not article["dateline"] for article in ARTICLES)
    assert any("\u00a0" in article["body"] for article in ARTICLES)


def test_enough_of_every_kind() -> None:
    blocs = [row for row in ROWS if row["negative"] is None]
    assert len(ARTICLES) >= 100
    assert len(blocs) >= 55
    assert len(ARTICLES) - len(blocs) >= 35
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 60


@rows
def test_a_gold_row_repeats_its_article(row: dict[str, Any]) -> None:
    article = next(a for a in ARTICLES if f"s{a['id']}" == row["id"])
    assert row["text"] == text_of(article)
    assert row["title"] == article["title"]
    assert row["author"] == article["author"]
    assert row["published"] == article["published"].isoformat() + "+07:00"


@rows
def test_a_negative_row_has_no_bloc(row: dict[str, Any]) -> None:
    gold = row["gold"]
    assert (gold["bloc"] is None) == (row["negative"] is not None)
    if row["negative"]:
        assert not gold["members"]
        assert not gold["officers"]
        assert gold["member_count"] is None


@rows
def test_every_name_stands_in_the_text(row: dict[str, Any]) -> None:
    text, gold = hay(row), row["gold"]
    names = [award[key] for award in gold["awards"] for key in ("recipient", "authority") if award[key]]
    names += [officer["name_or_org"] for officer in gold["officers"]]
    names += [bloc["name"] for bloc in gold.get("blocs", [gold["bloc"]]) if bloc]
    assert [name for name in names if name.lower() not in text] == []
    assert [name for name in gold["members"] if not spread(name, text)] == []


@rows
def test_every_award_and_number_stands_in_the_text(row: dict[str, Any]) -> None:
    text, gold = hay(row), row["gold"]
    for award in gold["awards"]:
        forms = (award["award"], *SHORT.get(award["award"], ()))
        assert any(form.lower() in text for form in forms), award
        assert (award["recipient"] is None) == (award["recipient_count"] is not None), award
        assert award["recipient_count"] is None or counted(award["recipient_count"], text), award
        assert award["status"] in {"proposed", "conferred", "unknown"}
    assert gold["member_count"] is None or counted(gold["member_count"], text)


@rows
def test_every_year_is_the_texts_or_the_papers(row: dict[str, Any]) -> None:
    gold = row["gold"]
    known = f"{hay(row)} {row['published']} {gold['event_date']}"
    years = [fact["year"] for fact in (*gold["awards"], *gold["officers"], *filter(None, [gold["bloc"]]))]
    assert [year for year in years if year and str(year) not in known] == []


def test_whoever_is_elected_is_head_the_next_year() -> None:
    heads: dict[int, set[str]] = {}
    for row in ROWS:
        if row["negative"] is None and row["gold"]["bloc"]["name"] == "Khối thi đua 8":
            for officer in row["gold"]["officers"]:
                if officer["role"] == "head" and officer["name_or_org"].endswith("tỉnh"):
                    heads.setdefault(officer["year"], set()).add(officer["name_or_org"])
    assert set(heads) >= {2021, 2022, 2023, 2024, 2025, 2026}
    assert all(len(units) == 1 for units in heads.values())
