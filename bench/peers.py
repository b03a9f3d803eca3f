"""The other programs that btoscrape is measured against, in an environment of their own: `.bench/peers`, made at first use."""

import subprocess
import sys
import venv

from .results import DATA

FOLDER = DATA / "peers"
PACKAGES = ("scrapy", "trafilatura", "newspaper4k", "parsel", "lxml_html_clean")
TOLD = ("Scrapy", "trafilatura", "newspaper4k", "parsel")


def python():
    """The environment's interpreter; the packages are installed where they are not yet."""
    found = FOLDER / "bin" / "python"
    if not (FOLDER / "ready").exists():
        print(f"installing {', '.join(PACKAGES)} into {FOLDER} …", file=sys.stderr)
        venv.create(FOLDER, with_pip=True, clear=True)
        subprocess.run([found, "-m", "pip", "install", "-q", "-U", "pip"], check=True)
        subprocess.run([found, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        (FOLDER / "ready").touch()
    return str(found)


def versions():
    """Names and versions of what is compared, on one line."""
    code = "import sys\nfrom importlib.metadata import version\nprint(*(f'{name} {version(name)}' for name in sys.argv[1:]), sep=', ')"
    theirs = subprocess.run([python(), "-c", code, *TOLD], capture_output=True, text=True, check=True).stdout.strip()
    ours = subprocess.run([sys.executable, "-c", code, "httpx", "selectolax"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{theirs}; ours with {ours}"
