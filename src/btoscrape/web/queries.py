"""Floor 4. The SQL of our pages: constants, each bounded, each in an order that holds."""

FRESH = "SELECT finished_at, started_at FROM runs ORDER BY id DESC LIMIT 1"
NEWEST_CAPTURE = "SELECT max(fetched_at) AS at FROM captures"
COUNTS = """
    SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM blocs) AS blocs,
        (SELECT count(*) FROM organizations) AS organizations, (SELECT count(*) FROM award_stories) AS award_stories,
        (SELECT count(*) FROM (SELECT person FROM officers WHERE person IS NOT NULL UNION SELECT person FROM people)) AS people,
        (SELECT count(*) FROM failures WHERE resolved_at IS NULL) AS failures,
        (SELECT count(*) FROM doubts WHERE state = 'open') AS doubts
"""
LATEST = """
    SELECT articles.id, articles.title, articles.published_at, papers.name AS paper, articles.event,
        blocs.id AS bloc, article_blocs.name AS bloc_name
    FROM articles CROSS JOIN article_blocs ON article_blocs.article = articles.id AND article_blocs.position = 0
    JOIN blocs ON blocs.id = article_blocs.bloc LEFT JOIN papers ON papers.key = articles.paper
    ORDER BY articles.published_at DESC, articles.id DESC LIMIT 8
"""
"""CROSS keeps the articles outermost, so that the newest are read from the index and the rest not at all."""
BLOCS_OF_NEWEST_YEAR = """
    SELECT blocs.id, blocs.name, blocs.year, blocs.province,
        (SELECT count(DISTINCT organization) FROM members WHERE members.bloc = blocs.id) AS members,
        (SELECT count(*) FROM article_blocs WHERE article_blocs.bloc = blocs.id) AS articles
    FROM blocs WHERE year = (SELECT max(year) FROM blocs) ORDER BY alphabetical(province), length(number), number, alphabetical(name), id LIMIT 30
"""
AWARDS_BY_YEAR = "SELECT year, status, count(*) AS count FROM award_stories GROUP BY year, status ORDER BY year IS NULL, year DESC"

YEARS = """
    WITH RECURSIVE years (year) AS (
        SELECT substr(max(published_at), 1, 4) FROM articles
        UNION ALL
        SELECT (SELECT substr(max(published_at), 1, 4) FROM articles WHERE published_at < year) FROM years WHERE year IS NOT NULL
    ) SELECT year FROM years WHERE year IS NOT NULL LIMIT 60
"""
"""One step of the index per year, not one per article."""
BLOC_YEARS = """
    WITH RECURSIVE years (year) AS (
        SELECT max(year) FROM blocs WHERE year > 0
        UNION ALL
        SELECT (SELECT max(blocs.year) FROM blocs WHERE blocs.year < years.year AND blocs.year > 0) FROM years WHERE year IS NOT NULL
    ) SELECT year FROM years WHERE year IS NOT NULL LIMIT 60
"""
PAPERS = "SELECT key, name FROM papers ORDER BY alphabetical(name), key"
AWARD_KINDS = """
    WITH RECURSIVE kinds (kind) AS (
        SELECT min(award_id) FROM awards
        UNION ALL
        SELECT (SELECT min(award_id) FROM awards WHERE award_id > kind) FROM kinds WHERE kind IS NOT NULL
    ) SELECT kind AS id, (SELECT award FROM awards WHERE award_id = kind LIMIT 1) AS name FROM kinds WHERE kind IS NOT NULL
"""

ARTICLE = """
    SELECT articles.*, papers.name AS paper_name, captures.fetched_at AS kept_at, captures.digest
    FROM articles LEFT JOIN papers ON papers.key = articles.paper LEFT JOIN captures ON captures.id = articles.capture
    WHERE articles.id = ?
"""
ARTICLE_BLOCS = """
    SELECT blocs.id, article_blocs.name, blocs.year FROM article_blocs JOIN blocs ON blocs.id = article_blocs.bloc
    WHERE article_blocs.article = ? ORDER BY article_blocs.position
"""
ARTICLE_EVIDENCE = 'SELECT id, "start", "end", quote FROM evidence WHERE article = ? ORDER BY "start", "end" DESC, id LIMIT 2000'
CORRECTIONS = """
    SELECT corrections.at, corrections.who, corrections.why, corrections.action, corrections."table", corrections.fact, corrections.change
    FROM corrections JOIN pages ON pages.key = corrections.page_key WHERE pages.id = ? AND corrections.found ORDER BY corrections.line
"""
DOUBTS = """
    SELECT id, kind, details, message FROM doubts WHERE state = 'open' AND ({where}) ORDER BY kind, id LIMIT 30
"""
DOUBTED_ARTICLE = "article = :id OR other_article = :id"
DOUBTED_BLOC = "bloc = :id"
DOUBTED_ORGANIZATION = "organization = :id OR other_organization = :id"
