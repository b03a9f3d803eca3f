"""Floor 2. The archive: SQLite with every page as sent in WARC files beside it. Only owner of sqlite-utils and warcio."""

from .answers import Answer
from .captures import Origin, Place, StoredCapture, capture_at
from .corrections import Correction
from .differences import Difference
from .elsewhere import Elsewhere, Lists
from .foreign import Damage, Piece, Record, Source, Step, one_record, pieces, sources, steps
from .frontier import Page
from .open import Archive
from .renewal import Renewal, renewal
from .retelling import Telling
from .search import Hit
from .snapshot import snapshot
from .soundness import Problem, mend_search, problems
from .warc import Packed, pack

__all__ = [
    "Answer", "Archive", "Correction", "Damage", "Difference", "Elsewhere", "Hit", "Lists", "Origin", "Packed", "Page", "Piece", "Place",
    "Problem", "Record", "Renewal", "Source", "Step", "StoredCapture", "Telling", "capture_at", "mend_search", "one_record", "pack",
    "pieces", "problems", "renewal", "snapshot", "sources", "steps",
]  # fmt: skip
