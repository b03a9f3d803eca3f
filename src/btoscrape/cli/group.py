"""Floor 5. What all commands share: the group, which turns our errors into exit codes, options, and what they are turned into."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from .. import __version__
from ..errors import BtoscrapeError, UsageError

if TYPE_CHECKING:
    from ..archive import Archive
    from ..crew import Whom
    from ..fetch import Settings

DEFAULT_DB = Path("data/btoscrape.db")


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
everything_option = click.option("--everything", is_flag=True, help="Archive all articles, not only those about emulation.")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="btoscrape")
def main() -> None:
    """Archive what provincial newspapers write about emulation blocs (khối, cụm thi đua), and publish its facts."""


def whom(workers: int | None, scheduler: str | None) -> Whom:
    """Who reads the pages, by --workers or --scheduler."""
    from ..crew import Whom

    if workers and scheduler:
        raise UsageError("--workers and --scheduler say who reads the pages; give one of them")
    return Whom(workers or os.cpu_count() or 1, scheduler or "")


def settings(contact: str | None) -> Settings:
    """The fetcher's settings, with --contact in the User-Agent."""
    from ..fetch import Settings

    return Settings(contact=contact) if contact else Settings()


@contextmanager
def opened(db: Path, *, create: bool = True, readonly: bool = False) -> Iterator[Archive]:
    """The archive of --db."""
    from ..archive import Archive

    with Archive.open(db, create=create, readonly=readonly) as archive:
        yield archive


@contextmanager
def output_of(path: Path | None) -> Iterator[IO[bytes]]:
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


def finish(code: int) -> None:
    """End the command with that exit code."""
    click.get_current_context().exit(code)
