"""btoscrape on the command line."""

from .cli import main

main()
