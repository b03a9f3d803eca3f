"""Floor 2. The archive: SQLite with every page as sent in WARC files beside it. Only owner of sqlite-utils and warcio."""

from .captures import Origin, StoredCapture
from .corrections import Correction
from .foreign import Damage, Record, Source, Step, sources, steps
from .frontier import Page
from .open import Archive
from .search import Hit
from .snapshot import snapshot

__all__ = [
    "Archive", "Correction", "Damage", "Hit", "Origin", "Page", "Record", "Source", "Step", "StoredCapture", "snapshot", "sources", "steps",
]  # fmt: skip
