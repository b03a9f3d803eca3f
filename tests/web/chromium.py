"""Chromium as the tests drive it: over a pipe, by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/)."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--force-color-profile=srgb", "--remote-debugging-pipe",
)  # fmt: skip
LAUNCH = """
import os, sys
given = [os.dup(int(place)) for place in sys.argv[1:3]]
for place, wanted in zip(given, (3, 4)):
    os.dup2(place, wanted)
    os.set_inheritable(wanted, True)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads commands from 3 and writes answers to 4."""
PATIENCE = 30.0
"""Seconds to wait for one answer."""


class Chromium:
    """One tab. `problems` gathers console errors, failed requests and requests to another host."""

    def __init__(self, profile):
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        command = [sys.executable, "-c", LAUNCH, str(theirs_in), str(theirs_out), CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, pass_fds=(theirs_in, theirs_out), stdout=quiet, stderr=quiet)
        os.close(theirs_in)
        os.close(theirs_out)
        self._last, self._buffer, self._loaded = 0, b"", 0
        self.problems, self._host, self._session = [], "", None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._session = None
        self.call("Browser.close")
        self._process.wait(timeout=PATIENCE)
        os.close(self._out)
        os.close(self._in)

    def call(self, method, **params):
        """The result of one command; what happens meanwhile is noted."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._last:
                assert "error" not in answer, (method, answer)
                return answer["result"]

    def size(self, width, height=844, dark=False):
        """The window, in CSS pixels; under 600 a phone."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def go(self, url):
        """Open the page and wait until it has loaded."""
        self._host = urlsplit(url).netloc
        self._wait_for(lambda: self.call("Page.navigate", url=url))

    def click(self, selector):
        """Click on the first element and wait for the page that follows."""
        found = self.run(f"!!document.querySelector({json.dumps(selector)})")
        assert found, f"{selector} is not on {self.address}"
        self._wait_for(lambda: self.run(f"document.querySelector({json.dumps(selector)}).click()"))

    def press(self, key, code):
        """Press a key: `Tab`, 9; `Enter`, 13."""
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **(text if kind == "keyDown" else {}))

    def run(self, expression):
        """The value of a JavaScript expression, a promise's once it has one."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    @property
    def address(self):
        return self.run("location.href")

    def picture(self, *, whole=True):
        """The page as PNG."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **self._clip(whole))
        return base64.b64decode(shot["data"])

    def _clip(self, whole):
        if not whole:
            return {}
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 16_000), "scale": 1}}

    def _wait_for(self, act):
        before = self._loaded
        act()
        until = time.monotonic() + PATIENCE
        while self._loaded == before:
            assert time.monotonic() < until, "the page did not load"
            self._read()

    def _read(self):
        while b"\0" not in self._buffer:
            chunk = os.read(self._in, 1 << 20)
            assert chunk, "Chromium has gone"
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(line)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, method, params):
        if method == "Page.loadEventFired":
            self._loaded += 1
        elif method == "Runtime.exceptionThrown":
            self.problems.append(params["exceptionDetails"]["text"])
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.problems.append(params["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.problems.append(str(params["args"]))
        elif method == "Network.loadingFailed" and not params.get("canceled"):
            self.problems.append(f"{params['errorText']} {params.get('blockedReason', '')}")
        elif method == "Network.requestWillBeSent":
            self._check_host(params["request"]["url"])

    def _check_host(self, url):
        place = urlsplit(url)
        if place.scheme in ("http", "https") and place.netloc != self._host:
            self.problems.append(f"asks another host: {url}")
