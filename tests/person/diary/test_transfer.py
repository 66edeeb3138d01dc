"""Out and in again; and nothing personal when it is shared under a pseudonym."""

import json
from pathlib import Path

import pytest

from trueeffect.app.care import add_entries, analyse_diary, export_entries, import_entries
from trueeffect.errors import InputError, UnreadableSource
from trueeffect.model.person import Entry, Plan
from trueeffect.person.diary.store import Diary
from trueeffect.person.diary.transfer import export, read_entries

ENTRIES = (
    Entry(day="2026-01-05", kind="pain", value=6.5),
    Entry(day="2026-01-06", kind="session", value=30, text="points=BL23, BL25; needles=8"),
    Entry(day="2026-01-07", kind="medicine", text='one "tablet" a day, fewer'),
    Entry(day="2026-01-08", kind="harm", value=1, text="small bruise"),
    Entry(day="2026-01-09", kind="note", text="=1+1 zebra"),
    Entry(day="2026-01-09", kind="walking", value=350),
    Entry(day="2026-01-10", kind="rmdq", value=12),
)


@pytest.mark.parametrize("format", ["csv", "json", "fhir"])
def test_round_trip(tmp_path: Path, format: str) -> None:
    first, second = tmp_path / "a.diary", tmp_path / "b.diary"
    Diary.create(first).close()
    Diary.create(second).close()
    add_entries(first, ENTRIES)
    text = export_entries(first, format=format)
    assert import_entries(second, text.encode()) == len(ENTRIES)
    with Diary.open(second) as diary:
        found = [(e.day, e.kind, e.value, e.text) for e in diary.entries()]
    assert found == [(e.day, e.kind, e.value, e.text) for e in ENTRIES]


def test_corrections_survive(tmp_path: Path) -> None:
    first, second = tmp_path / "a.diary", tmp_path / "b.diary"
    Diary.create(first).close()
    Diary.create(second).close()
    add_entries(second, ENTRIES[:2])
    (old,) = add_entries(first, [ENTRIES[0]])
    add_entries(first, [Entry(day="2026-01-05", kind="pain", value=3, replaces=old.id)])
    import_entries(second, export_entries(first, format="json").encode())
    with Diary.open(second) as diary:
        assert [e.value for e in diary.entries() if e.kind == "pain"] == [6.5, 3]


def test_fhir_has_the_standard_code() -> None:
    body = json.loads(export(ENTRIES, "fhir"))
    kinds = {each["resource"]["resourceType"] for each in body["entry"]}
    assert kinds == {"Observation", "Procedure", "MedicationStatement", "AdverseEvent"}
    assert body["entry"][0]["resource"]["code"]["coding"][0] == {
        "system": "http://loinc.org",
        "code": "72514-3",
    }


def test_foreign_fhir_pain_is_read() -> None:
    body = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": {"resourceType": "Observation", "effectiveDateTime": "2026-01-05T08:00:00Z", "valueInteger": 4,
                          "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}}},
            {"resource": {"resourceType": "Patient"}},
        ],
    }  # fmt: skip
    found = read_entries(json.dumps(body).encode())
    assert [(entry.day, entry.kind, entry.value) for entry in found] == [("2026-01-05", "pain", 4.0)]


def test_sharing_shifts_days_and_drops_words() -> None:
    for format in ("csv", "json", "fhir"):
        text = export(ENTRIES, format, shift_days=-400, words=False, plans=[(Plan(treatment="zebra"), "x")])
        assert "zebra" not in text
        assert "tablet" not in text
        assert "2026-01" not in text
        assert "2024-12-01" in text


def test_cells_that_a_spreadsheet_would_run() -> None:
    assert "'=1+1" in export(ENTRIES, "csv")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b\n1,2\n", "day and kind"),
        (b"day,kind,value\n2026-01-05,pain,14\n", "Line 2.*outside"),
        (b"day,kind,value\n2026-01-05,pain,a lot\n", "Line 2"),
        (b"day,kind,value\n05.01.2026,pain,4\n", "Line 2.*not a day"),
        (b'{"entries": [', "not whole JSON"),
        (b'{"other": 1}', "no diary"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_bad_import(data: bytes, words: str) -> None:
    with pytest.raises((InputError, UnreadableSource), match=words):
        read_entries(data)


def test_import_is_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.diary"
    Diary.create(path).close()
    with pytest.raises(InputError, match="Line 3"):
        import_entries(path, b"day,kind,value\n2026-01-05,pain,4\n2026-01-06,pain,44\n")
    with Diary.open(path) as diary:
        assert diary.entries() == ()


def test_shipped_example_is_read_and_judged() -> None:
    path = Path(__file__).parents[3] / "examples" / "diary.csv"
    found = analyse_diary(path)
    assert found.verdict == "not told apart"
    assert "usual course" in found.sentence
