"""A Scrapy spider for the bench, run by the peers' interpreter: `scrapy_spider.py ADDRESSES OUT`. It asks for the same addresses as
btoscrape's crawl did, takes the links of each listing and the same fields of each article (those of its main markup), and writes JSON lines.
"""

import re
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess

ARTICLE = re.compile(r"-\d+\.html$")


class News(scrapy.Spider):
    """The addresses of a file, one a line."""

    name = "news"
    addresses: tuple[str, ...] = ()

    async def start(self):
        for url in self.addresses:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response):
        if ARTICLE.search(response.url):
            yield self.article(response)
        elif b"html" in response.headers.get("Content-Type", b""):
            yield {"listing": response.url, "links": [response.urljoin(link) for link in response.css("a::attr(href)").getall()]}
        elif b"xml" in response.headers.get("Content-Type", b""):
            response.selector.remove_namespaces()
            yield {"listing": response.url, "links": response.css("loc::text, link::text").getall()}
        else:
            yield {"listing": response.url, "links": []}

    def article(self, response):
        body = response.css(".c-news-detail .entry, .c-news-detail .content-main-normal, .entry")
        return {
            "url": response.css("link[rel=canonical]::attr(href)").get() or response.url,
            "title": text(response.css("h1.sc-longform-header-title, h1.c-detail-head__title")),
            "published": text(response.css(".block-sc-publish-time, .c-detail-head__time")),
            "author": text(response.css(".block-sc-author, .c-detail-head__author")),
            "section": response.css("meta[name='article:section']::attr(content)").get(),
            "summary": text(response.css(".block-sc-sapo, .desc")),
            "body": [line for node in body.css("p, figcaption, td") if (line := text(node))],
            "images": body.css("img::attr(src)").getall(),
            "tags": [text(node) for node in response.css(".onecms__tags a")],
        }


def text(node):
    return " ".join("".join(node.css("::text").getall()).split())


if __name__ == "__main__":
    News.addresses = tuple(Path(sys.argv[1]).read_text().split())
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "AUTOTHROTTLE_ENABLED": False,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "HTTPERROR_ALLOW_ALL": True,
            "RETRY_ENABLED": False,
            "LOG_LEVEL": "ERROR",
            "FEEDS": {sys.argv[2]: {"format": "jsonlines"}},
        }
    )
    process.crawl(News)
    process.start()
