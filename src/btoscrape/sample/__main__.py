"""Floor 4. Serves the sample newspaper until Ctrl-C: `python -m btoscrape.sample [PORT]`."""

import contextlib
import sys
import threading

from .server import SampleServer

with SampleServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as server, contextlib.suppress(KeyboardInterrupt):
    print(server.url, flush=True)
    threading.Event().wait()
