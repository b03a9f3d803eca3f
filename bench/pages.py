"""How long the pages take on a large archive: `python -m bench pages [DB] [N]`, filled with N articles (100,000) if it is not there.

DB is N.db in the folder of what is kept, if none is named.

For each kind of page the server's time (median and 95th percentile of 40 requests, each to another row), this process's time on
a core (which other programs on the machine disturb less), and the sizes of the answer, as it is and packed. A twentieth of the
articles are meetings of blocs with a dozen facts each; the others use the same words.
"""

import asyncio
import gzip
import os
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from btoscrape.archive import Archive
from btoscrape.models import VIETNAM, Article, Award, Bloc, Block, Evidence, Facts, Link, Member, Officer, Paper, Verdict
from btoscrape.sample import articles as sample_articles
from btoscrape.web import build

from .results import DATA, write

PROVINCES = 34
YEARS = range(2015, 2026)
YES, NO = Verdict("yes", "khối thi đua"), Verdict("no")
KINDS = ("emulation-flag", "commendation", "certificate")
BATCH = 500
ASKED = 40
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
GIVEN = ("Đào", "Mai", "Lan", "Hồng", "Cúc", "Hà", "Thu", "Xuân", "Hạ", "Đông", "Yến", "Oanh", "Phượng", "Loan", "Nga", "Thủy", "Hương", "Ngọc")
NAMES = ("Người mù", "Đông y", "Luật gia", "Làm vườn", "Khuyến học", "Nhà báo", "Chữ thập đỏ", "Cựu giáo chức", "Sinh vật cảnh", "Thủy lợi")


def lines():
    """Every paragraph of the sample newspaper."""
    return [line.text for article in sample_articles() for line in article.lines if line.text]


def meeting(number, bloc, blocs, chance, words):
    """A meeting of one of the blocs: six members, three awards, a head."""
    year, local, province = chance.choice(YEARS), bloc % blocs + 1, bloc // blocs
    names = [f"Hội {name} khu vực {local}" for name in chance.sample(NAMES, 7)]
    woman = f"{chance.choice(FAMILIES)} Thị {chance.choice(GIVEN)} {chance.choice(GIVEN)}"
    said = [
        f"Chiều 8/1, Khối thi đua {local} gồm {', '.join(names)} tổng kết năm {year}.",
        f"Khối đề nghị UBND tỉnh tặng Cờ thi đua cho {names[0]} và Bằng khen cho {names[1]}; {names[2]} được tặng Giấy khen.",
        f"Bà {woman}, Chủ tịch {names[3]}, được bầu làm Khối trưởng năm {year + 1}.",
        *chance.sample(words, 5),
    ]
    text = "\n".join(said)
    listed, praised, elected = (Evidence(line, text.index(line), text.index(line) + len(line)) for line in said[:3])
    awards = (
        Award("Cờ thi đua", "emulation-flag", praised, "proposed", "UBND tỉnh", names[0], "collective", year=year),
        Award("Bằng khen", "commendation", praised, "proposed", "UBND tỉnh", names[1], "collective", year=year),
        Award("Giấy khen", "certificate", praised, "conferred", None, names[2], "collective", year=year),
    )
    members = tuple(Member(name, listed) for name in names)
    officer = Officer("head", elected, woman, names[3], year + 1)
    facts = Facts((Bloc(f"Khối thi đua {local}", "khối", str(local), year),), "tổng kết", None, members, len(names), awards, (officer,))
    title = f"Khối thi đua {local} tổng kết năm {year}"
    return province, _article(number, province, title, datetime(year + 1, 1, 9, 8, tzinfo=VIETNAM), said), facts


def ordinary(number, chance, words):
    """Another article, in the same words."""
    published = datetime(2015, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=chance.randrange(11 * 365 * 1440))
    said = chance.sample(words, 8)
    return number % PROVINCES, _article(number, number % PROVINCES, said[0][:90], published, said), Facts()


def _article(number, province, title, published, said):
    blocks = tuple(Block("paragraph", line) for line in said)
    return Article(f"https://bao{province}.example/{number}.html", title, published, "Thu Hà", blocks, section="Thời sự")


def fill(path, count):
    """An archive of that many articles, the same on every run."""
    chance, words, blocs = random.Random(5), lines(), max(1, count // 25_000)
    with Archive.open(path) as archive:
        for province in range(PROVINCES):
            archive.paper(Paper(f"bao{province}", f"Báo {province}", f"https://bao{province}.example/", f"Tỉnh {province}", "onecms"))
        for start in range(0, count, BATCH):
            with archive.batch():
                for number in range(start, min(start + BATCH, count)):
                    bloc = number // 20 % (PROVINCES * blocs)
                    made = meeting(number, bloc, blocs, chance, words) if number % 20 == 0 else ordinary(number, chance, words)
                    _store(archive, *made)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ANALYZE")


def _store(archive, province, article, facts):
    verdict, paper = (YES if facts.blocs else NO), f"bao{province}"
    archive.frontier.note(Link(article.url, "section"), article.url, paper, verdict, state="fetched")
    page = archive.frontier.page(article.url).id
    archive.store(page, article, facts, verdict, paper=paper, province=f"Tỉnh {province}", capture=None, engine="1")


def asked(path):
    """For each kind of page, addresses of 40 rows spread over the archive."""
    with closing(sqlite3.connect(path)) as db, db:
        people = [row[0] for row in db.execute("SELECT DISTINCT person FROM officers LIMIT 40")]

        def spread(table):
            ids = [row[0] for row in db.execute(f"SELECT id FROM {table} ORDER BY id")]
            return ids[:: max(1, len(ids) // ASKED)][:ASKED]

        pages = {
            "home": ["/"] * ASKED,
            "article": [f"/bai/{row}" for row in spread("articles")],
            "bloc": [f"/khoi/{row}" for row in spread("blocs")],
            "calendar": [f"/lich?nam={year}" for year in YEARS],
            "year": [f"/nam/{year}" for year in YEARS],
            "kinds of awards": ["/khen-thuong"] * 10,
            "award": [f"/khen-thuong/{kind}{year}" for kind in KINDS for year in ("", "?nam=2021")],
            "organisations": ["/to-chuc"] * 10,
            "people": ["/nguoi"] * 10,
            "table": ["/du-lieu/awards?year=2021", "/du-lieu/articles", "/du-lieu/members?_sort=name"],
            "report": [f"/khoi/{row}/bao-cao" for row in spread("blocs")],
            "organisation": [f"/to-chuc/{row}" for row in spread("organizations")],
        }
    common = ("thi đua", "thi dua", "tỉnh", "hội nghị", "khen thưởng", "khoi thi dua", "nam", "và")
    pages["search, common words"] = [f"/tim-kiem?q={word}" for word in common] * 3
    pages["search, names"] = [f"/tim-kiem?q={name}" for name in NAMES]
    pages["search, filtered"] = [f"/tim-kiem?q={word}&nam=2021&kt=commendation&tt=proposed" for word in common]
    pages["search, one year"] = [f"/tim-kiem?q={word}&nam=2021" for word in common]
    pages["search, one paper"] = [f"/tim-kiem?q={word}&bao=bao7" for word in common]
    pages["search, no words"] = ["/tim-kiem?sk=tổng kết", "/tim-kiem?tt=conferred", "/tim-kiem?khoi=5", "/tim-kiem"]
    pages["feeds"] = ["/khen-thuong.atom", "/bai.atom", "/to-chuc/7/khen-thuong.atom", "/khoi/7/bai.atom"]
    pages["files of a page"] = ["/to-chuc/7.xlsx", "/khoi/7.xlsx", "/to-chuc/7.csv", "/bai/1.json"]
    pages["person"] = [f"/nguoi?ten={row}" for row in people]
    return pages


async def measure(path):
    """A line of a table for each kind of page."""
    datasette = build(path)
    yield "| | median, ms | p95, ms | median on a core, ms | p95 on a core, ms | kB | kB, packed |"
    yield "|---|---|---|---|---|---|---|"
    for kind, addresses in asked(path).items():
        spent, worked, heaviest = [], [], b""
        for address in addresses:
            began, at_work = time.perf_counter(), time.process_time()
            answer = await datasette.client.get(address)
            spent.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - at_work) * 1000)
            assert answer.status_code == 200, (address, answer.status_code)
            heaviest = max(heaviest, answer.content, key=len)
        figures = [sorted(times)[int(len(times) * share)] for times in (spent, worked) for share in (0.5, 0.95)]
        sizes = [len(heaviest) / 1000, len(gzip.compress(heaviest, 5)) / 1000]
        yield f"| {kind} | {' | '.join(f'{figure:.0f}' for figure in (*figures, *sizes))} |"


async def table(path):
    """The whole table."""
    return [line async for line in measure(path)]


def filled(path, count):
    """The archive, filled with that many articles where it is not there; one that was not filled to its end is made anew."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            began = time.perf_counter()
            fill(Path(folder) / "a.db", count)
            (Path(folder) / "a.db").rename(path)
        print(f"filled with {count} articles in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
    Archive.open(path).close()  # an older one is brought up to date


def main(*given):
    """Fill the archive unless it is there, and measure."""
    count = next((int(word) for word in given if word.isdigit()), 100_000)
    path = next((Path(word) for word in given if not word.isdigit()), DATA / f"{count}.db")
    filled(path, count)
    lines = asyncio.run(table(path))
    with closing(sqlite3.connect(path)) as db, db:
        articles, *facts = (
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("articles", "article_blocs", "members", "awards", "officers")
        )
    load = f"Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, which others used too."
    about = f"{sum(facts):,} facts (of blocs, members, awards and officers); the database has {path.stat().st_size / 1e9:.1f} GB. {load}"
    write(f"Pages at {articles:,} articles", "python -m bench pages", [about, "", *lines])


if __name__ == "__main__":
    main(*sys.argv[1:])
