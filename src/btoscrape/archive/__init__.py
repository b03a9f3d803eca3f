"""Floor 2. The archive: SQLite with every page as sent in WARC files beside it. Only owner of sqlite-utils and warcio."""

from .answers import Answer
from .captures import Origin, StoredCapture
from .corrections import Correction
from .differences import Difference
from .elsewhere import Elsewhere, Lists
from .foreign import Damage, Record, Source, Step, one_record, sources, steps
from .frontier import Page
from .open import Archive
from .renewal import Renewal, renewal
from .search import Hit
from .snapshot import snapshot
from .soundness import Problem, mend_search, problems

__all__ = [
    "Answer", "Archive", "Correction", "Damage", "Difference", "Elsewhere", "Hit", "Lists", "Origin", "Page", "Problem", "Record", "Renewal",
    "Source", "Step", "StoredCapture", "mend_search", "one_record", "problems", "renewal", "snapshot", "sources", "steps",
]  # fmt: skip
