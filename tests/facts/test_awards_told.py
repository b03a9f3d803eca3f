"""Who gets an award, in ways of writing beyond the gold files: each with one that looks like it and says something else."""

import pytest

from btoscrape.facts import article_from_text, read_facts

FLAG, PRAISE = "emulation-flag", "commendation"
TWO = [(FLAG, "Sở Y tế", None), (FLAG, "Sở Nội vụ", None)]


def awards(said):
    told = read_facts(article_from_text({"text": f"Khối thi đua số 4 tổng kết năm 2023. {said}"})).awards
    return [(one.award_id, one.recipient, one.recipient_count) for one in told]


@pytest.mark.parametrize(
    "said",
    [
        "Sở Y tế và Sở Nội vụ được suy tôn là hai đơn vị xuất sắc nhất để đề nghị UBND tỉnh xét tặng Cờ thi đua.",
        "Hội nghị suy tôn Sở Y tế, Sở Nội vụ và đề nghị UBND tỉnh tặng Cờ thi đua cho hai đơn vị này.",
        "Cao điểm nhất là Sở Y tế và Sở Nội vụ. Hai đơn vị này được đề nghị tặng Cờ thi đua.",
        "Khối đề nghị tặng Cờ thi đua của UBND tỉnh (02 đơn vị): Sở Y tế, Sở Nội vụ.",
        "Sở Y tế, Sở Nội vụ lần thứ ba liên tiếp nhận Cờ thi đua.",
    ],
)
def test_the_recipients_are_named(said):
    assert awards(said) == TWO


def test_more_are_meant_than_are_named():
    assert awards("Sở Y tế dẫn đầu. Hai đơn vị này được đề nghị tặng Cờ thi đua.") == [(FLAG, None, 2)]


@pytest.mark.parametrize("joint", [" và", ",", ";"])
def test_who_gives_the_next_award_does_not_get_the_last(joint):
    said = f"Khối đề nghị UBND tỉnh tặng Cờ thi đua cho Sở Y tế{joint} Liên đoàn Lao động tỉnh tặng Bằng khen cho Sở Nội vụ."
    assert awards(said) == [(FLAG, "Sở Y tế", None), (PRAISE, "Sở Nội vụ", None)]


def test_the_unit_that_came_first_and_who_gives_the_next():
    said = "Sở Y tế xếp thứ nhất. Khối đề nghị Chính phủ tặng Cờ thi đua cho đơn vị thứ nhất, UBND tỉnh tặng Bằng khen cho Sở Nội vụ."
    assert awards(said) == [(FLAG, "Sở Y tế", None), (PRAISE, "Sở Nội vụ", None)]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Khối có 3/9 đơn vị được tặng Cờ thi đua.", 3),
        ("Khối có 9/9 đơn vị được tặng Cờ thi đua.", 9),
        ("Kết quả: Cờ thi đua: 4; Bằng khen: 5.", 4),
    ],
)
def test_how_many_got_it(said, count):
    assert awards(said)[0] == (FLAG, None, count)


def test_a_decisions_number_gets_no_award():
    assert awards("Hội nghị công bố Quyết định số 613/QĐ-UBND tặng Cờ thi đua cho Sở Y tế.") == TWO[:1]


def test_the_short_form_of_a_body_is_a_name():
    assert awards("UBND tỉnh tặng Cờ thi đua cho Sở Y tế, NHCSXH.") == [TWO[0], (FLAG, "NHCSXH", None)]


def test_the_rest_of_those_proposed_are_proposed():
    told = read_facts(
        article_from_text({"text": "Khối thi đua số 4 tổng kết năm 2023. Sở Y tế được đề nghị tặng Cờ thi đua. Ba đơn vị còn lại nhận Bằng khen."})
    )
    assert [award.status for award in told.awards] == ["proposed", "proposed"]


def test_names_behind_what_they_are_praised_for():
    said = "Khối đề nghị tặng Cờ thi đua cho 2 đơn vị có thành tích tiêu biểu xuất sắc, gồm: Sở Y tế, Sở Nội vụ."
    assert awards(said) == TWO
    assert awards("Khối đề nghị tặng Cờ thi đua cho 2 đơn vị có thành tích xuất sắc.") == [(FLAG, None, 2)]


@pytest.mark.parametrize("of", ["của các đơn vị", "thuộc các địa phương trong khối"])
def test_people_of_the_units(of):
    assert awards(f"Có 5 cán bộ {of} được tặng Bằng khen.") == [(PRAISE, None, 5)]


@pytest.mark.parametrize(
    "said",
    [
        "Sở Y tế vinh dự là một trong ba đơn vị được tặng Cờ thi đua.",
        "Sở Y tế đã được UBND tỉnh ghi nhận, tặng Cờ thi đua.",
    ],
)
def test_one_recipient_among_others(said):
    assert awards(said) == TWO[:1]
