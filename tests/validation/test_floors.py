"""Floors only rise, unless a set and a reason are named."""

import importlib
import sys
from pathlib import Path

import pytest

ACCURACY = Path(__file__).parents[2] / "validation" / "accuracy"


@pytest.fixture
def report(monkeypatch):
    monkeypatch.syspath_prepend(str(ACCURACY))
    yield importlib.import_module("report")
    for name in (
        "report",
        "run_articles",
        "run_pairs",
        "answers",
        "score",
        "controls",
        "annotated",
        "tables",
    ):
        sys.modules.pop(name, None)


def test_an_update_raises_and_never_lowers(report):
    floors = {"dev": {"flagged recall": 0.5, "false alarms an article": 0.4}}
    measured = {
        "dev": {"flagged recall": 0.4, "false alarms an article": 0.3},
        "unseen": {"flagged recall": 0.2},
    }
    assert report.raised(measured, floors, "") == {
        "dev": {"flagged recall": 0.5, "false alarms an article": 0.3},
        "unseen": {"flagged recall": 0.2},
    }
    assert report.raised(measured, floors, "dev")["dev"]["flagged recall"] == 0.4


def test_a_figure_below_its_floor_is_named(report):
    floors = {
        "dev": {"flagged recall": 0.5, "false alarms an article": 0.4},
        "shared": {"flagged recall": 1.0},
    }
    measured = {"dev": {"flagged recall": 0.498, "false alarms an article": 0.6}}
    assert report.broken(measured, floors) == ["dev: false alarms an article is 0.600, floor 0.400"]
