"""Confidence intervals of the between-study variance and of the shares derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.tau2_interval import intervals
from trueeffect.synthesis import frames
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.pool import moment_weights


@dataclass(frozen=True, kw_only=True)
class HeterogeneityInterval:
    """Bounds of tau2, tau, I2 (a share in [0, 1]) and H2."""

    method: str
    level: float
    tau2: float
    tau2_low: float
    tau2_high: float
    tau_low: float
    tau_high: float
    i2_low: float
    i2_high: float
    h2_low: float
    h2_high: float
    backend: str = "dict"

    def tidy(self) -> Any:
        """Return one row per quantity."""
        names = ("tau2", "tau", "i2", "h2")
        lows = [getattr(self, f"{name}_low") for name in names]
        highs = [getattr(self, f"{name}_high") for name in names]
        return frames.build({"term": list(names), "conf_low": lows, "conf_high": highs}, self.backend)


def heterogeneity_interval(
    fit: Fit, *, method: str = "QP", level: float | None = None, q_weights: str | None = None
) -> HeterogeneityInterval:
    """Return a confidence interval of the between-study variance.

    Parameters
    ----------
    method : {"QP", "GENQ", "PL", "J", "BJ"}
        Q-profile; generalised Q (exact distribution); profile likelihood; Jackson; Biggerstaff-Jackson.
    level : float, optional
        That of the fit when absent.
    q_weights : str, optional
        For GENQ: ``inverse_v``, ``unit`` or a column; those of the fit when absent.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> effects = effect_sizes({"y": [0.1, 0.3, 0.5, 1.5], "v": [0.01, 0.02, 0.03, 0.02]}, y="y", v="v")
    >>> found = heterogeneity_interval(pool(effects))
    >>> round(found.tau2_low, 3), round(found.tau2_high, 3)
    (0.106, 5.358)
    """
    if fit.k <= len(fit.terms):
        raise TooFewEffects(
            f"{fit.k} effects and {len(fit.terms)} coefficients say nothing of the variance between studies.",
            hint="The estimate itself stands.",
            k=fit.k,
            needed=len(fit.terms) + 1,
        )
    family = intervals()
    if method not in family:
        raise UnknownOption.of("method", method, family)
    chosen = family[method]
    if q_weights is not None and not chosen.takes_weights:
        raise InputError(f"q_weights is given, but {method} does not use it.", hint='Use method="GENQ".')
    s = fit.solution
    weights = s.q_weights if q_weights is None else moment_weights(fit.effects, q_weights)
    restricted = s.method is None or s.method.code != "ML"
    at = fit.level if level is None else level
    low, high = chosen.bounds(s.problem, at, weights if chosen.takes_weights else None, restricted)
    typical = float(fit.heterogeneity.typical)
    return HeterogeneityInterval(
        method=method,
        level=at,
        tau2=fit.tau2,
        tau2_low=low,
        tau2_high=high,
        tau_low=float(np.sqrt(low)),
        tau_high=float(np.sqrt(high)),
        i2_low=low / (low + typical),
        i2_high=high / (high + typical),
        h2_low=1 + low / typical,
        h2_high=1 + high / typical,
        backend=fit.effects.backend,
    )
