"""How the tests of this folder ask a sample newspaper."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen


def ask(server, path, method="GET", data=None, **headers):
    """Status, headers and body of one answer."""
    request = Request(server.url + path, data, {key.replace("_", "-"): value for key, value in headers.items()}, method=method)
    try:
        with urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        with error:
            return error.status, error.headers, error.read()


def get(server, path):
    status, _, body = ask(server, path)
    assert status == 200, path
    return body.decode()
