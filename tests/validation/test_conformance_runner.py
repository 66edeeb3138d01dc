"""The conformance runner on a small folder of its own form."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNNER = ROOT / "validation" / "conformance" / "run.py"
SHARED = ROOT.parent / "shared" / "conformance"


def run(folder, *more):
    command = [sys.executable, str(RUNNER), str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write(folder, cases):
    (folder / "data").mkdir()
    (folder / "data" / "two.csv").write_text('"y","v","g"\n0,1,a\n2,1,a\n,1,b\n')
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))


def case(name, op, expect, **call):
    effect = {"columns": {"y": "y", "v": "v"}}
    call = {"op": op, "effect": effect, "fit": {"model": "random", "tau2_method": "DL"}, **call}
    return {"id": name, "area": "small", "dataset": "two.csv", "call": call, "expect": expect, "tol": 1e-6}


def test_passes_fails_and_names_what_is_not_there(tmp_path):
    right = case("right", "fit", {"beta": 1, "tau2": 1, "Q": 2})
    write(tmp_path, [right])
    assert run(tmp_path).returncode == 0
    (tmp_path / "cases.jsonl").write_text(
        "".join(
            json.dumps(c) + "\n"
            for c in (right, case("wrong", "fit", {"beta": 1.1}), case("none", "dance", {"x": 1}))
        )
    )
    found = run(tmp_path, "--verbose")
    assert found.returncode == 1
    assert "failed: wrong" in found.stdout
    assert "not supported: none" in found.stdout
    assert "beta[0]: 1.0, expected 1.1" in found.stdout


@pytest.mark.skipif(not SHARED.exists(), reason="the shared cases are not here")
def test_one_level_areas_of_the_shared_cases():
    areas = [
        "pairwise",
        "meta_regression",
        "prediction",
        "subgroups",
        "mantel_haenszel",
        "aggregate",
        "convert",
    ]
    found = run(SHARED, "--area", *areas)
    assert found.returncode == 0, found.stdout
