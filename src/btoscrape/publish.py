"""Floor 4. A read-only snapshot of an archive in a folder of its own, with all that is needed to serve it elsewhere."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from hashlib import file_digest
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from . import __version__
from .archive import Archive, snapshot
from .errors import UsageError

DATABASE = "archive.db"
SUMS = "SHA256SUMS"
"""Also what marks a folder as ours, which the next snapshot may replace."""
START = """\
#!/bin/sh
# Serves this snapshot to everybody who can reach the machine; needs `btoscrape` (or the Dockerfile beside it).
cd "$(dirname "$0")" && exec btoscrape serve --db archive.db --public "$@"
"""
DOCKERFILE = """\
# docker build -t btoscrape-snapshot . && docker run --rm -p 8001:8001 --read-only --tmpfs /tmp btoscrape-snapshot
FROM python:3.12-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY app app
COPY archive.db metadata.json SHA256SUMS ./
ENV PYTHONPATH=/srv/app PYTHONDONTWRITEBYTECODE=1
USER nobody
EXPOSE 8001
CMD ["python", "-m", "btoscrape", "serve", "--db", "archive.db", "--host", "0.0.0.0", "--port", "8001", "--public"]
"""
README = """\
# A snapshot of an emulation news archive

Made on {made} with btoscrape {version}: {articles} articles, {stories} awards, {organizations} organisations.
{texts}

    ./start.sh                    # where btoscrape is installed; --host and --port as for `btoscrape serve`
    docker build -t snapshot . && docker run --rm -p 8001:8001 snapshot
    sha256sum -c SHA256SUMS       # whether all files are as they were made

The database is read-only SQLite; `metadata.json` says what is in it. To bring the snapshot up to date, publish again and start anew.
"""
WITHOUT_TEXTS = "The newspapers' texts are not in it: facts, the sentences that prove them, and links to the articles are."
WITH_TEXTS = "The newspapers' texts are in it: see to it that you may publish them."


def publish(archive: Archive, folder: Path, *, texts: bool = False) -> dict[str, Any]:
    """What the snapshot in `folder` holds; a folder that holds anything but an older snapshot is a UsageError.

    It is made beside the folder and takes its place when it is whole.
    """
    folder = folder.absolute()
    if folder.exists() and not (folder / SUMS).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: holds something else than a snapshot; name a new folder")
    part = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        snapshot(archive.db, part / DATABASE, texts=texts)
        about = _about(archive, texts=texts)
        _write_companions(part, about)
        shutil.rmtree(folder, ignore_errors=True)
        part.replace(folder)
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return about


def _about(archive: Archive, *, texts: bool) -> dict[str, Any]:
    return {
        "title": "Kho báo thi đua",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "btoscrape": __version__,
        "texts": texts,
        "papers": [dict(row) for row in archive.db.query("SELECT name, url, province FROM papers ORDER BY key")],
        "counts": archive.counts(),
        "licence": "The articles and quotes belong to their newspapers, named with each article.",
    }


def _write_companions(folder: Path, about: dict[str, Any]) -> None:
    counts = about["counts"]
    said = README.format(
        made=about["made_at"][:10],
        version=about["btoscrape"],
        texts=WITH_TEXTS if about["texts"] else WITHOUT_TEXTS,
        **{name: counts[name] for name in ("articles", "stories", "organizations")},
    )
    written = {
        "metadata.json": json.dumps(about, ensure_ascii=False, indent=2) + "\n",
        "README.md": said,
        "start.sh": START,
        "Dockerfile": DOCKERFILE,
        "requirements.txt": "".join(f"{line}\n" for line in metadata.requires("btoscrape") or [] if "extra ==" not in line),
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    package = Path(str(files(__package__)))
    shutil.copytree(package, folder / "app" / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "start.sh").chmod(0o755)
    (folder / DATABASE).chmod(0o444)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (folder / SUMS).write_text("".join(f"{_digest(folder / name)}  {name}\n" for name in names), encoding="utf-8")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
