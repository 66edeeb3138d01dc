"""Beta selection: flexible, and also for suppression of significant results."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.selection._base import LogWeight, WeightFunction
from trueeffect.stats.problem import Array


def _log_weight(p: Array, delta: Array) -> LogWeight:
    slope = np.stack([np.log(p), np.log1p(-p)])
    value = (delta[0] - 1) * slope[0] + (delta[1] - 1) * slope[1]
    return LogWeight(value, slope, np.zeros((2, 2, *value.shape)))


WEIGHT = WeightFunction(
    code="beta",
    name="beta selection",
    log_weight=_log_weight,
    neutral=(1.0, 1.0),
    starts=((1.0, 1.0), (1.5, 1.0), (0.7, 1.2)),
    low=(1e-6, 1e-6),
    doi="10.1177/1094428115614198",
    formula="p^(a-1) (1-p)^(b-1)",
    clip=1e-5,
)
