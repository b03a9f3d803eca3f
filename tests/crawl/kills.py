"""A crawl that is killed at random moments, run after run, against one that nobody disturbs."""

import random
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from btoscrape.archive import Archive


@dataclass
class Killed:
    """The crawl of one paper into one archive, in processes that can be killed."""

    papers: Path
    db: Path
    dice: random.Random
    kills: int = 0
    errors: list = field(default_factory=list)

    def run(self, seconds=None):
        """One crawl, killed after so many seconds unless it is done by then; its exit code."""
        command = [sys.executable, "-m", "btoscrape", "crawl", "--papers", self.papers, "--db", self.db, "--json"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            with suppress(subprocess.TimeoutExpired):
                _, told = process.communicate(timeout=seconds)
                if process.returncode:
                    self.errors.append(told.decode())
                return process.returncode
            process.kill()
            process.communicate()
            self.kills += 1
            return -9

    def until_done(self, kills, longest):
        """So many kills at random moments, then a run to the end; the archive of a run that got through is begun anew."""
        while self.kills < kills:
            if self.run(self.dice.uniform(0.2, longest)) == 0:
                self.remove()
        return self.run()

    def remove(self):
        for file in (self.db, *self.db.parent.glob("a.db-*"), *self.db.parent.glob("warc/*")):
            file.unlink(missing_ok=True)


def losses(db):
    """What is wrong with an archive: captures that can't be read, pages asked for twice, articles without a page, half ones."""
    found = []
    with Archive.open(db, readonly=True) as archive:
        for (number,) in archive.db.execute("SELECT id FROM captures"):
            archive.capture(number)
        checks = {
            "stored twice": "SELECT count(*) FROM (SELECT 1 FROM captures WHERE kind = 'article' GROUP BY page HAVING count(*) > 1)",
            "an article whose page is not fetched": "SELECT count(*) FROM articles JOIN pages ON pages.id = page WHERE state != 'fetched'",
            "a page that is fetched without article": "SELECT count(*) FROM pages WHERE state = 'fetched' AND id NOT IN (SELECT page FROM articles)",
            "still wanted": "SELECT count(*) FROM pages WHERE state = 'wanted'",
        }
        for name, sql in checks.items():
            if count := archive.db.execute(sql).fetchone()[0]:
                found.append(f"{name}: {count}")
    return found
