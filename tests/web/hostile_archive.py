"""An archive that nobody tidied: hostile titles and names, a bloc of 200 members, an organisation of 80 awards, facts without a year."""

from datetime import datetime

from small_archive import HOSTILE, proof

from btoscrape.models import VIETNAM, Article, Award, Bloc, Block, Facts, Member, Officer

LONG = "Khối" + "ngh" * 80
RTL = "\u202eעברית"
"""Letters from right to left, and the sign that turns all that follows."""
MEMBERS = 200
AWARDS = 80


def crowd():
    """A bloc of many members, all proposed in one sentence; some have names without a space, or with markup, or turned around."""
    names = [f"Hội {number} của những người trồng cây cảnh và hoa lan ở khu vực {number}" for number in range(MEMBERS)]
    names[:3] = ["Hội " + "x" * 200, f"Hội {RTL}", f"Hội {HOSTILE}"]
    listed, praised = f"Khối thi đua 9 gồm {'; '.join(names)}.", f"Đề nghị tặng Bằng khen cho {', '.join(names)}."
    title = f"</title>{HOSTILE} {LONG} {RTL}"
    blocks = (Block("paragraph", listed), Block("paragraph", praised))
    article = Article("https://bsl.example/dong.html", title, datetime(2024, 1, 9, 8, tzinfo=VIETNAM), "T" * 200, blocks, section="S" * 200)
    said = proof(article.body, praised)
    members = tuple(Member(name, proof(article.body, name)) for name in names)
    awards = tuple(Award("Bằng khen", "commendation", said, "proposed", LONG, name, "collective", year=2023) for name in names)
    officers = (Officer("head", proof(article.body, listed), "P" * 150, names[0], 2023),)
    return article, Facts((Bloc(f"Khối thi đua 9 {LONG}", "khối", "9", 2023),), "tổng kết", None, members, MEMBERS, awards, officers)


def praised(number):
    """One of many awards of one organisation, each of a kind of its own; every fifth has no year."""
    text = f"Lần {number}: UBND tỉnh tặng Bằng khen loại {number} cho Hội Cây cảnh vì việc {number}."
    article = Article(
        f"https://bsl.example/khen-{number}.html", text, datetime(1941 + number, 2, 9, tzinfo=VIETNAM), None, (Block("paragraph", text),)
    )
    year = 1940 + number if number % 5 else None
    award = Award(
        f"Bằng khen loại {number}", "commendation", proof(article.body, text), "conferred", "UBND tỉnh", "Hội Cây cảnh", "collective", year=year
    )
    return article, Facts((Bloc("Khối 4", "khối", "4", None),), awards=(award,))


def bare():
    """An article of one endless word, which says nothing."""
    return Article("https://bsl.example/chu.html", "Chữ", None, None, (Block("paragraph", "d" * 5000),)), Facts()


def hostile_articles():
    """All of them."""
    return [crowd(), *map(praised, range(AWARDS)), bare()]
