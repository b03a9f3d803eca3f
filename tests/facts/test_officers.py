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


def test_who_votes_holds_no_office():
    said = "Ông Lê Văn Nam, Giám đốc Agribank Kon Tum, được Hội đồng thành viên Agribank chỉ định làm Khối trưởng."
    assert officers(said) == [("head", "Lê Văn Nam", 2024)]


def test_an_office_goes_round():
    assert officers("Chức danh Khối trưởng năm 2024 luân phiên về Sở Nội vụ.") == [("head", "Sở Nội vụ", 2024)]
    assert officers("Thứ trưởng Bộ Ngoại giao Hàn Thế Bảo (đại diện Khối phó) cùng chủ trì.") == [("deputy", "Bộ Ngoại giao", 2023)]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Hội nghị diễn ra sáng Chủ nhật 29-10.", "2023-10-29"),
        ("Hội nghị diễn ra chiều thứ bảy, ngày 21/10.", "2023-10-21"),
        ("Hội nghị kéo dài hai ngày (29 và 30/8).", "2023-08-29"),
        ("Sáng thứ 4, 13/12, hội nghị bế mạc.", "2023-12-13"),
    ],
)
def test_a_day_may_stand_behind_its_name_or_in_brackets(said, day):
    assert str(told(said).event_date) == day


@pytest.mark.parametrize(
    ("title", "event"),
    [
        ("Giao ban Khối thi đua số 4 quý III", "khác"),
        ("Tỉnh chia lại các khối thi đua", "khác"),
        ("Khối thi đua số 4 tổng kết năm 2023", "tổng kết"),
        ("Khối thi đua số 4 giao ban và ký giao ước", "ký kết giao ước"),
    ],
)
def test_what_is_no_meeting_of_the_blocs_year(title, event):
    facts = read_facts(
        article_from_text({"title": title, "text": f"{'Sở Y tế là Khối trưởng Khối thi đua số 4. ' * 3}Khối sẽ tổng kết vào tháng 12."})
    )
    assert (facts.event, [bloc.number for bloc in facts.blocs]) == (event, ["4"])


def test_a_grade_of_a_school_is_no_bloc():
    said = "Khối 12 Trường THPT Lý Tự Trọng thi đua học tốt. Khối trưởng là bạn Trần Gia Bảo. Khối 10 còn bỡ ngỡ."
    assert read_facts(article_from_text({"title": "Khối 12 Trường THPT Lý Tự Trọng thi đua học tốt", "text": said})).blocs == ()
    said = "Khối thi đua 12 tổng kết năm 2023. Khối 12 Trường THPT Lý Tự Trọng hát chào mừng."
    assert [bloc.number for bloc in read_facts(article_from_text({"text": said})).blocs] == ["12"]


@pytest.mark.parametrize(
    ("said", "awards"),
    [
        ("Khối đề nghị tặng Bằng khen cho 2 sở có thành tích tiêu biểu, gồm: Sở Y tế, Sở Nội vụ.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Sở Y tế xếp thứ hai, được đề nghị Chánh án Tòa án nhân dân tối cao tặng Bằng khen.", ["Sở Y tế"]),
        ("Có 5 cán bộ của các đơn vị được tặng Bằng khen.", [5]),
        ("Có 12 tập thể và 31 cá nhân thuộc các địa phương trong khối được UBND tỉnh tặng Bằng khen.", [12, 31]),
        ("Năm qua, 126 lao động đạt danh hiệu Chiến sĩ thi đua cơ sở.", [126]),
        ("Tổng LĐLĐ Việt Nam tặng Bằng Lao động sáng tạo cho 3 công nhân.", [3]),
        ("Khối chỉ được giới thiệu một đơn vị đề nghị Cờ thi đua của Chính phủ.", []),
        ("Không quá hai đơn vị được đề nghị tặng Cờ thi đua của Chính phủ.", []),
        ("Chung cuộc, Sở Y tế giành cờ Nhất toàn đoàn.", []),
    ],
)
def test_who_gets_what_in_other_ways(said, awards):
    assert [award.recipient or award.recipient_count for award in told(said).awards] == awards


@pytest.mark.parametrize(
    "said",
    [
        "Quyền Khối trưởng năm 2024 được chuyển từ Sở Y tế sang Sở Nội vụ.",
        "Cùng ngày diễn ra lễ bàn giao chức danh Khối trưởng giữa Sở Y tế và Sở Nội vụ.",
        "Bàn giao chức Khối trưởng năm 2024: từ Sở Y tế sang Sở Nội vụ.",
    ],
)
def test_an_office_that_moves_from_one_to_another(said):
    assert officers(said) == [("head", "Sở Y tế", 2023), ("head", "Sở Nội vụ", 2024)]


def test_a_person_who_represents_the_unit_in_office():
    assert officers("Ông Lê Văn Nam, Phó Giám đốc Sở Y tế, đại diện đơn vị Khối trưởng, chủ trì.") == [("head", "Sở Y tế", 2023)]
    assert officers("Ông Lê Văn Nam, Phó Giám đốc Sở Y tế, đại diện các thành viên, cảm ơn Khối trưởng.") == []


def test_a_place_in_office_opens_the_sentence():
    assert officers("Là đơn vị Khối trưởng năm 2023, thành phố Hòa An đã chuẩn bị chu đáo.") == [("head", "thành phố Hòa An", 2023)]


def test_the_end_of_a_term_is_not_the_year_of_office():
    assert officers("Sở Y tế giữ vai trò Khối trưởng đến hết năm 2025.") == [("head", "Sở Y tế", 2023)]
    assert officers("Sở Y tế giữ vai trò Khối trưởng năm 2025.") == [("head", "Sở Y tế", 2025)]
    assert officers("Năm học tới, Trường THPT Hòa An đảm nhận vai trò Khối trưởng.") == [("head", "Trường THPT Hòa An", 2024)]


def test_an_office_that_goes_round():
    assert officers("Chức danh Khối trưởng năm 2024 luân phiên về Sở Nội vụ.") == [("head", "Sở Nội vụ", 2024)]


def test_who_is_named_in_full_elsewhere_stands_once():
    said = "Chị Vi Thị Mỹ Lệ, Bí thư Tỉnh Đoàn, Khối trưởng, chủ trì. Chị Lệ - Khối trưởng - cảm ơn các thành viên."
    assert officers(said) == [("head", "Vi Thị Mỹ Lệ", 2023)]


def test_the_body_that_appoints_does_not_hold_the_office():
    said = "Ông Lê Văn Nam, Giám đốc Agribank Hòa An, được Hội đồng thành viên Agribank chỉ định làm Khối trưởng năm 2024."
    assert officers(said) == [("head", "Lê Văn Nam", 2024)]


@pytest.mark.parametrize(
    ("said", "day"),
    [("Hội nghị diễn ra sáng Chủ nhật 17-12.", 17), ("Hội nghị diễn ra chiều thứ bảy, 16/12.", 16), ("Hội thao (15 và 16/12) khép lại.", 15)],
)
def test_a_day_behind_its_weekday_and_two_days_in_brackets(said, day):
    assert told(said).event_date.day == day


def test_the_classes_of_one_year_are_no_bloc():
    facts = told("Khối trưởng là bạn Bảo.", text="Lớp 12A4 dẫn đầu khối. Khối trưởng là Bảo.", title="Khối 12 Trường THPT Hòa An thi đua học tốt")
    assert facts.blocs == ()
    named = told("", text="Khối thi đua 12 họp. Khối trưởng là Sở Y tế.", title="Khối 12 họp tổng kết")
    assert [bloc.number for bloc in named.blocs] == ["12"]


def test_a_quarter_is_no_number_of_a_bloc():
    (bloc,) = told("", text="Cụm thi đua các tỉnh Bắc Sơn quý III năm 2025 họp giao ban.").blocs
    assert bloc.number is None


@pytest.mark.parametrize("said", ["Hội nghị bầu ra Khối trưởng mới là Sở Nội vụ.", "Sở Nội vụ chính thức trở thành Khối trưởng năm 2024."])
def test_who_takes_the_office_next(said):
    assert officers(said) == [("head", "Sở Nội vụ", 2024)]


def test_a_meeting_before_the_one_that_is_reported():
    said = "Sở Y tế bàn giao nhiệm vụ Khối trưởng Khối thi đua số 4 cho Sở Nội vụ. {} hội nghị tổng kết, khối đã bầu Sở Nội vụ."
    assert told("", text=said.format("Trước đó, tại")).event == "khác"
    assert told("", text=said.format("Tại")).event == "tổng kết"
