"""When two names mean one organisation or one bloc."""

import pytest

from btoscrape.names import arabic, bloc_key, organization_key


@pytest.mark.parametrize(
    "names",
    [
        ("Hội Người cao tuổi", "Hội Người cao tuổi tỉnh", "Hội NCT tỉnh", "hội người Cao tuổi"),
        ("Hội LHPN tỉnh", "Hội Liên hiệp Phụ nữ"),
        ("Uỷ ban MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh"),
    ],
)
def test_one_organisation(names):
    assert len({organization_key(name) for name in names}) == 1


@pytest.mark.parametrize("names", [("Hội Người mù", "Hội Người cao tuổi"), ("Công an tỉnh", "Công an huyện Hàm Tân")])
def test_two_organisations(names):
    assert len({organization_key(name) for name in names}) == 2


@pytest.mark.parametrize(
    "blocs",
    [
        (("khối", "8", "Khối thi đua 8"), ("khối", "08", "Khối thi đua số 08"), ("khối", "VIII", "Khối VIII")),
        (("cụm", None, "Cụm thi đua các huyện miền núi"), ("cụm", None, "cụm các huyện miền núi tỉnh Sơn Lam")),
        (("khối", "II", "Khối thi đua các cơ quan Trung ương II"), ("khối", "2", "Khối các cơ quan Trung ương 2")),
    ],
)
def test_one_bloc(blocs):
    assert len({bloc_key(*bloc) for bloc in blocs}) == 1


@pytest.mark.parametrize(
    "blocs",
    [
        (("khối", "8", "Khối thi đua 8"), ("cụm", "8", "Cụm thi đua 8")),
        (("khối", "2", "Khối thi đua số 2"), ("khối", "II", "Khối thi đua các cơ quan Trung ương II")),
    ],
)
def test_two_blocs(blocs):
    assert len({bloc_key(*bloc) for bloc in blocs}) == 2


@pytest.mark.parametrize(("number", "value"), [("08", "8"), ("IX", "9"), ("xiv", "14"), ("A1", "a1"), ("", "")])
def test_arabic(number, value):
    assert arabic(number) == value
