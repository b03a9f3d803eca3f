"""Captures of other programs become the archive that a crawl would have made; again, and after a kill, nothing changes."""

import gzip
import json
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from killing import done, have_ended, killed
from warcs import by_warcio, http, members, record, sha1, wacz

from archived import contents
from btoscrape.archive import Archive, problems
from btoscrape.crew import Whom
from btoscrape.models import VIETNAM, Paper
from btoscrape.reading import read
from btoscrape.rebuild import rebuild

OTHERS = Paper("others", "Báo khác", "https://other.vn/", "Sơn Lam", "onecms")


def capture_day(crawled):
    return crawled.captures[0].fetched_at.astimezone(VIETNAM).date()


def rows(db, sql, *values):
    with Archive.open(db, readonly=True) as archive:
        return archive.db.execute(sql, values).fetchall()


def quirky(captures):
    """By hand: duplicate ids, chunks, wrong lengths, no dates, in one gzip member, between other sites' pages."""
    made = []
    for number, capture in enumerate(captures):
        headers = [(name.encode(), value.encode()) for name, value in capture.headers]
        body, more = capture.body, {}
        if number % 3 == 0:
            headers.append((b"Transfer-Encoding", b"chunked"))
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        if number % 3 == 1:
            more["length"] = b"77"
        if number % 5 == 0:
            more["date"] = None
        made += [record("https://other.vn/a-1.html", http(b"x" * 999)), record(capture.url, http(body, headers=headers), **more)]
    return gzip.compress(b"".join(made))


def by_wget(captures, folder):
    """As `wget --warc-file` keeps what a server answers."""
    urls = folder / "urls.txt"
    urls.write_text("\n".join(capture.url for capture in captures), encoding="utf-8")
    command = ["wget", "-q", "--warc-file", folder / "w", "-O", folder / "out", "-i", urls, "--no-proxy"]
    subprocess.run(command, check=True, cwd=folder, timeout=60)
    return (folder / "w.warc.gz").read_bytes()


def test_the_archive_of_other_programs_captures_is_that_of_the_crawl(crawled, imported, tmp_path):
    third = len(crawled.captures) // 3
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "warcio.warc.gz").write_bytes(by_warcio(crawled.captures[:third]))
    (tmp_path / "in" / "quirks.wacz").write_bytes(wacz(data=quirky(crawled.captures[third:])))
    counts, watch, db = imported(tmp_path / "in")
    assert counts.total() == counts["new"] + counts["skipped"] == len(crawled.captures)
    assert contents(db) == contents(crawled.db)
    assert watch.read == sorted(watch.read)
    assert watch.read[-1] == watch.size > 0
    assert imported(tmp_path / "in")[0].total() == 0
    assert contents(db) == contents(crawled.db)


def test_wgets_captures(crawled, imported, tmp_path):
    if not shutil.which("wget"):
        pytest.skip("needs wget, which is not here")
    from btoscrape.sample import SampleServer, articles

    with SampleServer(articles=articles()[-4:]) as server:
        paths = [capture.url.removeprefix(crawled.paper.url) for capture in crawled.captures]
        there = [replace(crawled.captures[0], url=f"{server.url}/{path}") for path in paths]
        there = [capture for capture in there if any(str(article.id) in capture.url for article in server.articles)]
        (tmp_path / "w").mkdir()
        by_wget(there, tmp_path / "w")
        paper = replace(crawled.paper, url=server.url + "/")
    counts, watch, db = imported(tmp_path / "w", papers=[paper])
    assert watch.damages == []
    assert counts["new"] + counts["skipped"] == len(there) > 0
    said = {row[0] for row in rows(db, "SELECT title FROM articles")}
    assert said <= {dict(told)["title"] for told in contents(crawled.db)["articles"]}


def test_our_own_files_are_taken_like_any(crawled, imported):
    warcs = crawled.db.parent / "warc"
    counts, watch, db = imported(warcs)
    assert (counts["failed"], watch.damages) == (0, [])
    assert contents(db) == contents(crawled.db)
    dates = "SELECT url, fetched_at, digest FROM captures WHERE kind = 'article' ORDER BY url, fetched_at"
    assert rows(db, dates) == rows(crawled.db, dates)


def test_dates_digests_and_places_are_kept(crawled, imported, tmp_path):
    capture = crawled.captures[0]
    block = http(capture.body, headers=[(name.encode(), value.encode()) for name, value in capture.headers])
    stated = (b"WARC-Payload-Digest", b"sha1:AS-STATED")
    file = tmp_path / "x.warc.gz"
    file.write_bytes(members(record(capture.url, block, number=7, more=(stated,))))
    _, _, db = imported(file)
    [origin] = rows(db, "SELECT source, place, record, origins.digest, fetched_at FROM origins JOIN captures ON captures.id = capture")
    assert origin == ("x.warc.gz", 0, f"<urn:uuid:{7:032}>", "sha1:AS-STATED", "2019-03-04T05:06:07.000Z")
    with Archive.open(db, readonly=True) as archive:
        kept = archive.capture(1)
    assert (kept.body, kept.url) == (capture.body, capture.url)
    [warc] = (db.parent / "warc").iterdir()
    assert gzip.decompress(warc.read_bytes()).count(b"WARC-Type: request") == 0  # what others asked, we do not know


def test_an_older_capture_does_not_undo_a_newer_one(crawled, imported, tmp_path):
    shutil.copytree(crawled.db.parent, tmp_path / "copy")
    db = tmp_path / "copy" / "a.db"
    older = [replace(capture, body=b"", fetched_at=capture.fetched_at - timedelta(days=900)) for capture in crawled.captures[:1]]
    text = "<h1 class=c-detail-head__title>Bài cũ</h1><span class=c-detail-head__time>04/03/2019 05:06</span>"
    page = http(f"<html>{text}<div class=c-news-detail><div class=content-main-normal><p>Chữ cũ của bài.</p></div></div></html>".encode())
    file = tmp_path / "old.warc.gz"
    file.write_bytes(members(record(older[0].url, page)))
    counts, _, _ = imported(file, db=db)
    assert (counts["older"], counts.total()) == (1, 1)
    assert contents(db) == contents(crawled.db)
    with Archive.open(db) as archive, archive.lock():
        [first, second] = [row for row in archive.rows("versions") if row["article_url"] == older[0].url]
        assert (first["title"], first["edit"]) == ("Bài cũ", "")
        assert "[-Bài" in second["edit"]
        assert f"{{+{second['title'].split()[0]}" in second["edit"]
        assert first["seen_from"][:10] < second["seen_from"][:10] == first["seen_until"][:10]
        told = [row for row in archive.rows("changes") if row["article_url"] == older[0].url]
        assert {row["change"] for row in told} == {"added"}
        then = {row["about"] for row in archive.rows("known", older[0].fetched_at.date()) if row["article_url"] == older[0].url}
        now = {row["about"] for row in archive.rows("known", capture_day(crawled)) if row["article_url"] == older[0].url}
        assert then == set()
        assert {row["about"] for row in told} == now != set()
        history = [list(archive.rows(table)) for table in ("versions", "changes", "known")]
        assert rebuild(archive).differences == []
        assert [list(archive.rows(table)) for table in ("versions", "changes", "known")] == history  # told again from the captures


def test_a_revisit_record_stands_for_its_original(crawled, imported, tmp_path):
    capture = crawled.captures[0]
    block = http(capture.body, headers=[(name.encode(), value.encode()) for name, value in capture.headers])
    digest = (b"WARC-Payload-Digest", sha1(capture.body))
    original = record(capture.url, block, more=(digest,))
    more = (digest, (b"WARC-Refers-To-Target-URI", capture.url.encode()), (b"WARC-Refers-To-Date", b"2019-03-04T05:06:07Z"))
    revisit = record(capture.url, http(b""), kind=b"revisit", date=b"2020-01-01T00:00:00Z", more=more)
    one, two = tmp_path / "1.warc.gz", tmp_path / "2.warc.gz"
    one.write_bytes(members(original))
    two.write_bytes(members(revisit))
    counts, watch, db = imported(two)
    assert counts["missing"] == counts["damaged"] == 1
    assert "import the file that holds it too" in str(watch.damages[0])
    counts, watch, db = imported(one, two)
    assert (counts["missing"], watch.damages) == (0, [])
    with Archive.open(db, readonly=True) as archive:
        assert [archive.capture(number).body for number in (1, 2)] == [capture.body] * 2
        assert archive.counts()["open_failures"] == 0


def test_other_papers_and_other_pages_are_left(crawled, imported, tmp_path):
    file = tmp_path / "x.warc.gz"
    capture = crawled.captures[0]
    file.write_bytes(
        members(
            record("https://other.vn/a-1.html", http(capture.body)),
            record(crawled.paper.url, http(b"home")),
            record(capture.url, http(b"", status="404 Not Found")),
        )
    )
    assert imported(file)[0].total() == 0
    counts, _, db = imported(file, papers=[crawled.paper, OTHERS])  # the same file, but more is wanted of it
    assert counts.total() == 1
    assert rows(db, "SELECT paper FROM captures") == [("others",)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_an_article_at_its_old_and_new_host_and_as_print_page_is_one(crawled, imported, tmp_path, order):
    capture = crawled.captures[0]
    name = capture.url.rpartition("/")[2]
    block = http(capture.body, headers=[(name.encode(), value.encode()) for name, value in capture.headers])
    old = Paper("old", "Báo cũ", "https://cu.vn/", "Sơn Lam", "onecms", moved_to="https://moi.vn/cu/")
    new = Paper("new", "Báo mới", "https://moi.vn/cu/", "Sơn Lam", "onecms", formerly=("https://cu.vn/",))
    urls = [f"http://cu.vn/{name}", f"https://www.cu.vn/print/{name}", f"https://moi.vn/cu/{name}"]
    file = tmp_path / "x.warc.gz"
    file.write_bytes(members(*(record(urls[at], block, date=b"20%02d-01-01T00:00:00Z" % (10 + at)) for at in order)))
    counts, _, db = imported(file, papers=[old, new], everything=True)
    assert counts["new"] == 1
    assert rows(db, "SELECT count(*), count(DISTINCT page) FROM captures") == [(3, 1)]
    assert len(rows(db, "SELECT title FROM articles")) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["article first", "print page first"])
def test_a_print_page_of_the_old_site_is_its_article_though_their_numbers_differ(crawled, imported, tmp_path, order):
    old = Paper("old", "Báo cũ", "https://cu.vn/", "Sơn Lam", "onecms", moved_to="https://moi.vn/cu/")
    new = Paper("new", "Báo mới", "https://moi.vn/cu/", "Sơn Lam", "onecms", formerly=("https://cu.vn/",))
    kept = crawled.captures[0]
    block = http(kept.body, headers=[(name.encode(), value.encode()) for name, value in kept.headers])
    article = read(kept).article
    title, day = article.title, article.published + timedelta(days=1)
    lines = "".join(f"<p>{line}</p>" for line in article.body.split("\n"))
    page = f"<html><title>{title[:30]}...</title><h1>{title}</h1><div>Cập nhật lúc {day:%H:%M:%S %d/%m/%Y} (Lượt xem: 9)</div>{lines}</html>"
    other = page.replace(f"<h1>{title}", "<h1>Chuyện khác")
    prints = [record(f"http://www.cu.vn/vi-vn/print.aspx?id={number}", http(text.encode())) for number, text in ((7, page), (8, other))]
    records = (record(f"https://moi.vn/cu/{kept.url.rpartition('/')[2]}", block), prints[0])
    file = tmp_path / "x.warc.gz"
    file.write_bytes(members(*(records[at] for at in order), prints[1]))
    counts, watch, db = imported(file, papers=[old, new], everything=True)
    assert (watch.damages, counts["failed"], counts["new"]) == ([], 0, 2)
    assert sorted(row[0] for row in rows(db, "SELECT title FROM articles")) == sorted([title, "Chuyện khác"])
    with Archive.open(db) as archive, archive.lock():
        assert rebuild(archive).differences == []


def test_damage_becomes_a_failure_until_the_file_is_whole(crawled, imported, tmp_path):
    whole, file = by_warcio(crawled.captures[:4]), tmp_path / "x.warc.gz"
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + b"?" * 10 + whole[middle + 10 :])
    counts, watch, db = imported(file)
    [damage] = watch.damages
    assert counts["damaged"] == 1
    assert rows(db, "SELECT url, message FROM failures") == [(f"x.warc.gz#{damage.offset}", str(damage))]
    file.write_bytes(whole)
    counts, watch, db = imported(file)
    assert (counts["damaged"], watch.damages, rows(db, "SELECT count(*) FROM captures")) == (0, [], [(4,)])
    assert counts["known"] >= 3
    assert rows(db, "SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]


def test_processes_read_what_one_reads(crawled, imported, tmp_path):
    file = tmp_path / "x.warc.gz"
    file.write_bytes(by_warcio(crawled.captures))
    _, _, db = imported(file, whom=Whom(2))
    assert contents(db) == contents(crawled.db)


def test_an_unread_page_is_kept_for_a_better_layout(crawled, imported, tmp_path):
    file = tmp_path / "x.warc.gz"
    file.write_bytes(members(record(crawled.captures[0].url, http(b"<p>no article</p>"))))
    counts, _, db = imported(file)
    assert counts["failed"] == 1
    assert rows(db, "SELECT state FROM pages") == [("failed",)]
    assert rows(db, "SELECT stage, capture FROM failures") == [("read", 1)]


def test_kills_lose_nothing_and_leave_nobody_behind(crawled, imported, tmp_path):
    db, dice = tmp_path / "hard" / "a.db", random.Random(3)
    (tmp_path / "in").mkdir()
    for number in range(8):  # written one after the other
        (tmp_path / "in" / f"{number}.warc.gz").write_bytes(by_warcio(crawled.captures[number::8]))
    words = ("import", tmp_path / "in", "--papers", crawled.papers, "--db", db, "--json", "--workers")
    for workers, seconds in ((2, 0), (1, dice.uniform(0, 0.02))):
        kept = len(list((db.parent / "warc").glob("*")))
        children = killed((*words, workers), lambda kept=kept: len(list((db.parent / "warc").glob("*"))) > kept, seconds)
        assert children is None or have_ended(children)
    done((*words, 1))
    assert contents(db) == contents(crawled.db)
    assert rows(db, "SELECT count(*) FROM captures") == [(len(crawled.captures),)]
    with Archive.open(db) as archive:
        assert list(problems(archive)) == []


def test_the_command_counts_and_names_damage(run, crawled, tmp_path):
    file = tmp_path / "x.warc.gz"
    file.write_bytes(by_warcio(crawled.captures[:3]) + b"\x1f\x8b\x08\0 broken")
    command = ("import", file, "--papers", crawled.papers, "--db", tmp_path / "a.db", "--json")
    result = run(*command)
    assert result.code == 3
    assert "x.warc.gz at " in result.err
    counts = json.loads(result.out)
    assert counts["new"] + counts["skipped"] == 3
    assert counts["damaged"] == 1
    assert run("import", tmp_path / "nothing.warc", "--db", tmp_path / "a.db").code == 2
