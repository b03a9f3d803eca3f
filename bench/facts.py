"""Facts against labelled articles, and how fast text becomes facts: `python -m bench facts [N]` (N: articles for the memory row)."""

import json
import resource
import sys
import time
from pathlib import Path

from btoscrape.facts import article_from_text, evaluate, read_facts
from btoscrape.facts.evaluate import FIELDS

from .results import write

GOLD = Path(__file__).parents[1] / "tests" / "gold"
WORDS = 300
ORDINARY = (
    "Sáng nay, người dân ven sông thu hoạch vụ rau sớm, giá bán tại ruộng cao hơn năm ngoái. Hợp tác xã đã liên hệ ba siêu thị để bao tiêu, "
    "đồng thời mở lớp hướng dẫn ủ phân hữu cơ cho các hộ mới vào nghề. Chính quyền xã cho biết sẽ nạo vét kênh trước mùa mưa. "
)
"""An invented article without a word of emulation, repeated to some 300 words."""
LISTED = "Khối thi đua 8 gồm Hội Nhà báo tỉnh, Hội Đông y; Sở Y tế được đề nghị tặng Cờ thi đua, "


def rows(name):
    """The labelled articles of a file."""
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def rate(articles, rounds):
    """Articles a second of one core."""
    began = time.process_time()
    for _ in range(rounds):
        for article in articles:
            read_facts(article)
    return rounds * len(articles) / (time.process_time() - began)


def peak():
    """Peak memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def quality():
    """One line a labelled file: F1 of each field."""
    lines = ["| labelled file | articles | headline | " + " | ".join(FIELDS) + " |", "|---" * (len(FIELDS) + 3) + "|"]
    for file in sorted(GOLD.glob("*.jsonl")):
        told = rows(file.stem)
        report = evaluate(told)
        scores = " | ".join(f"{report.scores(field)[2]:.3f}" for field in FIELDS)
        lines.append(f"| {file.stem} | {len(told)} | {report.headline:.3f} | {scores} |")
    return [*lines, ""]


def speed(count):
    """Rates, memory over `count` articles, and time per letter of long text."""
    told = rows("articles")
    articles = [article_from_text(row) for row in told]
    words = sum(len(row["text"].split()) for row in told) / len(told)
    rate(articles, 1)
    whole = rate(articles, 5)
    plain = rate([article_from_text({"text": ORDINARY * (WORDS // len(ORDINARY.split()))})], 5000)
    rate(articles, max(1, count // 10 // len(articles)))
    early = peak()
    rate(articles, count // len(articles))
    per_letter = []
    for length in (20_000, 200_000):
        article = article_from_text({"text": LISTED * (length // len(LISTED))})
        per_letter.append(1e6 / (rate([article], 1) * length))
    return [
        "| | |",
        "|---|---|",
        f"| articles about blocs ({words:.0f} words each), a second and core | {whole:.0f} |",
        f"| the same for {WORDS} words | {whole * words / WORDS:.0f} |",
        f"| articles of {WORDS} words without a word of emulation | {plain:,.0f} |",
        f"| peak memory after {count // 10:,} and after {count:,} articles | {early:.0f} MB, {peak():.0f} MB |",
        f"| list-like text without a full stop, µs a letter at 20 kB and 200 kB | {per_letter[0]:.1f}, {per_letter[1]:.1f} |",
        "",
    ]


def main(count):
    """Measure and write the section."""
    wrong = ["What is still wrong: `btoscrape evaluate tests/gold/FILE.jsonl` prints it, fact by fact.", ""]
    write("Text to facts", "python -m bench facts", [*quality(), *wrong, *speed(count)])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
