"""People with posts, numbered decisions and ranks: what the ledger and the stories join articles by."""

from datetime import date

import pytest

from btoscrape.facts import article_from_text, read_facts


def facts(text):
    """What one passage says."""
    return read_facts(article_from_text({"text": text}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Khối thi đua 8 họp. Ông Lê Văn Tuấn, Tỉnh ủy viên, Giám đốc Sở Nội vụ chủ trì.",
            [("Lê Văn Tuấn", "Tỉnh ủy viên", None), ("Lê Văn Tuấn", "Giám đốc", "Sở Nội vụ")],
        ),
        ("Phó Chủ tịch UBND tỉnh Trần Đình Thuận dự hội nghị của Khối thi đua 8.", [("Trần Đình Thuận", "Phó Chủ tịch", "UBND tỉnh")]),
        ("Đồng chí Y Nhim - Chủ tịch Hội LHPN tỉnh, Trưởng khối thi đua phát biểu.", [("Y Nhim", "Chủ tịch", "Hội LHPN tỉnh")]),
        ("Khối thi đua 8 gồm Sở Y tế và Sở Nội vụ.", []),
    ],
)
def test_people_with_their_posts(text, told):
    assert [(person.name, person.post, person.organization) for person in facts(text).people] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Quyết định số 1200/QĐ-UBND ngày 5/1/2024 tặng Cờ thi đua cho Sở Y tế.", [("1200/QĐ-UBND", date(2024, 1, 5))]),
        ("Theo Quyết định 09/2022/QĐ-UBND, các khối thi đua họp.", [("09/2022/QĐ-UBND", None)]),
        ("Quyết định số 361/QĐ-BTP ngày 14 tháng 2 năm 2020 về Khối thi đua 3.", [("361/QĐ-BTP", date(2020, 2, 14))]),
        ("Quyết định số 12/QĐ-UBND ngày 31/2/2020 về Khối thi đua 3.", [("12/QĐ-UBND", None)]),
        ("Khối thi đua 8 có 8/8 đơn vị hoàn thành nhiệm vụ.", []),
    ],
)
def test_numbered_decisions_with_their_day(text, told):
    assert [(decision.number, decision.issued) for decision in facts(text).decisions] == told


def test_a_decision_told_twice_is_one_with_two_proofs():
    (decision,) = facts("Quyết định số 7/QĐ-UBND về khối thi đua. Theo Quyết định 7/QĐ-UBND, khối có 5 đơn vị.").decisions
    assert len(decision.repeats) == 1


def test_ranks_and_who_the_first_is():
    told = facts("Khối thi đua 8: Sở Y tế xếp thứ nhất, Sở Nội vụ xếp thứ nhì. Khối đề nghị UBND tỉnh tặng Cờ thi đua cho đơn vị xếp thứ nhất.")
    assert [(rank.rank, rank.organization) for rank in told.ranks] == [(1, "Sở Y tế"), (2, "Sở Nội vụ")]
    assert [(award.award, award.recipient, award.status) for award in told.awards] == [("Cờ thi đua", "Sở Y tế", "proposed")]
