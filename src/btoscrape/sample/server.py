"""Floor 4. The sample newspaper's HTTP server, on loopback only: validators, gzip, keep-alive, and a log of what was asked."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from ..models import Paper
from . import content, listings
from .content import SECTIONS, SampleArticle
from .markup import article_page, page

PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
ROBOTS = "User-agent: *\nDisallow: /api/getcomment/\nDisallow: /print/\n\nSitemap: {0}/sitemap.xml\nSitemap: {0}/sitemap-news.xml\n"
_VOLATILE = re.compile(r"\?t=\d+|<meta property=\"datetimenow\"[^>]*>|<lastmod>[^<]*\+00:00</lastmod>")

Page = tuple[bytes, str]


def paper(url: str) -> Paper:
    """The sample newspaper as the catalog would hold it."""
    return Paper(
        key="son-lam",
        name="Báo Sơn Lam Online",
        url=url.rstrip("/") + "/",
        province="Sơn Lam",
        layout="onecms",
        delay=0.0,
        allow_private=True,
        verified="invented",
    )


class SampleServer:
    """A running sample newspaper; a context manager. `requests` lists what was asked: method, path, status."""

    def __init__(self, port: int = 0, *, articles: Iterable[SampleArticle] | None = None, until: datetime | None = None) -> None:
        """Set up; `until` hides what is published later and may be changed while it runs."""
        self._articles = tuple(content.articles() if articles is None else articles)
        self.until = until
        self.requests: list[tuple[str, str, int]] = []
        site = self

        class Handler(_Handler):
            newspaper = site

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def articles(self) -> list[SampleArticle]:
        """What is published by now, oldest first."""
        return [article for article in self._articles if self.until is None or article.published <= self.until]

    def page(self, target: str) -> Page | None:
        """Body and content type of a path; None for what is not there."""
        parts = urlsplit(target)
        path, query = parts.path, parse_qs(parts.query).get("q", [""])[0]
        if path == "/robots.txt":
            return ROBOTS.format(self.url).encode(), "text/plain"
        if path.endswith((".jpg", ".gif", ".png")):
            return PIXEL, "image/gif"
        return self._xml(path) or self._api(path) or self._html(path, query)

    def _xml(self, path: str) -> Page | None:
        rows, xml = self.articles(), None
        if path == "/sitemap.xml":
            xml = listings.sitemap_index(rows, self.url)
        elif path.startswith("/sitemap-") and path.endswith(".xml"):
            xml = listings.sitemap(rows, path[1:-4], self.url)
        elif path == "/rss/trang-chu":
            xml = listings.feed(listings.listed(rows), "Báo Sơn Lam Online", self.url)
        elif (section := path.removeprefix("/rss/")) in SECTIONS:
            xml = listings.feed(listings.in_section(rows, section), SECTIONS[section][1], self.url)
        return (xml.encode(), "text/xml; charset=utf-8") if xml else None

    def _api(self, path: str) -> Page | None:
        if not path.startswith("/api/getMoreArticle/"):
            return None
        text = listings.load_more(self.articles(), path.rpartition("/")[2], self.url)
        return (text.encode(), "application/json; charset=utf-8") if text else None

    def _html(self, path: str, query: str) -> Page | None:
        rows, html = self.articles(), None
        if path == "/":
            html = listings.listing_page("Trang chủ", listings.listed(rows), None, more=False)
        elif path == "/tin-moi-nhat":
            html = listings.listing_page("Tin mới nhất", listings.listed(rows), None)
        elif path == "/search":
            html = listings.listing_page(f"Tìm kiếm: {query}", listings.search(rows, query), None, more=False)
        elif path.endswith("-ptag.html"):
            found = listings.tagged(rows, path[1 : -len("-ptag.html")])
            html = listings.listing_page("Thẻ", found, None, more=False) if found else None
        elif path[1:] in SECTIONS:
            channel, name = SECTIONS[path[1:]]
            html = listings.listing_page(name, listings.in_section(rows, path[1:]), channel)
        elif match := re.fullmatch(r"/(?:print/|.*-)(\d+)\.html", path):
            html = self._article(int(match[1]), rows)
        return (html.encode(), "text/html; charset=utf-8") if html else None

    def _article(self, wanted: int, rows: list[SampleArticle]) -> str | None:
        place = next((number for number, article in enumerate(rows) if article.id == wanted), None)
        if place is None:
            return None
        others = [rows[(place + step) % len(rows)] for step in (1, 2, 3, 5, 8, 13)]
        return article_page(rows[place], others, self.url)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    newspaper: SampleServer
    protocol_version = "HTTP/1.1"
    server_version = "sample"
    wbufsize = 65_536  # headers and body in one packet: else each answer waits for a delayed ACK

    def do_GET(self) -> None:
        found = self.newspaper.page(self.path)
        if found is None:
            found = (page("Không tìm thấy trang", "<h1>404</h1>").encode(), "text/html; charset=utf-8")
            return self._send(404, *found, {})
        body, kind = found
        stable = _VOLATILE.sub("", body.decode("utf-8", "replace")).encode()
        tag = '"' + hashlib.sha1(stable, usedforsecurity=False).hexdigest()[:16] + '"'
        newest = max((article.published for article in self.newspaper.articles()), default=None)
        headers = {"ETag": tag, "X-Cached": "HIT"}
        if newest:
            headers["Last-Modified"] = format_datetime(newest.astimezone(UTC), usegmt=True)
        if self.headers.get("If-None-Match") == tag:
            return self._send(304, b"", kind, headers)
        return self._send(200, body, kind, headers)

    do_HEAD = do_GET  # noqa: N815 (the library's name)

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.newspaper.requests.append((self.command, self.path, status))
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers = gzip.compress(body, 6, mtime=0), headers | {"Content-Encoding": "gzip"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401 (the library's signature)
        """Say nothing."""
