"""Floor 0. The one tree of errors; each message names the page, file or setting and says what to do.

BtoscrapeError            exit code 1
├── UsageError            exit code 2   a setting, argument or catalog entry is wrong
│   └── CatalogError                    names file, entry and sentence
├── FetchError            a page could not be fetched; becomes a row of `failures`
│   └── Refused                         we did not ask: robots.txt, private address, scheme
├── ReadError             a page or feed could not be read; names what is missing
└── ArchiveError          the database or a WARC file
    └── ArchiveBusy       exit code 4   another crawl holds the archive
"""

from __future__ import annotations


class BtoscrapeError(Exception):
    """What btoscrape reports in one line instead of a traceback."""

    exit_code = 1


class UsageError(BtoscrapeError):
    """A setting, argument or file of the user's is wrong."""

    exit_code = 2


class CatalogError(UsageError):
    """A catalog entry is wrong; names the file, the entry and what is expected."""

    def __init__(self, file: str, entry: str, problem: str) -> None:
        self.file, self.entry, self.problem = file, entry, problem
        super().__init__(f"{file}: [{entry}] {problem}" if entry else f"{file}: {problem}")


class FetchError(BtoscrapeError):
    """A page could not be fetched. `reason` is a short stable word for counting: timeout, status, too_large, dns."""

    def __init__(self, url: str, reason: str, message: str, *, status: int | None = None) -> None:
        self.url, self.reason, self.status = url, reason, status
        super().__init__(f"{url}: {message}")


class Refused(FetchError):
    """A request that was never sent: robots.txt, a private address, another scheme."""


class ReadError(BtoscrapeError):
    """A page that no layout can read; `missing` names the fields it lacks (empty: the page is of another kind)."""

    def __init__(self, url: str, message: str, *, missing: tuple[str, ...] = ()) -> None:
        self.url, self.missing = url, missing
        super().__init__(f"{url}: {message}")


class ArchiveError(BtoscrapeError):
    """The database or a WARC file can't be opened, read or written."""


class ArchiveBusy(ArchiveError):
    """Another crawl holds the archive."""

    exit_code = 4
