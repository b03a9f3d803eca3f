"""Several articles on one award: one story of dated steps, each with its proofs."""

from dataclasses import replace

import pytest

from archived import LINES, article, facts, proof, store
from btoscrape.models import Award, Bloc, Facts

FLAG = "Cờ thi đua"
DAYS = {"proposed": (2025, 1, 9), "conferred": (2025, 3, 20), "unknown": (2025, 2, 1)}
BLOC = Bloc("Khối thi đua 8", "khối", "8", 2024)


def tell(archive, number, status="proposed", recipient="Hội Người mù tỉnh", bloc=BLOC, authority="UBND tỉnh", year=2024, **more):
    """An article that tells of one award and nothing else."""
    text = article(number=number)
    text = replace(text, published=text.published.replace(*DAYS[status]))
    values = {"award": FLAG, "award_id": "co-thi-dua", "recipient_kind": "collective"} | more
    award = Award(evidence=proof(text.body, LINES[1]), status=status, authority=authority, recipient=recipient, year=year, **values)
    store(archive, text, Facts(blocs=(bloc,) if bloc else (), awards=(award,)), number=number)


def stories(archive):
    return list(archive.rows("stories"))


def test_proposed_in_january_and_conferred_in_march_is_one_story_of_two_steps(archive):
    tell(archive, 100002, "conferred", "Hội Người mù", bloc=None, authority="Chủ tịch UBND tỉnh")
    tell(archive, 100001)
    [story] = stories(archive)
    assert (story["status"], story["articles"], story["level"], story["bloc"]) == ("conferred", 2, "province", "Khối thi đua 8")
    assert (story["proposed_date"], story["proposed_url"]) == ("2025-01-09", "https://bao.vn/tin-100001.html")
    assert (story["conferred_date"], story["conferred_url"]) == ("2025-03-20", "https://bao.vn/tin-100002.html")
    assert archive.db.execute("SELECT count(*), count(DISTINCT story) FROM awards").fetchone() == (2, 1)


def test_the_day_of_the_meeting_counts_where_it_is_told(archive):
    text = article()
    store(archive, text, facts(text.body))
    assert {story["proposed_date"] for story in stories(archive)} == {"2025-01-08"}


@pytest.mark.parametrize(
    "other",
    [
        {"recipient": "Hội Đông y"},
        {"year": 2023},
        {"award_id": "commendation", "award": "Bằng khen"},
        {"authority": "Chính phủ"},
        {"bloc": Bloc("Khối thi đua 9", "khối", "9", 2024)},
        {"recipient": "Lê Thị Mai", "recipient_kind": "individual"},
        {"recipient": None, "recipient_count": 1},
    ],
)
def test_another_award_is_another_story(archive, other):
    tell(archive, 100001)
    tell(archive, 100002, **other)
    assert len(stories(archive)) == 2


@pytest.mark.parametrize(
    "same",
    [
        {"recipient": "Hội người mù"},
        {"authority": None},
        {"bloc": None},
        {"bloc": Bloc("Khối thi đua số 08", "khối", "08", 2024)},
        {"bloc": Bloc("Khối thi đua 5", "khối", "5", 2025)},
        {"award": "Cờ thi đua xuất sắc"},
    ],
)
def test_the_same_award_in_other_words_is_the_same_story(archive, same):
    tell(archive, 100001)
    tell(archive, 100002, **same)
    assert [story["articles"] for story in stories(archive)] == [2]


def test_an_unknown_authority_joins_none_where_two_are_known(archive):
    for number, authority in enumerate(("UBND tỉnh", "Chính phủ", None)):
        tell(archive, 100001 + number, authority=authority)
    assert sorted(str(story["level"]) for story in stories(archive)) == ["None", "government", "province"]


def test_what_parts_a_story_may_come_later_and_go_again(archive):
    for number, authority in enumerate((None, "UBND tỉnh", "Chính phủ")):
        tell(archive, 100001 + number, authority=authority)
    assert len(stories(archive)) == 3
    tell(archive, 100003, authority="UBND tỉnh")
    assert [story["articles"] for story in stories(archive)] == [3]


@pytest.mark.parametrize("unknown", [{"year": None}, {"recipient": None}, {"recipient": None, "recipient_count": 3, "bloc": None}])
def test_what_is_unknown_joins_nothing(archive, unknown):
    for number in (100001, 100002):
        tell(archive, number, **unknown)
    assert [story["articles"] for story in stories(archive)] == [1, 1]


def test_a_count_in_one_bloc_and_year_is_one_story(archive):
    for number in (100001, 100002):
        tell(archive, number, recipient=None, recipient_count=3)
    assert [(story["recipient_count"], story["articles"]) for story in stories(archive)] == [(3, 2)]


def test_a_person_in_one_province_is_one_recipient(archive):
    for number, name in ((100001, "Lê Thị Mai"), (100002, "LÊ THỊ MAI")):
        tell(archive, number, recipient=name, recipient_kind="individual")
    assert [story["articles"] for story in stories(archive)] == [2]


def test_a_story_ends_with_its_last_fact(archive):
    tell(archive, 100001)
    store(archive, article(), Facts())
    assert stories(archive) == []
    archive.prune()
    assert archive.counts()["organizations"] == archive.counts()["blocs"] == 0


def test_an_article_without_a_date_dates_no_step(archive):
    text = replace(article(), published=None)
    store(archive, text, replace(facts(text.body), event_date=None))
    assert {story["proposed_date"] for story in stories(archive)} == {None}
    tell(archive, 100002)
    assert next(story for story in stories(archive) if story["award"] == FLAG)["proposed_date"] == "2025-01-09"
