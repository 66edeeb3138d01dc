"""What to expect of a new study: chances of effects beyond thresholds, and bootstrap predictions."""

from __future__ import annotations

import numpy as np

from trueeffect.errors import InputError, TooFewEffects
from trueeffect.stats.confidence_draws import new_effect_draws
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.results import Results

DRAWS = 25_000


def chance_beyond(fit: Fit, thresholds: list[float] | float = 0.0) -> Results:
    """Return how likely the true effect of a new study lies above a threshold.

    The predictive distribution has the mean of the fit, the variance std_error^2 + tau2, and the shape (t or
    normal) of the fit's test (doi:10.1111/j.1467-985X.2008.00552.x). Thresholds are on the working scale
    (logs).

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> fit = pool(effect_sizes({"y": [0.1, 0.3, 0.5], "v": [0.04] * 3}, y="y", v="v"), test="wald")
    >>> chance_beyond(fit, 0.3)["above"].round(3).tolist()
    [0.5]
    """
    from scipy.special import ndtr, stdtr

    _mean_only(fit)
    at = np.atleast_1d(np.asarray(thresholds, dtype=float))
    z = (at - fit.estimate) / np.sqrt(fit.std_error**2 + fit.tau2)
    below = ndtr(z) if fit.df is None else stdtr(fit.df, z)
    columns = {"threshold": at, "above": 1 - below, "below": below}
    return Results("Chance that a new study's effect lies beyond", columns, fit.effects.backend)


def bootstrap_prediction(
    fit: Fit, level: float | None = None, *, draws: int = DRAWS, seed: int = 0
) -> tuple[float, float]:
    """Return a prediction interval that allows for the uncertainty of tau2 (doi:10.1177/0962280218773520).

    Use it with few studies, where intervals that take tau2 as known are too narrow. The draws come from
    ``seed``; more of them make the bounds steadier.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> effects = effect_sizes({"y": [0.1, 0.4, 0.5, 0.9], "v": [0.04] * 4}, y="y", v="v")
    >>> low, high = bootstrap_prediction(pool(effects))
    >>> low < pool(effects).conf_low and high > pool(effects).conf_high
    True
    """
    _mean_only(fit)
    if fit.k < 3:
        raise TooFewEffects(
            f"{fit.k} effects are too few for a prediction.", hint="Add studies.", k=fit.k, needed=3
        )
    if draws < 1000:
        raise InputError(f"draws={draws} is too few for stable bounds.", hint="Use 25000.")
    chosen = fit.level if level is None else level
    if not 0 < chosen < 1:
        raise InputError(f"level={chosen} is given; it must lie between 0 and 1.", hint="Use 0.95.")
    found = new_effect_draws(fit.solution.problem, draws, np.random.default_rng(seed))
    low, high = np.quantile(found, [(1 - chosen) / 2, (1 + chosen) / 2])
    return float(low), float(high)


def _mean_only(fit: Fit) -> None:
    if fit.design is not None:
        raise InputError("The model has moderators.", hint="Use predict() with their values.")
