"""Invented captures, articles and facts to fill archives with."""

from dataclasses import replace
from datetime import UTC, datetime

from btoscrape.archive import Archive
from btoscrape.models import (
    VIETNAM,
    Article,
    Award,
    Bloc,
    Block,
    Capture,
    Decision,
    Evidence,
    Facts,
    Link,
    Member,
    Officer,
    Paper,
    Person,
    Rank,
    Verdict,
)

PAPER = Paper(key="bao", name="Báo Thử", url="https://bao.vn/", province="Sơn Lam", layout="onecms")
YES = Verdict("yes", "khối thi đua")
AT = datetime(2025, 1, 9, 8, 40, 0, 123000, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
MEMBERS = ("Hội Người mù", "Hội Đông y", "Hội Luật gia")
LINES = (
    f"Chiều 8/1, Khối thi đua 8 gồm {', '.join(MEMBERS)} tổng kết năm 2024.",
    "Khối đề nghị UBND tỉnh tặng Cờ thi đua cho Hội Người mù tỉnh; 2 tập thể được đề nghị tặng Bằng khen.",
    "Hội Đông y tỉnh được bầu làm Khối trưởng năm 2025.",
)


def capture(url="https://bao.vn/tin-100001.html", body=b"<p>tin</p>", status=200, headers=HTML, **more):
    return Capture(url, status, headers, body, more.pop("at", AT), reason="OK", **more)


def article(title="Khối thi đua 8 tổng kết", lines=LINES, number=100001, **more):
    values = {"published": datetime(2025, 1, 9, 8, 40, tzinfo=VIETNAM), "author": "NGỌC HÀ", "section": "Thời sự"} | more
    return Article(f"https://bao.vn/tin-{number}.html", title, blocks=tuple(Block("paragraph", line) for line in lines), **values)


def proof(text, quote):
    start = text.index(quote)
    return Evidence(quote, start, start + len(quote))


def facts(text, year=2024, name="Khối thi đua 8", number="8"):
    """What LINES say."""
    flag, elected = proof(text, LINES[1]), proof(text, LINES[2])
    return Facts(
        blocs=(Bloc(name, "khối", number, year),),
        event="tổng kết",
        event_date=datetime(2025, 1, 8).date(),
        members=tuple(Member(organization, proof(text, LINES[0]), rule="members.list") for organization in MEMBERS),
        member_count=3,
        awards=(
            Award("Cờ thi đua", "co-thi-dua", flag, "proposed", "UBND tỉnh", "Hội Người mù tỉnh", "collective", year=year),
            Award("Bằng khen", "bang-khen", flag, "proposed", recipient_kind="collective", recipient_count=2, year=year),
        ),
        officers=(Officer("head", elected, organization="Hội Đông y tỉnh", year=2025, repeats=(proof(text, "Hội Đông y"),)),),
    )


MORE = "Theo Quyết định số 1200/QĐ-UBND ngày 5/1/2025, Hội Người mù xếp thứ nhất; bà Lê Thị Mai, Chủ tịch Hội Đông y, phát biểu."


def more_facts(text, year=2024):
    """What LINES and MORE say."""
    said = proof(text, MORE)
    return replace(
        facts(text, year),
        ranks=(Rank(1, "Hội Người mù", said, year, "ranks.first"),),
        people=(Person("Lê Thị Mai", said, "Chủ tịch", "Hội Đông y", "people.post"), Person("Trần Văn Tư", said)),
        decisions=(Decision("1200/QĐ-UBND", said, datetime(2025, 1, 5).date(), "decisions.number"),),
    )


def noted(archive, number=100001, state="wanted"):
    """The page of that number, in the frontier."""
    archive.paper(PAPER)
    key = f"bao.vn//{number}"
    archive.frontier.note(Link(f"https://bao.vn/tin-{number}.html", "search"), key, PAPER.key, YES, state=state)
    return archive.frontier.page(key)


def store(archive, text=None, told=None, number=100001, paper="bao"):
    """The article kept and stored; what came of it."""
    text = text or article(number=number)
    page = noted(archive, number)
    kept = archive.keep(capture(text.url), kind="article", paper=paper, page=page.id)
    told = facts(text.body) if told is None else told
    return archive.store(page.id, text, told, YES, paper=paper, province="Sơn Lam", capture=kept, engine="1")


TABLES = ("articles", "blocs", "members", "awards", "officers")
OURS = ("retrieved_at", "key", "article", "page_digest")
"""Columns that tell when and under which number a row was stored: another run, another value."""


def contents(db):
    """What an archive says, without the numbers and times of its making."""
    with Archive.open(db, readonly=True) as archive:
        return {table: sorted(_told(row) for row in archive.rows(table)) for table in TABLES}


def _told(row):
    return tuple((name, str(value)) for name, value in row.items() if name not in OURS)
