"""Curated studies: read with their rules, built into the packaged library, asked for by record."""

import time
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from trueeffect.check.facts.curated import curated_facts
from trueeffect.errors import IntegrityError, UnreadableSource
from trueeffect.evidence.build import build_library
from trueeffect.evidence.facts import facts_of
from trueeffect.evidence.records import record_id, record_of
from trueeffect.evidence.sources import read_studies, read_study
from trueeffect.model.fact import Assertion
from trueeffect.model.record import Record
from trueeffect.vocab.tables import load_terms

STUDIES = Path(__file__).parents[2] / "evidence" / "studies"

GOOD = """
id = "sato2005"
design = ["rct"]
species = ["human"]
condition = ["low_back_pain"]
control = "controlled"
n = 40
conclusion = "Heat may help."
certainty = "possible"
curator = "c1"
entered = "2026-11-23"

[record]
title = "Heat for backs"
authors = ["van der Berg AB"]
year = 2005
pmid = "1"
abstract = [["METHODS", "Forty people were assigned to heat or rest."]]

[[arms]]
id = "heat"
label = "heat"
role = "index"
intervention = "heat_therapy"
dose = ["6 sessions", "3 weeks"]
n_randomised = 21

[[arms]]
id = "rest"
label = "rest"
role = "comparator"
comparator = "no_treatment"
n_randomised = 19

[[results]]
arm = "heat"
outcome = "pain"
timepoint = "3 weeks"
counts = "mean_change"
value = -2.50
printed = "-2.50"
unit = "points"
low = -3.1
high = -1.9
spread_kind = "ci"
page = "p1"

[[results]]
arm = "heat"
versus = "rest"
outcome = "pain"
timepoint = "3 weeks"
direction = "better"
significance = "significant"
p = 0.03
p_relation = "="
scope = "between_group"
role = "primary"
page = "p1"

[[pages]]
id = "p1"
url = "https://example.org/heat"
read = "2026-11-23"
"""


def write(folder, text=GOOD, name="sato2005"):
    (folder / name).mkdir()
    file = folder / name / "study.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_study_becomes_a_record_and_facts(tmp_path):
    study = read_study(write(tmp_path))
    record = record_of(study)
    assert (record.id, record.authors[0].family, record.authors[0].initials) == (
        "pmid:1",
        "van der Berg",
        "AB",
    )
    assert record.sources["title"] == "https://example.org/heat"
    facts = facts_of(study)
    sizes = {(f.role, f.arm): f.quantity.value for f in facts if f.facet == "sample_size"}
    assert sizes == {("total", ""): 40, ("arm", "heat"): 21, ("arm", "rest"): 19}
    [change] = [f for f in facts if f.facet == "number"]
    assert (change.quantity.value, change.quantity.low, change.quantity.high) == (2.5, 1.9, 3.1)
    assert (change.quantity.precision, change.arm, change.timepoint, change.outcome) == (
        0.005,
        "heat",
        "3 weeks",
        "pain",
    )
    [significance] = [f for f in facts if f.facet == "significance"]
    assert (significance.term, significance.versus, significance.quantity.p) == ("significant", "rest", 0.03)
    assert {f.term for f in facts if f.facet == "role"} == {"primary"}
    assert all(f.span.of(f.quote) == f.quote and f.part == "facts" for f in facts)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("n_randomised = 19", "n_randomised = 18", "the arms hold 39, the study 40"),
        ('versus = "rest"', 'versus = "nap"', "nap"),
        ('page = "p1"\n\n[[results]]', 'page = "p9"\n\n[[results]]', "p9"),
        ('page = "p1"\n\n[[results]]', "\n[[results]]", "no page"),
        ("low = -3.1", "low = -1.1", "runs from -1.1 to -1.9"),
        ('unit = "points"', 'unit = "%"\nnumerator = 3\ndenominator = 10', "3 of 10 is not"),
        ('id = "sato2005"', 'id = "other"', "not the name of the folder"),
        ("year = 2005", 'year = "soon"', "cannot be read"),
        ("[record]", "[record]\ncolour = 'red'", "colour"),
    ],
)
def test_a_broken_rule_names_file_and_rule(tmp_path, old, new, says):
    assert old in GOOD
    with pytest.raises(IntegrityError, match=r"study\.toml") as caught:
        read_study(write(tmp_path, GOOD.replace(old, new, 1)))
    assert says in str(caught.value)


def test_an_empty_folder_is_said_to_be_empty(tmp_path):
    with pytest.raises(UnreadableSource, match="holds no"):
        read_studies(tmp_path)


@pytest.fixture(scope="module")
def studies():
    return read_studies(STUDIES)


def test_packaged_files_equal_a_fresh_build(studies):
    folder = resources.files("trueeffect.data").joinpath("library")
    for name, content in build_library(studies).items():
        assert folder.joinpath(name).read_bytes() == content, (
            f"{name}: run python -m trueeffect.evidence.build"
        )


def test_packaged_files_read_back_as_what_was_built(studies):
    built = build_library(studies)
    assert msgspec.json.decode(built["records.json"], type=list[Record]) == [record_of(s) for s in studies]
    facts = msgspec.json.decode(built["facts.json"], type=dict[str, tuple[Assertion, ...]])
    assert facts == {record_id(s): facts_of(s) for s in studies}


def test_terms_belong_to_the_vocabularies(studies):
    tables = {"design": "design", "species": "species", "condition": "condition", "population": "population"}
    for study in studies:
        for facet, field in tables.items():
            assert set(getattr(study, field)) <= set(load_terms(facet)), study.id
        for arm in study.arms:
            assert not arm.intervention or arm.intervention in load_terms("intervention"), study.id
            assert arm.comparator in {"", "active", *load_terms("comparator")}, study.id


def test_every_record_can_be_told_from_the_others(studies):
    assert len({record_id(study) for study in studies}) == len(studies)
    for study in studies:
        record = record_of(study)
        assert record.title or record.doi or record.pmid
        assert record.abstract


def test_facts_are_found_by_record_and_quickly(studies):
    start = time.perf_counter()
    facts = curated_facts(record_id(studies[0]))
    assert time.perf_counter() - start < 0.5
    assert facts == facts_of(studies[0])
    assert curated_facts("pmid:none") == ()


def test_animal_work_names_no_patients(studies):
    animals = [study for study in studies if "animal_experiment" in study.design]
    assert animals
    assert all("human" not in study.species or "nonrandomised" in study.design for study in animals)
