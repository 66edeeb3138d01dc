"""Published analyses still come out as the papers print them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "conformance" / "data"


@pytest.mark.skipif(not DATA.exists(), reason="the shared tables are not here")
def test_every_printed_number_agrees():
    command = [sys.executable, str(ROOT / "validation" / "published" / "shared_tables.py"), str(DATA)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
