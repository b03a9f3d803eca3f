"""Floor 4. What pages load besides text: one small photo for all, one pixel, a style sheet, a script."""

from __future__ import annotations

from functools import cache
from importlib import resources

GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
JPEG = b"".join(
    (
        bytes.fromhex("ffd8 ffe000104a46494600010100000100010000"),  # SOI, JFIF header
        bytes.fromhex("ffdb004300") + b"\1" * 64,  # quantisation: all ones
        bytes.fromhex("ffc0000b080010001801011100"),  # baseline, 24 by 16, one component
        bytes.fromhex("ffc40014000100000000000000000000000000000000"),  # DC codes: `0` is "no change"
        bytes.fromhex("ffc40014100100000000000000000000000000000000"),  # AC codes: `0` is "end of block"
        bytes.fromhex("ffda0008010100003f00 000f ffd9"),  # six grey blocks of two bits each, EOI
    )
)


@cache
def text(name: str) -> str:
    """The style sheet or script of that file name."""
    return resources.files(__package__).joinpath("templates", name).read_text("utf-8")
