"""Asking a Datasette in this process."""

import asyncio
from contextlib import contextmanager


@contextmanager
def answering(datasette):
    """A function from a path to Datasette's answer."""
    with asyncio.Runner() as runner:
        yield lambda path, **options: runner.run(datasette.client.get(path, **options))
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()
