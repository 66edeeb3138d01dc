"""Egger: regression of the effects on their standard errors."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, line_test


def _test(m: Material) -> Outcome:
    return line_test(m.y, np.sqrt(m.v), 1 / m.v)


ASYMMETRY = Asymmetry(
    code="Egger",
    name="regression of the effects on their standard errors",
    needs="effects",
    test=_test,
    doi="10.1136/bmj.315.7109.629",
    formula="y on sqrt(v), weights 1/v, scale estimated",
)
