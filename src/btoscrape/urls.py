"""Floor 0. Addresses: their canonical form, the identity of an article, the words of a slug."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from .models import Paper

HOMEPAGE = "https://github.com/btoscrape/btoscrape"
"""Ours: where a newspaper can say what it thinks of us, unless the one who runs the crawl gives a better place."""
KeyOf = Callable[[str], str | None]

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|msclkid|yclid|igshid|mc_[ce]id|zarsrc|gidzl|_g[al]|spm",
    re.I,
)
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[1-5]\d{4})?/(?!/)[\w~/-]+(?:\.\w+)?", re.ASCII)
"""An address in its one spelling: most are."""
_UNSAFE = "%/:=&?~+!$,;'@()*[]#"

# OneCMS: <slug>-<id>.html. The marked forms (-post1.html, -a1.html, -1.htm, -postid1.bbg) are those of other systems.
_ARTICLE = re.compile(r"(?P<slug>.*?)(?:^|-)(?P<id>(?:post|postid|a|d|t)?\d+)\.(?:html?|vnp|tpo|bbg|vov|epi|aspx)", re.I | re.ASCII)
_HEXED = re.compile(r"(?P<slug>.+)-(?P<id>(?=[a-f]*\d)[0-9a-f]{7})", re.ASCII)
_PRINT_ASPX = re.compile(r"print\.aspx", re.I)
_TAG = re.compile(r"(?P<slug>.+)-ptag\.html?", re.I)
_EVENT = re.compile(r"(?P<slug>.+)-event\d+\.html?", re.I | re.ASCII)
_NOT_SECTIONS = frozenset(["api", "assets", "login", "logout", "print", "register", "rss", "script", "search", "tim-kiem", "user"])


def canonical(url: str, base: str = "") -> str:
    """The absolute address in one spelling; empty where it is not http(s) or not an address at all.

    Lower-case scheme and host, no default port, user name, fragment or tracking parameter; letters outside ASCII are
    percent-encoded. Other parameters (`?id=`) stay.
    """
    url = url.strip()
    if url.startswith("/") and not url.startswith("//"):
        base = base[: base.find("/", base.find("://") + 3) + 1] or base  # all that counts, and the same for all pages of a site
    return _canonical(url, base)


@lru_cache(maxsize=8192)  # pages of a site have most links in common
def _canonical(url: str, base: str) -> str:
    joined = base + url[1:] if url.startswith("/") and base.endswith("/") else url
    if _PLAIN.fullmatch(joined):
        return joined
    parts = _split(urljoin_safe(base, url))
    if parts is None:
        return ""
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    path, query = quote(parts.path or "/", _UNSAFE), quote(query, _UNSAFE)
    return urlunsplit((parts.scheme.lower(), _netloc(parts), path, query, ""))


def urljoin_safe(base: str, url: str) -> str:
    """`urllib.parse.urljoin`, with an empty answer where it would raise."""
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def key_of(paper: Paper) -> KeyOf:
    """What tells the identity of the paper's articles from their addresses."""
    return partial(article_key, form=paper.articles) if paper.articles else article_key


@lru_cache(maxsize=8192)
def host(url: str) -> str:
    """The host that a URL belongs to, lower case, without `www.`, with its port where that is not the default."""
    parts = _split(url)
    return _netloc(parts).removeprefix("www.") if parts else ""


@lru_cache(maxsize=8192)  # a listing's links are asked about again and again
def article_key(url: str, form: str = "") -> str | None:
    """The identity of an article, `host/prefix/id`; None for sections, tag pages, events and whatever is no article.

    `baolamdong.vn/bbt/130891`, `baobinhthuan.com.vn//114280`. Print pages fold into their article; the pre-OneCMS
    `print.aspx?id=` counted in an id space of its own. `form`: a pattern for path and query of a site whose articles have
    addresses of their own kind; its group `id`, if any, is the identity, else all that it matches.
    """
    parts = _split(url)
    if parts is None:
        return None
    if form:
        found = re.search(form, parts.path + (f"?{parts.query}" if parts.query else ""))
        return f"{_netloc(parts).removeprefix('www.')}/{found.groupdict().get('id') or found[0]}" if found else None
    *folders, page = parts.path.strip("/").split("/")
    place = _netloc(parts).removeprefix("www.")
    if _PRINT_ASPX.fullmatch(page):
        number = dict(parse_qsl(parts.query)).get("id", "")
        return f"{place}/print.aspx/{number}" if number.isascii() and number.isdigit() else None
    match = None if _TAG.fullmatch(page) or _EVENT.fullmatch(page) else _ARTICLE.fullmatch(page) or _HEXED.fullmatch(page)
    if match is None:
        return None
    prefix = "/".join(folder for folder in folders if folder != "print")
    return f"{place}/{prefix}/{match['id'].lower()}"


def is_print_page(key: str) -> bool:
    """Whether an article's identity is that of a pre-OneCMS print page."""
    return "/print.aspx/" in key


def slug_words(url: str) -> str:
    """The words of the last part of the path, without id and extension: `khoi thi dua 8 tong ket`."""
    parts = _split(url)
    page = parts.path.rstrip("/").rpartition("/")[2] if parts else ""
    match = next((m for form in (_TAG, _EVENT, _ARTICLE, _HEXED) if (m := form.fullmatch(page))), None)
    return " ".join((match["slug"] if match else page).replace("-", " ").split())


def is_tag(url: str) -> bool:
    """Whether it is the page of a tag, `/<slug>-ptag.html`."""
    parts = _split(url)
    return bool(parts and _TAG.fullmatch(parts.path.rpartition("/")[2]))


def is_section(url: str, base: str) -> bool:
    """Whether it looks like a section of the paper at `base`: same host, one or two path parts, no extension.

    Below the folder in which `base` lies (`/bbt/`), one part more.
    """
    parts = _split(url)
    if parts is None or parts.query or host(url) != host(base) or article_key(url):
        return False
    names = parts.path.strip("/").split("/")
    below = base.partition("://")[2].split("/")[1:2] == names[:1]
    return bool(names[0]) and len(names) <= 2 + below and "." not in parts.path and names[0] not in _NOT_SECTIONS


@lru_cache(maxsize=8192)
def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) URL with a host and a sane port; None for anything else."""
    try:
        parts = urlsplit(url)
        return parts if parts.scheme.lower() in _PORTS and parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def _netloc(parts: SplitResult) -> str:
    """Host and port, without user name and default port."""
    name = (parts.hostname or "").rstrip(".")
    name = f"[{name}]" if ":" in name else name
    return name if parts.port in (None, _PORTS[parts.scheme.lower()]) else f"{name}:{parts.port}"


def site(url: str) -> str:
    """The root of the site that a URL belongs to, `https://host/`; empty where it is no http(s) address."""
    parts = _split(url)
    return f"{parts.scheme.lower()}://{_netloc(parts)}/" if parts else ""
