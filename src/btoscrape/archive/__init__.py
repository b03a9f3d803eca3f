"""Floor 2. The archive: SQLite with every page as sent in WARC files beside it. Only owner of sqlite-utils and warcio."""

from .captures import StoredCapture
from .corrections import Correction
from .frontier import Page
from .open import Archive
from .search import Hit
from .snapshot import snapshot

__all__ = ["Archive", "Correction", "Hit", "Page", "StoredCapture", "snapshot"]
