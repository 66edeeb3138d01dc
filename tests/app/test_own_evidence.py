"""A base of one's own: made, filled, checked, built, asked; broken rows are named and nothing is half built."""

import pytest

from trueeffect.app.answer_question import ask
from trueeffect.app.own_evidence import add_study, build_base, check_base, new_base
from trueeffect.errors import InputError, IntegrityError, SnapshotMismatch, UnreadableSource
from trueeffect.evidence.load import load_evidence
from trueeffect.evidence.second_entry import compare_entries
from trueeffect.evidence.tables import RESULT_COLUMNS


def line(arm: str, value: str, n: str = "40") -> str:
    cells = {
        "arm": arm, "domain": "pain", "outcome": "pain", "instrument": "VAS", "low": "0", "high": "100",
        "better": "lower", "weeks": "12", "statistic": "mean", "value": value, "spread_kind": "sd", "spread": "20",
        "n": n, "url": "https://example.org/t", "place": "table 2", "reader": "me", "date": "2026-01-02",
    }  # fmt: skip
    return "\t".join(cells.get(name, "") for name in RESULT_COLUMNS) + "\n"


@pytest.fixture
def base(tmp_path):
    folder = new_base(tmp_path / "mine")
    study = add_study(folder, "smith2024")
    with (study / "results.tsv").open("a", encoding="utf-8") as file:
        file.write(line("index", "30") + line("control", "42"))
    return folder


def test_a_base_can_be_made_checked_built_and_asked(base, tmp_path):
    assert check_base(base).errors == 0
    output = tmp_path / "mine.json"
    assert "1 studies" in build_base(base, output)
    answer = ask("acupuncture", condition="chronic low back pain", versus="sham", evidence=output)
    assert answer.comparisons[0].pooled.estimate == pytest.approx(-12)
    assert answer.evidence_version == load_evidence(output).version


def test_a_broken_row_is_named_and_the_old_file_stays(base, tmp_path):
    output = tmp_path / "mine.json"
    build_base(base, output)
    before = output.read_bytes()
    with (base / "studies/smith2024/results.tsv").open("a", encoding="utf-8") as file:
        file.write(line("nobody", "30"))
    with pytest.raises(IntegrityError, match=r"smith2024/results:4.*nobody"):
        build_base(base, output)
    assert output.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mine", "mine.json"] or output.exists()


@pytest.mark.parametrize(
    ("cell", "wrong"), [("value", "thirty"), ("n", "4.5"), ("statistic", "average"), ("value", "nan")]
)
def test_a_cell_that_cannot_be_read_names_file_and_line(base, cell, wrong):
    cells = line("index", "30").rstrip("\n").split("\t")
    cells[RESULT_COLUMNS.index(cell)] = wrong
    with (base / "studies/smith2024/results.tsv").open("a", encoding="utf-8") as file:
        file.write("\t".join(cells) + "\n")
    with pytest.raises(IntegrityError, match=f"line 4.*{wrong}"):
        check_base(base)


def test_an_unknown_column_is_refused(base):
    table = base / "studies/smith2024/results.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("better", "bettr"), encoding="utf-8")
    with pytest.raises(IntegrityError, match="unknown columns bettr"):
        check_base(base)


def test_two_entries_are_compared_cell_by_cell(base):
    first = base / "studies/smith2024/results.tsv"
    second = first.with_name("results.second.tsv")
    second.write_text(first.read_text(encoding="utf-8").replace("\t42\t", "\t24\t"), encoding="utf-8")
    found = compare_entries(base / "studies")
    assert (found.studies, found.rows, len(found.differences)) == (1, 2, 1)
    assert "'42' and '24'" in found.differences[0]


def test_odd_folders_and_files_end_in_one_sentence(tmp_path):
    with pytest.raises(UnreadableSource, match="holds no folder studies"):
        check_base(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        new_base(tmp_path)
    with pytest.raises(UnreadableSource, match="no evidence base"):
        load_evidence(tmp_path / "file")
    old = tmp_path / "old.json"
    old.write_text('{"schema": 0}', encoding="utf-8")
    with pytest.raises(SnapshotMismatch, match="schema 0"):
        load_evidence(old)
    folder = new_base(tmp_path / "new")
    with pytest.raises(InputError, match="family name and year"):
        add_study(folder, "../evil")
