"""The tutorial on networks shows what the program really prints."""

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorials" / "networks.md"


def test_python_prints_what_the_page_shows(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    fence = re.sub(r"^```.*$", "", PAGE.read_text(encoding="utf-8"), flags=re.M)
    page = tmp_path / "page.txt"
    page.write_text(fence, encoding="utf-8")
    outcome = doctest.testfile(str(page), module_relative=False)
    assert outcome.attempted > 8
    assert outcome.failed == 0
