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
    "sample": {"bloc": 0.99, "event": 1.0, "event_date": 1.0, "members": 0.98, "member_count": 0.98, "awards": 0.99, "officers": 0.99},
    "newsrooms": {"bloc": 0.98, "event": 1.0, "event_date": 1.0, "members": 0.97, "member_count": 0.98, "awards": 0.98, "officers": 0.98},
    "provinces": {"bloc": 1.0, "event": 1.0, "event_date": 1.0, "members": 0.96, "member_count": 1.0, "awards": 0.97, "officers": 0.97},
    "desks": {"bloc": 0.99, "event": 1.0, "event_date": 1.0, "members": 0.88, "member_count": 0.84, "awards": 0.85, "officers": 0.89},
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


@pytest.mark.parametrize("name", LEVELS)
def test_our_scores_are_those_of_the_shared_script(name, shared, tmp_path):
    rows = list(rows_of(GOLD / f"{name}.jsonl"))
    told = [{"id": row["id"], **to_json(read_facts(article_from_text(row)))} for row in rows]
    (tmp_path / "p.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in told), encoding="utf-8")
    command = [sys.executable, shared / "gold" / "score.py", GOLD / f"{name}.jsonl", tmp_path / "p.jsonl", "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert evaluate(rows).to_json() == theirs
