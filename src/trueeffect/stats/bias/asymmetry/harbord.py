"""Harbord: regression of the score on its standard error."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, line_test


def _test(m: Material) -> Outcome:
    assert m.counts is not None
    a, b, c, d = m.counts
    n1, n2 = a + b, c + d
    n = n1 + n2
    z = a - n1 * (a + c) / n
    v = n1 * n2 * (a + c) * (b + d) / (n**2 * (n - 1))
    return line_test(z / v, 1 / np.sqrt(v), v)


ASYMMETRY = Asymmetry(
    code="Harbord",
    name="regression of the score on its standard error",
    needs="counts",
    test=_test,
    doi="10.1002/sim.2380",
    formula="Z/V on 1/sqrt(V), weights V",
)
