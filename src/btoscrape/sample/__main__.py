"""Floor 4. Serves the sample newspaper until Ctrl-C: `python -m btoscrape.sample [--port N]`."""

import argparse
import signal
import threading

from .server import SampleServer


def main() -> None:
    """Print the address and serve until interrupted or told to end."""
    parser = argparse.ArgumentParser(prog="python -m btoscrape.sample", description="Serves the sample newspaper on loopback.")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="0, the default, takes a free one")
    port = parser.parse_args().port
    stop = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: stop.set())
    with SampleServer(port=port) as server:
        print(f"{server.url} (Ctrl-C stops)", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
