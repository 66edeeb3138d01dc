"""Knapp and Hartung's inference with a factor of at least 1, so that it never narrows an interval."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Number
from trueeffect.stats.tests import knapp_hartung
from trueeffect.stats.tests._base import Inference


def factor(form: Number, df: Number) -> Number:
    """Return max(1, y'Py/(k-p))."""
    return np.maximum(1.0, knapp_hartung.factor(form, df))


INFERENCE = Inference(
    code="knapp-hartung-conservative",
    name="Hartung-Knapp inference with a factor of at least 1",
    doi="10.1002/sim.1482",
    r_code="adhoc",
    factor=factor,
    needs_form=True,
)
