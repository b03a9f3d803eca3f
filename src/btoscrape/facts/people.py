"""Floor 2. People with their posts: `ông Lê Văn Tuấn, Phó Giám đốc Sở Nội vụ`, `Chủ tịch UBND tỉnh Trần Đình Thuận`."""

from __future__ import annotations

from dataclasses import replace

from ..models import Person
from .chunks import Chunk, Chunks
from .reader import Text

_PERSON = frozenset({"person"})
_PAST = frozenset({"comma", "dash", "open", "and"})


def find_people(text: Text) -> tuple[Person, ...]:
    """Each person with each post that the text gives, once; repeats are kept as further proofs."""
    found: dict[tuple[str, str | None, str | None], Person] = {}
    for chunks in text.all():
        for place in chunks.places(_PERSON):
            chunk = chunks[place]
            for post in _posts(chunks, place):
                proof = text.passage.evidence(min(chunk.start, post.start), max(chunk.end, post.end))
                title, body = _told(post)
                key = (chunk.value, title, body)
                old = found.get(key)
                found[key] = replace(old, repeats=(*old.repeats, proof)) if old else Person(chunk.value, proof, title, body, "O3")
    return tuple(found.values())


def _posts(chunks: Chunks, place: int) -> list[Chunk]:
    """The posts right before a person, and those stacked behind him by commas."""
    posts = [chunks[place - 1]] if place and chunks.kinds[place - 1] == "posting" else []
    ahead = place + 1
    while ahead + 1 < len(chunks) and chunks.kinds[ahead] in _PAST and chunks.kinds[ahead + 1] in ("post", "posting"):
        posts.append(chunks[ahead + 1])
        ahead += 2
    return posts


def _told(post: Chunk) -> tuple[str, str | None]:
    """A post as it stands, and the body behind it."""
    return (post.head, post.inner) if post.kind == "posting" else (post.value, None)
