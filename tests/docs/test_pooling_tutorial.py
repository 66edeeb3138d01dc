"""The tutorial on pooling shows what the program really prints."""

import csv
import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import trueeffect as te

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorials" / "pooling.md"
SHELL = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "80"}
BLOCKS = re.findall(r"```console\n\$ (.+?)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize(("command", "shown"), BLOCKS)
def test_commands_print_what_the_page_shows(command, shown):
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=SHELL, capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip() == shown.rstrip()


def test_python_prints_what_the_page_shows(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    fence = re.sub(r"^```.*$", "", PAGE.read_text(encoding="utf-8"), flags=re.M)
    page = tmp_path / "page.txt"
    page.write_text(fence, encoding="utf-8")
    outcome = doctest.testfile(str(page), module_relative=False)
    assert outcome.attempted > 15
    assert outcome.failed == 0


def test_worked_out_deviations_follow_from_the_intervals():
    path = ROOT / "src" / "trueeffect" / "data" / "examples" / "back_pain.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["sd_from"] == "interval"]
    for group in "12":
        table = {name: [row[f"{name}{group}"] for row in rows] for name in ("low", "high", "n")}
        found = te.recover(table, "sd_from_interval", low="low", high="high", n="n")["sd"]
        assert [round(float(sd), 4) for sd in found] == [float(row[f"sd{group}"]) for row in rows]
