"""Bayesian step model with autocorrelated days, by quadrature: no sampling, the same digits each time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trueeffect.stats.single_case.serial import SerialFits, fit_grid, step_design

Array = NDArray[np.float64]
_SIGMAS = 41


@dataclass(frozen=True, kw_only=True, eq=False)
class Mixture:
    """A posterior as a weighted mixture of normal distributions; exact up to the quadrature grid."""

    weight: Array
    mean: Array
    std_dev: Array

    @property
    def estimate(self) -> float:
        """Posterior mean."""
        return float(self.weight @ self.mean)

    @property
    def spread(self) -> float:
        """Posterior standard deviation."""
        return float(np.sqrt(self.weight @ (self.std_dev**2 + (self.mean - self.estimate) ** 2)))

    def below(self, value: float) -> float:
        """Return the probability of lying below ``value``."""
        from scipy.special import ndtr

        return float(min(1.0, self.weight @ ndtr((value - self.mean) / self.std_dev)))

    def quantile(self, probability: float) -> float:
        """Return the value below which ``probability`` lies."""
        from scipy.optimize import brentq

        reach = 12 * self.spread
        return float(
            brentq(lambda x: self.below(x) - probability, self.estimate - reach, self.estimate + reach)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class StepPosterior:
    """Posterior of the step, of the day-to-day correlation, and how likely the data were."""

    step: Mixture
    phi: float
    log_evidence: float


def step_posterior(
    time: ArrayLike,
    y: ArrayLike,
    start: int,
    *,
    prior_mean: float = 0.0,
    prior_variance: float = np.inf,
    offset: float = 0.0,
    offset_variance: float = 0.0,
) -> StepPosterior:
    """Return the posterior of a step in an autocorrelated series.

    Model: ``y_t = mu + (theta + g) [t >= start] + e_t``, ``e`` stationary AR(1) with the exact correlation
    over missing days. ``g ~ N(offset, offset_variance)`` is the course without treatment and is taken
    out; ``theta ~ N(prior_mean, prior_variance)``, flat when infinite; ``mu`` and ``log sigma`` flat;
    the correlation has the prior of :func:`phi_prior`. ``theta`` and ``mu`` are integrated exactly, the
    correlation and ``log sigma`` on a grid.

    Parameters
    ----------
    time, y : (N,)
        Days in order and values.
    start : int
        Index of the first day after.

    Examples
    --------
    >>> found = step_posterior(range(16), [6, 7, 6, 5, 7, 6, 5, 6, 3, 4, 3, 2, 4, 3, 2, 3], 8)
    >>> round(found.step.estimate), found.step.below(0) > 0.95
    (-3, True)
    """
    return posterior_of(
        fit_grid(time, y, step_design(time, start)),
        prior_mean=prior_mean,
        prior_variance=prior_variance,
        offset=offset,
        offset_variance=offset_variance,
    )


def posterior_of(
    fits: SerialFits,
    *,
    prior_mean: float = 0.0,
    prior_variance: float = np.inf,
    offset: float = 0.0,
    offset_variance: float = 0.0,
) -> StepPosterior:
    """Return :func:`step_posterior` for fits that are at hand; several priors then share one fit."""
    log_sigma = _sigma_grid(fits)
    sigma2 = np.exp(2 * log_sigma)[None, :]
    seen = fits.beta[:, 1][:, None] - offset
    noise = sigma2 * fits.unit_cov[:, 1, 1][:, None] + offset_variance
    log_weight = (
        -0.5 * (fits.log_det + fits.log_det_x)[:, None]
        - 0.5 * fits.rss[:, None] / sigma2
        - fits.df * log_sigma[None, :]
        + np.log(phi_prior(fits.phi))[:, None]
    )
    if np.isinf(prior_variance):
        mean, variance = np.broadcast_to(seen, log_weight.shape), noise
    else:
        total = noise + prior_variance
        log_weight = log_weight - 0.5 * (np.log(total) + (seen - prior_mean) ** 2 / total)
        mean = (seen * prior_variance + prior_mean * noise) / total
        variance = noise * prior_variance / total
    top = float(log_weight.max())
    weight = np.exp(log_weight - top)
    whole = float(weight.sum())
    weight = weight / whole
    kept = weight.ravel() > 1e-12
    mixture = Mixture(
        weight=weight.ravel()[kept] / weight.ravel()[kept].sum(),
        mean=mean.ravel()[kept],
        std_dev=np.sqrt(variance.ravel()[kept]),
    )
    return StepPosterior(
        step=mixture, phi=float(weight.sum(axis=1) @ fits.phi), log_evidence=top + np.log(whole)
    )


def phi_prior(phi: Array) -> Array:
    """Return the prior weight of day-to-day correlations: Beta(7, 1) on (-0.5, 1).

    Daily pain is positively correlated; a short diary cannot tell how much, and least squares would
    claim too little. The shape was chosen so that the interval of the step holds its level in
    ``validation/person/error_rates.py`` over correlations 0 to 0.8.
    """
    share = (phi + 0.5) / 1.5
    return share**6.0


def _sigma_grid(fits: SerialFits) -> Array:
    """Return log sigma over all values that carry weight at any correlation."""
    likely = fits.rss / max(fits.df, 1)
    centre_low, centre_high = 0.5 * np.log(likely.min()), 0.5 * np.log(likely.max())
    reach = 4.5 / np.sqrt(2 * max(fits.df, 1))
    return np.linspace(centre_low - reach, centre_high + 1.6 * reach, _SIGMAS)
