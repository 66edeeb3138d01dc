"""Negative-exponential selection."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.selection._base import LogWeight, WeightFunction
from trueeffect.stats.problem import Array


def _log_weight(p: Array, delta: Array) -> LogWeight:
    value = -delta[0] * p
    return LogWeight(value, np.broadcast_to(-p, value.shape)[None], np.zeros((1, 1, *value.shape)))


WEIGHT = WeightFunction(
    code="negexp",
    name="negative-exponential selection",
    log_weight=_log_weight,
    neutral=(0.0,),
    starts=((1.0,), (6.0,)),
    low=(0.0,),
    doi="10.2307/2533164",
    formula="exp(-d p)",
    takes_precision=True,
)
