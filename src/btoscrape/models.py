"""Floor 0. The frozen values that pass from floor to floor: Paper, Link, Capture, Article, Facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal

VIETNAM = timezone(timedelta(hours=7))
"""Newspapers print local time without a zone; Vietnam has kept +07:00 since 1975."""

BlocKind = Literal["khối", "cụm"]
Role = Literal["head", "deputy"]
Status = Literal["proposed", "conferred", "unknown"]
RecipientKind = Literal["collective", "individual"]
Event = Literal["tổng kết", "sơ kết", "ký kết giao ước", "khác"]
FoundBy = Literal["search", "section", "newest", "rss", "sitemap", "tag", "home", "related", "given", "import"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper: where it lives and how gently it is asked.

    `delay`: seconds between requests to its host. `hours`: from when to when it may be asked, in Vietnamese time; the second may
    be past midnight. `recheck`: the ages in days at which an archived article is asked for once more, to see whether it changed.
    `moved_to`: where its articles are now, under the same paths; `formerly`: the places whose articles have come here. Of papers
    that are not on OneCMS: `articles`, a pattern of their addresses (urls.article_key), and `search`, a path with `{}` for what is
    looked for.
    """

    key: str
    name: str
    url: str
    province: str
    layout: str
    sections: tuple[str, ...] = ()
    connections: int = 1
    delay: float = 5.0
    allow_private: bool = False
    until: date | None = None
    hours: tuple[time, time] | None = None
    recheck: tuple[float, ...] = (1, 7, 30)
    moved_to: str = ""
    formerly: tuple[str, ...] = ()
    articles: str = ""
    search: str = ""
    verified: str = ""

    @property
    def has_host(self) -> bool:
        """Whether the host is the paper's own; else it lives below a folder of another's (`/bbt/`)."""
        return self.url.partition("://")[2].rstrip("/").count("/") == 0


@dataclass(frozen=True, slots=True)
class Link:
    """An article as a listing shows it; what the listing does not say is empty."""

    url: str
    found_by: FoundBy
    title: str = ""
    summary: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a listing has been read: from the article numbered `top`, the newest then, down to `cursor`.

    `since`: back to that day; None: to its end; NOWHERE: the walk broke off before it reached any day.
    """

    top: int = 0
    since: date | None = None
    cursor: int | None = None

    def covers(self, since: date | None) -> bool:
        """Whether it was read back to that day (None: to its end)."""
        return self.since is None or (since is not None and self.since <= since)


NOWHERE = date.max


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP exchange, the body as sent (before decompression). `fetched_at` is in UTC."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    reason: str = ""
    http_version: str = "HTTP/1.1"
    request_headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; None where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Block:
    """One line of an article's body. A `summary` is the sapo, which opens the body."""

    kind: Literal["summary", "paragraph", "caption"]
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A page as read. `published` is +07:00; `summary` keeps its dateline, `lead` not; spans count in `body`."""

    url: str
    title: str
    published: datetime | None
    author: str | None
    blocks: tuple[Block, ...]
    author_raw: str | None = None
    section: str | None = None
    summary: str | None = None
    lead: str | None = None
    images: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    layout: str = ""

    @property
    def body(self) -> str:
        """The blocks' texts joined by newlines: what spans count in."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the text says so: `quote` is body[start:end], to the letter."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bloc:
    """A khối or cụm thi đua as the article names it; `number` as written ("08", "IX", None)."""

    name: str
    kind: BlocKind
    number: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation listed as a member of the main bloc."""

    organization: str
    evidence: Evidence
    role: Role | None = None
    rule: str = ""
    repeats: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """Who got what: one named recipient, or a count of unnamed ones."""

    award: str
    award_id: str
    evidence: Evidence
    status: Status = "unknown"
    authority: str | None = None
    recipient: str | None = None
    recipient_kind: RecipientKind | None = None
    recipient_count: int | None = None
    year: int | None = None
    rule: str = ""
    repeats: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Officer:
    """Who leads the bloc in `year`: a person, an organisation, or both."""

    role: Role
    evidence: Evidence
    person: str | None = None
    organization: str | None = None
    year: int | None = None
    rule: str = ""
    repeats: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Rank:
    """The place that the bloc's vote gave a member: 1 is the first. A rank alone is no award."""

    rank: int
    organization: str
    evidence: Evidence
    year: int | None = None
    rule: str = ""
    repeats: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the post that the article gives: `Giám đốc` (director) of `Sở Nội vụ`."""

    name: str
    evidence: Evidence
    post: str | None = None
    organization: str | None = None
    rule: str = ""
    repeats: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A numbered decision ("Quyết định số 1200/QĐ-UBND ngày 5/1/2024"), which joins articles across papers."""

    number: str
    evidence: Evidence
    issued: date | None = None
    rule: str = ""
    repeats: tuple[Evidence, ...] = ()


Fact = Member | Award | Officer | Rank | Person | Decision
"""What stands in the text by itself, with its proof."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one article says; the main bloc is the first of `blocs`."""

    blocs: tuple[Bloc, ...] = ()
    event: Event | None = None
    event_date: date | None = None
    members: tuple[Member, ...] = ()
    member_count: int | None = None
    awards: tuple[Award, ...] = ()
    officers: tuple[Officer, ...] = ()
    ranks: tuple[Rank, ...] = ()
    people: tuple[Person, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a listed article concerns emulation, and the words that say so. `unsure` is decided by the text."""

    relevance: Literal["yes", "no", "unsure"]
    reason: str = field(default="")
