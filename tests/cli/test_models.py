"""The commands network and multilevel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trueeffect.cli.main import main

ARMS = "trial,drug,r,n\n1,A,5,50\n1,B,9,50\n2,B,7,60\n2,C,12,61\n3,A,4,40\n3,C,9,41\n"
EFFECTS = "trial,y,v\na,0.1,0.02\na,0.3,0.02\nb,0.5,0.03\nb,0.2,0.04\nc,0.6,0.05\n"
COLUMNS = "study=trial,treatment=drug,events=r,total=n"


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_network_as_json(tmp_path: Path) -> None:
    (tmp_path / "arms.csv").write_text(ARMS, encoding="utf-8")
    out = tmp_path / "out.json"
    options = ["-c", COLUMNS, "-m", "OR", "--better", "small", "--split", "--league", "--contributions"]
    assert run(["network", str(tmp_path / "arms.csv"), *options, "-f", "json", "-o", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["fit"]["summary"]["n_studies"] == 3
    assert [table["title"] for table in found["tables"]][:2] == ["Against A", "Ranks of treatments"]


def test_network_names_its_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "arms.csv").write_text(ARMS.replace("2,B", "2,D").replace("3,C", "3,B"), encoding="utf-8")
    assert run(["network", str(tmp_path / "arms.csv"), "-c", COLUMNS, "-m", "OR"]) == 4
    assert "2 parts" in capsys.readouterr().err


def test_multilevel_as_csv(tmp_path: Path) -> None:
    (tmp_path / "effects.csv").write_text(EFFECTS, encoding="utf-8")
    out = tmp_path / "out.csv"
    options = ["-c", "y=y,v=v", "-r", "trial", "--cluster", "trial", "--rho", "0.5", "--robust", "trial"]
    assert run(["multilevel", str(tmp_path / "effects.csv"), *options, "-f", "csv", "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("term,estimate,std_error")
