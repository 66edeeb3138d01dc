"""Deeks: regression of the effects on the inverse root of the effective sample size."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, line_test


def _test(m: Material) -> Outcome:
    assert m.n1 is not None
    assert m.n2 is not None
    effective = 4 * m.n1 * m.n2 / (m.n1 + m.n2)
    return line_test(m.y, 1 / np.sqrt(effective), effective)


ASYMMETRY = Asymmetry(
    code="Deeks",
    name="regression of the effects on the inverse root of the effective sample size",
    needs="sizes",
    test=_test,
    doi="10.1016/j.jclinepi.2005.01.016",
    formula="y on 1/sqrt(ESS), weights ESS = 4 n1 n2/N",
)
