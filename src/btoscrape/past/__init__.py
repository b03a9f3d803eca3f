"""Floor 4. The years before our first crawl: captures that others made, from files and from web archives."""

from .importing import import_files

__all__ = ["import_files"]
