"""Expected effects and prediction intervals at given moderator values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, UnknownOption
from trueeffect.stats.quantiles import normal_quantile, t_quantile
from trueeffect.synthesis import frames
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.transforms import find_transform

Array = NDArray[np.float64]
RULES = ("fit", "k-p-1")


@dataclass(frozen=True, kw_only=True, eq=False)
class Prediction:
    """Expected effects with confidence and prediction intervals, one entry per row asked for."""

    estimate: Array
    std_error: Array | None
    conf_low: Array
    conf_high: Array
    pred_low: Array
    pred_high: Array
    level: float
    transform: str
    backend: str = "dict"

    def tidy(self) -> Any:
        """Return one row per prediction."""
        names = ("estimate", "std_error", "conf_low", "conf_high", "pred_low", "pred_high")
        columns = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return frames.build(columns, self.backend)


def predict(
    fit: Fit,
    at: Sequence[Sequence[float]] | None = None,
    *,
    rows: Array | None = None,
    level: float | None = None,
    interval: str = "fit",
    transform: str = "identity",
) -> Prediction:
    """Return what a model expects, and where the true effect of a new study would lie.

    Parameters
    ----------
    at : rows of moderator values, optional
        Without the intercept column; the model's own rows when absent.
    rows : array (m, p), optional
        Full rows of the design, intercept included, in place of ``at``.
    level : float, optional
        That of the fit when absent.
    interval : {"fit", "k-p-1"}
        Reference distribution of the prediction interval: that of the fit, or t with k - p - 1 degrees of
        freedom (doi:10.1111/j.1467-985X.2008.00552.x).
    transform : str
        Applied to estimates and bounds; there is then no standard error.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> effects = effect_sizes({"y": [0.1, 0.3, 0.5], "v": [0.01, 0.02, 0.03]}, y="y", v="v")
    >>> found = predict(pool(effects, method="DL", test="wald"), transform="exp")
    >>> found.pred_low.round(3), found.pred_high.round(3)
    (array([0.905]), array([1.885]))
    """
    if interval not in RULES:
        raise UnknownOption.of("interval", interval, RULES)
    s = fit.solution
    chosen = fit.level if level is None else level
    x = _rows(fit, at) if rows is None else np.atleast_2d(rows)
    estimate = x @ s.coef
    std_error = np.sqrt(np.einsum("ij,jk,ik->i", x, s.cov, x))
    crit = normal_quantile(chosen) if s.df is None else t_quantile(chosen, s.df)
    wide = crit if interval == "fit" else t_quantile(chosen, fit.k - len(fit.terms) - 1)
    half, spread = crit * std_error, wide * np.sqrt(std_error**2 + fit.tau2)
    change = find_transform(transform).function
    return Prediction(
        estimate=change(estimate),
        std_error=std_error if transform == "identity" else None,
        conf_low=change(estimate - half),
        conf_high=change(estimate + half),
        pred_low=change(estimate - spread),
        pred_high=change(estimate + spread),
        level=chosen,
        transform=transform,
        backend=fit.effects.backend,
    )


def _rows(fit: Fit, at: Sequence[Sequence[float]] | None) -> Array:
    if fit.design is None:
        if at is not None:
            raise InputError("at= is given, but the model has no moderators.", hint="Leave it out.")
        return np.ones((1, 1))
    if at is None:
        return fit.design.matrix
    values = np.atleast_2d(np.asarray(at, dtype=float))
    wanted = len(fit.terms) - fit.design.intercept
    if values.shape[1] != wanted:
        raise InputError(
            f"at= has {values.shape[1]} values per row; the model has {wanted} moderator columns: "
            f"{', '.join(fit.terms[int(fit.design.intercept) :])}.",
            hint="Give one value per column.",
        )
    if fit.design.intercept:
        values = np.hstack([np.ones((len(values), 1)), values])
    return values
