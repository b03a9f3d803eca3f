"""Floor 3. Papers that moved: an article is asked for at its old place, then at the new one, and stays the same article."""

from __future__ import annotations

from .archive import Archive
from .errors import FetchError
from .fetch import Fetcher
from .models import Capture, Paper
from .urls import KeyOf, key_of


def moved(url: str, old: str, new: str) -> str | None:
    """The address below `new` of what lies below `old`; None for what does not. http or https, with www. or not: all the same."""
    rest = _bare(url).removeprefix(_bare(old).rstrip("/") + "/")
    return new.rstrip("/") + "/" + rest if rest != _bare(url) else None


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def successor(url: str, paper: Paper) -> str | None:
    """Where the page is now, by the rule that the paper's entry gives; None where it gives none."""
    return moved(url, paper.url, paper.moved_to) if paper.moved_to else None


async def get(
    fetcher: Fetcher, url: str, paper: Paper, *, etag: str | None = None, last_modified: str | None = None, abandoned: bool = False
) -> Capture:
    """The page from its old place (unless that is `abandoned`), else from the new one; errors are those of the last that was asked."""
    new = successor(url, paper)
    if new is None or not abandoned:
        try:
            return arrived(key_of(paper), url, await fetcher.get(url, paper, etag=etag, last_modified=last_modified))
        except FetchError:
            if new is None:
                raise
    assert new is not None
    return arrived(key_of(paper), new, await fetcher.get(new, paper))


def arrived(key: KeyOf, url: str, capture: Capture) -> Capture:
    """The capture; a redirect that ends anywhere but at an article says that the article is gone, whatever its status."""
    if capture.url != url and key(url) and not key(capture.url):
        raise FetchError(url, "gone", f"leads to {capture.url}, which is no article: the page is gone; check the address", status=404)
    return capture


def same_article(archive: Archive, url: str, paper: Paper) -> None:
    """Where the paper has moved here, the page that is known by its old address is known by this one as well."""
    key_at = key_of(paper)
    key = key_at(url)
    for old in paper.formerly if key else ():
        former = moved(url, paper.url, old)
        former_key = key_at(former) if former else None
        page = archive.frontier.page(former_key) if former_key else None
        if key and page:
            archive.frontier.move(page.id, key, url, paper.key)
