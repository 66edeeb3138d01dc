"""Logistic selection."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.selection._base import LogWeight, WeightFunction
from trueeffect.stats.problem import Array


def _log_weight(p: Array, delta: Array) -> LogWeight:
    x = delta[0] * p
    share = np.exp(-x) / (1 + np.exp(-x))
    value = np.log(2.0) - x - np.log1p(np.exp(-x))
    return LogWeight(value, (-p * (1 - share))[None], (-p * p * share * (1 - share))[None, None])


WEIGHT = WeightFunction(
    code="logistic",
    name="logistic selection",
    log_weight=_log_weight,
    neutral=(0.0,),
    starts=((1.0,), (6.0,)),
    low=(0.0,),
    doi="10.2307/2533164",
    formula="2 exp(-d p)/(1 + exp(-d p))",
    takes_precision=True,
)
