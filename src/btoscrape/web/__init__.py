"""Floor 4. The Datasette side: `serve` for people, `build` for tests. Datasette itself is imported only when one is called."""

from .server import build, serve

__all__ = ["build", "serve"]
