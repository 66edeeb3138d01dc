"""Pustejovsky: regression of standardised differences on the root of the inverse group sizes."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, line_test


def _test(m: Material) -> Outcome:
    assert m.n1 is not None
    assert m.n2 is not None
    return line_test(m.y, np.sqrt(1 / m.n1 + 1 / m.n2), 1 / m.v)


ASYMMETRY = Asymmetry(
    code="Pustejovsky",
    name="regression of standardised differences on the root of the inverse group sizes",
    needs="sizes",
    test=_test,
    doi="10.1002/jrsm.1332",
    formula="y on sqrt(1/n1 + 1/n2), weights 1/v",
)
