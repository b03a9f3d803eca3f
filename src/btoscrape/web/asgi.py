"""Floor 4. Around every answer: headers that keep the page to itself, compression; and `?lang=`, which becomes a cookie."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
COMPRESSED = (b"text/", b"application/json", b"application/atom+xml")
GZIP = 16 + zlib.MAX_WBITS
"""What makes zlib write gzip (RFC 1952)."""
LANGUAGES = {"vi", "en"}
YEAR = 365 * 24 * 3600


class Guarded:
    """An ASGI application with our headers on every answer."""

    def __init__(self, app: App, *, index: bool) -> None:
        """Wrap `app`; unless `index`, search engines are told to leave the pages alone."""
        self._app, self._headers = app, HEADERS if index else [*HEADERS, (b"x-robots-tag", b"noindex, nofollow")]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer the language switch itself, let the application answer the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        sent = Smaller(send) if _takes_gzip(scope) else send

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [*message.get("headers", []), (b"vary", b"accept-encoding, cookie")]
                own = {name for name, _ in given}
                message = {**message, "headers": [*given, *(header for header in self._headers if header[0] not in own)]}
            await sent(message)

        switch = _switch(scope)
        if switch:
            await guarded({"type": "http.response.start", "status": 303, "headers": switch})
            await guarded({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, guarded)


class Smaller:
    """Sends an answer that is text as gzip, piece by piece."""

    def __init__(self, send: Send) -> None:
        """Pass on to `send`."""
        self._send, self._packer = send, zlib.compressobj(5, wbits=GZIP)
        self._is_packed = False

    async def __call__(self, message: Message) -> None:
        """One message of the answer; what is packed already stays as it is."""
        if message["type"] == "http.response.start":
            headers = {name.lower(): value for name, value in message["headers"]}
            self._is_packed = headers.get(b"content-type", b"").startswith(COMPRESSED) and b"content-encoding" not in headers
            if self._is_packed:
                kept = [header for header in message["headers"] if header[0].lower() != b"content-length"]
                message = {**message, "headers": [*kept, (b"content-encoding", b"gzip")]}
        elif self._is_packed:
            body = self._packer.compress(message.get("body", b""))
            message = {**message, "body": body if message.get("more_body") else body + self._packer.flush()}
        await self._send(message)


def _takes_gzip(scope: Message) -> bool:
    accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    return scope["method"] != "HEAD" and any(coding.partition(b";")[0].strip() == b"gzip" for coding in accepted.split(b","))


def _switch(scope: Message) -> list[tuple[bytes, bytes]]:
    """Where `?lang=en` leads: the same address without it, the language in a cookie; empty where nothing is switched."""
    if b"lang=" not in scope["query_string"] or scope["method"] not in ("GET", "HEAD"):
        return []
    given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    wanted = [value for name, value in given if name == "lang" and value in LANGUAGES]
    if not wanted:
        return []
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    rest = urlencode([pair for pair in given if pair[0] != "lang"])
    place = "/" + path.lstrip("/\\") + (f"?{rest}" if rest else "")  # two slashes would name another host
    cookie = f"lang={wanted[-1]}; Max-Age={YEAR}; Path=/; SameSite=Lax"
    return [(b"location", place.encode()), (b"set-cookie", cookie.encode()), (b"cache-control", b"private, no-store")]
