"""`extract --explain`: each fact beside its rule and its sentence, and nothing of the page that a terminal would obey."""

import json
import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archived import MORE, YES, article, facts, more_facts, proof
from btoscrape.explain import TERMINAL, explained
from btoscrape.models import Award, Facts, Verdict
from btoscrape.reading import Reading
from btoscrape.text import harmless

TEXT = article(lines=("Khối thi đua 8 họp.", *article().body.split("\n"), MORE))


def lines(told, text=TEXT, **more):
    return list(explained("tin", Reading(text, told, YES), **more))


def test_each_fact_stands_beside_its_rule_and_its_sentence():
    shown = lines(more_facts(TEXT.body))
    assert shown[0] == "tin: Khối thi đua 8 tổng kết"
    assert "about emulation: yes because of “khối thi đua”" in shown[1]
    assert shown[2:4] == ["  bloc: name Khối thi đua 8, kind khối, number 8, year 2024", "  article: event tổng kết, date 2025-01-08, members 3"]
    place = shown.index("  rank: rank 1, organization Hội Người mù, year 2024  [ranks.first]")
    at = TEXT.body.index(MORE)
    assert shown[place + 1] == f"    {at}–{at + len(MORE)}: ⟦{MORE}⟧"
    for kind in ("member", "award", "officer", "person", "decision"):
        assert any(line.startswith(f"  {kind}: ") for line in shown)


def test_a_fact_told_twice_shows_both_places_in_their_lines():
    shown = lines(facts(TEXT.body))
    [place] = [number for number, line in enumerate(shown) if line.startswith("  officer")]
    assert "⟦Hội Đông y tỉnh được bầu làm Khối trưởng năm 2025.⟧" in shown[place + 1]
    assert "gồm Hội Người mù, ⟦Hội Đông y⟧, Hội Luật gia" in shown[place + 2]


def test_a_terminal_gets_its_own_marks():
    assert any(f"{TERMINAL[0]}{MORE}{TERMINAL[1]}" in line for line in lines(more_facts(TEXT.body), marks=TERMINAL))


def test_an_article_without_facts_says_so():
    shown = list(explained("tin", Reading(TEXT, Facts(), Verdict("no"))))
    assert shown[1].endswith("about emulation: no")
    assert shown[2:] == ["  no facts"]


def test_a_page_can_neither_steer_the_terminal_nor_forge_a_mark():
    evil = "\x1b]0;x\x07 ⟦Cờ⟧ \u202egnab\u2066 \x9b31m\tz"
    text = article("\x1b[2J", (evil, "x"))
    shown = lines(Facts(awards=(Award("Cờ\x1b", "co", proof(text.body, "Cờ"), "conferred"),)), text)
    assert all(line.isprintable() for line in shown)
    assert shown[-1].endswith(": �]0;x� [⟦Cờ⟧] �gnab� �31m z")


@given(st.text())
def test_any_text_becomes_one_harmless_line(text):
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in shown)


def test_the_command_explains_files_and_rows(run, tmp_path):
    sentence = "UBND tỉnh tặng Bằng khen cho Hội Người mù tỉnh."
    (tmp_path / "tin.txt").write_text(f"Tựa\n{sentence}\n", encoding="utf-8")
    (tmp_path / "tin.jsonl").write_text(json.dumps({"id": "a1", "title": "Tựa", "text": sentence}) + "\n", encoding="utf-8")
    for arguments, name in (([tmp_path / "tin.txt"], "tin"), (["--jsonl", tmp_path / "tin.jsonl"], "a1")):
        result = run("extract", "--explain", *arguments)
        assert result.code == 0, result.err
        assert result.out.startswith(f"{name}: Tựa\n")
        assert "award: award Bằng khen" in result.out
        assert "⟦" in result.out
    assert run("extract", "--explain", tmp_path / "tin.txt", tmp_path / "none.txt").code == 2


def test_the_layout_is_named_with_its_years():
    layouts = [list(explained("tin", Reading(replace(TEXT, layout=name), Facts(), Verdict("no"))))[2] for name in ("binhthuan-print", "generic")]
    assert layouts == ["  layout binhthuan-print, known of articles of 2017–2020", "  layout generic"]
