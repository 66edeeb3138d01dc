"""The normal model given tau: marginal likelihood and conditional moments, for a mean or a regression."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array


class Conditional(NamedTuple):
    """Given each tau: log marginal likelihood (n,), coefficients (p, n) and covariances (p, p, n)."""

    log_likelihood: Array
    coef: Array
    cov: Array


def conditional(
    y: Array, v: Array, design: Array, tau: Array, prior_mean: Array | None, prior_precision: Array | None
) -> Conditional:
    """Integrate the coefficients out at every tau.

    A flat prior when ``prior_precision`` is None; else normal with this mean (p,) and precision (p, p).
    """
    k, p = design.shape
    w = 1 / (v[:, None] + tau[None] ** 2)
    precision = np.einsum("ki,kn,kj->nij", design, w, design)
    cross = np.einsum("ki,kn,k->ni", design, w, y)
    square = (y**2) @ w
    log_prior = -0.5 * k * np.log(2 * np.pi) + 0.5 * np.log(w).sum(axis=0)
    if prior_precision is None:
        log_prior = log_prior + 0.5 * p * np.log(2 * np.pi)
    else:
        assert prior_mean is not None
        precision = precision + prior_precision
        cross = cross + prior_precision @ prior_mean
        square = square + float(prior_mean @ prior_precision @ prior_mean)
        log_prior = log_prior + 0.5 * float(np.linalg.slogdet(prior_precision)[1])
    cov = np.linalg.inv(precision)
    coef = np.einsum("nij,nj->ni", cov, cross)
    form = square - np.einsum("ni,ni->n", coef, cross)
    value = log_prior - 0.5 * np.linalg.slogdet(precision)[1] - 0.5 * form
    return Conditional(value, coef.T, np.moveaxis(cov, 0, -1))


def conditional_mean(y: Array, v: Array, tau: Array, mean: float | None, sd: float | None) -> Conditional:
    """Do the same for a model with a mean only, which needs no matrices."""
    w = 1 / (v[:, None] + tau[None] ** 2)
    precision, cross = w.sum(axis=0), y @ w
    log_prior = -0.5 * len(y) * np.log(2 * np.pi) + 0.5 * np.log(w).sum(axis=0)
    if sd is None or mean is None:
        log_prior = log_prior + 0.5 * np.log(2 * np.pi)
    else:
        precision, cross = precision + sd**-2, cross + mean * sd**-2
        log_prior = log_prior - np.log(sd)
    centre = cross / precision
    form = np.einsum("kn,kn->n", w, (y[:, None] - centre) ** 2)
    if sd is not None and mean is not None:
        form = form + ((mean - centre) / sd) ** 2
    value = log_prior - 0.5 * np.log(precision) - 0.5 * form
    return Conditional(value, centre[None], 1 / precision[None, None])
