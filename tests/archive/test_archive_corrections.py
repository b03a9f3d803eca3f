"""Corrections as data: what the file may say, what it does to the facts of an article, and what is wrong with it."""

import re
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archived import LINES, MORE, article, more_facts, proof, store
from btoscrape.archive import Archive, snapshot
from btoscrape.archive.correcting import MODELS, corrected, located
from btoscrape.archive.corrections import COLUMNS, Correction, append, checked, parse, read, tables, written
from btoscrape.archive.who import joined
from btoscrape.catalog.identities import Identity
from btoscrape.errors import UsageError
from btoscrape.models import Facts

TEXT = article(lines=(*LINES, MORE))
FACTS = more_facts(TEXT.body)
HEADER = ",".join(COLUMNS)


def correction(action, table, fact="", change="", url=TEXT.url):
    return checked(Correction("2025-02-01T08:00", "Mai", "đọc lại", action, table, url, fact, change))


def outcome(*args):
    return corrected(TEXT, FACTS, correction(*args))


@pytest.mark.parametrize(
    ("args", "table", "told"),
    [
        (("set", "awards", "recipient=Hội Người mù tỉnh", "status=conferred; year=2023"), "awards", {"status": "conferred", "year": 2023}),
        (("set", "awards", "recipient=HOI NGUOI MU TINH; award=cờ thi đua", "authority="), "awards", {"authority": None}),
        (("set", "members", "organization=Hội Người mù", "role=head"), "members", {"role": "head"}),
        (("set", "officers", "organization=Hội Đông y tỉnh; year=2025", "person=Lê Văn Ba"), "officers", {"person": "Lê Văn Ba"}),
        (("set", "ranks", "rank=1", "rank=2"), "ranks", {"rank": 2}),
        (("set", "people", "quote=bà Lê Thị Mai; name=Lê Thị Mai", "post="), "people", {"post": None}),
        (("set", "decisions", "number=1200/QĐ-UBND", "issued=2025-01-06"), "decisions", {"issued": date(2025, 1, 6)}),
        (("set", "blocs", "number=8", "year=2023"), "blocs", {"year": 2023}),
    ],
)
def test_a_fact_is_set(args, table, told):
    done = outcome(*args)
    assert (done.found, done.problem) == (1, None)
    [changed] = [fact for fact in getattr(done.facts, table) if fact not in getattr(FACTS, table)]
    assert {name: getattr(changed, name) for name in told} == told
    assert table == "blocs" or changed.rule.endswith("correction")


def test_what_an_article_tells_once_is_set():
    done = outcome("set", "articles", "member_count=3", "member_count=; event=sơ kết; event_date=2025-01-09")
    assert (done.facts.member_count, done.facts.event, done.facts.event_date, done.found) == (None, "sơ kết", date(2025, 1, 9), 1)
    assert outcome("set", "articles", "member_count=9", "event=sơ kết").found == 0


def test_a_fact_is_deleted():
    done = outcome("delete", "members", "organization=Hội Luật gia")
    assert [member.organization for member in done.facts.members] == ["Hội Người mù", "Hội Đông y"]


def test_a_fact_is_added_with_the_sentence_that_says_so():
    done = outcome("add", "members", "", "organization=Hội Nhà báo; quote=Khối thi đua 8 gồm")
    assert done.facts.members[-1].organization == "Hội Nhà báo"
    assert done.facts.members[-1].evidence == proof(TEXT.body, "Khối thi đua 8 gồm")
    assert done.facts.members[-1].rule == "correction"
    assert outcome("add", "blocs", "", "name=Cụm 2; kind=cụm; number=2; year=2024").facts.blocs[-1].name == "Cụm 2"


def test_a_fact_that_its_article_does_not_say_is_not_added():
    done = outcome("add", "members", "", "organization=Hội Nhà báo; quote=Hội Nhà báo")
    assert (done.facts, done.found) == (FACTS, 0)
    assert "quote" in done.problem


@pytest.mark.parametrize(
    "args",
    [
        ("set", "awards", "recipient=Hội Người mù tỉnh; status=unknown", "status=proposed"),
        ("add", "members", "", "organization=hội người mù; quote=Khối"),
    ],
)
def test_what_is_read_already_is_found_and_stays(args):
    done = outcome(*args)
    assert (done.facts, done.found) == (FACTS, 1)


@pytest.mark.parametrize(
    "args", [("set", "awards", "recipient=Hội Nhà báo", "year=2023"), ("delete", "ranks", "rank=2"), ("delete", "people", "quote=chưa hề viết")]
)
def test_a_correction_that_finds_nothing_changes_nothing(args):
    done = outcome(*args)
    assert (done.facts, done.found) == (FACTS, 0)
    assert done.problem


@pytest.mark.parametrize(("quote", "said"), [("Hội Đông y", "Hội Đông y"), ("uỷ ban", "ủy ban"), ("uỷ viên", None), ("", None)])
def test_a_quote_is_found_in_another_spelling(quote, said):
    found = located("Ngày 8, ủy ban họp với Hội Đông y.", quote)
    assert (found.quote if found else None) == said


def test_every_field_of_a_correction_is_one_of_the_facts():
    for table, model in MODELS.items():
        assert set(tables("set")[table]) == {field.name for field in fields(model)} - {"evidence", "rule", "repeats"}
    assert set(tables("set")["articles"]) <= {field.name for field in fields(Facts)}


NAMED = st.from_regex(r"[a-zA-ZĐđ=,;\"' ]{0,9}[a-z]", fullmatch=True).filter(lambda value: not re.search(r";\s*[a-z_]+\s*=", value))
VALUES = st.fixed_dictionaries({}, optional={"organization": st.none() | NAMED, "role": st.sampled_from([None, "head"])})


@given(VALUES)
def test_values_are_read_as_they_are_written(values):
    values = {name: value.strip() if value else value for name, value in values.items()}
    assert parse(written(values), {"organization": "text", "role": "head|deputy"}) == values


def test_a_semicolon_may_stand_in_a_value():
    assert parse("organization=Hội A; Hội B ; role=head", {"organization": "text", "role": "head|deputy"}) == {
        "organization": "Hội A; Hội B",
        "role": "head",
    }


@pytest.mark.parametrize("separator", [",", ";"])
def test_the_file_is_read_as_people_and_spreadsheets_write_it(tmp_path, separator):
    path = tmp_path / "corrections.csv"
    row = ["2025-02-01", "Mai", '"đọc, lại; ""kỹ"""', "delete", "ranks", TEXT.url, '"rank=1; year=2024"', ""]
    path.write_text("\ufeff" + separator.join(COLUMNS) + "\r\n\r\n" + separator.join(row) + "\r\n", encoding="utf-8")
    [known] = read(path)
    assert (known.why, known.fact, known.line) == ('đọc, lại; "kỹ"', "rank=1; year=2024", 3)
    append(path, replace(known, who="Ba"))
    assert [row.who for row in read(path)] == ["Mai", "Ba"]


def test_a_new_file_has_a_header_and_the_mark_that_excel_wants(tmp_path):
    path = tmp_path / "corrections.csv"
    assert read(path) == ()
    append(path, correction("delete", "ranks", "rank=1"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + HEADER.encode() + b"\r\n")
    path.write_bytes(path.read_bytes().rstrip())
    append(path, correction("delete", "ranks", "rank=2"))
    assert [row.fact for row in read(path)] == ["rank=1", "rank=2"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2025-02-01,Mai,vì,set,awards,https://bao.vn/a-1.html,award=Cờ,status=given", "line 3: `status` must be one of: proposed, conferred"),
        ("2025-02-01,Mai,vì,set,awards,https://bao.vn/a-1.html,award=Cờ,colour=red", "line 3: there is no `colour` here; there are: award,"),
        ("2025-02-01,Mai,vì,set,awards,https://bao.vn/a-1.html,Cờ thi đua,year=2024", "line 3: 'Cờ thi đua' is not of the form"),
        ("2025-02-01,Mai,vì,set,awards,https://bao.vn/a-1.html,award=Cờ,year=hai", "`year` must be a number, not 'hai'"),
        ("2025-02-01,Mai,vì,set,decisions,https://bao.vn/a-1.html,number=1,issued=5/1/2024", "`issued` must be a day such as 2024-12-31"),
        ("2025-02-01,Mai,vì,set,awards,https://bao.vn/a-1.html,award=Cờ,award=", "`award` may not be empty"),
        ("2025-02-01,Mai,vì,set,awards,https://bao.vn/a-1.html,award=Cờ,", "`change` must be given for 'set'"),
        ("2025-02-01,Mai,vì,delete,awards,https://bao.vn/a-1.html,award=Cờ,year=2024", "`change` must be empty for 'delete'"),
        ("2025-02-01,Mai,vì,delete,awards,https://bao.vn/a-1.html,,", "`fact` must say which one"),
        ("2025-02-01,Mai,vì,add,members,https://bao.vn/a-1.html,,organization=Hội A", "`change` needs `quote`"),
        ("2025-02-01,Mai,vì,add,awards,https://bao.vn/a-1.html,,award=Cờ; quote=x", "`change` needs `award_id`"),
        ("2025-02-01,Mai,vì,add,articles,https://bao.vn/a-1.html,,event=khác", "`table` must be one of: members,"),
        ("2025-02-01,Mai,vì,mend,awards,https://bao.vn/a-1.html,award=Cờ,year=2024", "`action` must be one of: set, delete, add"),
        ("2025-02-01,Mai,vì,delete,awards,,award=Cờ,", "`article_url` must be given for 'delete'"),
        ("2025-02-01,Mai,vì,merge,organizations,https://bao.vn/a-1.html,name=A,name=B", "`article_url` must be empty for 'merge'"),
        ("2025-02-01,Mai,vì,merge,blocs,,province=X; year=2024,key=khoi 8", "`fact` needs `key`"),
        ("2025-02-01,,vì,delete,awards,https://bao.vn/a-1.html,award=Cờ,", "`who` may not be empty"),
        ("hôm qua,Mai,vì,delete,awards,https://bao.vn/a-1.html,award=Cờ,", "`at` must be a time such as 2025-01-31T08:00"),
        ("2025-02-01,Mai,vì,delete", "has 4 cells instead of 8"),
        ('2025-02-01,Mai,"vì,delete,awards,https://bao.vn/a-1.html,award=Cờ,', "line 3: is no CSV row"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_with_its_line(tmp_path, row, said):
    path = tmp_path / "corrections.csv"
    good = f"2025-02-01,Mai,vì,delete,ranks,{TEXT.url},rank=1,"
    path.write_text(f"{HEADER}\n{good}\n{row}\n", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        read(path)
    assert str(path) in str(told.value)
    assert said in str(told.value)


@pytest.mark.parametrize(("content", "said"), [(b"a,b\n", "line 1: must be the columns at,who"), (HEADER.encode("utf-16"), "CSV UTF-8")])
def test_a_file_of_another_kind(tmp_path, content, said):
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read(path)


def test_names_that_people_joined_follow_each_other_and_never_in_a_circle():
    names = [("Hội A", "Hội B"), ("Hội B", "Hội C"), ("Hội C", "Hội A")]
    rows = [correction("merge", "organizations", f"province=Sơn Lam; name={one}", f"name={other}", "") for one, other in names]
    who = joined(rows)
    assert {who.organization(name, "Sơn Lam") for name, _ in names} == {Identity("Sơn Lam", "hoi c")}
    assert who.organization("Hội A", "Lâm Thượng") == Identity("Lâm Thượng", "hoi a")


def test_a_correction_waits_for_its_article(archive):
    append(archive.corrections.path, correction("delete", "ranks", "rank=1"))
    assert archive.corrections.are_pending()
    assert archive.corrections.take() == set()
    [(lost, problem)] = archive.corrections.without_fact()
    assert (lost.fact, problem) == ("rank=1", "the archive has no such article")
    assert [row["kind"] for row in archive.rows("doubts")] == ["correction-without-fact"]
    store(archive, TEXT, FACTS)
    assert archive.corrections.without_fact() == []
    assert list(archive.rows("ranks")) == list(archive.rows("doubts")) == []
    assert not archive.corrections.are_pending()
    store(archive, TEXT, replace(FACTS, ranks=()))
    assert [row["kind"] for row in archive.rows("doubts")] == ["correction-without-fact"]
    assert "không tìm thấy" in next(archive.rows("doubts"))["message"]


def test_a_snapshot_names_nobody_who_corrected(archive, tmp_path):
    for fact in ("rank=1", "rank=9"):
        append(archive.corrections.path, replace(correction("delete", "ranks", fact), who="mai-nguyen"))
    archive.corrections.take()
    store(archive, TEXT, FACTS)
    copy = tmp_path / "copy.db"
    snapshot(archive.db, copy, texts=True)
    assert archive.counts()["open_doubts"] == 1
    assert b"mai-nguyen" not in copy.read_bytes()
    with Archive.open(copy, readonly=True) as handed:
        assert [row[0] for row in handed.db.execute("SELECT fact FROM corrections ORDER BY line")] == ["rank=1", "rank=9"]
