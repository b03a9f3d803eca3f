"""Floor 5. The commands that ask newspapers and web archives, or say who is to ask and when."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from .. import console
from ..errors import UsageError
from .group import Day, contact_option, db_option, everything_option, finish, json_option, main, opened, papers_option, settings


@main.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@click.option("--since", type=Day(), help="Only articles published on or after this day.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Fetch at most N articles per paper.")
@everything_option
@papers_option
@db_option
@json_option
@click.option("--dry-run", is_flag=True, help="Read the listings and say what would be fetched; store nothing.")
@click.option("--log", type=click.Choice(("text", "json")), help="Each step as a line on standard error. Default: a bar on a terminal, else text.")
@contact_option
def crawl(
    papers: tuple[str, ...],
    since: date | None,
    limit: int | None,
    everything: bool,
    papers_file: Path | None,
    db: Path,
    as_json: bool,
    dry_run: bool,
    log: str | None,
    contact: str | None,
) -> None:
    """Find and archive the articles about emulation of the PAPERs (all that publish, if none is named)."""
    import asyncio

    from ..catalog.papers import chosen
    from ..crawl import Plan
    from ..crawl import crawl as crawl_papers

    wanted = chosen(papers, papers_file, datetime.now(UTC).date())
    plan = Plan(since=since, limit=limit, everything=everything, dry_run=dry_run)
    with opened(db) as archive, archive.lock(), console.progress(quiet=as_json, log=log) as progress:
        outcomes = asyncio.run(crawl_papers(wanted, archive, plan, settings(contact), progress))
    for outcome in outcomes:
        console.print_outcome(outcome, dry_run=dry_run, as_json=as_json)
    finish(max((outcome.exit_code for outcome in outcomes), default=0))


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="URL_OR_FILE...")
@papers_option
@db_option
@json_option
@contact_option
def add(pages: tuple[str, ...], papers_file: Path | None, db: Path, as_json: bool, contact: str | None) -> None:
    """Archive single pages, from the network or saved files, whatever they are about."""
    import asyncio

    from ..add import add as add_pages
    from ..catalog.papers import catalog

    with opened(db) as archive, archive.lock():
        results = asyncio.run(add_pages(pages, archive, catalog(papers_file), settings(contact)))
    for result in results:
        click.echo(json.dumps(result.to_json(), ensure_ascii=False) if as_json else result.to_line())
    finish(3 if any(result.failed for result in results) else 0)


@main.command()
@click.argument("paper")
@click.option("--from", "source", required=True, metavar="SERVICE", help="Which web archive: wayback, commoncrawl, or one of --services.")
@click.option("--since", type=Day(), help="Only captures made on or after this day.")
@click.option("--until", type=Day(), help="Only captures made on or before this day.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Fetch at most N captures.")
@click.option("--everything", is_flag=True, help="Take all articles, not only those about emulation.")
@click.option(
    "--services",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with [SERVICE] entries that add to the web archives known.",
)
@papers_option
@db_option
@json_option
@click.option("--dry-run", is_flag=True, help="List the captures and say which would be fetched; fetch none.")
@contact_option
def backfill(
    paper: str,
    source: str,
    since: date | None,
    until: date | None,
    limit: int | None,
    everything: bool,
    services: Path | None,
    papers_file: Path | None,
    db: Path,
    as_json: bool,
    dry_run: bool,
    contact: str | None,
) -> None:
    """Fetch a PAPER's past from a web archive: of each article the earliest capture, with its date. Slow by intent; run again to go on."""
    import asyncio

    from ..catalog.papers import chosen
    from ..catalog.services import service
    from ..past import Wish
    from ..past import backfill as backfill_paper

    [wanted] = chosen((paper,), papers_file, datetime.now(UTC).date())
    last = f"{until:%Y%m%d}" if until else "99999999"
    wish = Wish(f"{since:%Y%m%d}" if since else "", last, everything, limit, dry_run)
    with opened(db) as archive, archive.lock(), console.progress(quiet=as_json) as progress:
        told = asyncio.run(backfill_paper(wanted, service(source, services), archive, wish, settings(contact), progress))
    for one in told.would_fetch:
        click.echo(f"would fetch {one.timestamp} {one.url}", err=as_json)
    console.print_counts(told.counts, as_json=as_json, before=f"{paper} from {source}: ")
    finish(3 if told.counts["failed"] or told.stopped else 0)


@main.command()
@click.argument("names", nargs=-1, metavar="[PAPER]...")
@click.option("--live", is_flag=True, help="Ask each PAPER for its robots.txt, home page and newest article; say what could be read.")
@papers_option
@contact_option
def check(names: tuple[str, ...], live: bool, papers_file: Path | None, contact: str | None) -> None:
    """Check the catalog: papers, layouts, and the sentences that awards and phrases carry with them. With --live: a paper itself."""
    if live:
        finish(_probe(names, papers_file, contact))
        return
    if names:
        raise UsageError("a PAPER is checked only with --live")
    from ..catalog import doubts, identities, layouts, papers, terms
    from ..facts import shown

    count = len(papers.catalog(papers_file))
    count += len(layouts.layouts())
    identities.check()
    doubts.kinds()
    problems = terms.check(shown)
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{count} papers and layouts read; {len(problems)} sentences of the catalog fail")
    finish(1 if problems else 0)


def _probe(names: tuple[str, ...], papers_file: Path | None, contact: str | None) -> int:
    """The worst exit code of the papers, after each was told of."""
    import asyncio

    from ..catalog.papers import chosen
    from ..probe import probe

    if not names and not papers_file:
        raise UsageError("name the PAPER to ask: check PAPER --live")
    code = 0
    for paper in chosen(names, papers_file, datetime.now(UTC).date()):
        found = asyncio.run(probe(paper, settings(contact)))
        click.echo("\n".join(found.lines))
        code = max(code, found.exit_code)
    return code


@main.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@click.option("--at", type=click.DateTime(["%H:%M"]), default="05:30", show_default=True, help="The hour of each day, in Vietnam.")
@everything_option
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("schedule"),
    show_default=True,
    help="The folder for the files.",
)
@papers_option
@db_option
@contact_option
def schedule(
    papers: tuple[str, ...],
    at: datetime,
    everything: bool,
    output: Path,
    papers_file: Path | None,
    db: Path,
    contact: str | None,
) -> None:
    """Write what runs the crawl every day: a systemd service and timer, a crontab line, a GitHub Actions workflow."""
    from ..catalog.papers import chosen
    from ..schedule import Job, files, how_to

    chosen(papers, papers_file, datetime.now(UTC).date())
    own = papers_file.resolve() if papers_file else None
    job = Job([*papers, *(["--everything"] * everything)], Path.cwd(), db.resolve(), at.time(), own, contact or "")
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, text in files(job).items():
            (output / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output}: can't be written: {error.strerror}") from error
    for line in how_to(output):
        click.echo(line)


@main.command()
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("data/demo.db"),
    show_default=True,
    help="Where the sample archive goes.",
)
@click.option("--serve/--no-serve", "browse", default=True, help="Browse it afterwards, or end with the counts.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, metavar="N")
@json_option
def demo(db: Path, browse: bool, port: int, as_json: bool) -> None:
    """Run the whole thing on the sample newspaper: serve it on loopback, crawl it, browse the archive."""
    import asyncio

    from ..crawl import Plan
    from ..crawl import crawl as crawl_papers
    from ..sample import SampleServer, paper

    with SampleServer() as server, opened(db) as archive, archive.lock(), console.progress(quiet=as_json) as progress:
        outcomes = asyncio.run(crawl_papers([paper(server.url)], archive, Plan(), settings(None), progress))
        counts = archive.counts()
    console.print_counts(counts, as_json=as_json)
    code = max(outcome.exit_code for outcome in outcomes)
    if code or not browse:
        finish(code)
        return
    from ..web import serve as serve_archive

    serve_archive(db, port=port, ready=lambda url: click.echo(f"Browse {url} (Ctrl-C stops)"))
