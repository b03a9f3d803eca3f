"""Pictures of every page at both widths: `python tests/web/pictures.py [FOLDER]`; with `--readme`, those of the README too.

Makes the sample archive, serves it, and looks at it with Chromium. FOLDER is `pictures/`, which git ignores.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import Chromium
from walks import pages, served

REPO = Path(__file__).parents[2]
WIDTHS = (1280, 390)
README = {"organisation": 960, "bloc": 1040}
"""Pages that the README opens with, and how much of each in pixels from the top."""
LARGEST = 200_000


def main(folder, *, readme):
    """Write the pictures."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        db = Path(made) / "demo.db"
        subprocess.run([sys.executable, "-m", "btoscrape", "demo", "--no-serve", "--db", db], check=True, capture_output=True)
        with served(db) as site, Chromium(Path(made) / "profile") as browser:
            for name, address in pages(db).items():
                for width in WIDTHS:
                    browser.size(width)
                    browser.go(site + address)
                    (folder / f"{name}-{width}.png").write_bytes(browser.picture())
            for name, height in README.items() if readme else ():
                browser.size(1280, height)
                browser.go(site + pages(db)[name])
                picture = browser.picture(whole=False)
                assert len(picture) < LARGEST, f"{name}: {len(picture)} bytes"
                (REPO / "docs").mkdir(exist_ok=True)
                (REPO / "docs" / f"{name}.png").write_bytes(picture)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--readme"]
    main(Path(given[0]) if given else REPO / "pictures", readme="--readme" in sys.argv)
