"""The ledger: one line per bloc and year, its slots filled by whichever article tells them."""

from dataclasses import replace
from datetime import date

from archived import LINES, MORE, article, facts, more_facts, proof, store
from btoscrape.models import Award, Bloc, Facts, Officer, Rank

BLOC = Bloc("Khối thi đua 8", "khối", "8", 2024)
TEXT = article(lines=(*LINES, MORE))
PROOF = proof(TEXT.body, LINES[1])


def ledger(archive):
    return {row["year"]: row for row in archive.rows("ledger")}


def tell(archive, number, told, paper="bao"):
    store(archive, replace(TEXT, url=f"https://bao.vn/tin-{number}.html"), told, number=number, paper=paper)


def award(recipient=None, count=None, award="Cờ thi đua", status="proposed", **more):
    values = {"authority": "UBND tỉnh", "recipient_kind": "collective", "year": 2024} | more
    return Award(award, award, PROOF, status, recipient=recipient, recipient_count=count, **values)


def test_a_year_is_told_by_its_meetings(archive):
    for number, (event, day, year) in enumerate(
        [
            ("ký kết giao ước", date(2024, 3, 1), 2024),
            ("sơ kết", date(2024, 7, 2), 2024),
            ("tổng kết", date(2025, 1, 8), 2024),
            ("sơ kết", None, 2025),
        ]
    ):
        tell(archive, 100001 + number, Facts(blocs=(replace(BLOC, year=year),), event=event, event_date=day))
    lines = ledger(archive)
    assert [lines[2024][f"{slot}_date"] for slot in ("pledge", "midyear", "review")] == ["2024-03-01", "2024-07-02", "2025-01-08"]
    assert lines[2024]["review_url"] == "https://bao.vn/tin-100003.html"
    assert lines[2025]["midyear_date"] == "2025-01-09", "the day of publication, where the article says no other"
    assert (lines[2024]["articles"], lines[2024]["papers"], lines[2025]["pledge_date"]) == (3, 1, None)


def test_members_heads_ranks_and_awards_fill_their_slots(archive):
    told = more_facts(TEXT.body)
    deputies = tuple(Officer("deputy", PROOF, person, name, 2024) for person, name in (("Lê Thị Mai", "Hội Người mù"), (None, "Hội Luật gia")))
    tell(archive, 100001, replace(told, officers=(*told.officers, *deputies), member_count=4))
    line, following = ledger(archive)[2024], ledger(archive)[2025]
    assert (line["bloc"], line["number"], line["kind"], line["province"]) == ("Khối thi đua 8", "8", "khối", "Sơn Lam")
    assert (line["members_stated"], line["members_listed"]) == (4, 3)
    assert (line["head"], line["deputies"]) == (None, "Hội Người mù (Lê Thị Mai); Hội Luật gia")
    assert (line["ranked_first"], line["ranks"]) == ("Hội Người mù", "1. Hội Người mù")
    assert (line["flags_proposed"], line["flags_conferred"], line["commendations_proposed"], line["other_awards"]) == (1, 0, 2, 0)
    assert (following["head"], following["head_url"], following["articles"]) == ("Hội Đông y tỉnh", "https://bao.vn/tin-100001.html", 0)


def test_an_award_counts_once_however_many_articles_tell_of_it(archive):
    named = [award(name, award="Bằng khen") for name in ("Hội Người mù", "Hội Đông y")]
    tell(archive, 100001, Facts(blocs=(BLOC,), awards=tuple(named)))
    tell(archive, 100002, Facts(blocs=(BLOC,), awards=(award(count=3, award="Bằng khen"),)))
    tell(archive, 100003, Facts(blocs=(replace(BLOC, year=2025),), awards=(award("Hội Đông y tỉnh", award="Bằng khen", status="conferred"),)))
    people = award(count=5, award="Bằng khen", recipient_kind="individual")
    order = award("Hội Đông y", award="Huân chương", authority="Chủ tịch nước", status="conferred")
    tell(archive, 100004, Facts(blocs=(BLOC,), awards=(people, order)))
    line = ledger(archive)[2024]
    assert (line["commendations_proposed"], line["commendations_conferred"], line["other_awards"]) == (3 + 5, 1, 1)


def test_a_line_follows_its_facts_and_goes_with_the_last(archive):
    tell(archive, 100001, facts(TEXT.body))
    tell(archive, 100001, facts(TEXT.body, year=2023))
    assert list(ledger(archive)) == [2023, 2025]
    tell(archive, 100001, Facts())
    assert ledger(archive) == {}
    archive.prune()
    assert archive.counts()["blocs"] == 0


def test_other_names_of_the_bloc_share_its_line(archive):
    for number, (name, written) in enumerate((("Khối thi đua 8", "8"), ("Khối số 08", "08"))):
        tell(archive, 100001 + number, facts(TEXT.body, name=name, number=written))
    assert ledger(archive)[2024]["articles"] == 2


def test_two_heads_and_shared_ranks_are_all_shown(archive):
    heads = (Officer("head", PROOF, "Lê Văn Ba", year=2024), Officer("head", PROOF, None, "Hội Đông y", 2024))
    ranks = (Rank(2, "Hội Luật gia", PROOF, 2024), Rank(1, "Hội Đông y", PROOF, 2024), Rank(1, "Hội Người mù", PROOF, 2024))
    tell(archive, 100001, Facts(blocs=(BLOC,), officers=heads, ranks=ranks))
    line = ledger(archive)[2024]
    assert (line["head"], line["head_person"]) == ("Hội Đông y", "Lê Văn Ba")
    assert (line["ranked_first"], line["ranks"]) == ("Hội Đông y; Hội Người mù", "1. Hội Đông y; 1. Hội Người mù; 2. Hội Luật gia")


def test_members_and_leaders_are_listed_once_for_all_articles(archive):
    for number in (100001, 100002):
        tell(archive, number, facts(TEXT.body))
    tell(archive, 100003, replace(facts(TEXT.body, 2025), officers=(Officer("head", PROOF, "Lê Văn Ba", "Hội Đông y", 2025),)))
    members = [(row["organization"], row["year"], row["articles"]) for row in archive.rows("memberships")]
    assert members == [(name, year, count) for year, count in ((2024, 2), (2025, 1)) for name in ("Hội Đông y", "Hội Luật gia", "Hội Người mù")]
    assert [(row["organization"], row["year"], row["articles"]) for row in archive.rows("leaders")] == [("Hội Đông y", 2025, 3)]


def test_a_bloc_of_unknown_year_has_a_line_without_one(archive):
    tell(archive, 100001, Facts(blocs=(replace(BLOC, year=None),)))
    assert list(ledger(archive)) == [None]
