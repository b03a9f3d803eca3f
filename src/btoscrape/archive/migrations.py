"""Floor 2. The tables, as the replay of all migrations: a fresh database and an old one end with the same shape.

Times are ISO 8601 text: `published_at` with +07:00 as the paper prints it, everything that we did in UTC with Z.
The full-text index and the views are no migrations: search.py and views.py make them again when their text changes.
Released migrations are never edited; a change is a new one at the end.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("btoscrape")

TABLES = """
CREATE TABLE papers (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, province TEXT NOT NULL, layout TEXT NOT NULL, until TEXT
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, command TEXT NOT NULL, paper TEXT REFERENCES papers(key),
    started_at TEXT NOT NULL, finished_at TEXT, exit_code INTEGER,
    listings INTEGER NOT NULL DEFAULT 0, found INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
    fetched INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
    requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, waited REAL NOT NULL DEFAULT 0
);
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, url TEXT NOT NULL, paper TEXT REFERENCES papers(key),
    found_by TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', summary TEXT NOT NULL DEFAULT '', listed_at TEXT,
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    relevance TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX pages_state ON pages(paper, state);
CREATE TABLE captures (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, kind TEXT NOT NULL, paper TEXT REFERENCES papers(key),
    status INTEGER NOT NULL, fetched_at TEXT NOT NULL, mime TEXT NOT NULL DEFAULT '', size INTEGER NOT NULL,
    digest TEXT NOT NULL, etag TEXT, last_modified TEXT,
    warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL,
    page INTEGER REFERENCES pages(id), run INTEGER REFERENCES runs(id),
    UNIQUE (warc_file, warc_offset)
);
CREATE INDEX captures_url ON captures(url);
CREATE INDEX captures_page ON captures(page);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, page INTEGER NOT NULL UNIQUE REFERENCES pages(id), paper TEXT REFERENCES papers(key),
    url TEXT NOT NULL, title TEXT NOT NULL, published_at TEXT, author TEXT, author_raw TEXT, section TEXT,
    summary TEXT, lead TEXT, body TEXT NOT NULL, block_kinds TEXT NOT NULL, layout TEXT NOT NULL,
    relevance TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    event TEXT, event_date TEXT, member_count INTEGER,
    capture INTEGER REFERENCES captures(id), engine TEXT NOT NULL, read_at TEXT NOT NULL, fingerprint TEXT NOT NULL
);
CREATE INDEX articles_published ON articles(published_at);
CREATE TABLE images (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL, url TEXT NOT NULL, UNIQUE (article, position)
);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE article_tags (
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, tag INTEGER NOT NULL REFERENCES tags(id),
    PRIMARY KEY (article, tag)
);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL,
    UNIQUE (article, "start", "end")
);
CREATE TABLE organizations (
    id INTEGER PRIMARY KEY, province TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (province, key)
);
CREATE TABLE organization_names (
    organization INTEGER NOT NULL REFERENCES organizations(id), name TEXT NOT NULL, PRIMARY KEY (organization, name)
);
CREATE TABLE blocs (
    id INTEGER PRIMARY KEY, province TEXT NOT NULL, key TEXT NOT NULL, year INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL, number TEXT, name TEXT NOT NULL, UNIQUE (province, year, key)
);
CREATE TABLE article_blocs (
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, bloc INTEGER NOT NULL REFERENCES blocs(id),
    position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (article, position)
);
CREATE INDEX article_blocs_bloc ON article_blocs(bloc);
CREATE TABLE members (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    bloc INTEGER REFERENCES blocs(id), organization INTEGER NOT NULL REFERENCES organizations(id), name TEXT NOT NULL,
    year INTEGER, role TEXT, evidence INTEGER NOT NULL REFERENCES evidence(id), rule TEXT NOT NULL DEFAULT ''
);
CREATE INDEX members_organization ON members(organization);
CREATE INDEX members_bloc ON members(bloc);
CREATE INDEX members_article ON members(article);
CREATE INDEX members_evidence ON members(evidence);
CREATE TABLE awards (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    bloc INTEGER REFERENCES blocs(id), award TEXT NOT NULL, award_id TEXT NOT NULL, authority TEXT,
    recipient TEXT, organization INTEGER REFERENCES organizations(id), recipient_kind TEXT, recipient_count INTEGER,
    status TEXT NOT NULL, year INTEGER, evidence INTEGER NOT NULL REFERENCES evidence(id), rule TEXT NOT NULL DEFAULT ''
);
CREATE INDEX awards_organization ON awards(organization);
CREATE INDEX awards_bloc ON awards(bloc);
CREATE INDEX awards_article ON awards(article);
CREATE INDEX awards_evidence ON awards(evidence);
CREATE TABLE officers (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    bloc INTEGER REFERENCES blocs(id), role TEXT NOT NULL, person TEXT, name TEXT,
    organization INTEGER REFERENCES organizations(id), year INTEGER,
    evidence INTEGER NOT NULL REFERENCES evidence(id), rule TEXT NOT NULL DEFAULT ''
);
CREATE INDEX officers_organization ON officers(organization);
CREATE INDEX officers_bloc ON officers(bloc);
CREATE INDEX officers_article ON officers(article);
CREATE INDEX officers_evidence ON officers(evidence);
CREATE TABLE repeats (
    evidence INTEGER NOT NULL REFERENCES evidence(id) ON DELETE CASCADE,
    fact TEXT NOT NULL, fact_id INTEGER NOT NULL, PRIMARY KEY (fact, fact_id, evidence)
);
CREATE INDEX repeats_evidence ON repeats(evidence);
CREATE TABLE failures (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, paper TEXT REFERENCES papers(key), stage TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '', message TEXT NOT NULL, at TEXT NOT NULL, resolved_at TEXT,
    run INTEGER REFERENCES runs(id), capture INTEGER REFERENCES captures(id)
);
CREATE INDEX failures_url ON failures(url);
CREATE TABLE walks (
    paper TEXT NOT NULL REFERENCES papers(key), url TEXT NOT NULL, since TEXT, at TEXT NOT NULL, PRIMARY KEY (paper, url)
);
"""

MORE_FACTS = """
ALTER TABLE articles ADD COLUMN text_digest TEXT NOT NULL DEFAULT '';
CREATE TABLE ranks (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    bloc INTEGER REFERENCES blocs(id), rank INTEGER NOT NULL, organization INTEGER NOT NULL REFERENCES organizations(id),
    name TEXT NOT NULL, year INTEGER, evidence INTEGER NOT NULL REFERENCES evidence(id), rule TEXT NOT NULL DEFAULT ''
);
CREATE INDEX ranks_organization ON ranks(organization);
CREATE INDEX ranks_bloc ON ranks(bloc);
CREATE INDEX ranks_article ON ranks(article);
CREATE INDEX ranks_evidence ON ranks(evidence);
CREATE TABLE people (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    bloc INTEGER REFERENCES blocs(id), person TEXT NOT NULL, post TEXT, name TEXT,
    organization INTEGER REFERENCES organizations(id),
    evidence INTEGER NOT NULL REFERENCES evidence(id), rule TEXT NOT NULL DEFAULT ''
);
CREATE INDEX people_organization ON people(organization);
CREATE INDEX people_bloc ON people(bloc);
CREATE INDEX people_article ON people(article);
CREATE INDEX people_evidence ON people(evidence);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    bloc INTEGER REFERENCES blocs(id), number TEXT NOT NULL, issued TEXT, key TEXT NOT NULL,
    evidence INTEGER NOT NULL REFERENCES evidence(id), rule TEXT NOT NULL DEFAULT ''
);
CREATE INDEX decisions_key ON decisions(key);
CREATE INDEX decisions_bloc ON decisions(bloc);
CREATE INDEX decisions_article ON decisions(article);
CREATE INDEX decisions_evidence ON decisions(evidence);
"""

WHO_IS_WHO = """
CREATE TABLE successors (
    id INTEGER PRIMARY KEY, organization INTEGER NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    successor INTEGER NOT NULL REFERENCES organizations(id) ON DELETE CASCADE, since TEXT NOT NULL,
    UNIQUE (organization, successor)
);
CREATE INDEX successors_successor ON successors(successor);
CREATE TABLE organization_shapes (
    province TEXT NOT NULL, shape TEXT NOT NULL, organization INTEGER NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    PRIMARY KEY (province, shape, organization)
) WITHOUT ROWID;
CREATE INDEX organization_shapes_organization ON organization_shapes(organization);
"""

STORIES = """
CREATE TABLE award_stories (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, topic TEXT NOT NULL, province TEXT NOT NULL, year INTEGER,
    bloc INTEGER REFERENCES blocs(id), award TEXT NOT NULL, award_id TEXT NOT NULL, slot TEXT, authority TEXT, level TEXT,
    recipient TEXT, organization INTEGER REFERENCES organizations(id), recipient_kind TEXT, recipient_count INTEGER,
    status TEXT NOT NULL, proposed_date TEXT, proposed_article INTEGER REFERENCES articles(id),
    conferred_date TEXT, conferred_article INTEGER REFERENCES articles(id), articles INTEGER NOT NULL
);
CREATE INDEX award_stories_topic ON award_stories(topic);
CREATE INDEX award_stories_bloc ON award_stories(bloc);
CREATE INDEX award_stories_organization ON award_stories(organization);
ALTER TABLE awards ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE awards ADD COLUMN story INTEGER REFERENCES award_stories(id) ON DELETE SET NULL;
CREATE INDEX awards_topic ON awards(topic);
CREATE INDEX awards_story ON awards(story);
"""

FOR_PAGES = """
CREATE INDEX awards_kind ON awards(award_id, year);
CREATE INDEX awards_year ON awards(year, status);
CREATE INDEX officers_person ON officers(person);
CREATE INDEX officers_year ON officers(year);
CREATE INDEX people_person ON people(person);
CREATE INDEX blocs_year ON blocs(year);
CREATE INDEX articles_paper ON articles(paper, published_at);
CREATE INDEX articles_event ON articles(event, published_at) WHERE event IS NOT NULL;
"""

EVENTS = """
CREATE TABLE sketches (
    hash INTEGER NOT NULL, day INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    PRIMARY KEY (hash, day, article)
) WITHOUT ROWID;
CREATE INDEX sketches_article ON sketches(article);
CREATE TABLE copies (
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, alike REAL NOT NULL, PRIMARY KEY (article, other)
);
CREATE INDEX copies_other ON copies(other);
CREATE TABLE events (
    id INTEGER PRIMARY KEY, bloc INTEGER REFERENCES blocs(id), event TEXT, event_date TEXT, articles INTEGER NOT NULL
);
CREATE INDEX events_bloc ON events(bloc);
CREATE TABLE event_articles (
    event INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    article INTEGER NOT NULL UNIQUE REFERENCES articles(id) ON DELETE CASCADE, PRIMARY KEY (event, article)
);
"""

LEDGER = """
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY, province TEXT NOT NULL, key TEXT NOT NULL, year INTEGER NOT NULL, bloc INTEGER REFERENCES blocs(id),
    name TEXT NOT NULL, kind TEXT NOT NULL, number TEXT, articles INTEGER NOT NULL, papers INTEGER NOT NULL,
    members_stated INTEGER, members_listed INTEGER,
    head TEXT, head_person TEXT, head_article INTEGER REFERENCES articles(id), deputies TEXT,
    pledge_date TEXT, pledge_article INTEGER REFERENCES articles(id),
    midyear_date TEXT, midyear_article INTEGER REFERENCES articles(id),
    review_date TEXT, review_article INTEGER REFERENCES articles(id), ranked_first TEXT, ranks TEXT,
    flags_proposed INTEGER NOT NULL, flags_conferred INTEGER NOT NULL,
    commendations_proposed INTEGER NOT NULL, commendations_conferred INTEGER NOT NULL,
    certificates_proposed INTEGER NOT NULL, certificates_conferred INTEGER NOT NULL, other_awards INTEGER NOT NULL,
    UNIQUE (province, key, year)
);
CREATE INDEX ledger_bloc ON ledger(bloc);
CREATE INDEX blocs_key ON blocs(key, province);
"""

DOUBTS = """
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY, line INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, action TEXT NOT NULL,
    "table" TEXT NOT NULL, article_url TEXT NOT NULL, fact TEXT NOT NULL, change TEXT NOT NULL,
    page_key TEXT, doubt TEXT, found INTEGER NOT NULL DEFAULT 0, problem TEXT
);
CREATE INDEX corrections_doubt ON corrections(doubt);
CREATE INDEX corrections_page ON corrections(page_key);
ALTER TABLE events ADD COLUMN blocs INTEGER NOT NULL DEFAULT 1;
CREATE INDEX events_of_blocs ON events(id) WHERE blocs > 1;
CREATE TABLE doubts (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, kind TEXT NOT NULL, province TEXT NOT NULL,
    bloc INTEGER REFERENCES blocs(id) ON DELETE CASCADE, year INTEGER,
    article INTEGER REFERENCES articles(id) ON DELETE CASCADE, other_article INTEGER REFERENCES articles(id) ON DELETE CASCADE,
    organization INTEGER REFERENCES organizations(id) ON DELETE CASCADE,
    other_organization INTEGER REFERENCES organizations(id) ON DELETE CASCADE,
    facts TEXT NOT NULL, details TEXT NOT NULL, message TEXT NOT NULL, state TEXT NOT NULL
);
CREATE INDEX doubts_scope ON doubts(scope);
CREATE INDEX doubts_kind ON doubts(kind, state);
CREATE INDEX doubts_bloc ON doubts(bloc);
CREATE INDEX doubts_article ON doubts(article);
CREATE INDEX doubts_other_article ON doubts(other_article);
CREATE INDEX doubts_organization ON doubts(organization);
CREATE INDEX doubts_other_organization ON doubts(other_organization);
"""


@migrations()
def first_tables(db: Database) -> None:
    """Papers, runs, pages (the frontier), captures, articles, facts with their evidence, failures."""
    _run(db, TABLES)


@migrations()
def more_facts(db: Database) -> None:
    """Ranks, people with their posts, numbered decisions; which version of a text the spans count in."""
    _run(db, MORE_FACTS)


@migrations()
def who_is_who(db: Database) -> None:
    """Which organisation went into which, and by what shapes of their names similar ones are found."""
    _run(db, WHO_IS_WHO)


@migrations()
def stories(db: Database) -> None:
    """What several articles say of one award, as one story."""
    _run(db, STORIES)


@migrations()
def indexes_for_pages(db: Database) -> None:
    """What the pages of a year, a person, a kind of award and the filters of the search look up."""
    _run(db, FOR_PAGES)


@migrations()
def indexes_for_stories(db: Database) -> None:
    """What the charts count: awards by year, and by kind."""
    db.execute("CREATE INDEX award_stories_year ON award_stories(year, status, award_id)")
    db.execute("CREATE INDEX award_stories_kind ON award_stories(award_id, year, level, status)")


@migrations()
def events(db: Database) -> None:
    """Articles with nearly the same text, and meetings with the articles that tell of them."""
    _run(db, EVENTS)


@migrations()
def ledger(db: Database) -> None:
    """What the facts of a bloc and year add up to, in fixed slots."""
    _run(db, LEDGER)


@migrations()
def doubts(db: Database) -> None:
    """What doesn't fit together, and what people decided about it."""
    _run(db, DOUBTS)


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def visits_and_walks(db: Database) -> None:
    """When a page is asked for again, and where it was seen; from where and how far down a listing was read."""
    db.execute("ALTER TABLE pages ADD COLUMN found_on TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE pages ADD COLUMN due_at TEXT")
    db.execute("UPDATE pages SET due_at = last_seen WHERE state = 'failed'")
    db.execute("CREATE INDEX pages_due ON pages(due_at) WHERE due_at IS NOT NULL")
    db.execute("ALTER TABLE runs ADD COLUMN gone INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE walks ADD COLUMN top INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE walks ADD COLUMN cursor INTEGER")


@migrations()
def called_related(db: Database) -> None:
    """How many articles about emulation call a page related."""
    db.execute("ALTER TABLE pages ADD COLUMN called_related INTEGER NOT NULL DEFAULT 0")


@migrations()
def identical_bodies(db: Database) -> None:
    """Which capture holds the body of one that was sent again unchanged."""
    db.execute("ALTER TABLE captures ADD COLUMN revisit_of INTEGER REFERENCES captures(id)")


@migrations()
def readings(db: Database) -> None:
    """What the pages of each run could be read for."""
    db.execute("""CREATE TABLE readings (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL UNIQUE REFERENCES runs(id),
        pages INTEGER NOT NULL, unread INTEGER NOT NULL, unfamiliar INTEGER NOT NULL,
        no_author INTEGER NOT NULL, no_section INTEGER NOT NULL, no_summary INTEGER NOT NULL, letters INTEGER NOT NULL,
        relevant INTEGER NOT NULL, told INTEGER NOT NULL
    )""")
    db.execute("CREATE INDEX runs_paper ON runs(paper)")
    db.execute("CREATE INDEX failures_run ON failures(run)")


@migrations()
def versions_and_moves(db: Database) -> None:
    """An article's texts over time; other addresses of the same page."""
    db.execute("""CREATE TABLE versions (
        id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, seen_at TEXT NOT NULL,
        capture INTEGER REFERENCES captures(id), last_capture INTEGER REFERENCES captures(id), title TEXT NOT NULL, digest TEXT NOT NULL
    )""")
    db.execute("CREATE INDEX versions_article ON versions(article)")
    db.execute(
        "CREATE TABLE page_keys (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, page INTEGER NOT NULL REFERENCES pages(id), url TEXT NOT NULL)"
    )


ORIGINS = """
CREATE TABLE origins (
    id INTEGER PRIMARY KEY, capture INTEGER NOT NULL UNIQUE REFERENCES captures(id) ON DELETE CASCADE,
    source TEXT NOT NULL, place INTEGER NOT NULL, record TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE INDEX origins_digest ON origins(digest);
CREATE INDEX origins_record ON origins(record);
CREATE TABLE imports (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL, size INTEGER NOT NULL, done INTEGER NOT NULL, at TEXT NOT NULL
);
"""


@migrations()
def origins(db: Database) -> None:
    """Where captures that others made come from, and how far each of their files was read."""
    _run(db, ORIGINS)


ELSEWHERE = """
CREATE TABLE elsewhere (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, paper TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, timestamp TEXT NOT NULL,
    digest TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'wanted', UNIQUE (service, paper, key)
);
CREATE TABLE elsewhere_lists (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, paper TEXT NOT NULL, query TEXT NOT NULL, resume TEXT, at TEXT NOT NULL,
    UNIQUE (service, paper, query)
);
"""


@migrations()
def elsewhere(db: Database) -> None:
    """Captures that web archives have of a paper, and how far their lists were read."""
    _run(db, ELSEWHERE)


@migrations()
def fact_changes(db: Database) -> None:
    """Facts that a newspaper changed: what was said before, and from when until when that was known."""
    db.execute("""CREATE TABLE fact_changes (
        id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, change TEXT NOT NULL,
        kind TEXT NOT NULL, rule TEXT NOT NULL, about TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
        known_from TEXT NOT NULL, known_until TEXT NOT NULL, capture INTEGER REFERENCES captures(id)
    )""")
    db.execute("CREATE INDEX fact_changes_article ON fact_changes(article)")


@migrations()
def decisions_of_the_frontier(db: Database) -> None:
    """By which words the pages of a paper were decided."""
    db.execute("ALTER TABLE papers ADD COLUMN decided_by TEXT NOT NULL DEFAULT ''")


@migrations()
def edits_and_disappearances(db: Database) -> None:
    """What each version changed, word by word; since when a page is gone; from where on a WARC file holds what no commit has confirmed."""
    db.execute("CREATE TABLE unconfirmed (id INTEGER PRIMARY KEY, warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL)")
    db.execute("ALTER TABLE versions ADD COLUMN edit TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE pages ADD COLUMN gone_at TEXT")
    db.execute("UPDATE pages SET gone_at = last_seen WHERE state = 'gone'")


TEXTS_ONCE = """
ALTER TABLE articles RENAME COLUMN summary TO described;
ALTER TABLE articles ADD COLUMN lead_at INTEGER;
UPDATE articles SET fingerprint = substr(fingerprint, 1, 32),
    lead_at = CASE WHEN lead != '' AND substr(described, -length(lead)) = lead THEN length(described) - length(lead) + 1 END;
UPDATE articles SET described = NULL
    WHERE substr(block_kinds, 1, 1) = 's' AND described = substr(body, 1, instr(body || char(10), char(10)) - 1);
ALTER TABLE articles DROP COLUMN lead;
ALTER TABLE articles ADD COLUMN summary TEXT GENERATED ALWAYS AS (coalesce(described,
    CASE substr(block_kinds, 1, 1) WHEN 's' THEN substr(body, 1, instr(body || char(10), char(10)) - 1) END)) VIRTUAL;
ALTER TABLE articles ADD COLUMN lead TEXT GENERATED ALWAYS AS (substr(summary, lead_at)) VIRTUAL;
"""
"""A summary that opens the body is its first line; `described` holds any other. The lead is its end, from the letter `lead_at`."""


@migrations()
def texts_once(db: Database) -> None:
    """Summary and lead are read from the body that they open; a fingerprint of 128 bits."""
    _run(db, TEXTS_ONCE)


KEPT_ONCE = """
DROP INDEX sketches_article;
UPDATE pages SET summary = '' WHERE state = 'fetched' AND summary = (SELECT summary FROM articles WHERE page = pages.id);
"""


@migrations()
def kept_once(db: Database) -> None:
    """A listing's summary only where it is not the article's; no index that repeats the sketches."""
    _run(db, KEPT_ONCE)


@migrations()
def whole_facts(db: Database) -> None:
    """A fact that was closed as it was, not only where it differs from what came after it, and what it `became`.

    NULL where it was closed by an earlier version, until its article's history is told again (`rebuild`).
    """
    for name in ("said", "quote", "bloc", "became"):
        db.execute(f"ALTER TABLE fact_changes ADD COLUMN {name} TEXT")
