"""Floor 2. One request and its answer: bounded in time, size and headers, its failures in our words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx

from .. import content
from ..errors import FetchError
from ..models import Capture
from .guard import PrivateAddress, UnknownHost, private_refusal, unknown_host
from .settings import Settings
from .walls import is_wall

Pairs = list[tuple[bytes, bytes]]


class Dropped(FetchError):
    """The connection was closed instead of an answer: often one that the server had kept open just until then."""


async def exchange(transport: httpx.AsyncBaseTransport, url: httpx.URL, headers: Pairs, settings: Settings, now: Callable[[], datetime]) -> Capture:
    """The answer to one GET, whatever its status, the body as sent; a FetchError where there is no whole answer.

    A body of status 200 has been inflated once to see that this can be done within `max_bytes`.
    """
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), settings.timeout)
    request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeouts})
    try:
        async with asyncio.timeout(settings.deadline):
            capture = await _send(transport, request, settings, now)
    except TimeoutError:
        raise FetchError(str(url), "timeout", f"takes longer than {settings.deadline:g} s; a later run tries again") from None
    if capture.status == 200:
        content.decoded_size(capture, settings.max_bytes)
    if is_wall(capture):
        raise FetchError(str(url), "blocked", "a firewall answers in place of the newspaper; try later", status=200)
    return capture


async def _send(transport: httpx.AsyncBaseTransport, request: httpx.Request, settings: Settings, now: Callable[[], datetime]) -> Capture:
    url = str(request.url)
    with _in_our_words(url, answered=False):
        response = await transport.handle_async_request(request)
    try:
        if len(response.headers.raw) > settings.max_headers:
            raise FetchError(url, "protocol", f"answers with more than {settings.max_headers} headers")
        with _in_our_words(url, answered=True):
            body = await _body(response, url, settings.max_raw)
    finally:
        await response.aclose()
    return Capture(
        url=url,
        status=response.status_code,
        headers=_pairs(response.headers.raw),
        body=body,
        fetched_at=now(),
        reason=response.reason_phrase,
        http_version=response.http_version,
        request_headers=_pairs(request.headers.raw),
    )


async def _body(response: httpx.Response, url: str, max_raw: int) -> bytes:
    """The body as sent; nothing more is read once it is known to be too large."""
    length = _declared_length(response)
    if length > max_raw:
        raise _too_large(url, max_raw)
    assert isinstance(response.stream, httpx.AsyncByteStream)
    chunks, size = [], 0
    async for chunk in response.stream:
        chunks.append(chunk)
        size += len(chunk)
        if size > max_raw:
            raise _too_large(url, max_raw)
    if size < length and response.status_code != 304:
        raise FetchError(url, "truncated", f"is cut off after {size:,} of {length:,} bytes; a later run tries again")
    return b"".join(chunks)


def _declared_length(response: httpx.Response) -> int:
    value = response.headers.get("content-length", "")
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else 0


def _too_large(url: str, max_raw: int) -> FetchError:
    return FetchError(url, "too_large", f"is larger than {max_raw:,} bytes; raise max_raw if that is wanted")


def _pairs(raw: Pairs) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


@contextmanager
def _in_our_words(url: str, *, answered: bool) -> Iterator[None]:
    """Failures of the libraries below as FetchErrors; `answered` once the status line has come."""
    try:
        yield
    except PrivateAddress as error:
        raise private_refusal(url, error) from None
    except UnknownHost as error:
        raise unknown_host(url, error) from None
    except (httpx.HTTPError, OSError) as error:
        raise _failure(url, error, answered=answered) from error


def _failure(url: str, error: Exception, *, answered: bool) -> FetchError:
    words = str(error) or type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        return FetchError(url, "timeout", "the server is silent; check the address, or try later")
    if isinstance(error, httpx.ConnectError):
        problem = f"no safe connection ({words})" if "SSL" in words else "nobody takes the connection"
        return FetchError(url, "connect", f"{problem}; check the address, or try later")
    if answered and ("closed connection" in words or "incomplete" in words or isinstance(error, httpx.ReadError)):
        return FetchError(url, "truncated", "the answer is cut off; a later run tries again")
    if isinstance(error, httpx.NetworkError) or "disconnected" in words:
        return Dropped(url, "protocol", "the server closes the connection without an answer; a later run tries again")
    return FetchError(url, "protocol", f"the answer is not HTTP ({words}); check the address")
