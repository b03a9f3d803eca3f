"""Floor 4. The invented articles and the sections of the sample newspaper, as they stand in TOML files beside this one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib import resources
from typing import Literal

from ..catalog.load import Table, checked, parse
from ..errors import CatalogError
from ..models import VIETNAM
from ..text import fold

_FIELDS: dict[str, type] = {
    "id": int,
    "title": str,
    "published": datetime,
    "section": str,
    "author": str,
    "dateline": str,
    "summary": str,
    "body": str,
    "tags": list,
    "style": str,
}
STYLES = ("g2", "g2b", "g1", "migrated")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the paper: its path, its name in the menu, its channel id in the load-more API."""

    path: str
    name: str
    channel: int

    @property
    def parent(self) -> str:
        """The path of the section above it; empty at the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Event:
    """A topic page: articles that hold all of `words` in title, summary or tags."""

    id: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One block of an article's body; a photo's `text` is its caption, which may be empty."""

    kind: Literal["paragraph", "subhead", "photo"]
    text: str
    file: str = ""


@dataclass(frozen=True)
class SampleArticle:
    """An invented article. `published` has +07:00; `body` holds a block per line (`!file | caption`, `## subhead`)."""

    id: int
    title: str
    published: datetime
    section: str
    author: str
    dateline: str
    summary: str
    body: tuple[str, ...]
    tags: tuple[str, ...]
    style: str

    @cached_property
    def path(self) -> str:
        """The address on the site: `/<slug>-<id>.html`."""
        return f"/{slug(self.title)}-{self.id}.html"

    @property
    def sapo(self) -> str:
        """The summary as printed, with its dateline."""
        return self.dateline + self.summary

    @cached_property
    def lines(self) -> tuple[SampleLine, ...]:
        """The blocks of the body in order."""
        return tuple(map(_line, self.body))

    @property
    def photos(self) -> tuple[SampleLine, ...]:
        """The blocks that are photos."""
        return tuple(line for line in self.lines if line.kind == "photo")

    @cached_property
    def fingerprint(self) -> str:
        """A short digest that changes with any word of the article."""
        said = (self.id, self.title, str(self.published), self.section, self.author, self.sapo, self.body, self.tags, self.style)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    @cached_property
    def words(self) -> str:
        """What the site's search looks in: title, summary and tags without accents."""
        return fold(" ".join((self.title, self.sapo, *self.tags)))


def slug(text: str) -> str:
    """OneCMS's slug: lower case without diacritics; quotes and brackets go, dots and spaces become one hyphen."""
    bare = re.sub(r"[^\w\s.,/–-]", "", fold(text))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _line(text: str) -> SampleLine:
    if text.startswith("!"):
        file, _, caption = text[1:].partition("|")
        return SampleLine("photo", caption.strip(), file.strip())
    return SampleLine("subhead", text[3:]) if text.startswith("## ") else SampleLine("paragraph", text)


@cache
def _site() -> Table:
    return parse(resources.files(__package__).joinpath("site.toml").read_text("utf-8"), "sample/site.toml")


@cache
def sections() -> dict[str, Section]:
    """The sections by path, in the order of the menu."""
    return {path: Section(path, entry["name"], entry["channel"]) for path, entry in _site()["sections"].items()}


@cache
def events() -> dict[int, Event]:
    """The topics by id."""
    return {entry["id"]: Event(**entry) for entry in _site()["events"]}


@cache
def articles() -> tuple[SampleArticle, ...]:
    """All articles that come with the package, oldest first."""
    files = (file for file in resources.files(__package__).joinpath("articles").iterdir() if file.name.endswith(".toml"))
    found = [article for file in files for article in parse_articles(file.read_text("utf-8"), f"sample/articles/{file.name}")]
    return tuple(sorted(found, key=lambda article: article.id))


def parse_articles(text: str, file: str) -> list[SampleArticle]:
    """The articles of one TOML text; a wrong one is a CatalogError that names it."""
    return [_article(row, file) for row in parse(text, file).get("article", [])]


def _article(row: Table, file: str) -> SampleArticle:
    name = f"article {row.get('id')}"
    checked(row, file, name, _FIELDS, {})
    if row["section"] not in sections():
        raise CatalogError(file, name, f"`section` must be one of {', '.join(sections())}")
    if row["style"] not in STYLES:
        raise CatalogError(file, name, f"`style` must be one of {', '.join(STYLES)}")
    lines = tuple(line.strip() for line in row["body"].split("\n") if line.strip())
    return SampleArticle(**row | {"body": lines, "tags": tuple(row["tags"]), "published": row["published"].replace(tzinfo=VIETNAM)})
