"""The page on checking an article shows what the program really prints."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "check.md"
SHELL = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "80"}
BLOCKS = re.findall(r"```console\n\$ (.+?)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


def test_the_page_has_commands():
    assert len(BLOCKS) >= 6


@pytest.mark.parametrize(("command", "shown"), BLOCKS)
def test_commands_print_what_the_page_shows(command, shown, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    done = subprocess.run(
        f"exec 2>&1; {command}",
        shell=True,
        cwd=tmp_path,
        env=SHELL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.rstrip() == shown.rstrip()


def test_python_prints_what_the_page_shows():
    outcome = doctest.testfile(str(PAGE), module_relative=False)
    assert outcome.attempted == 4
    assert outcome.failed == 0


def test_links_lead_to_files():
    links = re.findall(r"\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
