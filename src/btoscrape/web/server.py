"""Floor 4. Datasette on an archive, built in code: live, read-only connections, WAL; run by uvicorn until Ctrl-C."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from datasette.app import Datasette

SETTINGS: dict[str, bool | int] = {
    "default_page_size": 50,
    "default_facet_size": 8,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,
    "max_csv_mb": 0,
    "truncate_cells_html": 280,
    "default_cache_ttl": 0,
}
PUBLIC: dict[str, bool | int] = {"default_allow_sql": False, "allow_download": False, "sql_time_limit_ms": 1000}


def build(db: Path, *, public: bool = False, index: bool | None = None) -> Datasette:
    """The Datasette application on the archive at `db`; `public`: no SQL of strangers, no download, no inner pages.

    `index`: whether search engines may list the pages; None: if they are public.
    """
    from datasette.app import Datasette
    from datasette.plugins import pm

    from . import plugin
    from .database import ArchiveDatabase
    from .metadata import DATABASE, metadata

    if plugin not in pm.get_plugins():  # an installed package has registered it already
        pm.register(plugin, "btoscrape")
    datasette = Datasette(
        [], metadata=metadata(public=public, index=public if index is None else index), settings=SETTINGS | (PUBLIC if public else {})
    )
    datasette.remove_database("_memory")
    datasette.add_database(ArchiveDatabase(datasette, path=str(db.absolute())), name=DATABASE)
    return datasette


def serve(
    db: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    public: bool = False,
    index: bool | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the archive until Ctrl-C; `ready` gets the URL once connections are accepted. Port 0 takes any free one.

    A port that is taken or not allowed, or a host that is not this machine's, is a UsageError.
    """
    from uvicorn import Config, Server

    class Announcing(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started and ready:
                ready(url)

    with _listening(host, port) as listener:
        url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
        app = build(db, public=public, index=index).app()
        config = Config(app, log_level="warning", ws="none", http="h11", loop="asyncio", server_header=False)
        try:
            Announcing(config).run(sockets=[listener])
        except KeyboardInterrupt:  # uvicorn raises Ctrl-C again once it has shut down
            return


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(f"port {port} is taken on {host}: stop what uses it, or choose another with --port") from error
        raise UsageError(f"can't listen on {host}, port {port} ({error.strerror}): choose others with --host and --port") from error
