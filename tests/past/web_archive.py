"""A web archive on loopback that speaks as the Wayback Machine and Common Crawl do: CDX lists, replay, ranges of WARC files."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from warcs import http, record, sha1


class WebArchive:
    """`captures`: (timestamp, url, body) in any order. `fault` may answer a request in its own way; `requests` are the paths asked for."""

    def __init__(self, captures, page=1000):
        self.captures, self.page = sorted(captures, key=lambda one: (one[1], one[0])), page
        self.requests, self.fault = [], lambda request: False
        self.places, self.file = {}, b""
        for number, (at, url, body) in enumerate(self.captures):
            date = f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:]}Z".encode()
            member = gzip.compress(record(url, http(body), date=date, number=number))
            self.places[at, url] = (len(self.file), len(member))
            self.file += member
        archive = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                archive.requests.append(self.path)
                if not archive.fault(self):
                    archive.answer(self)

            def log_message(self, *told):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def services(self, folder):
        """A file that names it as both services."""
        file = folder / "services.toml"
        more = "calls = 600000\nallow_private = true\n"
        file.write_text(
            f'[wayback]\nkind = "wayback"\nlist = "{self.url}/cdx"\nreplay = "{self.url}/web/{{timestamp}}id_/{{url}}"\n{more}'
            f'[commoncrawl]\nkind = "commoncrawl"\nlist = "{self.url}/collinfo.json"\nreplay = "{self.url}/data/"\n{more}',
            encoding="utf-8",
        )
        return file

    def asked(self, start):
        """The requests whose path begins so."""
        return [path for path in self.requests if path.startswith(start)]

    def answer(self, request):
        parts = urlsplit(request.path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/cdx":
            send(request, 200, self.cdx(asked), "application/json")
        elif parts.path.startswith("/web/"):
            self.replay(request)
        elif parts.path == "/collinfo.json":
            names = [
                {"id": name, "cdx-api": f"{self.url}/{name}-index", "from": f"{name[8:12]}-01-01T00:00:00", "to": f"{name[8:12]}-12-31T23:59:59"}
                for name in ("CC-MAIN-2020-05", "CC-MAIN-2019-04", "CC-MAIN-2018-01")
            ]
            send(request, 200, json.dumps(names), "application/json")
        elif parts.path.endswith("-index"):
            self.index(request, parts.path[9:13], asked)
        elif parts.path == "/data/crawl.warc.gz" and request.headers["Range"]:
            first, last = map(int, request.headers["Range"].removeprefix("bytes=").split("-"))
            send(request, 206, self.file[first : last + 1], "application/octet-stream")
        else:
            send(request, 404, "not here", "text/plain")

    def below(self, asked):
        prefix = asked["url"].removesuffix("*")
        return [one for one in self.captures if one[1].partition("://")[2].removeprefix("www.").startswith(prefix)]

    def cdx(self, asked):
        """The Wayback CDX server: JSON rows under a header, a resume key after an empty row."""
        after = int(asked.get("resumeKey", "0").removeprefix("key "))
        found = [one for one in self.below(asked) if asked.get("from", "") <= one[0] and one[0][: len(asked.get("to", ""))] <= asked.get("to", "")]
        some = found[after : after + min(self.page, int(asked["limit"]))]
        if not some:
            return "[]"
        rows = [["timestamp", "original", "digest"], *([at, url, sha1(body).decode()[5:]] for at, url, body in some)]
        if after + len(some) < len(found):
            rows += [[], [f"key {after + len(some)}"]]
        return json.dumps(rows)

    def replay(self, request):
        """A capture's own bytes and headers; a time that has none leads to the nearest."""
        at, _, url = request.path.removeprefix("/web/").partition("id_/")
        of_it = [(time, body) for time, there, body in self.captures if there == url]
        if not of_it:
            send(request, 404, "no capture", "text/plain")
            return
        time, body = min(of_it, key=lambda one: abs(int(one[0]) - int(at)))
        if time != at:
            send(request, 302, "", "text/plain", Location=f"/web/{time}id_/{url}")
            return
        original = {"x-archive-orig-content-type": "text/html; charset=utf-8", "x-archive-orig-content-encoding": "gzip"}
        send(request, 200, gzip.compress(body), "text/html", **original, **{"Content-Encoding": "gzip"})

    def index(self, request, year, asked):
        found = [one for one in self.below(asked) if one[0].startswith(year)]
        if "showNumPages" in asked:
            pages = {"pages": -(-len(found) // self.page), "pageSize": 5, "blocks": 1}
            send(request, 200 if found else 404, json.dumps(pages if found else {"message": "No Captures found"}), "application/json")
            return
        some = found[int(asked["page"]) * self.page :][: self.page]
        rows = [
            {"urlkey": "x", "timestamp": at, "url": url, "digest": sha1(body).decode()[5:], "filename": "crawl.warc.gz",
             "offset": str(self.places[at, url][0]), "length": str(self.places[at, url][1])}
            for at, url, body in some
        ]  # fmt: skip
        send(request, 200, "\n".join(map(json.dumps, rows)), "text/x-ndjson")


def send(request, status, body, kind, **headers):
    """One answer."""
    body = body.encode() if isinstance(body, str) else body
    request.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)
    return True
