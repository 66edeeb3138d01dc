"""Begg: rank correlation of the standardised deviations with the variances."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, score_test
from trueeffect.stats.bias.rank import kendall, score_std_error


def deviations(y: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return deviations from the common-effect mean over their standard errors."""
    w = 1 / v
    mean = (w * y).sum() / w.sum()
    return np.asarray((y - mean) / np.sqrt(v - 1 / w.sum()))


def _test(m: Material) -> Outcome:
    return score_test(kendall(deviations(m.y, m.v), m.v).score, score_std_error(len(m.y)))


ASYMMETRY = Asymmetry(
    code="Begg",
    name="rank correlation of the standardised deviations with the variances",
    needs="effects",
    test=_test,
    doi="10.2307/2533446",
    formula="Kendall score of (y - m)/sqrt(v - 1/sum w) with v",
)
