"""How an article may say who belongs to a bloc, and how many: each way with one that looks like it and says something else."""

import pytest

from btoscrape.facts import article_from_text, read_facts

FOUR = ["Sở Y tế", "Sở Nội vụ", "Sở Tài chính", "Cục Thuế"]
REST = FOUR[1:]
BLOC = "Khối thi đua số 4 tổng kết năm 2023."


def told(said):
    return read_facts(article_from_text({"text": f"{BLOC} {said}"}))


def named(said):
    return [member.organization for member in told(said).members]


@pytest.mark.parametrize(
    "said",
    [
        "Khối do Sở Y tế làm Khối trưởng; các đơn vị còn lại là Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Sở Y tế là Khối trưởng. Ba đơn vị còn lại là Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Sở Y tế làm Khối trưởng. Các đơn vị còn lại: Sở Nội vụ, Sở Tài chính, Cục Thuế.",
        "Sở Y tế làm Khối trưởng, ba thành viên kia là Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Sở Y tế làm Khối trưởng, cùng các thành viên: Sở Nội vụ, Sở Tài chính, Cục Thuế.",
        "Sở Y tế là Khối trưởng; Sở Nội vụ, Sở Tài chính, Cục Thuế là thành viên.",
        "Sở Y tế làm Khối trưởng. Sở Nội vụ, Sở Tài chính, Cục Thuế là các thành viên còn lại.",
        "Đồng hành với Sở Y tế trong khối là Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Sở Y tế - Khối trưởng - cùng ba thành viên Sở Nội vụ, Sở Tài chính, Cục Thuế ký giao ước.",
        "Ngoài Khối trưởng Sở Y tế, khối còn có Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Trưởng khối: Sở Y tế; Phó khối: Sở Nội vụ; thành viên: Sở Tài chính, Cục Thuế.",
        "Khối gồm 4 đơn vị. Sở Y tế (Khối trưởng) chủ trì. Ba thành viên: Sở Nội vụ, Sở Tài chính, Cục Thuế.",
        "Khối có 4 đơn vị: ngoài Sở Y tế giữ vai trò Khối trưởng, còn có Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Sở Y tế, đơn vị Khối trưởng, cùng Sở Nội vụ, Sở Tài chính và Cục Thuế ký giao ước thi đua.",
        "Sở Y tế làm Khối trưởng. Ngoài ra, khối còn có Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Cùng với Sở Y tế, khối còn có Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Bên cạnh Sở Y tế, khối có Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Ngoài Sở Y tế (Khối trưởng), các thành viên còn lại gồm: Sở Nội vụ, Sở Tài chính và Cục Thuế.",
    ],
)
def test_who_was_named_before_a_list_of_the_rest_belongs_to_it(said):
    assert named(said) == FOUR


def test_a_list_of_the_rest_says_how_many_were_named_before():
    said = "Sở Y tế làm Khối trưởng, Sở Nội vụ làm Khối phó. Ngoài {} đơn vị trên, khối còn có Sở Tài chính, Cục Thuế, Thanh tra tỉnh."
    assert named(said.format("hai")) == [*FOUR, "Thanh tra tỉnh"]
    assert named(said.format("ba")) == ["Sở Tài chính", "Cục Thuế", "Thanh tra tỉnh"]


def test_the_rest_of_those_who_were_proposed():
    said = "Sở Y tế được đề nghị tặng Cờ thi đua. Thành viên còn lại trong khối - Sở Nội vụ và Sở Tài chính - {}."
    assert named(said.format("không đăng ký")) == FOUR[:3]


@pytest.mark.parametrize(
    "said",
    [
        "Đại diện Sở Y tế dự hội nghị. Các đại biểu còn lại: Sở Nội vụ, Sở Tài chính, Cục Thuế.",
        "Sở Y tế làm Khối trưởng. Các đơn vị còn lại: Sở Nội vụ, Sở Tài chính, Cục Thuế được tặng Bằng khen.",
        "Ba đơn vị còn lại là Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Sở Nội vụ, Sở Tài chính và Cục Thuế là các đơn vị trong khối được đề nghị tặng Bằng khen.",
        "Dự hội nghị có Sở Nội vụ, Sở Tài chính, Cục Thuế cùng các thành viên khối.",
        "Sở Nội vụ, Sở Tài chính và Cục Thuế thuộc Khối thi đua số 4 đã góp quỹ.",
        "Ba đơn vị Sở Nội vụ, Sở Tài chính, Cục Thuế tặng quà.",
        "Sở Nội vụ, Sở Tài chính, Cục Thuế là ba thành viên được tặng Bằng khen.",
        "\nThành viên của khối:\nSở Y tế họp.\nSở Nội vụ giảm biên chế.\nSở Tài chính tăng thu.",
        "3/5 đơn vị (Sở Nội vụ, Sở Tài chính, Cục Thuế) hoàn thành chỉ tiêu.",
        "Sở Nội vụ báo cáo kết quả, Sở Tài chính, Cục Thuế tăng thu. Khối khen ba đơn vị ấy.",
        "Hội nghị bầu Sở Nội vụ làm Khối trưởng, Sở Tài chính làm Khối phó, cùng các ủy viên: Cục Thuế.",
    ],
)
def test_what_is_no_list_of_the_rest(said):
    assert named(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế là các thành viên của khối.",
        "Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế là những đơn vị cùng sinh hoạt trong khối.",
        "Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế hợp thành khối thi đua này.",
        "Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế - các thành viên khối - đã ký giao ước.",
        "Bốn thành viên của khối - Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế - đều dự.",
        "4/4 đơn vị (Sở Y tế, Sở Nội vụ, Sở Tài chính, Cục Thuế) trong khối đã ký.",
        "Khối do 4 đơn vị Sở Y tế, Sở Nội vụ, Sở Tài chính, Cục Thuế hợp thành.",
        "\nThành viên của khối:\nSở Y tế\nSở Nội vụ;\nSở Tài chính\nCục Thuế.",
        "\nThành viên của khối:\na) Sở Y tế\nb) Sở Nội vụ\nc) Sở Tài chính\nd) Cục Thuế",
        "Đơn vị thành viên: 1. Sở Y tế; 2. Sở Nội vụ; 3. Sở Tài chính; 4. Cục Thuế.",
        "Thành viên của khối: (1) Sở Y tế, (2) Sở Nội vụ, (3) Sở Tài chính, (4) Cục Thuế.",
        "Lần lượt Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế đặt bút ký vào bản giao ước của khối.",
        "Theo quyết định, Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế thuộc Khối thi đua số 4.",
        "Đại diện 4 đơn vị Sở Y tế, Sở Nội vụ, Sở Tài chính, Cục Thuế đã ký giao ước.",
        "Thành phần của khối là Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Khối hội tụ Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Góp mặt trong khối là Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Thuộc khối này có Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế.",
    ],
)
def test_a_list_may_stand_before_the_words_that_say_what_it_is(said):
    assert named(said) == FOUR


@pytest.mark.parametrize("last", ["Khối chỉ có bốn đơn vị ấy.", "Đó là bốn thành viên của khối.", "Bốn đơn vị này hợp thành khối."])
def test_the_ways_to_say_that_all_were_named(last):
    assert named(f"Sở Y tế báo cáo kết quả. Sở Nội vụ giảm biên chế. Sở Tài chính, Cục Thuế tăng thu. {last}") == FOUR


ABOVE = "Sở Y tế báo cáo kết quả. Sở Nội vụ giảm biên chế. Sở Tài chính, Cục Thuế tăng thu. {} nói trên là toàn bộ thành viên của khối."


def test_those_named_above_are_the_members_where_they_are_as_many():
    assert named(ABOVE.format("Bốn đơn vị")) == FOUR
    assert named(ABOVE.format("Năm đơn vị")) == []
    assert told(ABOVE.format("Năm đơn vị")).member_count == 5


@pytest.mark.parametrize(
    "said",
    [
        "Số đơn vị trong khối: 8 đơn vị.",
        "Tổng số đơn vị của khối: 8.",
        "8 Phòng Giáo dục và Đào tạo trong khối đã ký giao ước.",
        "Khối có 8 Hội Nông dân xã, phường.",
        "Khối gồm 8 hạt kiểm lâm.",
        "Khối gồm 8 văn phòng.",
        "Khối gồm 08 (tám) đơn vị.",
        "Khối gồm tám (8) đơn vị.",
        "Tám nhà máy của khối đã ký giao ước.",
        "8 viện kiểm sát trong khối đã ký giao ước.",
        "Cả 8 chi đoàn trong khối đều ký.",
        "Khối quy tụ đủ mặt 8 đơn vị.",
        "Khối chỉ có vẻn vẹn 8 đơn vị.",
        "Khối được thành lập với 8 đơn vị.",
        "Khối là mái nhà chung của 8 doanh nghiệp.",
        "Số thành viên của khối tăng từ 6 lên 8 đơn vị.",
        "Có 7 trong tổng số 8 đơn vị hoàn thành.",
        "Quy mô khối: 8 đơn vị.",
    ],
)
def test_the_ways_to_say_how_many_they_are(said):
    assert told(said).member_count == 8


@pytest.mark.parametrize(("told_in_words", "number"), [("mười một", 11), ("mười lăm", 15), ("hai mươi", 20), ("hai mươi mốt", 21)])
def test_numbers_beyond_ten_in_words(told_in_words, number):
    assert told(f"Khối gồm {told_in_words} xã.").member_count == number


@pytest.mark.parametrize(
    "said",
    [
        "Khối gồm hai mươi nội dung.",
        "Khối thi đua số 4 (8) đã họp.",
        "Ban tổ chức lùi lịch tới 24/11 hội trường mới xong.",
        "Sở Y tế (Khối trưởng) cùng ba thành viên ký giao ước.",
        "Hai thành viên kia của khối chưa nộp báo cáo.",
        "Khối gồm 2 nội dung thi đua.",
        "Số đơn vị dự họp của khối: 5 đơn vị.",
        "Tặng quà 8 Hội Nông dân xã trong khối.",
        "Khối có 8 Hội Nông dân được khen.",
        "Tặng tổng cộng 8 suất quà.",
    ],
)
def test_other_numbers_are_no_members(said):
    assert told(said).member_count is None


def test_a_bloc_of_the_party_and_the_front_is_one():
    article = article_from_text({"text": "Khối thi đua Đảng, Mặt trận và các đoàn thể huyện Hòa An tổng kết năm 2023."})
    assert [bloc.name for bloc in read_facts(article).blocs] == ["Khối thi đua Đảng, Mặt trận và các đoàn thể huyện Hòa An"]


def test_a_bloc_ends_before_a_list_of_its_members():
    article = article_from_text({"text": "Khối thi đua số 4 - Sở Y tế, Sở Nội vụ và Cục Thuế - tổng kết năm 2023."})
    assert [bloc.name for bloc in read_facts(article).blocs] == ["Khối thi đua số 4"]


@pytest.mark.parametrize(
    "said",
    [
        "Cụm thi đua số 5 gồm 2 phường: Hòa An, Kỳ Phương và 3 xã: Tân Lộc, Phước Sa, Bù Lúc.",
        "Cụm thi đua số 5 (gồm 2 phường: Hòa An, Kỳ Phương và 3 xã: Tân Lộc, Phước Sa, Bù Lúc) họp.",
        "Cụm thi đua số 5 có 2 phường Hòa An, Kỳ Phương; 2 xã Tân Lộc, Phước Sa và 1 xã Bù Lúc.",
        "Cụm thi đua số 5 hiện có 2 phường (Hòa An, Kỳ Phương), 3 xã (Tân Lộc, Phước Sa, Bù Lúc).",
    ],
)
def test_a_list_in_parts_says_how_many_each_part_has_and_not_how_many_there_are(said):
    facts = read_facts(article_from_text({"text": said}))
    assert [member.organization for member in facts.members] == ["phường Hòa An", "phường Kỳ Phương", "xã Tân Lộc", "xã Phước Sa", "xã Bù Lúc"]
    assert facts.member_count is None


def test_a_list_in_parts_with_its_whole():
    facts = told("Khối có 5 đơn vị gồm 3 sở: Y tế, Nội vụ, Tài chính; 2 hội: Đông y, Luật gia.")
    assert [member.organization for member in facts.members] == ["Sở Y tế", "Sở Nội vụ", "Sở Tài chính", "Hội Đông y", "Hội Luật gia"]
    assert facts.member_count == 5


def test_a_second_count_of_others_is_no_part_of_the_list():
    assert told("Khối có 4 sở: Y tế, Nội vụ, Tài chính, Công Thương; 2 đơn vị đăng cai hội thao.").member_count == 4


def test_who_ranks_highest_is_no_list_of_members():
    assert named("3 đơn vị xếp hạng cao nhất lần lượt là Sở Nội vụ, Sở Tài chính và Cục Thuế.") == []


@pytest.mark.parametrize(
    "said",
    [
        "Khối gồm VKSND các khu vực 1, 2 và 3.",
        "Khối gồm VKSND khu vực 1, khu vực 2, khu vực 3.",
        "Khối có 3 đơn vị: VKSND khu vực 1, 2, 3.",
    ],
)
def test_bodies_that_are_numbered(said):
    assert named(said) == ["VKSND khu vực 1", "VKSND khu vực 2", "VKSND khu vực 3"]


def test_a_number_that_begins_a_name_counts_nothing():
    assert named("Khối gồm Sở Y tế các tỉnh: Hòa An, Ba Đồn Thượng, Năm Căn Đông.") == [
        "Sở Y tế tỉnh Hòa An",
        "Sở Y tế tỉnh Ba Đồn Thượng",
        "Sở Y tế tỉnh Năm Căn Đông",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Các đơn vị trong khối (Sở Y tế, Sở Nội vụ, Sở Tài chính, Cục Thuế) đã hoàn thành nhiệm vụ.",
        "Khối có sự góp mặt của Sở Y tế, Sở Nội vụ, Sở Tài chính và Cục Thuế.",
        "Sở Y tế, Sở Nội vụ, Sở Tài chính, Cục Thuế thuộc Khối thi đua số 4 đã họp tổng kết.",
        "Khối thi đua số 4 với các thành viên Sở Y tế, Sở Nội vụ, Sở Tài chính, Cục Thuế đã họp.",
    ],
)
def test_other_words_that_open_a_list(said):
    assert named(said) == FOUR


def test_guests_with_their_bodies_in_brackets_are_no_members():
    assert named("Khách mời của khối (Sở Y tế, Sở Nội vụ, Sở Tài chính, Cục Thuế) cùng dự.") == []


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Khối gồm BHXH các khu vực XXI, XXII và XXIII.", ["BHXH khu vực XXI", "BHXH khu vực XXII", "BHXH khu vực XXIII"]),
        ("Khối có 3 bệnh viện: Nhi; Mắt; Da liễu.", ["Bệnh viện Nhi", "Bệnh viện Mắt", "Bệnh viện Da liễu"]),
        ("Khối gồm Hội Đông y của 3 tỉnh Hòa An, Tân Lộc, Phước Sa.", [f"Hội Đông y tỉnh {name}" for name in ("Hòa An", "Tân Lộc", "Phước Sa")]),
        (
            "Khối gồm Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ; Phòng Hậu cần.",
            ["Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ", "Phòng Hậu cần"],
        ),
    ],
)
def test_what_the_names_of_a_list_share(said, names):
    assert named(said) == names
