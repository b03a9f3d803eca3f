"""Floor 4. An answer that others kept, and what was read of it, into the archive: as if we had crawled it then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from .. import moving
from ..archive import Archive, Origin, Page, Record
from ..choice import next_look
from ..errors import ArchiveError
from ..facts import ENGINE_VERSION
from ..models import Article, Capture, Link, Paper, Verdict
from ..reading import Reading, Unread, read, tellings
from ..urls import canonical, is_print_page
from .picking import Picking
from .taking import Taken

UNSEEN = Verdict("unsure", "kept by others")


class Filing:
    """The archive, and how pages get into it. Call it inside a batch."""

    def __init__(self, archive: Archive, picking: Picking, *, everything: bool) -> None:
        self._archive, self._frontier, self._picking, self._everything = archive, archive.frontier, picking, everything
        self._introduced: set[str] = set()
        self._older: set[tuple[int, Paper]] = set()
        self._prints = self._frontier.has_print_pages()

    def retell(self) -> None:
        """The histories of articles of which older captures were filed; inside the same batch, when all of them are."""
        for page, paper in self._older:
            told = tuple(tellings(self._archive.warc_folder, self._archive.differing(page)))
            self._archive.retell(page, told, paper=paper.key, province=paper.province, engine=ENGINE_VERSION)
        self._older.clear()

    def file(self, taken: Taken) -> str:
        """What came of it: known, new, changed, same, older (than what the archive holds), skipped (ordinary news), failed, missing."""
        record, packed, reading = taken.record, taken.packed, taken.reading
        if self._archive.past.holds(record, packed.digest if packed else ""):
            return "known"
        capture = record.answer.capture
        if reading is None:
            body = self._body_of(record)
            if body is None:
                return "missing"
            capture = replace(capture, body=body)
            reading = read(capture)
        url = reading.article.url if isinstance(reading, Reading) and capture.url.startswith("file:") else capture.url
        paper, key = self._picking.paper(url), self._picking.key(url)
        if paper is None or key is None:
            return "foreign"
        page = self._page(canonical(url), key, paper, reading)
        origin = Origin(record.file, record.offset, record.answer.record, record.answer.digest)
        kind = "print" if is_print_page(key) and not is_print_page(page.key) else "article"
        kept = self._archive.keep(capture, kind=kind, paper=paper.key, page=page.id, origin=origin, packed=packed)
        if kind == "print":
            return "same"  # the article in another layout, whose text would pass for a version
        if isinstance(reading, Unread):
            return self._unread(page, paper, capture, reading, kept)
        self._archive.resolve(capture.url)
        return self._store(page, paper, reading, kept)

    def _body_of(self, record: Record) -> bytes | None:
        original = self._archive.past.original(record)
        try:
            return self._archive.capture(original).body if original else None
        except ArchiveError:
            return None

    def _page(self, url: str, key: str, paper: Paper, reading: Reading | Unread) -> Page:
        """The page of that key; known to the frontier from now on."""
        if paper.key not in self._introduced:
            self._archive.paper(paper)
            self._introduced.add(paper.key)
        self._same_article(url, key, paper)
        link = Link(url, "import")
        if isinstance(reading, Reading):
            article = reading.article
            link = Link(url, "import", article.title, article.summary or "", article.published)
            self._print_page(article, url, key, paper)
        self._frontier.note(link, key, paper.key, UNSEEN, state="wanted")
        page = self._frontier.page(key)
        assert page is not None
        return page

    def _same_article(self, url: str, key: str, paper: Paper) -> None:
        """A page that is known by its old or its new address, where the paper has moved, is known by this one as well."""
        moving.same_article(self._archive, url, paper)
        new = moving.successor(url, paper)
        new_key = self._picking.key(new) if new else None
        page = self._frontier.page(new_key) if new_key else None
        if page:
            self._frontier.also(page.id, key, url)

    def _print_page(self, article: Article, url: str, key: str, paper: Paper) -> None:
        """A print page of the old site and its article are one page. Their numbers have nothing in common; title and day tell."""
        printed = is_print_page(key)
        self._prints = self._prints or printed
        if not self._prints or article.published is None or self._frontier.page(key):
            return
        twin = self._frontier.twin(article.title, article.published, self._picking.family(paper), printed=not printed)
        if twin:
            self._frontier.also(twin, key, url)

    def _unread(self, page: Page, paper: Paper, capture: Capture, reading: Unread, kept: int) -> str:
        """A page that no layout reads yet: kept, for `rebuild` when one does."""
        if page.state == "wanted":
            self._frontier.set_state(page.id, "failed", tried=True)
        self._archive.fail(capture.url, paper=paper.key, stage="read", reason=reading.reason, message=reading.message, capture=kept)
        return "failed"

    def _store(self, page: Page, paper: Paper, reading: Reading, kept: int) -> str:
        archived = page.state in ("fetched", "gone")
        if self._archive.last_of(page.id) != kept:
            if archived:
                self._older.add((page.id, paper))
            return "older"
        if not (archived or self._everything or reading.verdict.relevance != "no"):
            self._frontier.set_state(page.id, "skipped", tried=True, verdict=reading.verdict)
            return "skipped"
        due = next_look(reading.article.published, paper.recheck, datetime.now(UTC))
        self._frontier.set_state(page.id, "gone" if page.state == "gone" else "fetched", tried=True, verdict=reading.verdict, due=due)
        return self._archive.store(
            page.id, reading.article, reading.facts, reading.verdict,
            paper=paper.key, province=paper.province, capture=kept, engine=ENGINE_VERSION,
        )  # fmt: skip
