"""Floor 5. The commands that work on the archive as it lies on the disk."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .. import console
from ..errors import UsageError
from .group import db_option, everything_option, finish, json_option, main, opened, papers_option, scheduler_option, whom, workers_option


@main.command("import")
@click.argument("files", nargs=-1, required=True, metavar="WARC...", type=click.Path(exists=True, path_type=Path))
@everything_option
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
    from ..catalog.papers import catalog
    from ..past import import_files

    papers = catalog(papers_file).values()
    with opened(db) as archive, archive.lock(), console.importing(quiet=as_json) as watch:
        counts = import_files(files, archive, papers, watch, everything=everything, whom=whom(workers, scheduler))
    console.print_counts(counts, as_json=as_json, nothing="nothing new: the pages of these papers are there already, or none is in the files")
    finish(3 if counts["failed"] or counts["damaged"] else 0)


@main.command()
@db_option
@json_option
@workers_option
@scheduler_option
@click.option("--compare", is_flag=True, help="Only say which facts would change; the archive stays as it is.")
def rebuild(db: Path, as_json: bool, workers: int | None, scheduler: str | None, compare: bool) -> None:
    """Read all kept pages again, without the network, into a new database that takes the old one's place when it is complete."""
    from ..rebuild import rebuild as rebuild_archive

    with (
        opened(db, create=False) as archive,
        archive.lock(),
        console.bar("Reading", archive.counts()["captures"]) as step,
    ):
        rebuilt = rebuild_archive(archive, whom=whom(workers, scheduler), compare=compare, watch=step)
    console.print_rebuilt(rebuilt, as_json=as_json)
    finish(3 if rebuilt.counts["failed"] or rebuilt.counts["damaged"] else 0)


@main.command()
@click.option("--repair", is_flag=True, help="Make again what can be made from the kept pages: search index, facts, index of the WARC files.")
@db_option
@json_option
def verify(repair: bool, db: Path, as_json: bool) -> None:
    """Check the whole archive: database, quotes against texts, kept pages against their digests, WARC files against their index."""
    from ..archive import problems

    with opened(db, create=False) as archive, archive.lock(), console.bar("Checking", archive.counts()["captures"]) as step:
        found = list(problems(archive, step))
        if repair and found:
            from functools import partial

            from ..rebuild import reread
            from ..verify import repair as repair_archive

            repair_archive(archive, found, partial(reread, archive))
            left = list(problems(archive))
        else:
            left = found
    console.print_problems(found, left, as_json=as_json)
    finish(1 if left else 0)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@db_option
@json_option
def backup(folder: Path, db: Path, as_json: bool) -> None:
    """Copy the whole archive into DIR, while a crawl may go on; what an earlier backup there holds is not copied again."""
    from ..backup import backup as backup_archive

    with opened(db, create=False, readonly=True) as archive:
        counts = backup_archive(archive, folder)
    console.print_counts(counts, as_json=as_json, before=f"{folder}: ")


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

    from ..correct import apply, made
    from ..correct import correct as correct_archive
    from ..rebuild import reread

    if action and not why:
        raise UsageError("say why with --why: a correction without its reason helps nobody")
    with opened(db, create=False) as archive, archive.lock():
        again = partial(reread, archive)
        if action:
            counts = correct_archive(archive, made(archive, action, about, fact=fact, change=change, who=who, why=why or ""), again)
        else:
            counts = apply(archive, again)
        told = f"{archive.corrections.path}: {len(archive.corrections.in_force)} corrections in force; articles read again: "
    console.print_counts(counts, as_json=as_json, before=told)
    finish(3 if counts["failed"] else 0)


@main.command()
@db_option
@json_option
def status(db: Path, as_json: bool) -> None:
    """What the archive holds, how the last runs of each paper went, and the failures that are still open.

    A paper is broken when its pages came and could not be read as before (exit code 5), silent when nothing new came where its usual
    rate for the month would give some articles.
    """
    from ..status import exit_code, to_lines
    from ..status import status as read_status

    with opened(db, create=False, readonly=True) as archive:
        state = read_status(archive)
    click.echo(json.dumps(state, ensure_ascii=False) if as_json else "\n".join(to_lines(state)))
    finish(exit_code(state))


@main.command()
@db_option
@json_option
@click.option("--kind", metavar="KIND", help="Only doubts of this kind.")
@click.option("--all", "decided", is_flag=True, help="Those that somebody decided about as well.")
def doubts(db: Path, as_json: bool, kind: str | None, decided: bool) -> None:
    """List what doesn't fit together: facts that contradict each other, names that may mean one body."""
    from ..catalog.doubts import kinds

    if kind and kind not in kinds():
        raise UsageError(f"no doubt is called {kind!r}; the kinds are: {', '.join(kinds())}")
    with opened(db, create=False, readonly=True) as archive:
        rows = [row for row in archive.rows("doubts") if (decided or row["state"] == "open") and kind in (None, row["kind"])]
    for row in rows if as_json else ():
        click.echo(json.dumps(row, ensure_ascii=False))
    if not as_json:
        console.print_doubts(rows)
