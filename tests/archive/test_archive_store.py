"""Articles and their facts in the tables: once, whole, and replaced when they change."""

import sqlite3
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from archived import LINES, MORE, YES, article, capture, facts, more_facts, noted, proof, store
from btoscrape.archive import Archive
from btoscrape.archive.facts import FACT_TABLES
from btoscrape.models import Award, Bloc, Block, Decision, Facts, Link, Member, Officer

FACTS = ("members", "awards", "officers", "article_blocs", "evidence", "repeats", "images", "article_tags")


def every(archive, *tables):
    return {table: archive.db.execute(f"SELECT * FROM {table}").fetchall() for table in tables or FACTS}


def names(archive, table="organizations"):
    return [row[0] for row in archive.db.execute(f"SELECT name FROM {table} ORDER BY id")]


def test_an_article_is_stored_with_all_its_facts(archive):
    text = article(images=("https://bao.vn/a.jpg",), tags=("Khối thi đua", "Khối thi đua"))
    assert store(archive, text) == "new"
    told = archive.counts()
    assert {name: told[name] for name in ("articles", "emulation_articles", "blocs", "members", "awards", "officers")} == {
        "articles": 1,
        "emulation_articles": 1,
        "blocs": 1,
        "members": 3,
        "awards": 2,
        "officers": 1,
    }
    assert {table: len(rows) for table, rows in every(archive).items()} == dict(zip(FACTS, (3, 2, 1, 1, 4, 1, 1, 1), strict=True))
    assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_every_quote_stands_at_its_place_in_the_body(archive):
    store(archive)
    rows = archive.db.execute(
        'SELECT quote, substr(body, "start" + 1, "end" - "start") FROM evidence JOIN articles ON articles.id = evidence.article'
    )
    assert all(quote == said for quote, said in rows)


def test_the_same_again_writes_nothing(archive):
    store(archive)
    before = every(archive) | every(archive, "organizations", "blocs")
    engine = archive.db.execute("SELECT read_at FROM articles").fetchone()
    assert store(archive) == "same"
    assert every(archive) | every(archive, "organizations", "blocs") == before
    assert archive.db.execute("SELECT read_at FROM articles").fetchone() == engine
    assert archive.db.execute("SELECT capture FROM articles").fetchone() == (2,)


def test_a_changed_article_keeps_its_id_and_replaces_its_facts(archive):
    store(archive)
    store(archive, number=100002)
    text = article("Tựa mới", (LINES[2],))
    told = Facts(officers=(Officer("head", proof(text.body, LINES[2]), "Lê Văn Ba", year=2025),))
    assert store(archive, text, told) == "changed"
    assert archive.db.execute("SELECT id, title, body FROM articles WHERE page = 1").fetchall() == [(1, "Tựa mới", LINES[2])]
    tables = ("members", "awards", "officers", "article_blocs", "evidence")
    left = [archive.db.execute(f"SELECT count(*) FROM {table} WHERE article = 1").fetchone()[0] for table in tables]
    assert left == [0, 0, 1, 0, 1]
    assert {hit.article for hit in archive.search("Đông y")} == {1, 2}
    assert {hit.article for hit in archive.search("Luật gia")} == {2}


def test_facts_of_no_bloc_have_none(archive):
    text = article()
    told = Facts(awards=(Award("Giấy khen", "giay-khen", proof(text.body, LINES[1]), "conferred", recipient="Lê Văn Ba"),))
    store(archive, text, told)
    assert archive.db.execute("SELECT bloc, year FROM awards").fetchall() == [(None, None)]
    assert archive.counts()["blocs"] == 0
    assert archive.counts()["emulation_articles"] == 0


def test_one_organisation_under_its_names(archive):
    store(archive)
    rows = archive.db.execute(
        "SELECT organization_names.name FROM organization_names JOIN organizations ON organizations.id = organization "
        "WHERE organizations.name = 'Hội Người mù' ORDER BY 1"
    )
    assert [row[0] for row in rows] == ["Hội Người mù", "Hội Người mù tỉnh"]
    assert names(archive) == ["Hội Người mù", "Hội Đông y", "Hội Luật gia"]


def test_a_fact_belongs_to_the_bloc_that_its_sentence_names(archive):
    lines = (
        "Cụm thi đua số 1 và Cụm thi đua số 2 họp.",
        "Cụm thi đua số 2 gồm Hội A, Hội B. Cụm thi đua số 1 bầu Hội C làm Cụm trưởng.",
        "Hội D là phó.",
    )
    text = article(lines=lines)
    officers = [Officer(role, proof(text.body, said), organization=said[:5], year=2024) for role, said in (("head", "Hội C"), ("deputy", "Hội D"))]
    told = Facts(
        blocs=(Bloc("Cụm thi đua số 1", "cụm", "1", 2024), Bloc("Cụm thi đua số 2", "cụm", "2", 2024)),
        members=tuple(Member(name, proof(text.body, name)) for name in ("Hội A", "Hội B")),
        officers=tuple(officers),
    )
    store(archive, text, told)
    found = "SELECT blocs.number, facts.name FROM {} AS facts JOIN blocs ON blocs.id = facts.bloc ORDER BY facts.name"
    assert archive.db.execute(found.format("members")).fetchall() == [("2", "Hội A"), ("2", "Hội B")]
    assert archive.db.execute(found.format("officers")).fetchall() == [("1", "Hội C"), ("1", "Hội D")]


def test_the_same_name_in_two_provinces_is_two_organisations(archive):
    store(archive)
    text, page = article(number=100002), noted(archive, 100002)
    archive.store(page.id, text, facts(text.body), YES, paper="bao", province="Lâm Thượng", capture=None, engine="1")
    assert archive.counts()["organizations"] == 6
    assert archive.counts()["blocs"] == 2


def test_one_bloc_in_a_year_and_another_in_the_next(archive):
    for number, (year, name, written) in enumerate([(2024, "Khối thi đua 8", "8"), (2024, "Khối số 08", "08"), (2025, "Khối VIII", "VIII")]):
        text = article(number=100000 + number)
        store(archive, text, facts(text.body, year, name, written), number=100000 + number)
    assert archive.db.execute('SELECT year, "key" FROM blocs ORDER BY id').fetchall() == [(2024, "khoi 8"), (2025, "khoi 8")]
    assert [row["year"] for row in archive.rows("blocs")] == [2024, 2025]


def test_a_bloc_of_unknown_year_is_kept_apart_and_shown_without(archive):
    text = article()
    store(archive, text, replace(facts(text.body), blocs=(Bloc("Khối thi đua 8", "khối", "8"),)))
    assert archive.db.execute("SELECT year FROM blocs").fetchone() == (0,)
    assert next(archive.rows("blocs"))["year"] is None


def test_blocs_without_any_name_stay_apart(archive):
    for number in (100001, 100002):
        text = article(number=number)
        store(archive, text, facts(text.body, name="Khối", number=None), number=number)
    assert archive.counts()["blocs"] == 2


def test_the_head_elected_in_one_article_heads_the_bloc_of_the_next_year(archive):
    store(archive)
    text = article(number=100002)
    store(archive, text, replace(facts(text.body, 2025), officers=()), number=100002)
    assert [(row["year"], row["head"], row["member_count"]) for row in archive.rows("blocs")] == [
        (2024, None, 3),
        (2025, "Hội Đông y tỉnh", 3),
    ]


def test_prune_removes_what_no_article_names_any_more(archive):
    store(archive)
    text = article(lines=LINES[2:], tags=("Hội",))
    told = Facts(blocs=(Bloc("Khối 8", "khối", "8", 2024),), officers=(Officer("head", proof(text.body, LINES[2]), None, "Hội Đông y tỉnh"),))
    store(archive, text, told)
    archive.prune()
    assert names(archive) == ["Hội Đông y tỉnh"]
    assert names(archive, "organization_names ORDER BY 1 --") == ["Hội Đông y tỉnh"]
    assert names(archive, "blocs") == ["Khối 8"]
    store(archive, text, Facts())
    archive.prune()
    assert archive.counts()["organizations"] == archive.counts()["blocs"] == 0


def test_an_article_of_no_paper(archive):
    store(archive, paper=None)
    assert next(archive.rows("articles"))["paper"] is None


def test_letters_that_are_none_change_no_length(archive):
    text = article("Tựa \ud800", ("a\ud800b\0c", LINES[0]))
    told = Facts(awards=(Award("Cờ\ud800", "co", proof(text.body, "a\ud800b\0c")),))
    assert store(archive, text, told) == "new"
    assert store(archive, article(), Facts()) == "changed"
    assert archive.search("a b c") == []


def test_a_store_that_breaks_off_leaves_the_article_as_it_was(archive, path):
    """The last fact can't be written when all others have been."""
    store(archive)
    before = every(archive)
    text = article("Tựa mới")
    broken = replace(facts(text.body), officers=(Officer("head", proof(text.body, LINES[2]), person=object()),))
    with pytest.raises(sqlite3.Error, match="parameter"):
        store(archive, text, broken)
    archive.close()
    with Archive.open(path) as again:
        assert every(again) == before
        assert [hit.title for hit in again.search("khối thi đua")] == ["Khối thi đua 8 tổng kết"]


def test_exports_have_the_columns_of_the_contract_first(archive):
    first = {
        "awards": "award, authority, recipient, recipient_count, status, year, bloc, province, article_title, article_url, published_at, quote",
        "members": "organization, bloc, year, role, article_url, quote",
        "officers": "role, person, organization, bloc, year, article_url, quote",
        "blocs": "bloc, number, kind, province, year, member_count, head",
        "articles": "title, published_at, author, section, paper, url",
    }
    for table, columns in first.items():
        assert ", ".join(archive.columns(table)).startswith(columns + ",")


def test_export_rows_are_whole_and_in_a_unique_order(archive):
    for number in range(100000, 100004):
        store(archive, number=number)
    for table, count in (("awards", 8), ("members", 12), ("officers", 4), ("articles", 4), ("blocs", 1)):
        rows = list(archive.rows(table))
        assert len({row["key"] for row in rows}) == len(rows) == count
    award = next(archive.rows("awards"))
    assert {name: award[name] for name in ("award", "authority", "recipient", "status", "year", "bloc", "province", "quote")} == {
        "award": "Cờ thi đua",
        "authority": "UBND tỉnh",
        "recipient": "Hội Người mù tỉnh",
        "status": "proposed",
        "year": 2024,
        "bloc": "Khối thi đua 8",
        "province": "Sơn Lam",
        "quote": LINES[1],
    }
    assert award["retrieved_at"] == "2025-01-09T08:40:00.123Z"
    assert award["page_digest"].startswith("sha1:")


def test_a_stored_article_leads_back_to_its_page(archive):
    store(archive)
    [kept] = archive.db.execute("SELECT capture FROM articles").fetchone()
    assert archive.capture(kept) == capture("https://bao.vn/tin-100001.html")


@pytest.mark.parametrize(
    ("summary", "lead", "opens", "kept"),
    [
        ("SLO - Mưa lớn.", "Mưa lớn.", True, None),
        ("Mưa lớn.", "Mưa lớn.", True, None),
        ("SLO - Mưa lớn.", "Mưa lớn.", False, "SLO - Mưa lớn."),
        ("\ud800 Mưa\0 lớn.", "Mưa\0 lớn.", True, None),
        (None, None, False, None),
    ],
)
def test_a_summary_that_opens_the_body_is_kept_once(archive, summary, lead, opens, kept):
    text = article(summary=summary, lead=lead)
    store(archive, replace(text, blocks=(Block("summary", summary), *text.blocks)) if opens else text, Facts())
    shown = [told and told.replace("\ud800", "?").replace("\0", "\ufffd") for told in (summary, lead)]
    assert archive.db.execute("SELECT described, summary, lead FROM articles").fetchone() == (kept, *shown)
    assert [row["summary"] for row in archive.rows("articles")] == shown[:1]


@pytest.mark.parametrize(("listed", "kept"), [("SLO - Mưa lớn.", ""), ("Mưa lớn\ud800.", "Mưa lớn?."), ("Mưa …", "Mưa …"), ("", "")])
def test_what_a_listing_says_is_kept_where_the_article_says_otherwise(archive, listed, kept):
    link = Link("https://bao.vn/tin-100001.html", "search", "Tin", listed)
    archive.frontier.note(link, "bao.vn//100001", None, YES, state="wanted")
    store(archive, article(summary="SLO - Mưa lớn."), Facts())
    archive.frontier.set_state(archive.frontier.page("bao.vn//100001").id, "fetched", tried=True)
    archive.frontier.note(link, "bao.vn//100001", None, YES, state="wanted")
    assert archive.db.execute("SELECT summary FROM pages").fetchall() == [(kept,)]
    assert [row["summary"] for row in archive.rows("articles")] == ["SLO - Mưa lớn."]


def test_ranks_people_and_decisions_are_facts_with_their_proof(archive):
    text = article(lines=(*LINES, MORE))
    store(archive, text, more_facts(text.body))
    rank, first, second, decision = (*archive.rows("ranks"), *archive.rows("people"), *archive.rows("decisions"))
    assert (rank["rank"], rank["organization"], rank["bloc"], rank["year"], rank["quote"]) == (1, "Hội Người mù", "Khối thi đua 8", 2024, MORE)
    assert (first["person"], first["post"], first["organization"], first["rule"]) == ("Lê Thị Mai", "Chủ tịch", "Hội Đông y", "people.post")
    assert (second["person"], second["post"], second["organization"]) == ("Trần Văn Tư", None, None)
    assert (decision["number"], decision["issued_date"], decision["articles"]) == ("1200/QĐ-UBND", "2025-01-05", 1)
    store(archive, text, Facts())
    archive.prune()
    assert archive.counts()["organizations"] == archive.db.execute("SELECT count(*) FROM ranks").fetchone()[0] == 0


def test_a_decision_joins_the_articles_that_cite_it(archive):
    for number, (written, issued) in enumerate([("1200/QĐ-UBND", None), ("01200 / QĐ-UBND", date(2025, 1, 5)), ("1201/QĐ-UBND", None)]):
        text = article(lines=(MORE,), number=100000 + number)
        store(archive, text, Facts(decisions=(Decision(written, proof(text.body, MORE), issued),)), number=100000 + number)
    assert [row["articles"] for row in archive.rows("decisions")] == [2, 2, 1]


def test_every_fact_leads_to_its_text_and_what_read_it(archive):
    text = article(lines=(*LINES, MORE))
    store(archive, text, more_facts(text.body))
    told = sha256(text.body.encode()).hexdigest()
    for table in FACT_TABLES:
        rows = list(archive.rows(table))
        assert rows
        assert {(row["text_digest"], row["engine"], row["article"]) for row in rows} == {(told, "1", 1)}


def test_the_same_facts_read_by_a_newer_engine_say_so(archive):
    store(archive)
    text, page = article(), noted(archive)
    assert archive.store(page.id, text, facts(text.body), YES, paper="bao", province="Sơn Lam", capture=1, engine="2") == "same"
    assert archive.db.execute("SELECT engine FROM articles").fetchone() == ("2",)


def named(archive, *names, number=100001, province="Sơn Lam"):
    """An article that names those organisations."""
    text, page = article(lines=names, number=number), noted(archive, number)
    told = Facts(members=tuple(Member(name, proof(text.body, name)) for name in names))
    archive.store(page.id, text, told, YES, paper="bao", province=province, capture=None, engine="1")


def successions(archive):
    return archive.db.execute(
        "SELECT old.name, old.province, new.name, new.province, since FROM successors "
        "JOIN organizations AS old ON old.id = organization JOIN organizations AS new ON new.id = successor ORDER BY 1"
    ).fetchall()


@pytest.mark.parametrize("names", [("Sở Tài chính", "Sở KH&ĐT"), ("Sở Kế hoạch và Đầu tư tỉnh", "Sở Tài chính tỉnh")])
def test_a_merged_body_is_followed_by_its_successor(archive, names):
    named(archive, "Sở Y tế", *names)
    [(old, _, new, _, since)] = successions(archive)
    assert {old, new} == set(names)
    assert new.startswith("Sở Tài chính")
    assert since == "2025-03-01"


@pytest.mark.parametrize("provinces", [("Lâm Đồng", "Bình Thuận"), ("Bình Thuận", "Lâm Đồng")])
def test_a_body_of_a_merged_province_is_followed_by_that_of_the_new_one(archive, provinces):
    for number, province in enumerate(provinces):
        named(archive, "Hội Người mù", number=100001 + number, province=province)
    assert successions(archive) == [("Hội Người mù", "Bình Thuận", "Hội Người mù", "Lâm Đồng", "2025-07-01")]
    named(archive, "Hội khác", number=100001)
    archive.prune()
    assert successions(archive) == []
    assert archive.db.execute("SELECT count(*) FROM organization_shapes").fetchone()[0] == 4 + 3
