"""The annotated articles are built from their sources, and the scorer tells a good checker from a bad one."""

import importlib
import json
import sys
from pathlib import Path

import pytest

ACCURACY = Path(__file__).parents[2] / "validation" / "accuracy"
SETS = ("dev", "unseen")


@pytest.fixture(autouse=True)
def _scripts(monkeypatch):
    monkeypatch.syspath_prepend(str(ACCURACY))
    monkeypatch.syspath_prepend(str(ACCURACY / "articles"))
    yield
    for name in ("build", "printing", "score", "controls", "annotated", "tables"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("name", SETS)
def test_files_are_what_the_sources_say(name):
    folder = ACCURACY / "articles" / name
    for path, text in importlib.import_module("build").build(folder).items():
        assert (folder / path).read_text(encoding="utf-8") == text, path


@pytest.mark.parametrize("name", SETS)
def test_every_error_type_occurs(name):
    score = importlib.import_module("score")
    annotated = importlib.import_module("annotated")
    folder = ACCURACY / "articles" / name
    kinds = {
        kind
        for truth in annotated.truths(folder)
        for claim in truth["claims"]
        for kind in claim["error_types"]
    }
    assert kinds == set(score.FAMILY_OF)


@pytest.mark.parametrize("name", SETS)
def test_perfect_answers_score_one_and_controls_do_not(name):
    score, controls = importlib.import_module("score"), importlib.import_module("controls")
    folder = ACCURACY / "articles" / name
    best = score.score_folder(folder, controls.perfect(folder))
    assert {area: tally.f1 for area, tally in best.areas.items()} == dict.fromkeys(score.AREAS, 1.0)
    assert not best.misses
    everything = score.score_folder(folder, controls.control(folder, "everything")).areas["flagged or not"]
    assert everything.recall == 1.0
    assert everything.precision < 0.5
    nothing = score.score_folder(folder, controls.control(folder, "nothing")).areas["flagged or not"]
    assert nothing.recall == 0.0
    assert 0.5 < controls.claim_only(folder)[0] < 0.85


def test_the_two_sets_share_no_study():
    ids = [
        {
            item["DOI"]
            for item in json.loads((ACCURACY / "articles" / name / "library.csl.json").read_text("utf-8"))
        }
        for name in SETS
    ]
    assert not ids[0] & ids[1]


def test_a_planted_error_is_read_back():
    build = importlib.import_module("build")
    study = {"authors": "Kelm A; Moor B", "title": "Tea and sleep", "journal": "Journal of Tea", "abbr": "J Tea",
             "year": 2011, "volume": "4", "pages": "10-19", "id": "kelm"}  # fmt: skip
    builder = build.Builder({"kelm": study}, "x01", "txt")
    text = builder.run(
        "⟪c kelm C wrong_number :: It was ten⟫Tea took nine minutes [1].⟪/⟫\n\n1. ⟪r kelm packed year=2012⟫"
    )
    assert text == "Tea took nine minutes [1].\n\n1. Kelm A, Moor B. Tea and sleep. J Tea. 2012;4:10-9."
    assert builder.claims[0]["span"] == [0, 26]
    assert builder.claims[0]["citation_text"] == "1"
    assert [(issue["type"], issue["detail"]) for issue in builder.issues] == [
        ("wrong_year", "2012 should be 2011")
    ]
