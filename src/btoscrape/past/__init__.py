"""Floor 4. The years before our first crawl: captures that others made, from files and from web archives."""

from .backfill import Backfilled, Wish, backfill
from .importing import import_files

__all__ = ["Backfilled", "Wish", "backfill", "import_files"]
