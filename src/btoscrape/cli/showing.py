"""Floor 5. The commands that show what was read: as lines, tables, pages."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from .. import console
from ..errors import UsageError
from .group import Day, db_option, finish, json_option, main, opened, output_of

TABLES = (
    "articles", "blocs", "members", "awards", "officers", "ranks", "people", "decisions", "events",
    "stories", "ledger", "memberships", "leaders", "doubts", "changes", "versions", "known",
)  # fmt: skip
FORMATS = ("csv", "xlsx", "json", "jsonl")


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
    from ..explain import PLAIN, TERMINAL, explained
    from ..extract import as_row, extract_files, extract_jsonl

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
    finish(3 if failed else 0)


@main.command()
@click.argument("table", type=click.Choice(TABLES))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: what the name of the output file says, else csv.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output.")
@click.option("--on", type=Day(), help="Of `known`: what the archive knew when that day ended.")
@db_option
def export(table: str, form: str | None, output: Path | None, on: date | None, db: Path) -> None:
    """Write a flat table for people: one row per fact, with its quote and the article's address."""
    from ..export import export as export_table

    if on and table != "known":
        raise UsageError(f"--on asks what was known that day: `btoscrape export known --on {on}`")
    suffix = output.suffix[1:] if output else ""
    form = form or (suffix if suffix in FORMATS else "csv")
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise UsageError("an Excel file would garble the terminal: name it with -o FILE.xlsx")
    with opened(db, create=False, readonly=True) as archive, output_of(output) as out:
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
    from ..web import serve as serve_archive

    with opened(db, create=False, readonly=True):
        pass  # bring an older archive up to date, or say what is wrong with it
    serve_archive(db, host=host, port=port, public=public, index=index, ready=lambda url: click.echo(f"Browse {url} (Ctrl-C stops)"))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--texts/--no-texts", default=False, help="Whether the newspapers' full texts go with it; facts, quotes and links do.")
@db_option
@json_option
def publish(folder: Path, texts: bool, db: Path, as_json: bool) -> None:
    """Write a read-only snapshot into DIR: database, checksums, metadata, start command, Dockerfile."""
    from ..publish import publish as publish_archive

    with opened(db, create=False, readonly=True) as archive:
        about = publish_archive(archive, folder, texts=texts)
    console.print_counts(about["counts"], as_json=as_json, before=f"{folder}: ")


@main.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="GOLD.jsonl")
@click.option("--errors/--no-errors", default=True, help="List the errors one by one.")
@json_option
def evaluate(gold: Path, errors: bool, as_json: bool) -> None:
    """Precision, recall and F1 of each kind of fact against a labelled file."""
    from ..extract import rows_of
    from ..facts import evaluate as evaluate_rows

    report = evaluate_rows(rows_of(gold))
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
        return
    click.echo(report.table())
    for line in report.errors if errors else ():
        click.echo(line)
