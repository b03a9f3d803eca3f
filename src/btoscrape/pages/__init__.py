"""Floor 2. Pages, listings and feeds read into values: text in, values out. The only owner of selectolax."""

from .article import read_article
from .blocked import is_block_page

__all__ = ["is_block_page", "read_article"]
