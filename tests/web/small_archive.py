"""Invented articles for a small archive: two years of a bloc, a hostile one, ordinary ones."""

from datetime import UTC, datetime

from btoscrape.models import (
    VIETNAM,
    Article,
    Award,
    Bloc,
    Block,
    Capture,
    Evidence,
    Facts,
    Link,
    Member,
    Officer,
    Paper,
    Verdict,
)

PAPER = Paper("bsl", "Báo Sơn Lam Online", "https://bsl.example/", "Sơn Lam", "onecms")
YES = Verdict("yes", "khối thi đua")
LISTED = "Khối thi đua 3 gồm: Hội Làm vườn, Hội Thủy lợi và Hội Đông y."
PRAISED = "Hội nghị đề nghị UBND tỉnh tặng Cờ thi đua cho Hội Làm vườn; Hội Thủy lợi được UBND tỉnh tặng Bằng khen."
LED = "Bà Lê Thị Đào, Chủ tịch Hội Làm vườn, làm Khối trưởng."
HOSTILE = "<script>alert(1)</script>"


def proof(body, quote):
    start = body.index(quote)
    return Evidence(quote, start, start + len(quote))


def meeting(year):
    blocks = (
        Block("summary", f"Chiều 8/1, Khối thi đua 3 tổng kết công tác năm {year}."),
        Block("paragraph", LISTED),
        Block("caption", "Quang cảnh hội nghị."),
        Block("paragraph", f"{LED} {PRAISED}"),
    )
    title = f"Khối thi đua 3 tổng kết năm {year}"
    url = f"https://bsl.example/khoi-3-{year}.html"
    article = Article(url, title, datetime(year + 1, 1, 9, 8, 40, tzinfo=VIETNAM), "Thu Hà", blocks, section="Thời sự")
    listed, praised, led = (proof(article.body, quote) for quote in (LISTED, PRAISED, LED))
    members = [
        Member("Hội Làm vườn", listed, role="head"),
        Member("Hội Thủy lợi", listed),
        Member("Hội Đông y", listed),
    ]
    awards = [
        Award("Cờ thi đua", "co-thi-dua", praised, "proposed", "UBND tỉnh", "Hội Làm vườn", "collective", year=year),
        Award("Bằng khen", "bang-khen", praised, "conferred", "UBND tỉnh", "Hội Thủy lợi", "collective", year=year),
        Award("Giấy khen", "giay-khen", praised, recipient_count=5, recipient_kind="individual"),
    ]
    officers = (Officer("head", led, "Lê Thị Đào", "Hội Làm vườn", year + 1),)
    facts = Facts((Bloc("Khối thi đua 3", "khối", "3", year),), "tổng kết", None, tuple(members), 3, tuple(awards), officers)
    return article, facts


def roll_call():
    """Members proved by their bare names, as a list gives them."""
    body = "Khối thi đua 3 họp.\nGồm có Hội Làm vườn, Hội Thủy lợi (Khối phó). Sau đó các hội bàn việc."
    article = Article("https://bsl.example/hop.html", "Khối thi đua 3 họp", None, None, (Block("paragraph", body),))
    names = ("Hội Làm vườn", "Hội Thủy lợi")
    members = tuple(Member(name, proof(body, name)) for name in names)
    return article, Facts((Bloc("Khối thi đua 3", "khối", "3", 2022),), members=members)


def hostile():
    text = f'{HOSTILE} & "nháy" <img src=x onerror=alert(2)>'
    article = Article("javascript:alert(3)", text, None, text, (Block("paragraph", text),), section=text)
    said = Evidence(text, 0, len(text))
    facts = Facts(
        (Bloc(text, "cụm", None, None),),
        members=(Member(text, said),),
        awards=(Award(text, "x", said, authority=text, recipient=text),),
        officers=(Officer("head", said, text, text),),
    )
    return article, facts


def ordinary(number):
    text = f"Chuyện vườn số {number}: hoà thuận, đường đẹp."
    return Article(f"https://bsl.example/{number}.html", text, None, None, (Block("paragraph", text),)), Facts()


def keep(archive, run, article, facts):
    capture = Capture(article.url, 200, (("content-type", "text/html"),), b"<html>", datetime(2026, 1, 2, tzinfo=UTC))
    archive.frontier.note(Link(article.url, "given"), article.url, "bsl", YES, state="wanted")
    page = archive.frontier.page(article.url).id
    kept = archive.keep(capture, kind="article", paper="bsl", page=page, run=run)
    archive.store(page, article, facts, YES, paper="bsl", province=PAPER.province, capture=kept, engine="1")
