"""The awards opened in LibreOffice: letters, columns and rows as exported."""

import csv
import io
import shutil
import subprocess

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (Debian: libreoffice-calc-nogui)")


def rows(table):
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_libreoffice_reads_what_we_export(run, demo, tmp_path, form):
    made = tmp_path / f"awards.{form}"
    assert run("export", "awards", "--format", form, "-o", made, "--db", demo).code == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = ["--infilter=CSV:44,34,76"] if form == "csv" else []
    command = [SOFFICE, profile, "--headless", *options, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "--outdir", tmp_path / "out", made], check=True, capture_output=True, timeout=120)
    read = rows((tmp_path / "out" / "awards.csv").read_bytes())
    ours = rows(run("export", "awards", "--db", demo, text=False).out)
    assert len(read) == len(ours) > 40
    assert [row["recipient"] for row in read] == [row["recipient"] for row in ours]
    assert [row["quote"] for row in read] == [row["quote"] for row in ours]
