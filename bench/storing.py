"""How many articles a second the archive takes: `python -m bench storing [N]`, in batches of 256 as `rebuild` writes them.

Every 1,200 articles are those of another province. What the facts add up to is worked out with them; then once more as a whole.
"""

import random
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from btoscrape.archive import Archive
from btoscrape.models import VIETNAM, Article, Award, Bloc, Block, Evidence, Facts, Link, Member, Officer, Paper, Verdict

from .results import write

PAPER = Paper("bench", "Báo", "https://bench.example/", "Sơn Lam", "onecms")
YES = Verdict("yes", "khối thi đua")
SYLLABLES = [
    first + rest
    for first in ("b", "ch", "đ", "h", "kh", "l", "m", "ng", "ph", "t", "th", "v")
    for rest in ("a", "ai", "ân", "ong", "ung", "iên", "ươc", "ôi")
]
BATCH = 256


def meeting(number):
    """One article of some 300 words about one of 40 blocs in one of ten years: a meeting, another paper on it, and a reprint of the first."""
    bloc, year, copy = number % 40 + 1, 2015 + number // 120 % 10, number // 40 % 3
    words = random.Random(number // 1200 * 1_000_000 + bloc * 10_000 + year + (copy == 1) * 5_000)
    bodies = random.Random(number // 1200 * 1_000_000 + bloc)
    names = [f"Hội {' '.join(bodies.choices(SYLLABLES, k=3))}" + " tỉnh" * (copy == 1) for _ in range(10)]
    lines = [
        f"Chiều {bloc % 28 + 1}/1, Khối thi đua {bloc} gồm {', '.join(names)} tổng kết năm {year}.",
        f"Khối đề nghị UBND tỉnh tặng Cờ thi đua cho {names[0]} và Bằng khen cho {names[1]}, {names[2]}.",
        f"{names[3]} được bầu làm Khối trưởng năm {year + 1}.",
        *(" ".join(words.choices(SYLLABLES, k=28)) + "." for _ in range(8)),
        *(["Ảnh: người dự hội nghị."] * copy),
    ]
    article = Article(
        f"https://bench.example/{number}.html", f"Khối thi đua {bloc} tổng kết năm {year}",
        datetime(year + 1, 1, bloc % 28 + 1, 8, tzinfo=VIETNAM) + timedelta(hours=copy), "Thu Hà", tuple(Block("paragraph", line) for line in lines),
    )  # fmt: skip
    return article, _facts(article.body, lines, names, bloc, year)


def _facts(body, lines, names, bloc, year):
    proofs = []
    for line in lines[:3]:
        start = body.index(line)
        proofs.append(Evidence(line, start, start + len(line)))
    listed, praised, elected = proofs
    flag = Award("Cờ thi đua", "emulation-flag", praised, "proposed", "UBND tỉnh", names[0], "collective", year=year)
    praise = [Award("Bằng khen", "commendation", praised, "proposed", "UBND tỉnh", name, "collective", year=year) for name in names[1:3]]
    return Facts(
        (Bloc(f"Khối thi đua {bloc}", "khối", str(bloc), year),), "tổng kết", datetime(year + 1, 1, bloc % 28 + 1).date(),
        tuple(Member(name, listed) for name in names), len(names), (flag, *praise),
        (Officer("head", elected, organization=names[3], year=year + 1),),
    )  # fmt: skip


def main(count):
    """Articles per second, into RESULTS.md."""
    made = [meeting(number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.db") as archive:
        archive.paper(PAPER)
        with archive.batch():
            for article, _ in made:
                archive.frontier.note(Link(article.url, "given"), article.url, "bench", YES, state="wanted")
        pages = [archive.frontier.page(article.url).id for article, _ in made]
        began = time.process_time()
        for start in range(0, count, BATCH):
            with archive.batch():
                for page, (article, facts) in list(zip(pages, made, strict=True))[start : start + BATCH]:
                    archive.store(page, article, facts, YES, paper="bench", province=f"Tỉnh {page // 1200}", capture=None, engine="1")
        took = time.process_time() - began
        began = time.process_time()
        archive.prune()
        whole = time.process_time() - began
        told = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in archive.counts().items() if number)
    lines = [
        f"{count:,} articles with their facts, in batches of {BATCH}: {count / took:.0f} a second, {took / count * 1000:.2f} ms each",
        "(time of one core), stories, events, ledger and doubts worked out with each batch.",
        f"All of these worked out anew, as `rebuild` ends: {whole / count * 1000:.2f} ms per article.",
        "",
        f"What came of it: {told}.",
    ]
    write("Storing articles and what their facts add up to", "python -m bench storing", lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
