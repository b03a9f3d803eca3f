"""Floor 4. The sample newspaper as a value: which articles each of its listings shows at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from ..text import fold
from .content import Event, SampleArticle, Section, sections, slug

PAGE_SIZE = 15
"""Articles of a page of a listing, as measured on a OneCMS site's search page."""
SITEMAP_ONLY = 17
"""An article whose id divides by it is in no listing but its day's sitemap."""
API_ONLY = 7
"""One below the first page of its section whose id divides by it is in load-more answers alone."""

Articles = tuple[SampleArticle, ...]


@dataclass(frozen=True, eq=False)
class Newspaper:
    """The articles, oldest first, published up to `until` (all if None), at `origin` (`http://host:port`)."""

    articles: Articles
    origin: str
    until: datetime | None = None

    @cached_property
    def published(self) -> Articles:
        """All that is out by now, newest first."""
        out = (article for article in self.articles if self.until is None or article.published <= self.until)
        return tuple(sorted(out, key=lambda article: -article.id))

    @cached_property
    def by_path(self) -> dict[str, SampleArticle]:
        """The article at each address."""
        return {article.path: article for article in self.published}

    @cached_property
    def listed(self) -> Articles:
        """What "newest" and the load-more API show."""
        return tuple(article for article in self.published if article.id % SITEMAP_ONLY)

    @cached_property
    def api_only(self) -> frozenset[int]:
        """The ids of articles that only load-more answers show."""
        below: dict[str, list[int]] = {}
        for article in reversed(self.articles):
            if article.id % SITEMAP_ONLY:
                below.setdefault(article.section, []).append(article.id)
        return frozenset(number for ids in below.values() for number in ids[PAGE_SIZE:] if not number % API_ONLY)

    @cached_property
    def linked(self) -> Articles:
        """What all other listings and boxes show."""
        return tuple(article for article in self.listed if article.id not in self.api_only)

    @cached_property
    def days(self) -> dict[date, list[SampleArticle]]:
        """What the sitemaps show, by day, newest first."""
        days: dict[date, list[SampleArticle]] = {}
        for article in self.published:
            if article.id not in self.api_only:
                days.setdefault(article.published.date(), []).append(article)
        return dict(sorted(days.items(), reverse=True))

    def in_section(self, path: str) -> Articles:
        """The articles of a section and of those below it."""
        return tuple(article for article in self.listed if f"{article.section}/".startswith(f"{path}/"))

    def linked_in(self, path: str) -> Articles:
        """Those of them that feeds and boxes show."""
        return tuple(article for article in self.in_section(path) if article.id not in self.api_only)

    def search(self, query: str) -> Articles:
        """Articles that hold every word of the query, accents aside; none for an empty query."""
        words = fold(query).split()
        return tuple(article for article in self.linked if words and all(word in article.words for word in words))

    def of_event(self, event: Event) -> Articles:
        """The articles of a topic."""
        return self.search(event.words)

    def tagged(self, tag: str) -> Articles:
        """Articles with a tag of that slug."""
        return tuple(article for article in self.linked if tag in map(slug, article.tags))

    def related(self, article: SampleArticle) -> Articles:
        """Earlier articles for "Bài liên quan"; some articles have none, as on sites where editors choose by hand."""
        if article.id % 11 == 0:
            return ()
        earlier = [other for other in self.linked if other.id < article.id]
        near = [other for other in earlier if set(other.tags) & set(article.tags)]
        return tuple(dict.fromkeys([*near[:2], *earlier]))[:3]

    def read_next(self, article: SampleArticle) -> Articles:
        """The newest of the section and of the paper, for the two "Đọc tiếp" boxes."""
        same = [other for other in self.linked if other.section == article.section]
        return tuple(other for other in dict.fromkeys([*same[:3], *self.linked]) if other is not article)[:6]


def channel(number: int) -> Section | None:
    """The section of that channel id."""
    return next((section for section in sections().values() if section.channel == number), None)


def after(articles: Iterable[SampleArticle], cursor: int) -> Articles:
    """The page of a listing that follows the article `cursor`; 0 gives the first page."""
    return tuple(article for article in articles if not cursor or article.id < cursor)[:PAGE_SIZE]
