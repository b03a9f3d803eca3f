"""Floor 5. The command line: arguments in, lines out; it decides nothing.

Heavy modules are imported by the commands that use them, so that `--help` is quick.
"""

from . import gathering, keeping, showing
from .group import main

__all__ = ["gathering", "keeping", "main", "showing"]
