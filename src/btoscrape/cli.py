"""Floor 5. The command line: arguments in, lines out; it decides nothing.

Heavy modules are imported by the commands that use them, so that `--help` is quick.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from . import __version__, console
from .errors import BtoscrapeError, UsageError

if TYPE_CHECKING:
    from .archive import Archive
    from .crew import Whom
    from .fetch import Settings

DEFAULT_DB = Path("data/btoscrape.db")
TABLES = (
    "articles",
    "blocs",
    "members",
    "awards",
    "officers",
    "ranks",
    "people",
    "decisions",
    "events",
    "stories",
    "ledger",
    "memberships",
    "leaders",
    "doubts",
    "changes",
    "versions",
    "known",
)
FORMATS = ("csv", "xlsx", "json", "jsonl")


class Commands(click.Group):
    """Turns our errors into one line on standard error and the exit code that the contract gives them."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; see errors.py for the codes."""
        try:
            return super().invoke(ctx)
        except BtoscrapeError as error:
            click.echo(f"btoscrape: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read our output has gone
            ctx.exit(1)


class Day(click.ParamType[date]):
    """A day, as 2024-12-31 or 31/12/2024."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error for anything else."""
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            with suppress(ValueError):
                return datetime.strptime(str(value), form).date()
        return self.fail(f"{value!r} is not a day such as 2024-12-31 or 31/12/2024", param, ctx)


db_option = click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DEFAULT_DB,
    envvar="BTOSCRAPE_DB",
    show_default=True,
    show_envvar=True,
    help="The archive's database; pages as sent are kept in warc/ beside it.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
papers_option = click.option(
    "--papers",
    "papers_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with [papers.KEY] entries that add to the catalog; without PAPER, only these.",
)
workers_option = click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes that read pages; default: one per core.")
scheduler_option = click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, whose workers read the pages (btoscrape[dask]).")
contact_option = click.option(
    "--contact",
    envvar="BTOSCRAPE_CONTACT",
    show_envvar=True,
    help="A URL or mail address for the User-Agent.",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="btoscrape")
def main() -> None:
    """Archive what provincial newspapers write about emulation blocs (khối, cụm thi đua), and publish its facts."""


@main.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@click.option("--since", type=Day(), help="Only articles published on or after this day.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Fetch at most N articles per paper.")
@click.option("--everything", is_flag=True, help="Archive all articles, not only those about emulation.")
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

    from .catalog.papers import chosen
    from .crawl import Plan
    from .crawl import crawl as crawl_papers

    wanted = chosen(papers, papers_file, datetime.now(UTC).date())
    plan = Plan(since=since, limit=limit, everything=everything, dry_run=dry_run)
    with _archive(db) as archive, archive.lock(), console.progress(quiet=as_json, log=log) as progress:
        outcomes = asyncio.run(crawl_papers(wanted, archive, plan, _settings(contact), progress))
    for outcome in outcomes:
        console.print_outcome(outcome, dry_run=dry_run, as_json=as_json)
    _finish(max((outcome.exit_code for outcome in outcomes), default=0))


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="URL_OR_FILE...")
@papers_option
@db_option
@json_option
@contact_option
def add(pages: tuple[str, ...], papers_file: Path | None, db: Path, as_json: bool, contact: str | None) -> None:
    """Archive single pages, from the network or saved files, whatever they are about."""
    import asyncio

    from .add import add as add_pages
    from .catalog.papers import catalog

    with _archive(db) as archive, archive.lock():
        results = asyncio.run(add_pages(pages, archive, catalog(papers_file), _settings(contact)))
    for result in results:
        click.echo(json.dumps(result.to_json(), ensure_ascii=False) if as_json else result.to_line())
    _finish(3 if any(result.failed for result in results) else 0)


@main.command("import")
@click.argument("files", nargs=-1, required=True, metavar="WARC...", type=click.Path(exists=True, path_type=Path))
@click.option("--everything", is_flag=True, help="Archive all articles, not only those about emulation.")
@papers_option
@db_option
@json_option
@workers_option
@scheduler_option
def import_(
    files: tuple[Path, ...],
    everything: bool,
    papers_file: Path | None,
    db: Path,
    as_json: bool,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Take the papers' pages out of WARC and WACZ files of anyone's, or folders of them; their dates are kept. Again is harmless."""
    from .catalog.papers import catalog
    from .past import import_files

    papers = catalog(papers_file).values()
    with _archive(db) as archive, archive.lock(), console.importing(quiet=as_json) as watch:
        counts = import_files(files, archive, papers, watch, everything=everything, whom=_whom(workers, scheduler))
    console.print_counts(counts, as_json=as_json, nothing="nothing new: the pages of these papers are there already, or none is in the files")
    _finish(3 if counts["failed"] or counts["damaged"] else 0)


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

    from .catalog.papers import chosen
    from .catalog.services import service
    from .past import Wish
    from .past import backfill as backfill_paper

    [wanted] = chosen((paper,), papers_file, datetime.now(UTC).date())
    last = f"{until:%Y%m%d}" if until else "99999999"
    wish = Wish(f"{since:%Y%m%d}" if since else "", last, everything, limit, dry_run)
    with _archive(db) as archive, archive.lock(), console.progress(quiet=as_json) as progress:
        told = asyncio.run(backfill_paper(wanted, service(source, services), archive, wish, _settings(contact), progress))
    for one in told.would_fetch:
        click.echo(f"would fetch {one.timestamp} {one.url}", err=as_json)
    console.print_counts(told.counts, as_json=as_json, before=f"{paper} from {source}: ")
    _finish(3 if told.counts["failed"] or told.stopped else 0)


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--html", "form", flag_value="html", help="The files are HTML pages, whatever their names.")
@click.option("--text", "form", flag_value="text", help="The files are plain text: a title line, then the article.")
@click.option(
    "--jsonl",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A file with one article a line: {id, title, published, author, text}.",
)
@click.option("--explain", is_flag=True, help="For people: each fact beside its rule and the text with its span marked.")
def extract(files: tuple[Path, ...], form: str | None, jsonl: Path | None, explain: bool) -> None:
    """Print what would be read from saved pages or texts, one JSON object a line; stores nothing."""
    from .explain import PLAIN, TERMINAL, explained
    from .extract import as_row, extract_files, extract_jsonl

    if not files and not jsonl:
        raise UsageError("extract needs a FILE, or --jsonl FILE")
    failed, marks = False, TERMINAL if sys.stdout.isatty() else PLAIN
    results = [*([extract_jsonl(jsonl)] if jsonl else []), extract_files(files, form)]
    for result in (row for rows in results for row in rows):
        if isinstance(result, str):
            failed = True
            click.echo(f"btoscrape: {result}", err=True)
        elif explain:
            click.echo("\n".join(explained(result.name, result.reading, marks)))
        else:
            click.echo(json.dumps(as_row(result), ensure_ascii=False))
    _finish(3 if failed else 0)


@main.command()
@db_option
@json_option
@workers_option
@scheduler_option
@click.option("--compare", is_flag=True, help="Only say which facts would change; the archive stays as it is.")
def rebuild(db: Path, as_json: bool, workers: int | None, scheduler: str | None, compare: bool) -> None:
    """Read all kept pages again, without the network, into a new database that takes the old one's place when it is complete."""
    from .rebuild import rebuild as rebuild_archive

    with (
        _archive(db, create=False) as archive,
        archive.lock(),
        console.bar("Reading", archive.counts()["captures"]) as step,
    ):
        rebuilt = rebuild_archive(archive, whom=_whom(workers, scheduler), compare=compare, watch=step)
    console.print_rebuilt(rebuilt, as_json=as_json)
    _finish(3 if rebuilt.counts["failed"] or rebuilt.counts["damaged"] else 0)


@main.command()
@click.option("--repair", is_flag=True, help="Make again what can be made from the kept pages: search index, facts, index of the WARC files.")
@db_option
@json_option
def verify(repair: bool, db: Path, as_json: bool) -> None:
    """Check the whole archive: database, quotes against texts, kept pages against their digests, WARC files against their index."""
    from functools import partial

    from .archive import problems
    from .rebuild import reread
    from .verify import repair as repair_archive

    with _archive(db, create=False) as archive, archive.lock(), console.bar("Checking", archive.counts()["captures"]) as step:
        found = list(problems(archive, step))
        if repair and found:
            repair_archive(archive, found, partial(reread, archive))
            left = list(problems(archive))
        else:
            left = found
    console.print_problems(found, left, as_json=as_json)
    _finish(1 if left else 0)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@db_option
@json_option
def backup(folder: Path, db: Path, as_json: bool) -> None:
    """Copy the whole archive into DIR, while a crawl may go on; what an earlier backup there holds is not copied again."""
    from .backup import backup as backup_archive

    with _archive(db, create=False, readonly=True) as archive:
        counts = backup_archive(archive, folder)
    console.print_counts(counts, as_json=as_json, before=f"{folder}: ")


@main.command()
@click.argument("table", type=click.Choice(TABLES))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: what the name of the output file says, else csv.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output.")
@click.option("--on", type=Day(), help="Of `known`: what the archive knew when that day ended.")
@db_option
def export(table: str, form: str | None, output: Path | None, on: date | None, db: Path) -> None:
    """Write a flat table for people: one row per fact, with its quote and the article's address."""
    from .export import export as export_table

    if on and table != "known":
        raise UsageError(f"--on asks what was known that day: `btoscrape export known --on {on}`")
    suffix = output.suffix[1:] if output else ""
    form = form or (suffix if suffix in FORMATS else "csv")
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise UsageError("an Excel file would garble the terminal: name it with -o FILE.xlsx")
    with _archive(db, create=False, readonly=True) as archive, _output(output) as out:
        rows = export_table(archive, table, form, out, on)
    if output:
        click.echo(f"{output}: {rows} rows")


@main.command()
@db_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, metavar="N")
@click.option("--public", is_flag=True, help="For strangers: no SQL editor and no database download.")
@click.option("--index/--no-index", default=None, help="Whether search engines may list the pages; they may if --public.")
def serve(db: Path, host: str, port: int, public: bool, index: bool | None) -> None:
    """Browse the archive: Datasette with our pages, until Ctrl-C."""
    from .web import serve as serve_archive

    with _archive(db, create=False, readonly=True):
        pass  # bring an older archive up to date, or say what is wrong with it
    serve_archive(db, host=host, port=port, public=public, index=index, ready=lambda url: click.echo(f"Browse {url} (Ctrl-C stops)"))


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

    from .crawl import Plan
    from .crawl import crawl as crawl_papers
    from .sample import SampleServer, paper

    with SampleServer() as server, _archive(db) as archive, archive.lock(), console.progress(quiet=as_json) as progress:
        outcomes = asyncio.run(crawl_papers([paper(server.url)], archive, Plan(), _settings(None), progress))
        counts = archive.counts()
    console.print_counts(counts, as_json=as_json)
    code = max(outcome.exit_code for outcome in outcomes)
    if code or not browse:
        _finish(code)
        return
    from .web import serve as serve_archive

    serve_archive(db, port=port, ready=lambda url: click.echo(f"Browse {url} (Ctrl-C stops)"))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--texts/--no-texts", default=False, help="Whether the newspapers' full texts go with it; facts, quotes and links do.")
@db_option
@json_option
def publish(folder: Path, texts: bool, db: Path, as_json: bool) -> None:
    """Write a read-only snapshot into DIR: database, checksums, metadata, start command, Dockerfile."""
    from .publish import publish as publish_archive

    with _archive(db, create=False, readonly=True) as archive:
        about = publish_archive(archive, folder, texts=texts)
    console.print_counts(about["counts"], as_json=as_json, before=f"{folder}: ")


@main.command()
@db_option
@json_option
def status(db: Path, as_json: bool) -> None:
    """What the archive holds, how the last runs of each paper went, and the failures that are still open.

    A paper is broken when its pages came and could not be read as before (exit code 5), silent when nothing new came where its usual
    rate for the month would give some articles.
    """
    from .status import exit_code, to_lines
    from .status import status as read_status

    with _archive(db, create=False, readonly=True) as archive:
        state = read_status(archive)
    click.echo(json.dumps(state, ensure_ascii=False) if as_json else "\n".join(to_lines(state)))
    _finish(exit_code(state))


@main.command()
@db_option
@json_option
@click.option("--kind", metavar="KIND", help="Only doubts of this kind.")
@click.option("--all", "decided", is_flag=True, help="Those that somebody decided about as well.")
def doubts(db: Path, as_json: bool, kind: str | None, decided: bool) -> None:
    """List what doesn't fit together: facts that contradict each other, names that may mean one body."""
    from .catalog.doubts import kinds

    if kind and kind not in kinds():
        raise UsageError(f"no doubt is called {kind!r}; the kinds are: {', '.join(kinds())}")
    with _archive(db, create=False, readonly=True) as archive:
        rows = [row for row in archive.rows("doubts") if (decided or row["state"] == "open") and kind in (None, row["kind"])]
    for row in rows if as_json else ():
        click.echo(json.dumps(row, ensure_ascii=False))
    if not as_json:
        console.print_doubts(rows)


@main.command()
@click.argument("action", required=False, type=click.Choice(["set", "delete", "add", "merge", "apart", "accept"]))
@click.argument("about", nargs=-1, metavar="[ARTICLE_URL TABLE | DOUBT]")
@click.option(
    "--fact", default="", metavar="VALUES", help="Which fact: 'recipient=Hội Người mù; award=Cờ thi đua', or 'quote=' words of its sentence."
)
@click.option("--change", default="", metavar="VALUES", help="What it should say: 'status=conferred; year=2024'. To add: with 'quote='.")
@click.option("--why", help="The reason, for those who come after.")
@click.option("--who", default=console.login, help="Who decides.  [default: your login name]")
@db_option
@json_option
def correct(action: str | None, about: tuple[str, ...], fact: str, change: str, why: str | None, who: str, db: Path, as_json: bool) -> None:
    """Record a decision in corrections.csv beside the archive, and apply it; without ACTION, apply the file as it stands."""
    from functools import partial

    from .correct import apply, made
    from .correct import correct as correct_archive
    from .rebuild import reread

    if action and not why:
        raise UsageError("say why with --why: a correction without its reason helps nobody")
    with _archive(db, create=False) as archive, archive.lock():
        again = partial(reread, archive)
        if action:
            counts = correct_archive(archive, made(archive, action, about, fact=fact, change=change, who=who, why=why or ""), again)
        else:
            counts = apply(archive, again)
        told = f"{archive.corrections.path}: {len(archive.corrections.in_force)} corrections in force; articles read again: "
    console.print_counts(counts, as_json=as_json, before=told)
    _finish(3 if counts["failed"] else 0)


@main.command()
@click.argument("names", nargs=-1, metavar="[PAPER]...")
@click.option("--live", is_flag=True, help="Ask each PAPER for its robots.txt, home page and newest article; say what could be read.")
@papers_option
@contact_option
def check(names: tuple[str, ...], live: bool, papers_file: Path | None, contact: str | None) -> None:
    """Check the catalog: papers, layouts, and the sentences that awards and phrases carry with them. With --live: a paper itself."""
    if live:
        _finish(_probe(names, papers_file, contact))
        return
    if names:
        raise UsageError("a PAPER is checked only with --live")
    from .catalog import doubts, identities, layouts, papers, terms
    from .facts import shown

    count = len(papers.catalog(papers_file))
    count += len(layouts.layouts())
    identities.check()
    doubts.kinds()
    problems = terms.check(shown)
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{count} papers and layouts read; {len(problems)} sentences of the catalog fail")
    _finish(1 if problems else 0)


@main.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="GOLD.jsonl")
@click.option("--errors/--no-errors", default=True, help="List the errors one by one.")
@json_option
def evaluate(gold: Path, errors: bool, as_json: bool) -> None:
    """Precision, recall and F1 of each kind of fact against a labelled file."""
    from .extract import rows_of
    from .facts import evaluate as evaluate_rows

    report = evaluate_rows(rows_of(gold))
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
        return
    click.echo(report.table())
    for line in report.errors if errors else ():
        click.echo(line)


def _probe(names: tuple[str, ...], papers_file: Path | None, contact: str | None) -> int:
    """The worst exit code of the papers, after each was told of."""
    import asyncio

    from .catalog.papers import chosen
    from .probe import probe

    if not names and not papers_file:
        raise UsageError("name the PAPER to ask: check PAPER --live")
    code = 0
    for paper in chosen(names, papers_file, datetime.now(UTC).date()):
        found = asyncio.run(probe(paper, _settings(contact)))
        click.echo("\n".join(found.lines))
        code = max(code, found.exit_code)
    return code


@main.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@click.option("--at", type=click.DateTime(["%H:%M"]), default="05:30", show_default=True, help="The hour of each day, in Vietnam.")
@click.option("--everything", is_flag=True, help="Archive all articles, not only those about emulation.")
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
    from .catalog.papers import chosen
    from .schedule import Job, files, how_to

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


def _whom(workers: int | None, scheduler: str | None) -> Whom:
    from .crew import Whom

    if workers and scheduler:
        raise UsageError("--workers and --scheduler say who reads the pages; give one of them")
    return Whom(workers or os.cpu_count() or 1, scheduler or "")


def _settings(contact: str | None) -> Settings:
    from .fetch import Settings

    return Settings(contact=contact) if contact else Settings()


@contextmanager
def _archive(db: Path, *, create: bool = True, readonly: bool = False) -> Iterator[Archive]:
    from .archive import Archive

    with Archive.open(db, create=create, readonly=readonly) as archive:
        yield archive


@contextmanager
def _output(path: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears only when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        return
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _finish(code: int) -> None:
    click.get_current_context().exit(code)
