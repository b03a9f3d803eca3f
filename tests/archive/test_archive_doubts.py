"""Doubts: what doesn't fit together is kept, flagged, and gone when it fits again."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from archived import LINES, article, facts, proof, store
from btoscrape.archive.alike import may_be_one
from btoscrape.catalog.doubts import kinds
from btoscrape.catalog.identities import organization_key
from btoscrape.models import VIETNAM, Award, Bloc, Facts, Member, Officer, Person, Rank

BLOC = Bloc("Khối thi đua 8", "khối", "8", 2024)
TEXT = article(lines=(LINES[1],))
PROOF = proof(TEXT.body, LINES[1])


def tell(archive, number, *, year=2024, bloc=BLOC, day=9, **told):
    text = replace(TEXT, url=f"https://bao.vn/tin-{number}.html", published=datetime(2025, 1, day, 8, tzinfo=VIETNAM))
    values = {"event": "tổng kết", "event_date": date(2025, 1, 8)} | told
    store(archive, text, Facts(blocs=(replace(bloc, year=year),), **values), number=number)


def award(recipient=None, count=None, award="Cờ thi đua", status="proposed", **more):
    values = {"authority": "UBND tỉnh", "recipient_kind": "collective", "year": 2024} | more
    return Award(award, award, PROOF, status, recipient=recipient, recipient_count=count, **values)


def members(*names):
    return tuple(Member(name, PROOF) for name in names)


def head(organization=None, person=None, year=2025):
    return Officer("head", PROOF, person, organization, year)


def doubts(archive, kind=None):
    return [row for row in archive.rows("doubts") if kind in (None, row["kind"])]


def only(archive):
    [row] = doubts(archive)
    return row["kind"], row["message"]


def test_every_kind_has_its_words():
    assert all(kind.about and kind.message for kind in kinds().values())


def test_what_fits_together_gives_no_doubt(archive):
    for number in (100001, 100002):
        store(archive, article(number=number), facts(article().body), number=number)
    assert doubts(archive) == []


def test_an_article_that_lists_fewer_members_than_it_states(archive):
    tell(archive, 100001, member_count=12, members=members("Sở Y tế", "Sở Tư pháp"))
    assert only(archive) == ("member-count", "Bài nói Khối thi đua 8 có 12 thành viên, nhưng kể tên 2.")
    [row] = doubts(archive)
    assert (row["article_url"], row["bloc"], row["year"], row["state"]) == ("https://bao.vn/tin-100001.html", "Khối thi đua 8", 2024, "open")
    assert json.loads(row["details"])["listed"] == 2
    tell(archive, 100001, member_count=2, members=members("Sở Y tế", "Sở Tư pháp"))
    assert doubts(archive) == []


def test_a_stated_number_without_a_list_is_no_doubt(archive):
    tell(archive, 100001, member_count=12)
    assert doubts(archive) == []


def test_two_papers_that_state_different_numbers(archive):
    tell(archive, 100001, member_count=12)
    tell(archive, 100002, member_count=11)
    tell(archive, 100003, member_count=9, year=2025)
    assert only(archive) == ("member-counts-differ", "Các bài nói số thành viên của Khối thi đua 8 năm 2024 khác nhau: 11, 12.")


def test_two_heads_for_one_year(archive):
    tell(archive, 100001, officers=(head("Sở Y tế"),))
    tell(archive, 100002, officers=(head("Sở Tư pháp"),))
    assert only(archive) == ("two-heads", "Khối thi đua 8 năm 2025 có hơn một khối trưởng theo các bài: Sở Y tế; Sở Tư pháp.")
    key = doubts(archive)[0]["doubt"]
    tell(archive, 100003, officers=(head("Sở Y tế tỉnh"),))
    assert [row["doubt"] for row in doubts(archive)] == [key], "the same doubt, by its key"


def test_the_elected_head_is_not_the_one_who_opens_the_year(archive):
    tell(archive, 100001, officers=(head("Sở Y tế"),))
    tell(archive, 100002, year=2025, officers=(head("Sở Tư pháp"),))
    assert only(archive)[0] == "head-changed"
    assert "bầu Sở Y tế làm khối trưởng năm 2025, nhưng bài trong năm lại nêu Sở Tư pháp" in only(archive)[1]


@pytest.mark.parametrize(
    ("elected", "serving"),
    [
        (head("Hội Đông y"), head("Hội Đông y tỉnh")),
        (head("Hội Đông y"), head(person="Lê Thị Mai")),
        (head(person="Lê Thị Mai"), head(person="LÊ THỊ MAI")),
        (head("Sở Kế hoạch và Đầu tư"), head("Sở Tài chính")),
        (head("huyện Hàm Tân"), head("UBND huyện Hàm Tân")),
        (head("Hàm Tân"), head("UBND huyện Hàm Tân")),
    ],
)
def test_a_head_by_another_name_is_no_doubt(archive, elected, serving):
    tell(archive, 100001, officers=(elected,))
    tell(archive, 100002, year=2025, officers=(serving,))
    assert doubts(archive) == []


def test_a_person_stands_for_the_organisation_that_the_article_gives(archive):
    tell(archive, 100001, officers=(head("Sở Y tế"),))
    leads = Person("Lê Thị Mai", PROOF, "Giám đốc", "Sở Tư pháp")
    tell(archive, 100002, year=2025, officers=(head(person="Lê Thị Mai"),), people=(leads,))
    assert only(archive)[0] == "head-changed"


def test_different_numbers_of_one_award(archive):
    tell(archive, 100001, awards=(award(count=3, award="Bằng khen"),))
    tell(archive, 100002, awards=(award(count=2, award="Bằng khen"), award(count=7, award="Bằng khen", status="conferred")))
    assert only(archive) == ("award-counts-differ", "Khối thi đua 8 năm 2024: các bài nêu số Bằng khen được đề nghị khác nhau: 2, 3.")


def test_two_numbers_in_one_article_are_two_groups(archive):
    tell(archive, 100001, awards=(award(count=3, award="Bằng khen"), award(count=2, award="Bằng khen")))
    assert doubts(archive) == []


def test_more_named_than_stated(archive):
    tell(archive, 100001, awards=(award(count=1),))
    tell(archive, 100002, awards=(award("Sở Y tế"), award("Sở Tư pháp")))
    assert only(archive)[0] == "award-count"


def test_two_articles_on_one_meeting_with_other_recipients_of_the_flag(archive):
    tell(archive, 100001, awards=(award("Sở Y tế"), award("Sở Nội vụ")))
    tell(archive, 100002, awards=(award("Sở Y tế"),))
    assert doubts(archive) == [], "one tells less, not otherwise"
    tell(archive, 100002, awards=(award("Sở Tư pháp"),))
    assert only(archive)[0] == "recipients-differ"
    tell(archive, 100002, event_date=date(2025, 2, 8), awards=(award("Sở Tư pháp"),))
    assert doubts(archive) == [], "another meeting"


def test_two_articles_on_one_meeting_with_another_status(archive):
    tell(archive, 100001, awards=(award("Sở Y tế"),))
    tell(archive, 100002, awards=(award("Sở Y tế", status="conferred"),))
    assert only(archive) == (
        "status-differs",
        "Khối thi đua 8 năm 2024: cùng một hội nghị, Sở Y tế chỉ được đề nghị Cờ thi đua theo bài này, nhưng đã được tặng theo bài kia.",
    )
    tell(archive, 100002, event="khác", event_date=date(2025, 3, 8), awards=(award("Sở Y tế", status="conferred"),))
    assert doubts(archive) == []


@pytest.mark.parametrize(
    ("awards", "doubtful"),
    [
        ((award("Sở Tư pháp"),), True),
        ((award("Sở Y tế", award="Bằng khen"),), True),
        ((award("Sở Y tế tỉnh"),), False),
        ((award(count=1),), False),
        ((award("Sở Tư pháp"), award(count=1)), False),
        ((), False),
    ],
)
def test_who_ranks_first_carries_the_flag(archive, awards, doubtful):
    tell(archive, 100001, ranks=(Rank(1, "Sở Y tế", PROOF, 2024), Rank(2, "Sở Tư pháp", PROOF, 2024)), awards=awards)
    assert [row["kind"] for row in doubts(archive)] == ["first-without-flag"] * doubtful


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hội Bảo trợ người khuyết tật", "Hội Bảo trợ người khuyết tật và trẻ em"),
        ("Điện lực Sơn Lam", "Công ty Điện lực Sơn Lam"),
        ("Khoa học và Công nghệ", "Sở Khoa học và Công nghệ"),
        ("Hội Nhà báo", "Hội Nhà báo Việt Nam"),
        ("Ban Quản lý dự án giao thông", "Ban Quản lý các dự án ngành giao thông"),
        ("Hội Khuyến học", "Hội Khuyếnn học"),
        ("Trường Chính trị", "Trường Chinhs trị"),
        ("Liên minh Hợp tác xã", "Liên mihn Hợp tác xã"),
    ],
)
def test_names_that_may_mean_one_organisation_are_listed_and_stay_apart(archive, one, other):
    tell(archive, 100001, members=members(one, other))
    assert only(archive)[0] == "same-organization?"
    assert archive.counts()["organizations"] == 2
    assert may_be_one(organization_key(other), organization_key(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Nội vụ", "Sở Ngoại vụ"),
        ("Công an tỉnh", "Công an huyện Hàm Tân"),
        ("Ban Dân vận", "Ban Dân tộc"),
        ("Chi cục Thuế", "Cục Thuế"),
        ("Thị xã Cửa Vạn", "Công an thị xã Cửa Vạn"),
        ("Tỉnh ủy", "Văn phòng Tỉnh ủy"),
        ("Đảng ủy UBND tỉnh", "UBND tỉnh"),
        ("Trường THPT số 1", "Trường THPT số 2"),
        ("Hội Người mù", "Hội Người cao tuổi"),
        ("Đội vận tải", "Đội vận tải 8"),
        ("Kho bạc", "Kho bạc Nhà nước tỉnh Sơn Lam và các đơn vị"),
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính"),
    ],
)
def test_names_of_two_organisations(archive, one, other):
    tell(archive, 100001, members=members(one, other))
    assert doubts(archive) == []


def test_a_name_without_end_is_kept_and_compared_with_nothing(archive):
    tell(archive, 100001, members=members(*(" ".join(["Hội"] * count) for count in (20_000, 20_001))))
    assert archive.counts()["organizations"] == 2
    assert archive.db.execute("SELECT count(*) FROM organization_shapes").fetchone()[0] < 10
    assert doubts(archive) == []


def test_a_name_that_many_go_on_from_is_a_kind_of_body(archive):
    longer = [f"Trung tâm Y tế Hàm {place}" for place in ("Tân", "Thuận", "Đức", "Liêm")]
    for number, name in enumerate(("Trung tâm Y tế", *longer[:3])):
        tell(archive, 100001 + number, members=members(name))
    assert [row["kind"] for row in doubts(archive)] == ["same-organization?"] * 3
    tell(archive, 100009, members=members(longer[3]))
    assert doubts(archive) == []
    tell(archive, 100009)
    archive.prune()
    assert len(doubts(archive)) == 3


def test_the_same_in_another_province_is_no_pair(archive):
    tell(archive, 100001, members=members("Hội Nhà báo tỉnh Bình Thuận", "Hội Nhà báo Việt Nam"))
    assert doubts(archive) == []


def test_a_bloc_named_by_number_and_description_and_by_one_of_them_alone(archive):
    names = (("Khối thi đua các hội đặc thù 8", "8"), ("Khối thi đua các hội đặc thù", None), ("Khối thi đua 8", "8"), ("Khối thi đua 9", "9"))
    for number, (name, written) in enumerate(names):
        tell(archive, 100001 + number, bloc=Bloc(name, "khối", written), event=f"khác{number}")
    pairs = [(row["kind"], {json.loads(row["details"])[side] for side in ("one", "other")}) for row in doubts(archive)]
    whole, described, numbered = (name for name, _ in names[:3])
    assert pairs in ([("same-bloc?", {whole, other}) for other in two] for two in ((described, numbered), (numbered, described)))
    assert archive.counts()["blocs"] == 4


def test_blocs_whose_meeting_is_told_in_the_same_words(archive):
    text = " ".join(f"từ{number} tiếp" for number in range(60))
    for number, name in enumerate(("Khối các hội", "Khối đặc thù")):
        copied = replace(article(lines=(text,), number=100001 + number))
        store(archive, copied, Facts(blocs=(Bloc(name, "khối", None, 2024),), event="tổng kết"), number=100001 + number)
    assert [row["kind"] for row in doubts(archive)] == ["same-bloc?"]


def test_doubts_go_with_what_they_concern(archive):
    tell(archive, 100001, members=members("Hội Nhà báo", "Hội Nhà báo Việt Nam"), member_count=9)
    assert len(doubts(archive)) == 2
    store(archive, article(), Facts())
    archive.prune()
    assert doubts(archive) == []
    assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_command_lists_doubts_by_kind(run, archive, path):
    tell(archive, 100001, member_count=12, members=members("Hội Nhà báo", "Hội Nhà báo Việt Nam"))
    result = run("doubts", "--db", path)
    assert result.code == 0, result.err
    assert "member-count: an article states another number of members than it lists (1)" in result.out
    assert "    https://bao.vn/tin-100001.html" in result.out
    rows = [json.loads(line) for line in run("doubts", "--json", "--kind", "same-organization?", "--db", path).out.splitlines()]
    assert [row["message"] for row in rows] == ["“Hội Nhà báo” và “Hội Nhà báo Việt Nam” (Sơn Lam) có thể là một tổ chức."]
    assert run("doubts", "--kind", "two-heads", "--db", path).out == "no doubts\n"
    wrong = run("doubts", "--kind", "x", "--db", path)
    assert wrong.code == 2
    assert "member-counts-differ" in wrong.err


def test_articles_newer_than_their_layout_are_one_doubt_for_a_year(archive):
    def put(number, layout, year):
        text = replace(TEXT, url=f"https://bao.vn/tin-{number}.html", layout=layout, published=datetime(year, 1, 9, 8, tzinfo=VIETNAM))
        store(archive, text, Facts(), number=number)

    for number, layout, year in ((1, "binhthuan-print", 2020), (2, "onecms-g2", 2026), (3, "generic", 2026)):
        put(number, layout, year)
    assert doubts(archive) == []
    put(4, "binhthuan-print", 2025)
    assert only(archive) == (
        "outlived-layout",
        "Báo Thử: 1 bài năm 2025 có kiểu trang binhthuan-print, vốn chỉ thấy ở bài 2017–2020; ngày đăng có đọc đúng không?",
    )
    put(5, "binhthuan-print", 2025)
    put(6, "onecms-g1", 2026)
    assert sorted(json.loads(row["details"])["count"] for row in doubts(archive, "outlived-layout")) == [1, 2]
    for number in (4, 5, 6):
        put(number, "onecms-g2", 2025)
    assert doubts(archive) == []
