"""One way to read the pages of a folder, run by the interpreter that has it: `peer_pages.py WAY FOLDER`; prints milliseconds a page."""

import sys
import time
from pathlib import Path


def ours(html, url):
    from btoscrape.pages import read_article

    return read_article(html, url)


def whole(html, url):
    from dataclasses import replace

    from btoscrape.catalog.layouts import layouts
    from btoscrape.pages import read_article

    return read_article(html, url, layouts=tuple(replace(layout, after=()) for layout in layouts()))


def lexbor(html, url):
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(html)


def kept(html, url):
    return lexbor(html, url)


def parsel(html, url):
    from parsel import Selector

    page = Selector(html)
    body = page.css(".c-news-detail .entry, .c-news-detail .content-main-normal")
    fields = [page.css(name).css("::text").getall() for name in (".block-sc-title", ".block-sc-publish-time", ".block-sc-author", ".block-sc-sapo")]
    return fields, ["".join(node.css("::text").getall()) for node in body.css("p, figcaption, td")], page.css(".onecms__tags a::text").getall()


def trafilatura(html, url):
    from trafilatura import bare_extraction

    return bare_extraction(html, url=url, with_metadata=True)


def newspaper4k(html, url):
    import newspaper

    article = newspaper.Article(url, language="vi")
    article.download(input_html=html)
    article.parse()
    return article


def main(way, folder):
    read = globals()[way]
    pages = [(file.read_text(encoding="utf-8"), f"https://news.example/{file.name}") for file in sorted(Path(folder).glob("*.html"))]
    if way == "newspaper4k":
        pages = pages[:20]
    if way == "ours":  # the same result as from the whole page, on every page
        for html, url in pages:
            assert read(html, url) == whole(html, url), url
    if way == "kept":  # glibc then keeps freed memory, as our reader has it do: no page of it is asked for again with each tree
        bytes(4_000_000)
    read(*pages[0])
    began, rounds = time.process_time(), 0
    while not rounds or time.process_time() - began < 0.5:
        for html, url in pages:
            read(html, url)
        rounds += 1
    print((time.process_time() - began) / rounds / len(pages) * 1000)


if __name__ == "__main__":
    main(*sys.argv[1:])
