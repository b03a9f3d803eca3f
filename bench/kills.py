"""`python -m bench kills [N]`: N (200) kill -9 at random moments of crawls; after each run that got through, what the archive lacks."""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from btoscrape.sample import SampleServer, articles

from .results import write

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "crawl"))
from kills import Killed, losses

from archived import contents

LONGEST = 1.6
ROUND = 10
"""Kills of one archive before a run may end; then another archive is begun."""


def checked(folder):
    """Whether warcio finds every WARC file of the folder sound."""
    command = [Path(sys.executable).with_name("warcio"), "check", *sorted(folder.iterdir())]
    return subprocess.run(command, capture_output=True).returncode == 0


def main(kills):
    paper = 'name = "X"\nurl = "{}/"\nprovince = "Sơn Lam"\nlayout = "onecms"\nallow_private = true\n'
    wrong, rounds, dice = [], 0, random.Random()
    with SampleServer(articles=articles()[-72:]) as server, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "papers.toml").write_text("[papers.x]\n" + paper.format(server.url), encoding="utf-8")
        calm = Killed(home / "papers.toml", home / "calm" / "a.db", dice)
        assert calm.run() == 0, calm.errors
        expected = contents(calm.db)
        done = 0
        while done < kills:
            rounds += 1
            hard = Killed(home / "papers.toml", home / str(rounds) / "a.db", dice)
            code = hard.until_done(kills=min(ROUND, kills - done), longest=LONGEST)
            done += hard.kills
            same = contents(hard.db) == expected
            if code or not same or losses(hard.db) or not checked(hard.db.parent / "warc"):
                wrong.append(f"archive {rounds}: exit {code}, {'same' if same else 'other'} contents, {losses(hard.db)}, {hard.errors}")
            print(f"{done} kills, {len(wrong)} archives differ", flush=True)
    lines = [
        f"{done} kill -9 of crawls at random moments (0.2 to {LONGEST} s after the start), in {rounds} archives; after the next run "
        f"{rounds - len(wrong)} of {rounds} archives equal that of an undisturbed crawl: same articles and facts, every kept page "
        "readable, no article page fetched twice, WARC files sound by `warcio check`.",
        *wrong,
    ]
    write("Kills", "python -m bench kills", lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
