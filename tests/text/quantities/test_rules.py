"""Every rule of the grammar meets its examples and leaves its counter-examples alone."""

from __future__ import annotations

import re

import pytest

from trueeffect.text.quantities.counting import RULES
from trueeffect.text.quantities.lexer import shape_of, tokens_of
from trueeffect.text.quantities.multiples import MULTIPLES, find_multiples
from trueeffect.text.quantities.reading import STRUCTURES, read_quantities
from trueeffect.text.quantities.units import UNITS

MARKED = re.compile(r"\{([^}]*)\}")


def fires(structure, text: str) -> bool:
    tokens = tokens_of(text)
    shape = shape_of(text, tokens)
    places = [i for i, sign in enumerate(shape) if sign in "#¤¶"]
    for match in structure.compiled().finditer(shape):
        inside = [i for i, at in enumerate(places) if match.start() <= at < match.end()]
        kinds = {tokens[i].kind for i in inside} - ({"name"} if "¶" in structure.pattern else set())
        if inside and not kinds & {"year", "name"} and structure.build(match, [tokens[i] for i in inside]):
            return True
    return False


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda s: s.name)
def test_structure_meets_its_examples(structure):
    assert structure.examples
    assert structure.counter_examples
    assert [t for t in structure.examples if not fires(structure, t)] == []


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda s: s.name)
def test_structure_leaves_its_counter_examples(structure):
    assert [t for t in structure.counter_examples if fires(structure, t)] == []


def counts_at(marked: str) -> str:
    """What the grammar says that the number in curly brackets counts."""
    match = MARKED.search(marked)
    assert match, marked
    text = marked[: match.start()] + match[1] + marked[match.end() :]
    inside = [
        q
        for span, q in read_quantities(text).all
        if span.start < match.start() + len(match[1]) and span.end > match.start()
    ]
    assert inside, f"no number read at {marked}"
    return inside[0].counts


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_count_rule_decides_its_examples(rule):
    assert rule.examples
    assert rule.counter_examples
    assert {text: counts_at(text) for text in rule.examples} == dict.fromkeys(rule.examples, rule.counts)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_count_rule_leaves_its_counter_examples(rule):
    assert [text for text in rule.counter_examples if counts_at(text) == rule.counts] == []


@pytest.mark.parametrize("multiple", MULTIPLES, ids=lambda m: m.name)
def test_multiple_meets_its_examples(multiple):
    for text in multiple.examples:
        assert multiple.name in [m.name for _, _, m in find_multiples(text)], text
    for text in multiple.counter_examples:
        assert multiple.name not in [m.name for _, _, m in find_multiples(text)], text


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: f"{u.name}-{u.size:g}")
def test_unit_pattern_is_anchored_and_not_empty(unit):
    assert re.compile(unit.pattern, re.I).match("") is None
    assert unit.size > 0
