"""``trueeffect pool``: formats, mapping of columns, and errors as sentences."""

from __future__ import annotations

import csv
import io
import json

import pytest

from trueeffect.cli.main import main

TABLE = "study;n1;e1;n2;e2;kind\nA;40;4;40;9;x\nB;60;12;60;3;y\nC;80;7;80;11;x\nD;;3;50;4;y\n"
COLUMNS = "events1=e1,total1=n1,events2=e2,total2=n2"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "trials.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main(["pool", *arguments])
    captured = capsys.readouterr()
    return stop.value.code, captured.out, captured.err


def test_text(capsys, table):
    code, out, _ = run(capsys, table, "-m", "RR", "-c", COLUMNS, "--study", "study", "--subgroup", "kind")
    assert code == 0
    assert "log risk ratio (RR), 3 effects" in out.splitlines()[0]
    assert "Left out: row 4 (D): total1 is missing (column 'n1')." in out
    assert "Difference between subgroups" in out


def test_json_and_csv_hold_the_same_numbers(capsys, table):
    common = (table, "-m", "OR", "-c", COLUMNS, "--leave-one-out", "--influence")
    _, text, _ = run(capsys, *common, "-f", "json")
    report = json.loads(text)
    _, text, _ = run(capsys, *common, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert float(rows[-1]["estimate"]) == report["fit"]["estimate"][0]
    assert [row["row"] for row in rows] == ["1", "2", "3", "mean"]
    assert len(report["leave_one_out"]["rows"]["estimate"]) == 3


def test_html_stands_alone(capsys, table, tmp_path):
    page = tmp_path / "out.html"
    code, out, _ = run(capsys, table, "-m", "OR", "-c", COLUMNS, "-f", "html", "-o", str(page))
    assert (code, out) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "http" not in text.replace("https://doi.org", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-m", "OR", "-c", "events1=e1"), "OR needs nonevents1 (or total1)"),
        (("-m", "OR", "-c", "events1"), "Write role=column"),
        (("-m", "OR", "-c", COLUMNS, "--test", "knha"), "Here it is 'knapp-hartung'"),
        (("-c", "y=study,v=n1"), "Column 'study', row 1: 'A' is not a number"),
    ],
)
def test_errors_are_sentences(capsys, table, arguments, words):
    code, out, err = run(capsys, table, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("trueeffect: ")
    assert words in err
    assert "Traceback" not in err


def test_files_that_cannot_be_read(capsys, tmp_path):
    assert "cannot be read" in run(capsys, str(tmp_path / "none.csv"), "-c", "y=a,v=b")[2]
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    assert "is empty" in run(capsys, str(empty), "-c", "y=a,v=b")[2]
    wide = tmp_path / "wide.csv"
    wide.write_text("a,b\n1,2,3\n")
    assert "data row 1: 3 cells" in run(capsys, str(wide), "-c", "y=a,v=b")[2]
