"""When two names mean one organisation or one bloc."""

import pytest

from btoscrape.catalog.identities import (
    Identity,
    authority,
    bloc,
    bloc_key,
    check,
    decision_key,
    merged_provinces,
    mergers,
    organization,
    organization_key,
    slot,
)
from btoscrape.catalog.load import builtin
from btoscrape.catalog.spelling import arabic, spelt


@pytest.mark.parametrize(
    "names",
    [
        ("Hội Người cao tuổi", "Hội Người cao tuổi tỉnh", "Hội NCT tỉnh", "hội người Cao tuổi"),
        ("Hội LHPN tỉnh", "Hội Liên hiệp Phụ nữ"),
        ("Uỷ ban MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh", "Ủy ban MTTQ Việt Nam tỉnh", "UBMTTQVN tỉnh"),
        ("Sở GD&ĐT", "Sở GD-ĐT", "Sở Giáo dục và Đào tạo", "Sở GDĐT tỉnh"),
        ("Hội CCB tỉnh", "Hội Cựu chiến binh"),
        ("UBND huyện Hàm Tân", "huyện Hàm Tân", "Ủy ban nhân dân huyện Hàm Tân"),
        ("Công ty CP Cấp nước", "Công ty Cổ phần Cấp nước", "Cổ phần Cấp nước"),
        ("Trường THPT Phan Bá Vành", "THPT Phan Bá Vành"),
        ("Ban Tổ chức Tỉnh ủy", "Ban Tổ chức"),
        ("Sở LĐ-TB&XH", "Sở LĐTBXH", "Sở Lao động, Thương binh và Xã hội", "Sở Lao động – Thương binh và Xã hội tỉnh"),
        ("Sở NN&PTNT", "Sở NN-PTNT", "Sở Nông nghiệp và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Sở VHTT&DL", "Sở VH, TT & DL", "Sở VHTTDL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Đài PT-TH tỉnh", "Đài PT&TH", "Đài Phát thanh và Truyền hình", "Đài Phát thanh - Truyền hình"),
        ("Ban QLDA đầu tư xây dựng tỉnh", "BQL dự án đầu tư xây dựng", "Ban Quản lý dự án đầu tư xây dựng"),
        ("Hội Nạn nhân chất độc da cam/dioxin tỉnh", "Hội Nạn nhân chất độc da cam"),
        ("Hội Bảo trợ NKT&TMC", "Hội Bảo trợ người khuyết tật và trẻ mồ côi tỉnh"),
        ("Bộ CHQS tỉnh", "BCHQS tỉnh", "BCH QS tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
        ("VKSND tỉnh", "Viện KSND tỉnh", "Viện Kiểm sát nhân dân"),
        ("Cục THADS tỉnh", "Cục Thi hành án dân sự"),
        ("Công ty TNHH MTV XSKT", "Công ty TNHH MTV Xổ số kiến thiết", "Công ty trách nhiệm hữu hạn MTV xổ số kiến thiết tỉnh"),
        ("Liên hiệp các Hội Khoa học - Kỹ thuật", "Liên hiệp Hội Khoa học và Kỹ thuật tỉnh", "Liên hiệp các Hội KHKT"),
    ],
)
def test_one_organisation(names):
    assert len({organization_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Hội Người mù", "Hội Người cao tuổi"),
        ("UBND thành phố", "thành phố"),
        ("UBND huyện Cao Lãnh", "UBND thành phố Cao Lãnh"),
        ("Ban Tổ chức Tỉnh ủy", "Ban Tổ chức Huyện ủy Hàm Tân"),
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


@pytest.mark.parametrize("read_in", ["Lâm Đồng", "Bình Thuận", "", "Sơn Lam"])
def test_a_name_that_says_its_province_belongs_there_wherever_it_is_read(read_in):
    assert organization("Hội NCT tỉnh Bình Thuận", read_in) == Identity("Bình Thuận", "hoi nguoi cao tuoi")
    assert bloc("khối", "08", "Khối thi đua số 08 tỉnh Bình Thuận", read_in) == Identity("Bình Thuận", "khoi 8")


def test_in_a_city_run_by_the_centre_the_city_is_the_province():
    names = ("Hội LHPN thành phố", "Hội LHPN TP Đà Nẵng", "Hội Liên hiệp Phụ nữ thành phố Đà Nẵng", "Hội LHPN")
    assert {organization(name, "Đà Nẵng") for name in names} == {Identity("Đà Nẵng", "hoi lien hiep phu nu")}
    assert organization("Hội LHPN TP.Hồ Chí Minh", "TP. Hồ Chí Minh") == organization("Hội LHPN", "TP. Hồ Chí Minh")
    assert organization("Hội LHPN thành phố", "Bình Thuận") != organization("Hội LHPN", "Bình Thuận")
    assert organization("Hội LHPN thành phố Phan Thiết", "Bình Thuận").key == "hoi lien hiep phu nu thanh pho phan thiet"


@pytest.mark.parametrize("province", ["tỉnh Lâm Đồng", "Lâm Đồng", "Thành phố Huế"])
def test_a_province_is_no_organisation_of_itself(province):
    assert organization(province, "Lâm Đồng") == Identity("Lâm Đồng", spelt(province))


@pytest.mark.parametrize(
    ("name", "body", "level"),
    [
        ("UBND tỉnh", "uy ban nhan dan", "province"),
        ("Chủ tịch UBND tỉnh", "uy ban nhan dan", "province"),
        ("tỉnh", "uy ban nhan dan", "province"),
        ("UBND tỉnh Bình Thuận", "uy ban nhan dan", "province"),
        ("Thủ tướng Chính phủ", "chinh phu", "government"),
        ("Chính phủ", "chinh phu", "government"),
        ("Chủ tịch nước", "nha nuoc", "state"),
        ("Bộ trưởng Bộ Tài chính", "bo tai chinh", "central"),
        ("Tổng LĐLĐ Việt Nam", "tong lien doan lao dong viet nam", "central"),
        ("VKSND tối cao", "vien kiem sat nhan dan toi cao", "central"),
        ("Trung ương Hội Nông dân", "trung uong hoi nong dan", "central"),
        ("LĐLĐ tỉnh", "lien doan lao dong", "province"),
        ("Giám đốc Sở GD&ĐT", "so giao duc dao tao", "province"),
        ("Giám đốc BHXH tỉnh", "bao hiem xa hoi", "province"),
        ("Bộ CHQS tỉnh", "bo chi huy quan su", "province"),
        ("UBND huyện Hàm Tân", "huyen ham tan", "district"),
        ("UBND thị xã La Gi", "thi xa la gi", "district"),
        ("Chủ tịch UBND xã Tân An", "xa tan an", "commune"),
        ("Công ty Điện lực", "cong ty dien luc", "unit"),
    ],
)
def test_authority(name, body, level):
    assert authority(name, "Bình Thuận") == (body, level)


def test_the_mergers_of_2025():
    origins = {merger.into: set(merger.origins) for merger in mergers()}
    assert origins["so tai chinh"] == {"so ke hoach dau tu"}
    assert origins["so nong nghiep moi truong"] == {"so nong nghiep phat trien nong thon", "so tai nguyen moi truong"}
    assert merged_provinces()["Bình Thuận"] == "Lâm Đồng"
    assert len({*merged_provinces(), *merged_provinces().values()}) == 52
    assert len(builtin("identities.toml")["provinces"]["merged"]) == 34


@pytest.mark.parametrize(
    ("award", "counted"),
    [("Cờ thi đua", "flag"), ("Cờ “Đơn vị dẫn đầu”", "flag"), ("cờ", "flag"), ("BK", "commendation"), ("Giấy khen", "certificate"), ("Cờn", None)],
)
def test_what_the_ledger_counts_an_award_as(award, counted):
    assert slot(award) == counted


def test_the_file_is_sound():
    check()


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
