"""Macaskill: regression of the effects on the sample size."""

from __future__ import annotations

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, line_test


def _test(m: Material) -> Outcome:
    assert m.n1 is not None
    assert m.n2 is not None
    return line_test(m.y, m.n1 + m.n2, 1 / m.v)


ASYMMETRY = Asymmetry(
    code="Macaskill",
    name="regression of the effects on the sample size",
    needs="sizes",
    test=_test,
    doi="10.1002/sim.698",
    formula="y on N, weights 1/v",
)
