"""Every facet finds its own examples, stays silent on its counter-examples, and quotes both sides."""

import pytest

from trueeffect.check.compare.facets import FACETS
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.abstract import read_sections
from trueeffect.check.facts.claim import claim_assertions
from trueeffect.check.facts.study import study_facts
from trueeffect.model.record import Record
from trueeffect.model.verdict import ERROR_FAMILIES

TYPES = {kind for kinds in ERROR_FAMILIES.values() for kind in kinds}
EXAMPLES = [(name, e) for name, facet in FACETS.items() for e in facet.examples]
COUNTER = [(name, e) for name, facet in FACETS.items() for e in facet.counter_examples]


def compare(name, example):
    record = Record(id="x", title=example.title, abstract=read_sections(example.study))
    study = StudyView(record=record, facts=study_facts(record))
    claim = ClaimView(id="c", text=example.claim, assertions=claim_assertions(example.claim))
    return claim, study, FACETS[name].compare(claim, study)


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_proves_itself(name):
    facet = FACETS[name]
    assert facet.name == name
    assert facet.examples
    assert facet.counter_examples
    assert set(facet.error_types) <= TYPES


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_examples(name, example):
    claim, _study, findings = compare(name, example)
    faults = [f for f in findings if f.error_type]
    assert example.expects in {f.error_type for f in faults}
    for fault in faults:
        assert fault.error_type in FACETS[name].error_types
        assert fault.verdict in ("contradicted", "overstated", "unsupported")
        assert fault.severity in ("major", "minor")
        assert fault.explanation.endswith(".")
        assert fault.claimed.quote
        assert fault.claimed.quote in claim.text
        assert fault.found is not None
        assert fault.found.quote


@pytest.mark.parametrize(("name", "example"), COUNTER)
def test_counter_examples(name, example):
    faults = {f.error_type for f in compare(name, example)[2] if f.error_type}
    assert example.expects not in faults if example.expects else not faults
