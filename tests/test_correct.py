"""`btoscrape correct` on the sample archive: recorded, applied, there again after a rebuild, and reported where it finds nothing."""

import csv
import io
import json
import sqlite3
from collections import Counter

import pytest

from archived import article, proof, store
from btoscrape.archive import Archive
from btoscrape.models import Bloc, Facts, Member

TABLES = ("articles", "blocs", "members", "awards", "officers", "stories", "ledger", "doubts")


@pytest.fixture
def copy(demo, tmp_path):
    """A sample archive of one's own."""
    db = tmp_path / "copy" / "demo.db"
    db.parent.mkdir()
    with sqlite3.connect(demo) as source, sqlite3.connect(db) as target:
        source.backup(target)
    (db.parent / "warc").symlink_to(demo.parent / "warc")
    return db


def rows(db, table):
    with Archive.open(db, readonly=True) as archive:
        return list(archive.rows(table))


def exported(db):
    """All tables, without the numbers of the rows."""
    return {table: [{name: value for name, value in row.items() if name != "key"} for row in rows(db, table)] for table in TABLES}


def correct(run, db, *args, code=0):
    result = run("correct", *args, "--who", "Mai", "--why", "đọc lại bài", "--db", db, "--json")
    assert result.code == code, (result.out, result.err)
    return json.loads(result.out) if code == 0 else result.err


def test_corrections_of_facts_survive_a_rebuild(run, copy):
    awards = rows(copy, "awards")
    award = next(row for row in awards if row["recipient"] and row["status"] == "proposed" and row["year"])
    same = [
        row
        for row in awards
        if (row["article_url"], row["recipient"], row["award"]) == tuple(award[name] for name in ("article_url", "recipient", "award"))
    ]
    assert len(same) == 1
    url, fact = award["article_url"], f"recipient={award['recipient']}; award={award['award']}"
    assert correct(run, copy, "set", url, "awards", "--fact", fact, "--change", "status=conferred; year=1999")["changed"] == 1
    member = next(row for row in rows(copy, "members") if row["article_url"] == url)
    correct(run, copy, "delete", url, "members", "--fact", f"organization={member['organization']}")
    correct(run, copy, "add", url, "awards", "--change", f"award={award['award']}; recipient=Hội Mới; status=proposed; quote={award['quote'][:30]}")
    after = exported(copy)
    told = [row for row in after["awards"] if row["article_url"] == url]
    assert {(row["recipient"], row["status"], row["year"]) for row in told} >= {
        (award["recipient"], "conferred", 1999),
        ("Hội Mới", "proposed", None),
    }
    assert next(row for row in told if row["recipient"] == "Hội Mới")["award_id"] == award["award_id"]
    assert not any((row["article_url"], row["organization"]) == (url, member["organization"]) for row in after["members"])
    result = run("rebuild", "--workers", 1, "--db", copy, "--json")
    assert result.code == 0, result.err
    assert set(json.loads(result.out)) <= {"same", "skipped"}
    assert exported(copy) == after
    recorded = list(csv.DictReader(io.StringIO((copy.parent / "corrections.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["who"], row["why"], row["action"]) for row in recorded] == [("Mai", "đọc lại bài", action) for action in ("set", "delete", "add")]


def test_the_file_taken_back_takes_the_correction_back(run, copy):
    before = exported(copy)
    award = next(row for row in rows(copy, "awards") if row["recipient"])
    correct(
        run, copy, "set", award["article_url"], "awards", "--fact", f"quote={award['quote']}; recipient={award['recipient']}", "--change", "year=1999"
    )
    assert exported(copy) != before
    (copy.parent / "corrections.csv").unlink()
    assert "corrections.csv was changed" in run("status", "--db", copy).out
    assert run("correct", "--db", copy).code == 0
    assert exported(copy) == before
    assert "corrections" not in run("status", "--db", copy).out


def test_names_joined_kept_apart_and_doubts_accepted(run, copy):
    members = rows(copy, "members")
    province, names = members[0]["province"], sorted({row["organization"] for row in members if row["province"] == members[0]["province"]})[:2]
    change = ["--fact", f"province={province}; name={names[0]}", "--change", f"name={names[1]}"]
    with sqlite3.connect(copy) as db:
        count = db.execute("SELECT count(*) FROM organizations").fetchone()[0]
    correct(run, copy, "merge", "organizations", *change)
    with sqlite3.connect(copy) as db:
        assert db.execute("SELECT count(*) FROM organizations").fetchone()[0] == count - 1
        known = db.execute("SELECT DISTINCT organization FROM organization_names WHERE name IN (?, ?)", names).fetchall()
    assert len(known) == 1
    after = exported(copy)
    run("rebuild", "--workers", 1, "--db", copy)
    assert exported(copy) == after


def test_decisions_about_doubts(run, tmp_path):
    text, db = article(), tmp_path / "a.db"
    pairs = (("Hội Nhà báo", "Hội Nhà báo Việt Nam"), ("Điện lực Sơn Lam", "Công ty Điện lực Sơn Lam"))
    told = tuple(Member(name, proof(text.body, "Khối")) for pair in pairs for name in pair)
    with Archive.open(db) as archive:
        store(archive, text, Facts(blocs=(Bloc("Khối 8", "khối", "8", 2024),), members=told, member_count=9))
    doubts = {row["kind"] + row["message"][:5]: row["doubt"] for row in rows(db, "doubts")}
    apart, accepted = doubts["same-organization?“Hội "], next(key for key in doubts.values() if key.startswith("member-count"))
    for action, key in (("apart", apart), ("accept", accepted)):
        assert json.loads(run("correct", action, key, "--who", "Mai", "--why", "đã hỏi", "--db", db, "--json").out)["corrections_without_fact"] == 0
    states = {row["doubt"]: row["state"] for row in rows(db, "doubts")}
    assert states == {apart: "decided", accepted: "decided", doubts["same-organization?“Điện"]: "open"}
    assert run("doubts", "--db", db).out.count("same-organization-") == 1
    assert run("doubts", "--all", "--db", db).out.count("(decided)") == 2
    run("correct", "merge", doubts["same-organization?“Điện"], "--who", "Mai", "--why", "đã hỏi", "--db", db)
    line = (tmp_path / "corrections.csv").read_text(encoding="utf-8-sig").splitlines()[-1]
    assert line.endswith("merge,organizations,,province=Sơn Lam; name=Công ty Điện lực Sơn Lam,name=Điện lực Sơn Lam")


def test_a_correction_that_no_longer_finds_its_fact_is_reported(run, copy):
    url = rows(copy, "articles")[0]["url"]
    (copy.parent / "corrections.csv").write_text(
        "at,who,why,action,table,article_url,fact,change\n"
        f"2025-02-01,Mai,vì,delete,members,{url},organization=Hội không có,\n"
        "2025-02-01,Mai,vì,delete,members,https://bao.vn/khong-co-999999.html,organization=Hội A,\n"
        "2025-02-01,Mai,vì,merge,organizations,,province=Sơn Lam; name=Hội không có,name=Hội cũng không\n",
        encoding="utf-8",
    )
    result = run("rebuild", "--workers", 1, "--db", copy, "--json")
    assert result.code == 0
    assert json.loads(result.out)["corrections_without_fact"] == 3
    state = json.loads(run("status", "--json", "--db", copy).out)["corrections"]
    assert (state["in_force"], state["pending"]) == (3, None)
    assert [row.split(":")[0] for row in state["without_fact"]] == ["line 2", "line 3", "line 4"]
    assert "correction without a fact: line 3: the archive has no such article" in run("status", "--db", copy).out
    assert run("doubts", "--kind", "correction-without-fact", "--db", copy).out.count("không tìm thấy dữ kiện") == 3


def test_nothing_is_recorded_that_is_not_about_one_fact(run, copy):
    told = Counter((row["article_url"], row["award"]) for row in rows(copy, "awards"))
    several, award = next(pair for pair, count in told.items() if count > 1)
    said = correct(run, copy, "set", several, "awards", "--fact", "recipient=Hội không có", "--change", "year=2024", code=2)
    assert "no fact of the article has these values; its awards: " in said
    assert "award=" in said
    said = correct(run, copy, "delete", several, "awards", "--fact", f"award={award}", code=2)
    assert "awards have these values; name more, such as quote=" in said
    assert not (copy.parent / "corrections.csv").exists()
    assert "has no article https://x.vn/a-1.html" in correct(run, copy, "delete", "https://x.vn/a-1.html", "awards", "--fact", "award=Cờ", code=2)
    assert "`status` must be one of" in correct(run, copy, "set", several, "awards", "--fact", "award=Cờ", "--change", "status=x", code=2)
    assert "there is no doubt 'x'" in correct(run, copy, "accept", "x", code=2)
    assert "needs ARTICLE_URL and TABLE (members," in correct(run, copy, "set", "x", code=2)
    assert "say why" in run("correct", "accept", "x", "--db", copy).err


def test_a_broken_file_stops_before_anything_is_done(run, copy):
    (copy.parent / "corrections.csv").write_text("at,who\n", encoding="utf-8")
    for command in (["correct"], ["rebuild", "--workers", 1]):
        result = run(*command, "--db", copy)
        assert result.code == 2
        assert "corrections.csv, line 1: must be the columns at,who,why" in result.err
    assert "corrections.csv, line 1" in run("status", "--db", copy).out
