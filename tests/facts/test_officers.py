"""Offices, people and days that an article tells of in other ways than the gold files: each with one that looks like it and says something else."""

import pytest

from btoscrape.facts import article_from_text, read_facts


def told(said, **more):
    return read_facts(article_from_text({"text": f"Khối thi đua số 4 tổng kết năm 2023. {said}", "published": "2023-12-20T08:00:00+07:00"} | more))


def officers(said):
    return [(one.role, one.person or one.organization, one.year) for one in told(said).officers]


@pytest.mark.parametrize(
    "said",
    [
        "Là Khối trưởng, Sở Y tế đã chuẩn bị chu đáo.",
        "Với vai trò Khối trưởng, Sở Y tế đã chuẩn bị chu đáo.",
        "Nắm vai trò Khối trưởng năm 2023, Sở Y tế đã chuẩn bị chu đáo.",
        "Đơn vị Khối trưởng năm 2023, Sở Y tế, báo cáo kết quả.",
        "Khối trưởng Sở Y tế chủ trì hội nghị.",
    ],
)
def test_a_role_that_opens_a_sentence_is_its_subjects(said):
    assert officers(said) == [("head", "Sở Y tế", 2023)]


@pytest.mark.parametrize(
    "said",
    ["Theo Khối trưởng, Sở Y tế đã chuẩn bị chu đáo.", "Khối trưởng, Sở Y tế và Sở Nội vụ cùng dự.", "Khối trưởng cảm ơn Sở Y tế."],
)
def test_who_only_stands_near_a_role_does_not_hold_it(said):
    assert officers(said) == []


@pytest.mark.parametrize("day", ["1/1/2024", "1.1.2024", "01-01-2024"])
def test_an_office_begins_with_a_day_of_its_year(day):
    assert officers(f"Từ {day}, Sở Nội vụ làm Khối trưởng.") == [("head", "Sở Nội vụ", 2024)]


def test_a_person_with_the_body_in_brackets_gets_the_award():
    said = "UBND tỉnh tặng Bằng khen cho ông Lê Văn Nam (Sở Y tế) và bà Trần Thị Hoa (Sở Nội vụ)."
    assert [award.recipient for award in told(said).awards] == ["Lê Văn Nam", "Trần Thị Hoa"]
    assert [award.recipient for award in told("Sở Y tế (Khối trưởng) được UBND tỉnh tặng Bằng khen.").awards] == ["Sở Y tế"]


def test_who_is_proposed_to_be_recognised_as_something():
    said = "Khối đề nghị công nhận Sở Y tế là Tập thể lao động xuất sắc."
    assert [(award.recipient, award.status) for award in told(said).awards] == [("Sở Y tế", "proposed")]
    assert told("Ai cũng biết Sở Y tế là Tập thể lao động xuất sắc.").awards == ()


def test_a_day_ends_with_its_line():
    article = article_from_text({"text": "Khối thi đua số 4 sơ kết vào ngày 24-6.\n13 đơn vị dự.", "published": "2015-06-26T08:00:00+07:00"})
    assert str(read_facts(article).event_date) == "2015-06-24"


@pytest.mark.parametrize(("name", "number"), [("Khối TĐ 5", "5"), ("Cụm TĐ số 3", "3"), ("Khối thi đua thứ 8", "8")])
def test_a_bloc_may_be_abbreviated_or_counted(name, number):
    article = article_from_text({"text": f"Sáng 18/12, {name} tổng kết năm 2023."})
    assert [(bloc.name, bloc.number) for bloc in read_facts(article).blocs] == [(name, number)]


@pytest.mark.parametrize(
    ("said", "authority"),
    [
        ("Tại hội nghị, UBND tỉnh trao Bằng khen cho Sở Y tế.", "UBND tỉnh"),
        ("Sở Y tế được UBND tỉnh ký quyết định tặng Bằng khen.", "UBND tỉnh"),
        ("Khối đề nghị UBND tỉnh xét, tặng Bằng khen cho Sở Y tế.", "UBND tỉnh"),
        ("Sở Nội vụ, UBND tỉnh trao Bằng khen cho Sở Y tế.", None),
    ],
)
def test_who_gives_may_stand_behind_time_and_place(said, authority):
    assert [award.authority for award in told(said).awards] == [authority]
