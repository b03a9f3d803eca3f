"""The pages to look at, on the sample archive: each kind once."""

import sqlite3
import subprocess
import sys
from contextlib import contextmanager

ORGANIZATION, BLOC, YEAR = "Hội Người mù tỉnh", "Khối thi đua 8", 2025


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
def served(db, *options):
    """The address of `btoscrape serve` on a free port."""
    command = [sys.executable, "-m", "btoscrape", "serve", "--db", str(db), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().split()[1].rstrip("/")
        finally:
            process.terminate()
