"""What pages make of facts: alphabetical order, awards told by several articles, a bloc's matrix, charts."""

from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from btoscrape.web.alphabet import alphabetical, sort_key
from btoscrape.web.awards import in_order
from btoscrape.web.charts import MOST_YEARS, WIDTH, lanes, stacked
from btoscrape.web.matrix import matrix
from btoscrape.web.season import due, lines
from btoscrape.web.stories import stories
from btoscrape.web.told import leaders

IDS = count(1)


def award(status, published, year=2024, authority="UBND tỉnh", award_id="bk", **more):
    row = {"id": next(IDS), "article": next(IDS), "year": year, "award": "Bằng khen", "award_id": award_id, "organization": 1, "story": 1}
    return row | {"authority": authority, "status": status, "published_at": published, "recipient": "Hội A"} | more


def member(organization, year, role=None):
    return {"organization": organization, "name": f"Hội {organization}", "year": year, "role": role}


def test_vietnamese_order_is_letters_first_then_tones():
    ordered = ["3 hội", "an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "bác", "cụm", "da", "đa", "em", "ê", "o", "ô", "ơ", "u", "ư", "y", "ý"]
    assert sorted(sorted(ordered), key=alphabetical) == ordered
    assert sorted(sorted(ordered), key=sort_key) == ordered
    assert alphabetical("UỶ BAN") == alphabetical("ủy ban")


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_names_have_an_order(one, other):
    assert (alphabetical(one) < alphabetical(other)) + (alphabetical(one) > alphabetical(other)) + (alphabetical(one) == alphabetical(other)) == 1


def test_proposed_and_conferred_are_one_story():
    found = stories([award("conferred", "2025-03", authority=None), award("proposed", "2025-01"), award("proposed", "2024", year=2023, story=2)])
    assert [(story.year, story.status, len(story.told)) for story in found] == [(2024, "conferred", 2), (2023, "proposed", 1)]
    assert [row["status"] for row in found[0].told] == ["proposed", "conferred"]
    assert found[0].authority == "UBND tỉnh"


def test_awards_stand_by_year_kind_status_and_the_alphabet():
    told = [(2023, "Hội Luật gia"), (2024, "Hội Luật gia"), (None, "Hội A"), (2024, None), (2024, "Hội Đông y"), (2024, "Hội Dược")]
    rows = [{"id": place, "year": year, "award_id": "bk", "status": "proposed", "recipient": name} for place, (year, name) in enumerate(told)]
    assert [row["id"] for row in sorted(rows, key=in_order)] == [5, 4, 1, 3, 0, 2]


def test_the_matrix_says_who_joined_and_who_is_named_no_more():
    members = [member(1, 2023, "head"), member(2, 2023), member(3, 2023), member(1, 2025), member(3, 2025), member(4, 2025)]
    officers = [{"organization": 4, "name": "Hội 4", "year": 2024, "role": "head"}]
    found = matrix({"members": members, "officers": officers, "awards": [award("conferred", "2025")]}, {2025: 3})
    assert found.years == (2023, 2024, 2025)
    assert found.listed == (3, 0, 3)
    lines = {line.id: line.cells for line in found.lines}
    assert lines[1][0].roles == {"head"}
    assert lines[1][1].awards == {"conferred": 1}
    assert [cell.gone for cell in lines[2]] == [False, False, True]
    assert [cell.joined for cell in lines[4]] == [False, False, True]
    assert not lines[4][1].listed


def test_a_list_shorter_than_the_article_says_proves_nobody_gone():
    members = [*(member(number, 2023) for number in (1, 2, 3)), *(member(number, 2024) for number in (1, 2, 4))]
    short = matrix({"members": members, "officers": [], "awards": []}, {2024: 9})
    assert not any(cell.gone for line in short.lines for cell in line.cells)
    short = matrix({"members": members, "officers": [], "awards": []}, {2023: 9})
    assert not any(cell.joined for line in short.lines for cell in line.cells)


def test_an_article_that_names_the_organisation_alone_means_the_same_leader():
    def led(person, name):
        return {"id": next(IDS), "year": 2025, "role": "head", "organization": 1 if name else None, "person": person, "name": name}

    found = leaders([led("Bà Đào", "Hội A"), led(None, "Hội A"), led("Ông Mận", None)])
    assert [(lead["people"], len(lead["sources"])) for lead in found] == [(["Bà Đào"], 2), (["Ông Mận"], 1)]


@given(
    st.lists(st.tuples(st.integers(1900, 2100).map(str), st.fixed_dictionaries({"a": st.integers(0, 10**6), "b": st.integers(0, 9)})), max_size=30)
)
def test_columns_stay_in_their_picture_and_have_their_share(columns):
    chart = stacked(columns, ("a", "b"))
    shown = columns[-MOST_YEARS:]
    assert len(chart.words) == 2 * len(shown)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= chart.height
    highest = max((sum(counts.values()) for _, counts in shown), default=0)
    assert abs(sum(bar.height for bar in chart.bars) - sum(150 * sum(counts.values()) / (highest or 1) for _, counts in shown)) < 0.01


def test_a_lane_has_a_mark_for_each_thing_of_a_year():
    chart = lanes(range(2021, 2024), [("awards", {2021: ["conferred", "proposed"], 2023: ["conferred"]}), ("members", {2022: ["member"]})])
    assert [bar.kind for bar in chart.bars] == ["conferred", "proposed", "conferred", "member"]
    assert chart.bars[0].x == chart.bars[1].x < chart.bars[3].x < chart.bars[2].x
    assert max(bar.y + bar.height for bar in chart.bars) <= chart.height
    assert [word.text for word in chart.words] == ["2021", "2022", "2023", "awards", "members"]


@pytest.mark.parametrize(
    ("stage", "today", "state"),
    [
        ("ký kết giao ước", date(2025, 1, 1), "open"), ("ký kết giao ước", date(2025, 5, 1), "late"), ("sơ kết", date(2025, 5, 31), "early"),
        ("tổng kết", date(2025, 10, 1), "early"), ("tổng kết", date(2026, 2, 28), "open"), ("tổng kết", date(2026, 3, 1), "late"),
    ],
)  # fmt: skip
def test_a_meeting_is_due_in_its_season(stage, today, state):
    assert due(stage, 2025, today) == state


def test_a_bloc_of_the_year_before_is_awaited():
    blocs = [{"id": 1, "province": "A", "key": "khoi 1", "year": 2025}, {"id": 2, "province": "A", "key": "khoi 1", "year": 2024}]
    blocs.append({"id": 3, "province": "A", "key": "khoi 2", "year": 2024})
    found = lines(blocs, [{"bloc": 1, "event": "tổng kết"}, {"bloc": 2, "event": "sơ kết"}], 2025)
    assert [(line.bloc["id"], line.known, list(line.meetings)) for line in found] == [(1, True, ["tổng kết"]), (3, False, [])]
