"""What is found, and how far down listings are read: to the end once, to what is known after that, across breaks."""

from datetime import date, datetime

import pytest
from crawled import HASTY_ONCE, SOME, answer

from btoscrape.models import VIETNAM
from btoscrape.sample.newspaper import Newspaper
from btoscrape.sample.routes import reply

ORDINARY = tuple(article for article in SOME if "thi dua" not in article.words and "khen" not in article.words)[-9:]
HIDDEN = tuple(article for article in SOME if "khoi thi dua" in article.words)[-9:]
EARLY = max(article.published for article in SOME if article.published.year == 2021)


def found(crawled):
    return {key.rpartition("/")[2] for (key,) in crawled.rows("SELECT key FROM pages")}


def ids(chosen):
    return {str(article.id) for article in chosen}


def load_more(crawled):
    return [path for path in crawled.paths() if "getMoreArticle" in path]


def break_load_more(after):
    """A server whose load-more answers fail after so many."""
    left = [after]

    def fault(request):
        if "getMoreArticle" not in request.path:
            return False
        left[0] -= 1
        return left[0] < 0 and answer(request, 500)

    return fault


def test_everything_is_found_and_remembers_where(crawled):
    crawled(limit=0)
    assert found(crawled) == ids(SOME)
    ways = dict(crawled.rows("SELECT found_by, min(found_on) FROM pages GROUP BY 1"))
    assert set(ways) >= {"home", "search", "newest", "sitemap"}
    assert all(url.startswith(crawled.server.url) for url in ways.values())
    assert crawled.rows("SELECT DISTINCT reason FROM pages WHERE state = 'skipped'") == [("no word of emulation in title and summary",)]


def test_a_run_with_nothing_new_reads_no_listing_twice(crawled):
    crawled(limit=0)
    first = load_more(crawled)
    crawled(limit=0)
    assert len(first) > 10
    assert load_more(crawled) == []


def test_a_list_that_makes_up_articles_for_ever_is_left(crawled):
    def made_up(request):
        if "getMoreArticle" not in request.path:
            return False
        number = int(request.path.split("_")[2]) + 50
        return answer(request, 200, b'[{"PublisherId": %d, "Title": "x", "FriendlyTitle": "x"}]' % number)

    crawled.server.fault = made_up
    assert crawled(limit=0).exit_code == 0
    assert crawled.rows("SELECT max(n) FROM (SELECT count(*) AS n FROM captures WHERE url LIKE '%/24h_%')") == [(1,)]


def test_a_dry_run_reads_no_more_listings_than_its_limit_needs(crawled):
    assert len(crawled(dry_run=True, limit=2).would_fetch) == 2
    assert crawled.paths() == ["/robots.txt", "/"]


def test_years_without_results_are_not_gone_further_into_run_by_run(crawled):
    def searches():
        return {path for path in crawled.paths() if path.startswith("/search?q=kh%E1%BB%91i+thi+%C4%91ua+20")}

    crawled(limit=0)
    first = searches()
    crawled(limit=0)
    again = searches()
    crawled(limit=0)
    assert searches() == again < first


def test_what_any_article_links_to_is_found_by_everything(crawled):
    """An article about a bloc that an ordinary one alone leads to."""
    from_, to = ORDINARY[0], HIDDEN[0]
    link = f'<a href="{to.path}">{to.title}</a>'.encode()
    hidden = Newspaper(HIDDEN, crawled.server.url)

    def shown(request):
        if request.path in hidden.by_path:
            return answer(request, 200, reply(hidden, request.path).body.encode(), Content_Type="text/html; charset=utf-8")
        body = crawled.server.reply(request.path).body
        return request.path == from_.path and answer(request, 200, body.encode().replace(b"</body>", link + b"</body>"), Content_Type="text/html")

    crawled.server.articles, crawled.server.fault = ORDINARY, shown
    crawled()
    assert found(crawled) == ids(ORDINARY)
    crawled(everything=True)
    assert crawled.rows("SELECT found_by, state FROM pages WHERE url LIKE ?", f"%{to.path}") == [("related", "fetched")]


def test_new_articles_are_read_down_to_the_known_ones(crawled):
    crawled.server.until = EARLY
    crawled(limit=0)
    crawled.server.until = None
    crawled(limit=0)
    assert found(crawled) == ids(SOME)
    again = load_more(crawled)
    crawled(limit=0)
    assert load_more(crawled) == []
    assert len(again) >= 4


@pytest.mark.parametrize("after", [0, 2])
def test_a_walk_that_broke_off_loses_nothing(crawled, after):
    """The first walk, and one down to the known ones, break off; the next runs close the gaps."""
    without_load_more = Newspaper(SOME, "").api_only  # what no other way shows
    crawled.server.until = EARLY
    crawled(limit=0)
    crawled.server.until, crawled.server.fault = None, break_load_more(after)
    assert crawled(limit=0, settings=HASTY_ONCE).exit_code == 3
    crawled.server.fault = break_load_more(after + 1)
    crawled(limit=0, settings=HASTY_ONCE)
    crawled.server.fault = lambda request: False
    crawled(limit=0)
    assert {str(number) for number in without_load_more} <= found(crawled)
    assert found(crawled) == ids(SOME)


def test_a_first_walk_that_broke_off_goes_on_where_it_was(crawled):
    crawled.server.fault = break_load_more(4)
    crawled(limit=0, settings=HASTY_ONCE)
    crawled.server.fault = lambda request: False
    crawled(limit=0)
    newest = [path for path in load_more(crawled) if "24h" in path]
    assert newest == sorted(newest, reverse=True)
    assert len(newest) == len(Newspaper(SOME, "").listed) // 15 + 1 - 4
    assert found(crawled) == ids(SOME)


def test_since_reads_no_further_and_a_deeper_since_goes_on(crawled):
    crawled(limit=0, since=date(2023, 1, 1))
    shallow = load_more(crawled)
    crawled(limit=0, since=date(2023, 1, 1))
    assert load_more(crawled) == []
    crawled(limit=0, since=date(2022, 1, 1))
    deeper = load_more(crawled)
    assert deeper
    assert not {path for path in shallow if "24h" in path} & set(deeper)
    crawled(limit=0)
    assert found(crawled) == ids(SOME)


def test_articles_before_since_are_neither_stored_nor_lost(crawled):
    day = datetime(2023, 1, 1, tzinfo=VIETNAM)
    crawled(since=day.date())
    assert min(row[0] for row in crawled.rows("SELECT published_at FROM articles")) >= day.isoformat()
    crawled()
    late = [path for path in crawled.paths(".html") if "-ptag" not in path]
    assert len(crawled.rows("SELECT 1 FROM articles")) >= 44
    assert not set(late) & {
        row[0].removeprefix(crawled.server.url) for row in crawled.rows("SELECT url FROM articles WHERE published_at >= ?", day.isoformat())
    }


def test_what_older_words_skipped_is_decided_anew(crawled):
    crawled(limit=0)
    [(key,)] = crawled.rows("SELECT key FROM pages WHERE relevance = 'yes' LIMIT 1")
    with crawled.archive.batch():
        crawled.archive.db.execute("UPDATE pages SET state = 'skipped', relevance = 'no' WHERE key = ?", [key])
        crawled.archive.db.execute("UPDATE papers SET decided_by = 'older words'")
    crawled.server.fault = lambda request: request.path != "/robots.txt" and answer(request, 404)
    crawled(limit=0)
    assert crawled.rows("SELECT state, relevance FROM pages WHERE key = ?", key) == [("wanted", "yes")]
