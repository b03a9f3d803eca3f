"""The pages to look at, on the sample archive: each kind once."""

import sqlite3
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn

from btoscrape.web import build

ORGANIZATION, BLOC, YEAR = "Hội Người mù", "Khối thi đua 8", 2025


def pages(db):
    """Addresses by name."""
    with sqlite3.connect(db) as connection:

        def find(sql, *values):
            return connection.execute(sql, values).fetchone()[0]

        organization = find("SELECT id FROM organizations WHERE name = ?", ORGANIZATION)
        bloc = find("SELECT id FROM blocs WHERE name = ? AND year = ?", BLOC, YEAR)
        article = find("SELECT article FROM article_blocs WHERE bloc = ? ORDER BY article LIMIT 1", bloc)
        person = find("SELECT person FROM officers WHERE person IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    return {
        "home": "/",
        "calendar": "/lich",
        "year": "/nam/2023",
        "organisations": "/to-chuc",
        "organisation": f"/to-chuc/{organization}",
        "organisation-print": f"/to-chuc/{organization}?in=1",
        "bloc": f"/khoi/{bloc}",
        "report": f"/khoi/{bloc}/bao-cao",
        "article": f"/bai/{article}",
        "awards": "/khen-thuong",
        "award": "/khen-thuong/certificate",
        "people": "/nguoi",
        "person": f"/nguoi?ten={person}",
        "search": "/tim-kiem?q=hoi+nguoi+mu",
        "data": "/du-lieu",
        "table": "/du-lieu/awards?year=2025",
        "row": "/du-lieu/awards/1",
        "query": "/du-lieu/ai-dung-dau",
        "sql": "/du-lieu?sql=select+1",
    }


@contextmanager
def served(db):
    """The address of the archive's pages on a free port, answered by a thread of this process."""
    ready = Event()

    class Announcing(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets=sockets)
            ready.set()

    datasette = build(db)
    server = Announcing(uvicorn.Config(datasette.app(), port=0, log_level="error", ws="none", http="h11", loop="asyncio"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(30), "the server did not start"
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()
