"""Floor 4. Finding: a paper's listings are read, and each link becomes a row of the frontier with its decision."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import TypeVar

from .. import content, moving
from ..catalog.papers import search_terms
from ..choice import CALLED_RELATED, RELATED, decide, words
from ..errors import FetchError, ReadError
from ..models import Capture, Link, Walk
from ..pages import Listing
from ..survey import Answer, Found, survey_of
from ..urls import key_of
from .run import Run

T = TypeVar("T")

SCRIPTED = {"Accept": "application/json, text/javascript, */*; q=0.01", "X-Requested-With": "XMLHttpRequest"}
"""What a OneCMS site's own script says of itself when its button loads more (onecms.md, 2.1); some answer nobody else."""
UNREACHABLE = frozenset({"dns", "connect", "timeout", "circuit", "private", "robots", "scheme"})
"""Reasons for which asking the same host for anything else would fail as well."""


class Finding:
    """The survey of one paper; also how it asks and what it remembers (survey.Ask, survey.Memory)."""

    def __init__(self, run: Run) -> None:
        self._run, self._archive, self._frontier, self._paper, self._plan = run, run.archive, run.archive.frontier, run.paper, run.plan
        self._key = key_of(run.paper)
        self._noted = set[int]()
        self._survey = survey_of(run.paper, self, self, since=run.plan.since, today=run.began.date())

    async def finds(self) -> AsyncIterator[Found]:
        """What each listing in turn shows, after it has been noted."""
        async for found in self._survey.finds(search_terms()):
            self._preview(found) if self._plan.dry_run else self.note(found)
            if self._run.is_over:
                return
            yield found

    def reconsider(self) -> None:
        """What an older catalog skipped by its title is decided anew by today's words."""
        since, everything = self._plan.since, self._plan.everything
        wanted = self._frontier.reconsider(self._paper.key, words(), lambda link: decide(link, listed=False, since=since, everything=everything))
        self._run.count["skipped"] -= wanted

    async def tag(self, url: str) -> None:
        """A tag's page: what it shows has been noted."""
        if found := await self._survey.tag(url):
            self.note(found)

    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the paper's robots.txt names (survey.Ask)."""
        return self._run.fetcher.sitemaps(self._paper.url)

    async def __call__(self, url: str, reader: Callable[[str], T], *, scripted: bool = False) -> Answer[T] | None:
        """A listing: only its change since the last run is sent over the network."""
        run = self._run
        if run.is_over or run.abandoned:
            return None
        try:
            async with run.shown.turns[url]:
                capture, unchanged = await self._listing(url, SCRIPTED if scripted else {})
            value = reader(content.text(capture))
        except (FetchError, ReadError) as error:
            self._failed(url, error)
            return None
        run.progress.listing(self._paper.key, url)
        return Answer(value, unchanged)

    async def _listing(self, url: str, headers: Mapping[str, str]) -> tuple[Capture, bool]:
        """What the listing holds now, from the network unless this crawl has had it; and whether it is what an earlier one had."""
        run, last = self._run, self._archive.last_capture(url)
        if last and url in run.shown.had:
            return last, False
        etag, modified = (last.header("ETag"), last.header("Last-Modified")) if last else (None, None)
        capture = await run.fetcher.get(url, self._paper, etag=etag, last_modified=modified, headers=headers)
        unchanged = capture.status == 304 and last is not None
        run.count["listings"] += 1
        run.count["unchanged"] += unchanged
        if not self._plan.dry_run:
            self._archive.keep(capture, kind="listing", paper=self._paper.key, run=run.id)
            run.shown.had.add(url)
        return (last, True) if unchanged and last else (capture, False)

    def _failed(self, url: str, error: FetchError | ReadError) -> None:
        """What a paper does not offer is no failure; a home page that can't be asked ends the run."""
        is_home = url.rstrip("/") == self._paper.url.rstrip("/")
        reason = error.reason if isinstance(error, FetchError) else "unread"
        if is_home and self._paper.moved_to and reason in UNREACHABLE:
            self._run.abandoned = True
            self._run.count["absent"] += 1
        elif isinstance(error, FetchError) and (reason == "circuit" or (is_home and reason in UNREACHABLE)):
            self._run.stop(error, "listing")
        elif reason in ("gone", "robots") and not (is_home and self._paper.has_host):
            self._run.count["absent"] += 1
        else:
            self._run.fail(url, "listing", reason, str(error))

    # Noting

    def note(self, found: Found) -> None:
        """The links become rows of the frontier, each with the decision and its reason."""
        with self._archive.batch():
            for place, link in enumerate(found.links):
                self._note_one(link, found.url, listed=place < found.listed)

    def note_linked(self, url: str, listing: Listing, about: bool) -> None:
        """What an article links to; where it is `about` emulation, of its related articles also how many such articles call them so."""
        found = self._survey.mine(url, listing)
        self.note(found)
        with self._archive.batch():
            for key in filter(None, (self._key(link.url) for link in found.links[: found.listed if about else 0])):
                if self._frontier.call_related(key) == CALLED_RELATED and self._frontier.want(key, RELATED):
                    self._run.count["skipped"] -= 1

    def _note_one(self, link: Link, found_on: str, *, listed: bool) -> None:
        by = listed and link.found_by in ("search", "tag")
        told = hash((link.url, link.title, link.summary, link.published, by))  # the pages of a site show the same links again and again
        key = self._key(link.url)
        if key is None or told in self._noted:
            return
        self._noted.add(told)
        moving.same_article(self._archive, link.url, self._paper)
        verdict, state = decide(link, listed=listed, since=self._plan.since, everything=self._plan.everything)
        if self._frontier.note(link, key, self._paper.key, verdict, state=state, found_on=found_on):
            self._run.count["found"] += 1
            self._run.count["skipped"] += state == "skipped"
        elif state == "wanted" and self._frontier.want(key, verdict):
            self._run.count["skipped"] -= 1

    def _preview(self, found: Found) -> None:
        """The links that a real run would fetch, each once."""
        listed = {self._key(link.url) for link in self._run.outcome.would_fetch}
        for place, link in enumerate(found.links):
            _, state = decide(link, listed=place < found.listed, since=self._plan.since, everything=self._plan.everything)
            key = self._key(link.url)
            if key and state == "wanted" and key not in listed and not self._frontier.known([key]):
                listed.add(key)
                self._run.outcome.would_fetch.append(link)

    # What earlier runs know (survey.Memory)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those article keys that have been listed before."""
        return self._frontier.known(keys)

    def walk(self, url: str) -> Walk | None:
        """How far the listing was read; None where it never was."""
        return self._archive.walk(self._paper.key, url)

    def remember(self, url: str, walk: Walk) -> None:
        """Note how far the listing was read."""
        if not self._plan.dry_run:
            self._archive.remember_walk(self._paper.key, url, walk)
