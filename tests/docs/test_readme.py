"""The README shows what the program really prints."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
SHELL = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "80"}


def console_blocks() -> list[tuple[str, str]]:
    blocks = re.findall(r"```console\n\$ (.+?)\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    return [(command, shown) for command, shown in blocks]


@pytest.mark.parametrize(("command", "shown"), console_blocks())
def test_console_output_is_what_the_command_prints(command, shown):
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=SHELL, capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip() == shown.rstrip()


def test_python_examples_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    outcome = doctest.testfile(str(README), module_relative=False)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_there_are_exactly_two_set_up_commands():
    text = README.read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .+$", text, re.M)
    assert len(commands) == 2
    assert ["check examples/" in command for command in commands] == [True, False]
