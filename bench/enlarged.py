"""The sample newspaper enlarged: thousands of invented articles, a known share of them about blocs, told more or less plainly."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from btoscrape.facts import article_from_text
from btoscrape.models import VIETNAM
from btoscrape.reading import read_text
from btoscrape.sample import articles

BEGAN = datetime(2024, 1, 1, 6, tzinfo=VIETNAM)
DAYS = 400
BLOC_SHARE = 0.08
TOLD_BY = {"title": 80, "unsure title": 10, "summary": 6, "tags": 3, "text": 1}
"""What tells that an article is about a bloc, in percent. Of the 54 labelled positive articles beside the repository, the title tells
of 84 %, has an unsure word in 12 % and says nothing in 4 %, where the first paragraph does. Tags and text alone are guesses."""
UNSURE_SHARE = 0.10
"""Of the ordinary articles: those whose title has a word of praise, which only the text shows to be about something else."""

PLACES = ["An Sa", "Tuy Khê", "Phù Cư", "Lam Giang", "Cửa Vạn", "Măng Tô", "Đắk Rin", "Trà Nú", "Ia Lâm", "Sông Cái", "Hòa Thuận", "Bình Lâm"]
BODIES = ["Hội Đông y", "Hội Luật gia", "Sở Xây dựng", "Sở Công Thương", "Báo Sơn Lam", "Đài Phát thanh", "Ban Dân vận", "Hội Nhà báo", "Sở Y tế"]
TITLES = {
    "title": ("Khối thi đua số {n} tổng kết năm {y}", "Cụm thi đua {n} ký kết giao ước năm {y}", "Tỉnh tặng Cờ thi đua cho {b}"),
    "unsure title": ("{b} và các đơn vị bạn bình xét khen thưởng năm {y}", "Các cơ quan suy tôn {b} dẫn đầu năm {y}"),
    "summary": ("{b} cùng mười đơn vị nhìn lại năm {y}", "Chín huyện ngồi lại với nhau ở {p}"),
    "tags": ("Một năm về đích sớm của {b}", "{p} trao nhiệm vụ cho {b}"),
    "text": ("Chuyện từ hội trường {p} cuối năm {y}", "Ghi nhanh ở {b}"),
    "unsure": ("Bằng khen cho người cứu trẻ ở {p}", "{p} tuyên dương học sinh giỏi", "Phong trào thi đua yêu nước ở {p}", "{b} sơ kết chuyên đề quý"),
    "plain": (
        "{p} vào mùa gặt",
        "Đường về {p} thông xe",
        "{p}: giá cá tăng",
        "{b} mở lớp tập huấn",
        "Cụm công nghiệp {p} đón dự án",
        "Mưa lớn ở {p}",
    ),
}
SUMMARIES = {
    "bloc": "Khối thi đua số {n} họp tổng kết năm {y} tại {p}, có đại diện {b} dự.",
    "plain": "Sáng nay tại {p}, đại diện {b} đã có mặt từ sớm cùng người dân địa phương.",
}
TAGS = {"bloc": ("khối thi đua", "hội quần chúng"), "plain": ("đời sống", "địa phương")}


def enlarged(number, seed=1):
    """So many articles, oldest first, and what tells of each that is about a bloc, by article id."""
    rng = random.Random(seed)
    blocs = [article for article in articles() if _is_about_a_bloc(article)]
    plain = [article for article in articles() if "thi dua" not in article.words and "khen" not in article.words]
    moments = sorted(BEGAN + timedelta(seconds=rng.randrange(DAYS * 86_400)) for _ in range(number))
    made, told_by, article_id = [], {}, 300_000
    for moment in moments:
        article_id += rng.randrange(1, 40)
        kind = rng.choices(list(TOLD_BY), list(TOLD_BY.values()))[0] if rng.random() < BLOC_SHARE else None
        if kind:
            told_by[article_id] = kind
        made.append(_article(article_id, moment, kind, rng.choice(blocs if kind else plain), rng))
    return tuple(made), told_by


def _is_about_a_bloc(article):
    """Whether its body alone says so."""
    text = "\n".join(line.text for line in article.lines if line.kind == "paragraph")
    return bool(read_text(article_from_text({"title": "Ghi nhanh", "text": text})).facts.blocs)


def _article(number, moment, kind, like, rng):
    words = {"n": rng.randrange(1, 20), "y": moment.year, "p": rng.choice(PLACES), "b": rng.choice(BODIES)}
    style = kind or ("unsure" if rng.random() < UNSURE_SHARE else "plain")
    said = "bloc" if kind in ("title", "summary") else "plain"
    return replace(
        like,
        id=number,
        published=moment,
        title=f"{rng.choice(TITLES[style]).format(**words)} ({number % 997})",
        summary=SUMMARIES[said].format(**words),
        tags=TAGS["bloc" if kind in ("title", "summary", "tags") else "plain"],
    )


def shares(told_by):
    """How many bloc articles are told of by what."""
    return dict(Counter(told_by.values()).most_common())
