"""Transforms of estimates, and back-transformation of a pooled proportion."""

from __future__ import annotations

from typing import Any

import numpy as np

import trueeffect as te
from trueeffect.synthesis.transforms import double_arcsine_inverse

from ._base import Call, Result, effects_of

NAMES = {"ztor": "tanh", "logodds_to_d": "logodds_to_d_normal", "d_to_logodds": "d_to_logodds_normal"}


def transform(call: Call, table: Any) -> Result:
    """Transform every estimate."""
    name = call["function_name"]
    return {"value": te.transform(effects_of(call, table).y, NAMES.get(name, name))}


def convert_delta(call: Call, table: Any) -> Result:
    """Transform estimates and variances."""
    effects, name = effects_of(call, table), call["function_name"]
    y, v = te.transform_delta(effects.y, effects.v, NAMES.get(name, name))
    return {"y": y, "v": v}


def back_ft(call: Call, table: Any) -> Result:
    """Pool double arcsines and return to proportions."""
    effects = effects_of(call, table)
    fit = te.pool(effects, method="REML", test="wald")
    n = len(effects.sizes) / np.sum(1 / effects.sizes)
    values = double_arcsine_inverse([fit.estimate, fit.conf_low, fit.conf_high], n)
    return {"pred": values[0], "ci_lb": values[1], "ci_ub": values[2]}


OPERATIONS = {"transform": transform, "convert_delta": convert_delta, "back_ft": back_ft}
