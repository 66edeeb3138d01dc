"""Half-normal selection."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.selection._base import LogWeight, WeightFunction
from trueeffect.stats.problem import Array


def _log_weight(p: Array, delta: Array) -> LogWeight:
    value = -delta[0] * p * p
    return LogWeight(value, np.broadcast_to(-p * p, value.shape)[None], np.zeros((1, 1, *value.shape)))


WEIGHT = WeightFunction(
    code="halfnorm",
    name="half-normal selection",
    log_weight=_log_weight,
    neutral=(0.0,),
    starts=((1.0,), (6.0,)),
    low=(0.0,),
    doi="10.2307/2533164",
    formula="exp(-d p^2)",
    takes_precision=True,
)
