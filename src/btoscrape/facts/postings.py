"""Floor 2. Posts joined with the bodies behind them: `Chủ tịch` and `UBND tỉnh` are one chunk, a posting."""

from __future__ import annotations

from .chunks import Chunk, Chunks


def joined(chunks: Chunks, text: str, offset: int) -> Chunks:
    """The chunks of the text at `offset`, with each post and the body behind it as one."""
    if "post" not in chunks.held:
        return chunks
    out: list[Chunk] = []
    of_board = False
    for chunk in chunks:
        last = out[-1] if out else None
        board = chunk.kind == "proper" and last is not None and last.kind == "post" and last.value.endswith("ban")
        if last and (board or (last.kind == "post" and chunk.kind in ("body", "place"))):
            out[-1] = _posting(last, chunk, text[last.start - offset : chunk.end - offset], f"Ban {chunk.value}" if board else chunk.value)
        elif last and of_board and chunk.kind == "body":
            out[-1] = _posting(last, chunk, text[last.start - offset : chunk.end - offset], f"{last.inner} {chunk.value}")
        else:
            out.append(chunk)
        of_board = board
    return Chunks(out)


def _posting(post: Chunk, body: Chunk, said: str, inner: str) -> Chunk:
    """A post at that body; `Trưởng ban Dân vận | Tỉnh ủy` joins a posting with the body of the board."""
    head = post.head if post.kind == "posting" else post.value
    return post._replace(kind="posting", value=said, end=body.end, head=head, inner=inner)
