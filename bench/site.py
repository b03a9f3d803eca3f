"""The enlarged sample newspaper as a site of its own process: pages of 40 to 120 kB, made once, compressed once, served from memory.

What a real page has around its article makes it that large: styles and scripts in its head, a menu that unfolds, boxes with other
articles below and beside it. A third of what is added is the same on every page, the rest are boxes, other ones on each page.
"""

import argparse
import asyncio
import gzip
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from btoscrape.sample import articles as sample_articles
from btoscrape.sample import frame
from btoscrape.sample.content import sections
from btoscrape.sample.markup import freshen
from btoscrape.sample.newspaper import Newspaper
from btoscrape.sample.routes import Reply, reply

from .enlarged import enlarged

SMALLEST, USUAL, LARGEST = 40_000, 80_000, 120_000
WORDS = (150, 300, 700)
"""Fewest, usual and most words of an article."""
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Site:
    """So many articles; `reply(target)` gives a page, `article_pages()` the path and HTML of each article."""

    count: int
    seed: int = 1
    origin: str = "https://news.example"

    @cached_property
    def told_by(self):
        """What tells of each article that is about a bloc, by id."""
        return self._made[1]

    @cached_property
    def _made(self):
        return enlarged(self.count, self.seed)

    @cached_property
    def newspaper(self):
        """The newspaper, each article with as many words as real ones have."""
        rng = random.Random(self.seed)
        more = [text for article in sample_articles() if "thi dua" not in article.words for text in article.body if text[0] not in "!#"]
        more = [text for text in more if "thi đua" not in text.lower() and "khen" not in text.lower()]
        return Newspaper(tuple(_longer(article, more, rng) for article in self._made[0]), self.origin)

    def reply(self, target) -> Reply:
        """The answer to a GET, articles in their full size."""
        answer = reply(self.newspaper, target)
        article = self.newspaper.by_path.get(target)
        return replace(answer, body=self._sized(answer.body, article)) if article else answer

    def article_pages(self, most=None):
        """Path and page of each article, the newest first."""
        for article in self.newspaper.published[:most]:
            yield article.path, freshen(self.reply(article.path).body, NOW)

    def _sized(self, page, article):
        rng = random.Random(self.seed * 1_000_003 + article.id)
        page = page.replace("</head>", f"{_head()}</head>", 1).replace('<div class="c-menu-expand">', f'{_menu()}<div class="c-menu-expand">', 1)
        size = int(rng.triangular(SMALLEST, LARGEST, USUAL)) - len(page.encode())
        boxes = self._boxes(rng, max(0, size))
        below, beside = boxes[: len(boxes) // 2], boxes[len(boxes) // 2 :]
        page = page.replace('<div class="c-comments"', f'{"".join(below)}<div class="c-comments"', 1)
        return page.replace('<div class="l-sidebar">', f'<div class="l-sidebar">{"".join(beside)}', 1)

    def _boxes(self, rng, size):
        found = []
        while size > 0:
            others = [rng.choice(self.newspaper.linked) for _ in range(5)]
            items = frame.items("item_related.html", others, self.origin)
            name = rng.choice(list(sections().values())).name
            found.append(
                f'<div class="c-box"><div class="c-box__title"><div class="c-box__title__name">{name}</div></div>'
                f'<div class="c-box__content"><div class="c-template-list"><ul>{items}</ul></div></div></div>\n'
            )
            size -= len(found[-1].encode())
        return found


def _longer(article, more, rng):
    """The article with paragraphs of others until it has its number of words."""
    wanted, body = int(rng.triangular(WORDS[0], WORDS[2], WORDS[1])), list(article.body)
    while sum(len(text.split()) for text in body) < wanted:
        body.append(rng.choice(more))
    return replace(article, body=tuple(body))


def _head():
    rules = "".join(f".c-part-{n} .c-part__inner{{display:flex;margin:0 {n % 9}px;color:#{n * 4099 % 0xFFFFFF:06x}}}" for n in range(70))
    calls = "".join(f"oneAds.push({{zone:{n},sizes:[[300,{250 + n}],[336,{280 + n}]],lazy:true,pages:['home','detail']}});" for n in range(55))
    return f"<style>{rules}</style>\n<script>window.oneAds=window.oneAds||[];{calls}</script>\n"


def _menu():
    items = "".join(
        f'<li class="c-mega__item"><a href="/{section.path}" title="{section.name}"><i class="icon16-menu"></i><span>{section.name}</span></a></li>'
        for section in list(sections().values()) * 3
    )
    return f'<div class="c-mega"><div class="container"><ul class="c-mega__list">{items}</ul></div></div>\n'


class Answers:
    """The bytes of every answer, made once: whole and not-modified, compressed for who takes that."""

    def __init__(self, answer: Callable[[str], Reply]) -> None:
        self._answer, self._made = answer, {}

    def get(self, target: str, etag: str, zipped: bool) -> bytes:
        """The answer's bytes, head included."""
        if (target, zipped) not in self._made:
            self._made[target, zipped] = self._make(target, zipped)
        tag, same, whole = self._made[target, zipped]
        return same if etag and etag.removeprefix("W/") == tag.removeprefix("W/") else whole

    def _make(self, target, zipped):
        answer = self._answer(target)
        body = freshen(answer.body, NOW).encode() if isinstance(answer.body, str) else answer.body
        head = f"ETag: {answer.etag}\r\n" if answer.etag else ""
        coding = ""
        if zipped and answer.kind != "image/jpeg":
            body, coding = gzip.compress(body, 5, mtime=0), "Content-Encoding: gzip\r\n"
        first = (
            f"HTTP/1.1 {answer.status} {'OK' if answer.status == 200 else 'Not Found'}\r\nContent-Type: {answer.kind}\r\nVary: Accept-Encoding\r\n"
        )
        whole = f"{first}{head}{coding}Content-Length: {len(body)}\r\n\r\n".encode() + body
        return answer.etag, f"HTTP/1.1 304 Not Modified\r\n{head}\r\n".encode(), whole


class _Connection(asyncio.Protocol):
    """One client: GET after GET."""

    def __init__(self, answers, requests):
        self._answers, self._requests, self._left = answers, requests, b""

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        *requests, self._left = (self._left + data).split(b"\r\n\r\n")
        for request in requests:
            first, *lines = request.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            target = first.split(" ")[1]
            if target == "/-/requests":
                body = "\n".join(self._requests).encode()
                self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
                continue
            self._requests.append(target)
            self._transport.write(self._answers.get(target, headers.get("if-none-match", ""), "gzip" in headers.get("accept-encoding", "")))


async def serve(count, seed, warm):
    """Serve until killed; the address on the first line of the output."""
    loop, requests = asyncio.get_running_loop(), []
    site = Site(count, seed)
    answers = Answers(site.reply)
    server = await loop.create_server(lambda: _Connection(answers, requests), "127.0.0.1", 0)
    site.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    if warm:
        for article in site.newspaper.published:
            answers.get(article.path, "", True)
    print(site.origin, flush=True)
    await server.serve_forever()


class Served:
    """A site in its own process: a context manager with its `url`."""

    def __init__(self, count, seed=1, *, warm=True):
        self._command = [sys.executable, "-m", "bench.site", str(count), "--seed", str(seed), *(["--warm"] if warm else [])]

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve the enlarged sample newspaper on loopback until killed.")
    parser.add_argument("count", type=int, nargs="?", default=2000, help="articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--warm", action="store_true", help="make all article pages before the first request")
    asked = parser.parse_args()
    asyncio.run(serve(asked.count, asked.seed, asked.warm))
