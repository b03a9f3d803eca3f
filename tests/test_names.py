"""When two names mean one organisation or one bloc."""

import pytest

from btoscrape.names import arabic, bloc_key, decision_key, organization_key


@pytest.mark.parametrize(
    "names",
    [
        ("Hội Người cao tuổi", "Hội Người cao tuổi tỉnh", "Hội NCT tỉnh", "hội người Cao tuổi"),
        ("Hội LHPN tỉnh", "Hội Liên hiệp Phụ nữ"),
        ("Uỷ ban MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh", "Ủy ban MTTQ Việt Nam tỉnh", "UBMTTQVN tỉnh"),
        ("Sở GD&ĐT", "Sở GD-ĐT", "Sở Giáo dục và Đào tạo", "Sở GDĐT tỉnh"),
        ("Liên hiệp các Hội Khoa học - Kỹ thuật", "Liên hiệp Hội Khoa học và Kỹ thuật tỉnh", "Liên hiệp các Hội KHKT"),
    ],
)
def test_one_organisation(names):
    assert len({organization_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Hội Người mù", "Hội Người cao tuổi"),
        ("Công an tỉnh", "Công an huyện Hàm Tân"),
        ("Hội Nông dân tỉnh Sơn Lam", "Hội Nông dân tỉnh Lâm Thượng"),
        ("Hội Phụ nữ tỉnh", "Hội Phụ nữ thành phố"),
        ("Ủy ban MTTQ tỉnh", "Ủy ban Trung ương MTTQ Việt Nam"),
    ],
)
def test_two_organisations(names):
    assert len({organization_key(name) for name in names}) == 2


def test_the_own_province_may_be_said_or_not():
    assert organization_key("Hội Người mù tỉnh Sơn Lam", "Sơn Lam") == organization_key("Hội Người mù", "Sơn Lam")
    assert organization_key("Hội Người mù tỉnh Lâm Thượng", "Sơn Lam") != organization_key("Hội Người mù", "Sơn Lam")


@pytest.mark.parametrize(("name", "key"), [("", ""), ("…", "…"), ("tỉnh", "tinh")])
def test_a_name_without_words_is_its_own_key(name, key):
    assert organization_key(name) == key


@pytest.mark.parametrize(
    "blocs",
    [
        (("khối", "8", "Khối thi đua 8"), ("khối", "08", "Khối thi đua số 08"), ("khối", "VIII", "Khối VIII")),
        (("cụm", None, "Cụm thi đua các huyện miền núi"), ("cụm", None, "cụm các huyện miền núi tỉnh Sơn Lam")),
        (("khối", "II", "Khối thi đua các cơ quan Trung ương II"), ("khối", "2", "Khối các cơ quan Trung ương 2")),
        (("khối", "08", "Khối thi đua số 08 tỉnh Bắc Sơn - Nam Hải"), ("khối", "8", "KHỐI THI ĐUA 8 TỈNH SƠN LAM"), ("khối", "8", "Khối 8")),
        (("khối", "1", "Khối các cơ quan Trung ương 1 đóng trên địa bàn thành phố Sơn Lam"), ("khối", "I", "Khối thi đua các cơ quan Trung ương I")),
        (("khối", "8", "Khối thi đua 8 năm 2024"), ("khối", "8", "khối 8")),
        (("khối", "8", "Khối thi đua"), ("khối", "VIII", "Khối VIII")),
        (("cụm", "4", "Cụm thi đua số 4 thuộc Sở GD&ĐT"), ("cụm", "4", "Cụm 4 Sở Giáo dục và Đào tạo")),
    ],
)
def test_one_bloc(blocs):
    assert len({bloc_key(*bloc) for bloc in blocs}) == 1


@pytest.mark.parametrize(
    "blocs",
    [
        (("khối", "8", "Khối thi đua 8"), ("cụm", "8", "Cụm thi đua 8")),
        (("khối", "2", "Khối thi đua số 2"), ("khối", "II", "Khối thi đua các cơ quan Trung ương II")),
        (("cụm", "6", "Cụm thi đua 6"), ("cụm", None, "Cụm thi đua 6 tỉnh ven biển")),
        (("cụm", None, "Cụm 6 tỉnh ven biển"), ("cụm", None, "Cụm 6 tỉnh miền núi")),
        (("cụm", "2", "Cụm thi đua số 2 - LĐLĐ tỉnh"), ("cụm", "2", "Cụm thi đua số 2, LLVT tỉnh")),
        (("khối", "6", "Khối thi đua các đơn vị 6"), ("khối", "6", "Khối thi đua 6")),
        (("cụm", None, "Cụm các tỉnh Bắc Sơn"), ("cụm", None, "Cụm các tỉnh Nam Sơn")),
    ],
)
def test_two_blocs(blocs):
    assert len({bloc_key(*bloc) for bloc in blocs}) == 2


@pytest.mark.parametrize(("number", "value"), [("08", "8"), ("IX", "9"), ("xiv", "14"), ("A1", "a1"), ("", "")])
def test_arabic(number, value):
    assert arabic(number) == value


def test_one_decision():
    written = ("1200/QĐ-UBND", "01200 / QĐ - UBND", "1200/QĐ-UBND")
    assert {decision_key(number, 2024, "Sơn Lam") for number in written} == {"2024 1200 qd ubnd son lam"}
    assert decision_key("12/QĐ-TTg", 2024, "Sơn Lam") == decision_key("12/QĐ-TTg", 2024, "Lâm Thượng")


def test_two_decisions():
    one = decision_key("1200/QĐ-UBND", 2024, "Sơn Lam")
    others = [
        ("1200/QĐ-UBND", 2023, "Sơn Lam"),
        ("1200/QĐ-UBND", 2024, "Lâm Thượng"),
        ("1200/QĐ-UBND", None, "Sơn Lam"),
        ("120/QĐ-UBND", 2024, "Sơn Lam"),
    ]
    assert one not in {decision_key(*other) for other in others}
