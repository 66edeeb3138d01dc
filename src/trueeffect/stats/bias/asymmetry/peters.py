"""Peters: regression of the effects on the inverse of the sample size."""

from __future__ import annotations

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, line_test


def _test(m: Material) -> Outcome:
    assert m.counts is not None
    a, b, c, d = m.counts
    return line_test(m.y, 1 / (a + b + c + d), 1 / (1 / (a + c) + 1 / (b + d)))


ASYMMETRY = Asymmetry(
    code="Peters",
    name="regression of the effects on the inverse of the sample size",
    needs="counts",
    test=_test,
    doi="10.1001/jama.295.6.676",
    formula="y on 1/N, weights 1/(1/events + 1/non-events)",
)
