"""Names and regimens as people write them: one row of ``reading.tsv`` is one case."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.errors import UnreadableSource
from trueeffect.person.medicines.names import products
from trueeffect.person.medicines.read import read_list, read_medicine

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "reading.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_written_line(row: list[str]) -> None:
    line, parts, use, times, flags = [*row, "", "", ""][:5]
    found = read_medicine(line)
    expected = [each.split(":") for each in parts.split("|")] if parts != "-" else []
    assert [part.ingredient for part in found.parts] == [each[0] for each in expected]
    for part, each in zip(found.parts, expected):
        assert part.amount == (pytest.approx(float(each[1])) if each[1] else None)
        assert part.unit == (each[2] if len(each) > 2 else "mg")
    assert found.use == use
    if times:
        assert found.times_per_day == pytest.approx(float(times), abs=1e-3)
    assert found.topical == ("topical" in flags)
    assert bool(found.problems) == ("problem" in flags)
    if "near:" in flags:
        assert flags.split("near:")[1] in found.near
        assert not found.known


def test_enough_cases() -> None:
    reviewing = (Path(__file__).parent / "reviewing.tsv").read_text(encoding="utf-8").splitlines()
    assert len(ROWS) + len(reviewing) - 1 >= 150


def test_no_name_stands_for_two_things() -> None:
    from trueeffect.person.medicines.names import plain
    from trueeffect.person.tables import rows

    seen: dict[str, str] = {}
    for row in rows("ingredients"):
        for name in (row["label"], *filter(None, row["names"].split("|"))):
            assert seen.setdefault(plain(name), row["id"]) == row["id"], name
    for row in rows("combinations"):
        for name in row["names"].split("|"):
            assert seen.setdefault(plain(name), row["parts"]) == row["parts"], name
    assert set(seen) == set(products())


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"medicine,dose\n", b"\x00\x01", b"x" * 2_100_000],
    ids=["empty", "blank", "header only", "binary", "large"],
)
def test_unusable_file(data: bytes) -> None:
    with pytest.raises(UnreadableSource):
        read_list(data)


def test_missing_file_is_named() -> None:
    with pytest.raises(UnreadableSource, match=r"no\.csv"):
        read_list("no.csv")


def test_table_with_other_separator_and_headings() -> None:
    found = read_list(
        b"Drug;Strength;How often;Stopped\nTramadol;50 mg;3 times a day;2020-05-01\nAdvil;200 mg;daily;\n"
    )
    assert [each.use for each in found] == ["stopped", "regular"]


def test_latin_1_file_is_read() -> None:
    assert read_list("medicine,notes\nibuprofen 400 mg daily,für den Rücken\n".encode("latin-1"))[0].known


def test_plain_lines() -> None:
    found = read_list(b"- ibuprofen 400 mg daily\n# a comment\n* warfarin 3 mg daily\n")
    assert [each.parts[0].ingredient for each in found] == ["ibuprofen", "warfarin"]


@given(st.text(max_size=80))
def test_any_text_is_read_or_told(text: str) -> None:
    found = read_medicine(text)
    assert found.known or not found.parts
    assert all(part.amount is None or part.amount > 0 for part in found.parts)
    assert found.times_per_day is None or 0 < found.times_per_day <= 24


WORDS = ["2", "x", "500", "mg", "/", "tablet", "paracetamol", "codeine", "stopped", "daily", "every", "6", "hours", "0", "1/2", "prn", ",", "and", "patch", "mcg/h"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_any_order_of_usual_words_is_read_or_told(words: list[str]) -> None:
    line = " ".join(words)
    found = read_medicine(line)
    assert found.times_per_day is None or 0 < found.times_per_day <= 24
    if found.known and "stopped" in words:
        assert not found.current
