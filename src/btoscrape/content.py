"""Floor 0. Bytes as sent → text: inflated in bounded steps, the charset found as browsers do, with Vietnamese ones by name."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable

from .errors import FetchError
from .models import Capture

MOST_BYTES = 20_000_000
"""What a page may hold once inflated."""
_STEP = 65_536
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(capture: Capture, max_bytes: int = MOST_BYTES) -> bytes:
    """The body without its content encodings; a FetchError (`too_large`, `encoding`, `truncated`) where that fails."""
    body = capture.body
    names = (capture.header("Content-Encoding") or "").lower().split(",")
    for name in reversed([name.strip() for name in names]):
        if name in ("gzip", "x-gzip"):
            body = _inflate(body, capture.url, max_bytes, lambda: zlib.decompressobj(31))
        elif name == "deflate":
            bits = 15 if _is_zlib(body) else -15
            body = _inflate(body, capture.url, max_bytes, lambda bits=bits: zlib.decompressobj(bits))  # type: ignore[misc]
        elif name not in ("", "identity"):
            raise FetchError(capture.url, "encoding", f"is sent as {name!r}, which was not asked for")
    if len(body) > max_bytes:
        raise _too_large(capture.url, max_bytes)
    return body


def _is_zlib(body: bytes) -> bool:
    """Whether the two bytes of a zlib header (RFC 1950) stand first; some servers send raw deflate instead."""
    return len(body) >= 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(body: bytes, url: str, max_bytes: int, new: Callable[[], zlib._Decompress]) -> bytes:
    """All members of a compressed body, never more than `max_bytes` of it in memory."""
    out, rest = bytearray(), body
    try:
        while rest:
            member = new()
            while rest and not member.eof:
                out += member.decompress(rest, _STEP)
                rest = member.unconsumed_tail if not member.eof else member.unused_data
                if len(out) > max_bytes:
                    raise _too_large(url, max_bytes)
            if not member.eof:
                raise FetchError(url, "truncated", "its compressed body is cut off")
    except zlib.error as error:
        if out and rest.strip(b"\0") == b"":
            return bytes(out)  # padding after the last member
        raise FetchError(url, "encoding", f"its compressed body is broken ({error})") from error
    return bytes(out)


def _too_large(url: str, max_bytes: int) -> FetchError:
    return FetchError(url, "too_large", f"holds more than {max_bytes:,} bytes once inflated")


def text(capture: Capture) -> str:
    """The page as text; never fails on a charset, only on a broken compression (FetchError)."""
    return text_of(decoded(capture), capture.header("Content-Type"))


def text_of(body: bytes, content_type: str | None) -> str:
    """The text: charset by BOM, then valid UTF-8 (declared charsets lie), then header, then meta, then Windows-1258."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data"
    declared = _declared(body, content_type)
    if cut_off or declared in (None, "utf-8"):
        return body.decode("utf-8", "replace")
    return tcvn3(body) if declared == "tcvn3" else body.decode(declared or "utf-8", "replace")


def _declared(body: bytes, content_type: str | None) -> str | None:
    """Python's name of the declared charset (`tcvn3` for the one that it lacks); None where nothing usable is declared."""
    header = _PARAMETER.search(content_type or "")
    meta = _META.search(body[:4096])
    name = header[1] if header else meta[1].decode("ascii") if meta else ""
    if re.fullmatch(r"(?:x-viet-)?tcvn-?(?:5712)?(?:-?3)?", name, re.I):
        return "tcvn3"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadae"
            "b5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedf"
            "e1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=False,
    )
)


def tcvn3(body: bytes) -> str:
    """Text in TCVN 5712:1993 VN3, the charset of old `.Vn` fonts."""
    return "".join(_TCVN3.get(byte, chr(byte)) for byte in body)
