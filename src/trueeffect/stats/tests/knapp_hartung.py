"""Knapp and Hartung's inference: the covariance is scaled by y'Py/(k-p), tests use t."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Number
from trueeffect.stats.tests._base import Inference


def factor(form: Number, df: Number) -> Number:
    """Return y'Py/(k-p), NaN without degrees of freedom."""
    if np.ndim(df) == 0 and df > 0:
        return form / df
    with np.errstate(all="ignore"):
        return np.where(np.asarray(df) > 0, form / np.asarray(df, dtype=float), np.nan)


INFERENCE = Inference(
    code="knapp-hartung",
    name="Hartung-Knapp inference",
    doi="10.1002/sim.1482",
    r_code="knha",
    factor=factor,
    needs_form=True,
)
