"""The files of `schedule`: accepted by those who read them, and what they say runs."""

import re
import shlex
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest
import yaml

from btoscrape.schedule import Job, files

ODD = 'a folder, 50% "new" $HOME'


@pytest.fixture
def written(run, server, tmp_path):
    """The files for a crawl of the sample newspaper, from a folder with a name that needs care."""
    folder = tmp_path / ODD
    folder.mkdir()
    papers = folder / "my papers.toml"
    papers.write_text(f'[papers.x]\nname = "X"\nurl = "{server.url}/"\nprovince = "X"\nlayout = "onecms"\nallow_private = true\n', encoding="utf-8")
    out = tmp_path / "schedule"
    result = run("schedule", "x", "--papers", papers, "--db", folder / "a.db", "--at", "04:07", "--contact", "mailto:a%b@example.org", "-o", out)
    assert result.code == 0, result.err
    assert [line.split(":")[0] for line in result.out.splitlines()] == ["systemd", "cron", "GitHub"]
    return out


def test_systemd_takes_the_units(written):
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze, which is not here")
    checked = subprocess.run(["systemd-analyze", "verify", *written.glob("btoscrape.*")], capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, checked.stderr
    assert "btoscrape" not in checked.stderr
    calendar = re.search(r"OnCalendar=(.*)", (written / "btoscrape.timer").read_text())[1]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, timeout=60).returncode == 0


def test_the_unit_runs_the_crawl(written, tmp_path):
    """As systemd reads it: words in quotes, `%%` and `$$` for one."""
    unit = (written / "btoscrape.service").read_text()
    words = shlex.split(re.search(r"ExecStart=(.*)", unit)[1].replace("$$", "$").replace("%%", "%"))
    assert words[-4:-2] == ["--db", str(tmp_path / ODD / "a.db")]
    assert 'Environment="BTOSCRAPE_CONTACT=mailto:a%%b@example.org"' in unit
    subprocess.run([*words, "--limit", "1"], check=True, capture_output=True, timeout=60)


def test_the_crontab_line_runs_the_crawl(written, tmp_path):
    """As cron reads it: five fields, then a command in which a percent sign has a backslash before it."""
    *when, command = (written / "crontab").read_text().rstrip("\n").split(" ", 5)
    assert when == ["7", "4", "*", "*", "*"]
    assert not re.search(r"(?<!\\)%", command)
    subprocess.run(["sh", "-c", command.replace("\\%", "%").replace(" crawl ", " crawl --limit 1 ")], check=True, timeout=60)
    log = (tmp_path / ODD / "crawl.log").read_text().splitlines()
    assert any('"event": "article"' in line for line in log)
    assert (tmp_path / ODD / "a.db").exists()


def test_the_workflow_is_yaml_and_its_scripts_are_shell(written):
    workflow = yaml.safe_load((written / "github-workflow.yml").read_text())
    assert workflow[True]["schedule"] == [{"cron": "7 21 * * *"}]  # `on` is a truth value in YAML 1.1; GitHub knows
    steps = workflow["jobs"]["crawl"]["steps"]
    crawl = next(step for step in steps if step.get("name") == "Crawl")
    assert crawl["env"] == {"BTOSCRAPE_CONTACT": "mailto:a%b@example.org"}
    assert "crawl x --papers 'my papers.toml' --db data/btoscrape.db" in crawl["run"]
    for script in (step["run"] for step in steps if "run" in step):
        assert subprocess.run(["bash", "-n", "-c", script], timeout=60).returncode == 0


@pytest.mark.parametrize("at", ["00:00", "06:59", "07:00", "23:59"])
def test_github_counts_in_utc(at):
    job = Job([], Path("/"), Path("/a.db"), time.fromisoformat(at))
    hour = (int(at[:2]) + 17) % 24
    assert f'cron: "{int(at[3:])} {hour} * * *"' in files(job)["github-workflow.yml"]


def test_an_unknown_paper_is_not_scheduled(run, tmp_path):
    assert run("schedule", "no-such-paper", "-o", tmp_path / "s").code == 2
    assert not (tmp_path / "s").exists()
