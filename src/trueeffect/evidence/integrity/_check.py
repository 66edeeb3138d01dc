"""Run every rule."""

from __future__ import annotations

from trueeffect._families import members
from trueeffect.evidence.integrity._base import Fault, Rule
from trueeffect.model.study import Study


def rules() -> dict[str, Rule]:
    """Return the rules by name."""
    return {rule.name: rule for rule in members("trueeffect.evidence.integrity", "RULE").values()}


def check_studies(studies: tuple[Study, ...]) -> tuple[Fault, ...]:
    """Return every fault, errors first, in the order of the studies."""
    faults = [fault for rule in rules().values() for fault in rule.find(studies)]
    order = {study.id: place for place, study in enumerate(studies)}
    return tuple(sorted(faults, key=lambda f: (f.level != "error", order.get(f.study, -1), f.where, f.rule)))
