"""Floor 2. Pages, listings and feeds read into values: text in, values out. The only owner of selectolax."""

from .article import read_article
from .blocked import is_block_page
from .feeds import Sitemap, read_feed, read_sitemap
from .listing import Listing, addresses, read_listing, read_more

__all__ = [
    "Listing",
    "Sitemap",
    "addresses",
    "is_block_page",
    "read_article",
    "read_feed",
    "read_listing",
    "read_more",
    "read_sitemap",
]
