"""Floor 4. Archives single pages, from the network or saved, whatever they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from . import moving
from .archive import Archive
from .asking import fetcher_of
from .catalog.papers import claimer
from .errors import FetchError, UsageError
from .facts import ENGINE_VERSION, relevance
from .fetch import Fetcher, Settings
from .models import Capture, Link, Paper
from .reading import Unread, read
from .urls import canonical, key_of

NOWHERE = Paper(key="", name="", url="", province="", layout="")
"""What a page belongs to that no paper of the catalog claims."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one page: `outcome` is new, changed, same or failed; `message` says why it failed."""

    source: str
    outcome: str
    title: str = ""
    message: str = ""

    @property
    def failed(self) -> bool:
        """Whether the page is not in the archive."""
        return self.outcome == "failed"

    def to_line(self) -> str:
        """For people."""
        return f"failed: {self.message}" if self.failed else f"{self.outcome}: {self.title} ({self.source})"

    def to_json(self) -> dict[str, str]:
        """For programs."""
        return {"source": self.source, "outcome": self.outcome, "title": self.title, "message": self.message}


async def add(pages: Iterable[str], archive: Archive, papers: Mapping[str, Paper], settings: Settings) -> list[Added]:
    """One result per page, in order. What is neither a file nor an http(s) address is a UsageError."""
    sources = [_source(page) for page in pages]
    async with fetcher_of(archive, settings) as fetcher:
        return [await _Adding(archive, papers, fetcher).add(source) for source in sources]


def _source(page: str) -> Path | str:
    if (path := Path(page)).is_file():
        return path
    scheme = urlsplit(page).scheme
    if scheme in ("http", "https") and urlsplit(page).hostname:
        return page
    if scheme and "://" in page:
        raise UsageError(f"{page}: only http and https addresses can be fetched")
    raise UsageError(f"{page}: there is no such file, and it is no http(s) address")


class _Adding:
    """The archive, and how a page gets into it."""

    def __init__(self, archive: Archive, papers: Mapping[str, Paper], fetcher: Fetcher) -> None:
        self._archive, self._claim, self._fetcher = archive, claimer(papers.values()), fetcher

    async def add(self, source: Path | str) -> Added:
        try:
            if isinstance(source, Path):
                return self._store(source.name, _saved(source))
            capture = await moving.get(self._fetcher, source, self._paper_of(source))
        except (FetchError, OSError) as error:
            message = f"{source}: can't be read: {error.strerror}" if isinstance(error, OSError) else str(error)
            reason = error.reason if isinstance(error, FetchError) else "file"
            self._archive.fail(str(source), paper=None, stage="fetch", reason=reason, message=message)
            return Added(str(source), "failed", message=message)
        return self._store(source, capture)

    def _store(self, source: str, capture: Capture) -> Added:
        """The page kept, then read; a saved file is kept under the address that it says it came from."""
        reading = read(capture)
        url = capture.url if isinstance(reading, Unread) else reading.article.url
        paper = self._paper_of(url)
        if paper is not NOWHERE:
            self._archive.paper(paper)
        key = paper.key or None
        if isinstance(reading, Unread):
            kept = self._archive.keep(capture, kind="article", paper=key)
            message = reading.message
            self._archive.fail(source, paper=key, stage="read", reason=reading.reason, message=message, capture=kept)
            return Added(source, "failed", message=message)
        article = reading.article
        link = Link(canonical(url), "given", article.title, article.summary or "", article.published)
        moving.same_article(self._archive, link.url, paper)
        page_key = key_of(paper)(url) or f"page/{sha256(url.encode()).hexdigest()}"
        self._archive.frontier.note(link, page_key, key, relevance(link.title, link.summary), state="wanted")
        page = self._archive.frontier.page(page_key)
        assert page is not None
        kept = self._archive.keep(capture, kind="article", paper=key, page=page.id)
        outcome = self._archive.store(
            page.id, article, reading.facts, reading.verdict,
            paper=key, province=paper.province, capture=kept, engine=ENGINE_VERSION,
        )  # fmt: skip
        self._archive.frontier.set_state(page.id, "fetched", tried=True, verdict=reading.verdict)
        self._archive.resolve(source)
        return Added(source, outcome, article.title)

    def _paper_of(self, url: str) -> Paper:
        return self._claim(url) or NOWHERE


def _saved(path: Path) -> Capture:
    """A saved file as if it had just been sent; the header tells that it was not."""
    headers = (("Content-Type", "text/html"), ("X-Saved-File", path.name))
    return Capture(f"file:{path.name}", 200, headers, path.read_bytes(), datetime.now(UTC), reason="OK")
