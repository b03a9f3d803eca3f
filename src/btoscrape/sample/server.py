"""Floor 4. The sample newspaper's HTTP server, on loopback only: validators, gzip, keep-alive, and a log of what was asked."""

from __future__ import annotations

import contextlib
import gzip
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

from ..models import Paper
from . import content
from .content import SampleArticle
from .markup import freshen
from .newspaper import Newspaper
from .routes import Reply, reply

CACHED_PAGES = 512
_TEXT = ("text/", "application/json")
Fault = Callable[[BaseHTTPRequestHandler], bool]


def paper(url: str) -> Paper:
    """The sample newspaper as an entry of the catalog would have it."""
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
    """A running sample newspaper: a context manager with its `url`. `requests` lists what was asked: method, path, status.

    `articles` and `until` (what comes out later is hidden) may be set while it runs, and so may `fault`: it is given each GET
    before it is answered, and True says that it has answered in its own way.
    """

    def __init__(self, port: int = 0, *, articles: Iterable[SampleArticle] | None = None, until: datetime | None = None) -> None:
        """Bind to loopback; a port of 0 takes a free one."""
        self.fault: Fault = lambda request: False
        self._server = _Server(("127.0.0.1", port), partial(_Handler, self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.requests: list[tuple[str, str, int]] = []
        self._articles = tuple(content.articles() if articles is None else articles)
        self._until = until
        self._publish()

    def _publish(self) -> None:
        newspaper = Newspaper(self._articles, self.url, self._until)
        self.reply = lru_cache(maxsize=CACHED_PAGES)(partial(reply, newspaper))

    @property
    def articles(self) -> tuple[SampleArticle, ...]:
        """Everything the paper has, also what is not out yet."""
        return self._articles

    @articles.setter
    def articles(self, articles: Iterable[SampleArticle]) -> None:
        self._articles = tuple(articles)
        self._publish()

    @property
    def until(self) -> datetime | None:
        """The moment up to which articles are out; None for all."""
        return self._until

    @until.setter
    def until(self, until: datetime | None) -> None:
        self._until = until
        self._publish()

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and end the connections that clients keep alive."""
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    """One thread per connection; knows the open ones, since a kept-alive client would never leave by itself."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 (the library's signature)
        self._open: set[socket.socket] = set()
        super().__init__(*args, **options)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (the library's signature)
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 (the library's signature)
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every open connection."""
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (the library's signature)
        """A client that hangs up is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "sample-newspaper", ""
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True

    def __init__(self, site: SampleServer, *args: Any) -> None:  # noqa: ANN401 (the library's signature)
        self._site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer with the page, or 304 where the client has it."""
        if not self._site.fault(self):
            self._answer(self._site.reply(self.path))

    do_HEAD = do_GET  # noqa: N815 (the library's name)

    def do_POST(self) -> None:
        """The older form of the load-more call: the same path, the fields in a form."""
        length = self.headers.get("Content-Length", "")
        form = parse_qs(self.rfile.read(min(int(length), 10_000)).decode("utf-8", "replace") if length.isdecimal() else "")
        names = ("type", "keyword", "publisherId", "channelId", "eventId")
        call = "_".join(form.get(name, ["0" if name.endswith("Id") else "empty"])[0] for name in names)
        known = self.path.rstrip("/") == "/api/getMoreArticle"
        self._answer(self._site.reply(f"/api/getMoreArticle/{call}" if known else "/404"))

    def _answer(self, answer: Reply) -> None:
        if answer.status == 200 and self.command != "POST" and self._is_fresh(answer):
            self._send(304, b"", self._validators(answer))
            return
        body = freshen(answer.body, datetime.now(UTC)).encode() if isinstance(answer.body, str) else answer.body
        headers = {"Content-Type": answer.kind, "Vary": "Accept-Encoding"} | self._validators(answer)
        if answer.kind.startswith(_TEXT) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 5, mtime=0)
            headers["Content-Encoding"] = "gzip"
        self._send(answer.status, body, headers | {"Content-Length": str(len(body))})

    def _validators(self, answer: Reply) -> dict[str, str]:
        """ETag and Last-Modified of a page; errors have none and are never from the cache."""
        if answer.status != 200:
            return {}
        modified = {"Last-Modified": format_datetime(answer.modified.astimezone(UTC), usegmt=True)} if answer.modified else {}
        return {"ETag": answer.etag, "X-Cached": "HIT"} | modified

    def _is_fresh(self, answer: Reply) -> bool:
        """Whether the client's copy still holds (RFC 9110, section 13.2.2: If-None-Match goes before If-Modified-Since)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or answer.etag.removeprefix("W/") in known
        since = self.headers.get("If-Modified-Since")
        if since is None or answer.modified is None:
            return False
        try:
            return parsedate_to_datetime(since) >= answer.modified.replace(microsecond=0)
        except (ValueError, TypeError):
            return False

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self._site.requests.append((self.command, self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401 (the library's signature)
        """Say nothing."""
