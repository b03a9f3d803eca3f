"""Floor 2. What has been found on a page, made into an Article, or into the error that says what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..errors import ReadError
from ..models import Article, Block
from ..text import clean_byline, split_dateline
from .body import Line

LONGEST = 300_000
"""Letters of a body: six times a long report; finding facts in as many takes seconds, and at worst 80 MB."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a page; empty where it says nothing. `printed`: the summary stands in the page, not in a meta only.

    `cut`: the page ends inside the article. `media`: the body holds a photo, film or sound.
    """

    url: str
    layout: str
    title: str
    published: datetime | None
    author: str
    section: str
    summary: str
    printed: bool
    lines: tuple[Line, ...]
    images: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cut: bool = False
    media: bool = False

    def article(self) -> Article:
        """The Article; a ReadError that names what is missing, or that the page is cut off."""
        blocks = self._blocks()
        found = {"title": self.title, "published": self.published, "body": self._has_body()}
        missing = tuple(name for name, value in found.items() if not value)
        if sum(len(line.text) for line in self.lines) > LONGEST:
            raise ReadError(self.url, f"has more than {LONGEST:,} letters, which no article has; is it something else?")
        if self.cut:
            raise ReadError(self.url, "is cut off: it ends inside the article; fetch it again", missing=missing)
        if missing:
            reason = f"has no {', no '.join(missing)} where {self.layout} pages have it; is it an article?"
            raise ReadError(self.url, reason, missing=missing)
        return Article(
            url=self.url,
            title=self.title,
            published=self.published,
            author=clean_byline(self.author),
            blocks=blocks,
            author_raw=self.author or None,
            section=self.section or None,
            summary=self.summary or None,
            lead=split_dateline(self.summary)[1] or None,
            images=self.images,
            tags=self.tags,
            layout=self.layout,
        )

    def _has_body(self) -> bool:
        """A text below the summary; a summary alone will do above a film or photos."""
        return bool(self.lines) or bool(self.summary and self.printed and self.media)

    def _blocks(self) -> tuple[Block, ...]:
        """The summary, then the lines; a summary that the body repeats, or that a meta only quotes, stands once."""
        rest = tuple(Block(line.kind, line.text) for line in self.lines)
        opens = bool(rest) and bool(self.summary) and rest[0].text == self.summary
        if opens:
            rest = rest[1:]
        return (Block("summary", self.summary), *rest) if opens or (self.printed and self.summary) else rest
