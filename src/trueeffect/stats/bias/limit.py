"""The effect of an infinitely large study: limit meta-analysis, and the PET and PEESE regressions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.bias.line import Line, fit_line, with_intercept
from trueeffect.stats.problem import Array


class Limit(NamedTuple):
    """Adjusted mean with its standard error, slope, shrunken study effects, and the share G2.

    ``g2`` is the share of heterogeneity left unexplained by small-study effects.
    """

    estimate: float
    std_error: float
    slope: float
    slope_std_error: float
    effects: Array
    g2: float
    q_residual: float
    df: int


def limit_meta_analysis(y: Array, v: Array, tau2: float) -> Limit:
    """Return the limit estimate b + sqrt(tau2) a of y_i = b + a sqrt(v_i + tau2) + e_i.

    Studies shrink towards it: b0 + sqrt(tau2/(v_i + tau2)) (y_i - b0), the limit of an ever larger study
    (doi:10.1093/biostatistics/kxq046).
    """
    spread = np.sqrt(v + tau2)
    root = float(np.sqrt(tau2))
    design = with_intercept(spread)
    w = 1 / spread**2
    inverse = np.linalg.inv(design.T @ (design * w[:, None]))
    coef = inverse @ (design.T @ (w * y))
    gain = np.array([1.0, root])
    estimate = float(gain @ coef)
    effects = estimate + root / spread * (y - estimate)
    g2 = _unexplained(effects, v)
    q = float((w * (y - design @ coef) ** 2).sum())
    errors = np.sqrt(np.diag(inverse))
    return Limit(
        estimate,
        float(np.sqrt(gain @ inverse @ gain)),
        float(coef[1]),
        float(errors[1]),
        effects,
        g2,
        q,
        len(y) - 2,
    )


def _unexplained(effects: Array, v: Array) -> float:
    """Return 1 - R2 of the line through the limit effects on the radial plot."""
    se = np.sqrt(v)
    z, x = effects / se, 1 / se
    line = fit_line(z, with_intercept(x), np.ones_like(z))
    resid = z - with_intercept(x) @ line.coef
    total = float(((z - z.mean()) ** 2).sum())
    return float(resid @ resid) / total if total > 0 else 0.0


class PetPeese(NamedTuple):
    """Both regressions, and which one the conditional rule picks."""

    pet: Line
    peese: Line
    chosen: str


def pet_peese(y: Array, v: Array, alpha: float) -> PetPeese:
    """Return effects on standard errors (PET) and on variances (PEESE), weights 1/v (doi:10.1002/jrsm.1095).

    The intercept of PEESE is reported when that of PET is above zero at one-sided ``alpha`` (below zero for
    negative effects), else that of PET.
    """
    se, w = np.sqrt(v), 1 / v
    pet, peese = fit_line(y, with_intercept(se), w), fit_line(y, with_intercept(v), w)
    mean = (w * y).sum() / w.sum()
    one_sided = pet.p_value[0] / 2 if pet.coef[0] * mean > 0 else 1 - pet.p_value[0] / 2
    return PetPeese(pet, peese, "PEESE" if one_sided < alpha else "PET")
