"""Two papers on one site after a merger (onecms.md, 4): one at its root, the other's articles in a folder that has no listings of its own."""

import asyncio

import pytest
from crawled import HASTY, SOME, Watch, answer

from btoscrape.crawl import Plan, crawl
from btoscrape.models import Paper

BLOCS = [article for article in SOME if "khoi thi dua" in article.words]
OLD, NATIVE = BLOCS[:6], BLOCS[6:9]
FOLDER = "/bbt"


def merged(server):
    """All stand in the sitemaps and the search of the root, but the old ones' addresses lie below the folder."""
    moved = {article.path: FOLDER + article.path for article in OLD}

    def shown(request):
        path = request.path.removeprefix(FOLDER)
        if path in moved or request.path.startswith(FOLDER):
            found = server.reply(path) if request.path == moved.get(path) else server.reply("/nowhere")
        else:
            found = server.reply(request.path)
        body = found.body if isinstance(found.body, bytes) else found.body.encode()
        for old, new in moved.items():
            body = body.replace(f"{old}".encode(), new.encode())
        return answer(request, found.status, body, Content_Type=found.kind)

    return shown


@pytest.fixture
def papers(server):
    server.articles = OLD + NATIVE
    server.fault = merged(server)
    common = {"province": "Sơn Lam", "layout": "onecms", "delay": 0.0, "allow_private": True}
    return Paper("moi", "Báo Mới", server.url + "/", **common), Paper("cu", "Báo Cũ", server.url + FOLDER + "/", **common)


def test_each_article_belongs_to_the_paper_whose_place_it_is_in(papers, server, archive):
    for outcome in asyncio.run(crawl(papers, archive, Plan(), HASTY, Watch())):
        assert outcome.exit_code == 0, archive.db.execute("SELECT message FROM failures").fetchall()
    twice = archive.db.execute("SELECT url FROM captures WHERE kind = 'listing' GROUP BY url HAVING count(*) > 1").fetchall()
    assert twice == []  # both papers read the site's sitemaps
    kept = archive.db.execute("SELECT paper, count(*) FROM articles GROUP BY 1").fetchall()
    assert kept == [("cu", len(OLD)), ("moi", len(NATIVE))]
