"""How the tests of this folder crawl, and how a server misbehaves."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from btoscrape.archive import Archive
from btoscrape.crawl import Plan, crawl
from btoscrape.crawl.run import now
from btoscrape.fetch import Settings
from btoscrape.models import VIETNAM
from btoscrape.sample import SampleServer, articles
from btoscrape.sample.server import paper


def squeezed(chosen):
    """The articles as if they had come out on two days each of three years: as many ways to find them, fewer sitemaps to ask for."""
    share = len(chosen) // 3 + 1
    return tuple(
        replace(article, published=datetime(2021 + place // share, 3, 1, tzinfo=VIETNAM) + timedelta(hours=48 * (place % share) / share))
        for place, article in enumerate(chosen)
    )


SOME = squeezed(articles()[-66:])
HASTY = Settings(timeout=2, deadline=2, backoff=0.01, circuit_seconds=60)
HASTY_ONCE = replace(HASTY, retries=0, circuit_failures=1000)


@dataclass
class Watch:
    """What a crawl tells whoever watches."""

    told: list = field(default_factory=list)

    def listing(self, paper, url):
        self.told.append(("listing", url))

    def queued(self, paper, pages):
        self.told.append(("queued", pages))

    def article(self, paper, url, title, outcome):
        self.told.append((outcome, url))

    def failure(self, paper, url, message):
        self.told.append(("failure", message))


@dataclass
class Crawled:
    """Crawls of the sample newspaper into one archive."""

    server: SampleServer
    archive: Archive
    watch: Watch = field(default_factory=Watch)

    def __call__(self, settings=HASTY, paper_changes=None, clock=now, **plan):
        """What came of one crawl; the server's log begins anew."""
        self.server.requests.clear()
        wanted = replace(paper(self.server.url), **(paper_changes or {}))
        with self.archive.lock():
            return asyncio.run(crawl([wanted], self.archive, Plan(**plan), settings, self.watch, clock=clock))[0]

    def rows(self, sql, *values):
        return self.archive.db.execute(sql, values).fetchall()

    def paths(self, end=""):
        """What the last crawl asked for."""
        return [path for _, path, _ in self.server.requests if path.endswith(end)]


def answer(request, status=200, body=b"", **headers):
    """One answer of a server in its own way; header names are written with underscores."""
    request.send_response(status)
    for name, value in ({"Content_Length": len(body)} | headers).items():
        request.send_header(name.replace("_", "-"), str(value))
    request.end_headers()
    request.wfile.write(body)
    return True
