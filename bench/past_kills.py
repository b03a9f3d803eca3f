"""`python -m bench past_kills [N]`: N (40) kill -9 at random moments of import, rebuild, backup and repair each; then a run to the end.

What comes of it is compared with what a run that nobody disturbs gives.
"""

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from btoscrape.archive import Archive, problems
from btoscrape.sample import SampleServer, articles

from .results import write

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "past"))
from killing import command, done
from warcs import by_warcio

from archived import contents

IN_A_ROW = 4
"""Kills of one archive before a run may end; then another one is begun."""
HARM = ("UPDATE evidence SET start = start + 1", "DELETE FROM articles_fts_docsize", "DELETE FROM captures WHERE kind = 'robots'")
FORGOTTEN = ("DELETE FROM members WHERE id % 2", "UPDATE articles SET fingerprint = '', event = NULL")


@dataclass
class Trial:
    """One kind of command: what it is given, the archive that it leaves, and who was killed so far."""

    words: tuple
    result: Path
    longest: float = 0.0
    kills: int = 0

    def disturbed(self, dice, kills):
        """Killed at random moments, at most so often; a run that ends before is none that was killed."""
        for _ in range(kills):
            with subprocess.Popen(command(*self.words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=dice.uniform(0.1, self.longest))
                    return
                process.kill()
            self.kills += 1


def harmed(db, statements):
    with closing(sqlite3.connect(db)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def trial(kind, home, crawled, warcs, papers):
    """A trial of that kind in a folder of its own."""
    db = home / "own" / "a.db"
    if kind == "import":
        return Trial(("import", warcs, "--papers", papers, "--db", db, "--workers", "1"), db)
    shutil.copytree(crawled.parent, db.parent)
    if kind == "backup":
        return Trial(("backup", home / "backup", "--db", db), home / "backup" / "a.db")
    harmed(db, HARM if kind == "verify --repair" else FORGOTTEN)
    words = ("verify", "--repair") if kind == "verify --repair" else ("rebuild", "--workers", "1")
    return Trial((*words, "--db", db), db)


def wrong(db, expected):
    """What is wrong with what was left; empty where nothing is."""
    with Archive.open(db) as archive, archive.lock():
        found = [str(problem) for problem in problems(archive)]
    if contents(db) != expected:
        found.append("other contents")
    return found


def undisturbed(kind, home, *given):
    """How long one run takes, and what it leaves."""
    calm = trial(kind, home, *given)
    begun = time.monotonic()
    done(calm.words)
    return time.monotonic() - begun, contents(calm.result)


def killed(kind, kills, home, given, dice):
    """(kills, archives, what was wrong) of one kind of command."""
    longest, expected = undisturbed(kind, home / f"{kind} calm", *given)
    total, count, found = 0, 0, []
    while total < kills:
        count += 1
        folder = home / f"{kind} {count}"
        one = trial(kind, folder, *given)
        one.longest = longest
        one.disturbed(dice, min(IN_A_ROW, kills - total))
        total += one.kills
        done(one.words)
        if problem := wrong(one.result, expected):
            found.append(f"{kind}, archive {count}: {'; '.join(problem[:3])}")
            print(found[-1], flush=True)
        else:
            shutil.rmtree(folder)
    print(f"{kind}: {total} kills, {len(found)} of {count} archives differ", flush=True)
    return total, count, longest, found


def main(kills):
    dice, lines, found = random.Random(), [], []
    with SampleServer(articles=articles()[-72:]) as server, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        papers, warcs, crawled = home / "papers.toml", home / "in", home / "crawled" / "a.db"
        entry = f'[papers.x]\nname = "X"\nurl = "{server.url}/"\nprovince = "Sơn Lam"\nlayout = "onecms"\nallow_private = true\n'
        papers.write_text(entry, encoding="utf-8")
        done(("crawl", "--papers", papers, "--db", crawled))
        with Archive.open(crawled, readonly=True) as archive:
            captures = [archive.capture(stored.id) for stored in archive.captures()]
        warcs.mkdir()
        for number in range(8):
            (warcs / f"{number}.warc.gz").write_bytes(by_warcio(captures[number::8]))
        for kind in ("import", "rebuild", "backup", "verify --repair"):
            total, count, longest, problem = killed(kind, kills, home, (crawled, warcs, papers), dice)
            sound = f"{count - len(problem)} of {count} archives as they should be"
            lines.append(f"- `{kind}`: {total} kills, up to {longest:.1f} s after the start; {sound}")
            found += problem
    head = [
        f"kill -9 at random moments, up to {IN_A_ROW} in a row, then a run to the end. As it should be: the same articles and facts as",
        "after a run that nobody disturbed, and nothing for `verify` to say.",
        "",
    ]
    write("Kills of import, rebuild, backup and repair", "python -m bench past_kills", [*head, *lines, *found])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
