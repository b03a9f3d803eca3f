"""Floor 4. Serves the sample newspaper until Ctrl-C: `python -m btoscrape.sample [--port N]`."""

import argparse
import contextlib
import threading

from .server import SampleServer


def main() -> None:
    """Print the address and serve."""
    parser = argparse.ArgumentParser(prog="python -m btoscrape.sample", description="Serves the sample newspaper on loopback.")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="0, the default, takes a free one")
    with SampleServer(port=parser.parse_args().port) as server, contextlib.suppress(KeyboardInterrupt):
        print(f"{server.url} (Ctrl-C stops)", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
