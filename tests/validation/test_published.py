"""Published analyses come out digit by digit."""

import importlib.util
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "validation" / "published"
SPEC = importlib.util.spec_from_file_location("published_run", FOLDER / "run.py")
RUN = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(RUN)


@pytest.mark.parametrize("folder", RUN.folders(), ids=lambda folder: folder.name)
def test_printed_numbers_are_reproduced(folder):
    publication, rows = RUN.compare(folder)
    assert publication["title"]
    assert publication["source"]
    assert rows
    assert [row for row in rows if row[3] == "OFF"] == []


def test_rounding_is_judged_by_the_digits_printed():
    assert RUN.agrees(0.1549, "0.155")
    assert not RUN.agrees(0.1544, "0.155")
    assert RUN.agrees(-0.0277, "-0.028")
