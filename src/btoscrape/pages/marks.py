"""Floor 2. Marks in place of what is left out of a page: where one stands as it was written, the parser was in a plain state there."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

NAME = "btoscrape-cut"
HEADING = f'<base class="{NAME}">'
"""Stands in a head. Inside of a tag it would end at its quote."""
END = f'<nav class="{NAME}">.</nav>'
"""Holds a letter, before which a parser opens again what was left open in bold."""
BEGINNING = f'<nav class="{NAME}">.<form></form></nav>'
"""Holds a form too, which a parser leaves out while another is open."""
_PLAIN = frozenset({"html", "body", "div", "main", "section", "article"})


def blocks_around(tree: LexborHTMLParser, mark: str) -> list[LexborNode] | None:
    """The blocks from `html` inwards that the mark ends; None where it is not what was written, or they are not plain.

    As it is the last thing of each of them, no table is open, which would have had it put before itself.
    """
    blocks: list[LexborNode] = []
    at = tree.root
    while at is not None and at.tag in _PLAIN:
        blocks.append(at)
        at = at.last_child
    return blocks if at is not None and at.html == mark else None
