"""The engine against labelled articles: no field falls below its recorded level, and every fact is proved to the letter."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from btoscrape.extract import rows_of
from btoscrape.facts import article_from_text, evaluate, read_facts, to_json

GOLD = Path(__file__).parents[1] / "gold"
LEVELS = {
    "patterns": {"bloc": 1.0, "event": 1.0, "event_date": 1.0, "members": 1.0, "member_count": 1.0, "awards": 1.0, "officers": 1.0},
    "articles": {"bloc": 1.0, "event": 1.0, "event_date": 1.0, "members": 1.0, "member_count": 1.0, "awards": 1.0, "officers": 1.0},
    "reworded": {"bloc": 1.0, "event": 1.0, "event_date": 1.0, "members": 1.0, "member_count": 1.0, "awards": 1.0, "officers": 1.0},
    "sample": {"bloc": 0.99, "event": 1.0, "event_date": 1.0, "members": 0.98, "member_count": 1.0, "awards": 0.99, "officers": 0.99},
    "newsrooms": {"bloc": 0.98, "event": 1.0, "event_date": 1.0, "members": 0.97, "member_count": 0.98, "awards": 0.99, "officers": 0.98},
    "provinces": {"bloc": 1.0, "event": 1.0, "event_date": 1.0, "members": 0.96, "member_count": 1.0, "awards": 0.97, "officers": 0.97},
    "desks": {"bloc": 1.0, "event": 1.0, "event_date": 1.0, "members": 0.91, "member_count": 0.89, "awards": 0.86, "officers": 0.9},
    "almanacs": {"bloc": 0.95, "event": 1.0, "event_date": 0.98, "members": 1.0, "member_count": 1.0, "awards": 0.99, "officers": 0.99},
    "bulletins": {"bloc": 0.98, "event": 1.0, "event_date": 1.0, "members": 0.98, "member_count": 0.97, "awards": 0.99, "officers": 0.98},
    "reports": {"bloc": 1.0, "event": 1.0, "event_date": 1.0, "members": 0.93, "member_count": 0.98, "awards": 0.99, "officers": 0.98},
    "heldout": {"bloc": 0.96, "event": 0.97, "event_date": 0.97, "members": 0.88, "member_count": 0.91, "awards": 0.91, "officers": 0.94},
}
"""F1 as measured with this engine, rounded down; raise them with it."""


@pytest.mark.parametrize("name", LEVELS)
def test_no_field_falls_below_its_level(name):
    report = evaluate(rows_of(GOLD / f"{name}.jsonl"))
    assert report.unproved == 0
    assert {field: report.scores(field)[2] for field, level in LEVELS[name].items() if report.scores(field)[2] < level} == {}


def test_the_sample_article_is_read_exactly(shared):
    report = evaluate(rows_of(shared / "seed" / "expected.jsonl"))
    assert report.errors == ()
    assert report.headline == 1.0


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Khối thi đua 8 tổng kết năm 2024. Khối đề nghị tặng Cờ thi đua cho Hội Đông y; Hội Luật gia làm Khối trưởng năm 2025.", [2024]),
        ("Khối thi đua 8 tổng kết năm 2024. Hội Đông y được UBND tỉnh tặng Bằng khen.", [2024]),
        ("Khối thi đua 8 tổng kết năm 2024. Ông Lê Văn Nam được tặng Huân chương Lao động hạng Ba.", [None]),
        ("Khối thi đua 8 tổng kết năm 2024. Trong năm, ông Lê Văn Nam được tặng Huân chương Lao động hạng Ba.", [2024]),
        ("Khối thi đua 8 ký giao ước năm 2025. Hội Đông y được UBND tỉnh tặng Bằng khen năm 2024; Hội Luật gia nhận Bằng khen.", [2024, 2024]),
        ("Khối thi đua 8 ký giao ước năm 2025. Hội Đông y được UBND tỉnh tặng Bằng khen.", [None]),
    ],
)
def test_the_year_of_an_award_is_told_or_the_meetings(text, years):
    """The shared script compares no years of awards: what is proposed for 2024 must not become the next head's 2025."""
    assert [award.year for award in read_facts(article_from_text({"text": text})).awards] == years


def test_a_title_has_no_authority_but_its_own():
    text = "Khối thi đua 8 họp. UBND tỉnh tặng Bằng khen cho Hội Đông y; 5 cá nhân đạt Chiến sĩ thi đua cơ sở; Hội Luật gia nhận Bằng khen."
    assert [award.authority for award in read_facts(article_from_text({"text": text})).awards] == ["UBND tỉnh", None, "UBND tỉnh"]


def test_the_sample_articles_awards_are_of_the_year_under_review(shared):
    (row,) = rows_of(shared / "seed" / "expected.jsonl")
    told = read_facts(article_from_text(row | {"text": (shared / "seed" / "article.txt").read_text(encoding="utf-8")}))
    assert {award.year for award in told.awards} == {2024}


@pytest.mark.parametrize("name", LEVELS)
def test_our_scores_are_those_of_the_shared_script(name, shared, tmp_path):
    rows = list(rows_of(GOLD / f"{name}.jsonl"))
    told = [{"id": row["id"], **to_json(read_facts(article_from_text(row)))} for row in rows]
    (tmp_path / "p.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in told), encoding="utf-8")
    command = [sys.executable, shared / "gold" / "score.py", GOLD / f"{name}.jsonl", tmp_path / "p.jsonl", "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert evaluate(rows).to_json() == theirs
