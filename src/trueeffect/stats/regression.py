"""One-level models: coefficients, heterogeneity, tests and fit statistics, for one problem or many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem, Projection, product
from trueeffect.stats.quantiles import chi2_p, f_p, normal_p, normal_quantile, t_p, t_quantile
from trueeffect.stats.tau2._base import Solution, Tau2Method
from trueeffect.stats.tau2._likelihood import log_likelihood
from trueeffect.stats.tests._base import Inference


class Omnibus(NamedTuple):
    """A joint test of several coefficients; ``df2`` is None for chi-square."""

    statistic: Number
    df1: int
    df2: Number | None
    p_value: Number


class Criteria(NamedTuple):
    """Log-likelihood and information criteria."""

    log_likelihood: Number
    aic: Number
    bic: Number
    aicc: Number


class Heterogeneity(NamedTuple):
    """Q with its test, and the shares derived from the typical sampling variance ``typical``."""

    q: Number
    df: Number
    p_value: Number
    typical: Number
    i2: Number
    h2: Number


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """A fitted one-level model; each array gains a last axis (d,) for a batch.

    Parameters
    ----------
    coef, std_error, statistic, p_value, conf_low, conf_high : array, shape (p,)
        Per coefficient of the design as given.
    cov : array, shape (p, p)
        Covariance of the coefficients, small-sample factor included.
    factor : float
        Small-sample factor on the covariance (1 for Wald and t).
    df : float or None
        Degrees of freedom of t; None for the normal distribution.
    tau2 : Solution
        Estimate with its convergence record.
    """

    problem: Problem
    method: Tau2Method | None
    inference: Inference
    level: float
    weights: Array | None
    q_weights: Array | None
    tau2: Solution
    estimated: bool
    coef: Array
    cov: Array
    std_error: Array
    statistic: Array
    p_value: Array
    conf_low: Array
    conf_high: Array
    factor: Number
    df: Number | None
    form: Number

    def heterogeneity(self) -> Heterogeneity:
        """Return Q, I2 and H2; I2 as a share in [0, 1]."""
        return heterogeneity(self.problem, self.tau2.tau2, common=self.method is None and not self.estimated)

    def criteria(self) -> Criteria:
        """Return the log-likelihood (restricted for REML) and AIC, BIC, AICc."""
        restricted = self.method is not None and self.method.restricted
        value = log_likelihood(self.problem, self.tau2.tau2, restricted)
        if self.weights is not None:
            value = value - self._excess() / 2
        q = self.problem.p + (1 if self.estimated else 0)
        n = self.problem.df if restricted else self.problem.count
        m = np.maximum(n, q + 2)
        with np.errstate(all="ignore"):
            bic = -2 * value + q * np.log(np.where(np.asarray(n) > 0, n, np.nan))
        return Criteria(value, -2 * value + 2 * q, bic, -2 * value + 2 * q * m / (m - q - 1))

    def _excess(self) -> Number:
        """Return how much the weighted squares exceed their minimum, since other weights made the fit."""
        at = self.problem.at(self.tau2.tau2)
        basis = self.problem.basis
        if basis is None:
            resid = self.problem.y - self.coef[0]
        else:
            resid = self.problem.y - basis.fitted(basis.r @ self.coef)
        return np.add.reduce(at.w * resid * resid, 0) - at.form()

    def tau2_std_error(self) -> Number:
        """Return the large-sample standard error of tau2 (also at a given tau2); NaN without a method."""
        if self.method is None:
            return np.nan
        return self.method.std_error(self.problem, self.tau2.tau2, self.q_weights)

    def omnibus(self, terms: list[int]) -> Omnibus:
        """Return the joint test that the coefficients ``terms`` (counted from 0) are zero."""
        return joint_test(self.coef[terms], self.cov[np.ix_(terms, terms)], self.df)


def heterogeneity(problem: Problem, tau2: Number, *, common: bool = False) -> Heterogeneity:
    """Return Q at weights 1/v, its test, and I2 and H2.

    I2 is tau2/(tau2 + s) with the typical variance s = (k-p)/tr P at tau2 = 0
    (doi:10.1002/sim.1186); for the common-effect model it is max(0, (Q - df)/Q).
    """
    fixed, df = problem.at(0.0), problem.df
    i2: Number
    h2: Number
    q: Number = np.where(df > 0, fixed.form(), 0.0) if problem.many else (fixed.form() if df > 0 else 0.0)
    with np.errstate(all="ignore"):
        typical = np.divide(df, fixed.trace())
        if common:
            i2 = np.maximum(0.0, np.divide(q - df, q))
            h2 = np.divide(q, df)
        else:
            i2, h2 = tau2 / (tau2 + typical), 1 + tau2 / typical
    if problem.many:
        none = np.asarray(df) <= 0
        i2, h2 = np.where(none | (q == 0 if common else False), 0.0, i2), np.where(none, 1.0, h2)
    elif df <= 0 or (common and q == 0):
        i2, h2 = 0.0, (1.0 if df <= 0 else h2)
    return Heterogeneity(q, df, chi2_p(q, df), typical, i2, h2)


def joint_test(coef: Array, cov: Array, df: Number | None) -> Omnibus:
    """Return the Wald test that ``coef`` is zero: chi-square, or F when ``df`` is given."""
    m = coef.shape[0]
    if coef.ndim == 1:
        statistic = coef @ _solved(cov, coef)
    else:
        solved = _solved(np.moveaxis(cov, -1, 0), coef.T[..., None])[..., 0].T
        statistic = np.add.reduce(coef * solved, 0)
    if df is None:
        return Omnibus(statistic, m, None, chi2_p(statistic, m))
    return Omnibus(statistic / m, m, df, f_p(statistic / m, m, df))


def _solved(matrix: Array, right: Array) -> Array:
    try:
        return np.asarray(np.linalg.solve(matrix, right))
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)


def fit(
    problem: Problem,
    method: Tau2Method | None,
    inference: Inference,
    *,
    level: float = 0.95,
    tau2: Number | None = None,
    weights: Array | None = None,
    q_weights: Array | None = None,
) -> Fitted:
    """Fit the model y = X b + u + e, var(u) = tau2, var(e) = v.

    Parameters
    ----------
    method : Tau2Method or None
        Estimator of tau2; None is the common-effect model (tau2 = 0, unless ``tau2`` is given).
    tau2 : float, optional
        Use this value and estimate none.
    weights : array (k,), optional
        Weights of the coefficients in place of 1/(v + tau2); the covariance is then the sandwich.
    q_weights : array (k,), optional
        Weights of the moment equation, for a method that takes them; they weigh the coefficients too.
    """
    if tau2 is not None:
        solution = Solution(tau2)
    elif method is None:
        solution = Solution(np.zeros(problem.width) if problem.many else 0.0)
    else:
        solution = method.estimate(problem, q_weights)
    estimated = method is not None and tau2 is None
    if method is not None and method.takes_weights and weights is None:
        weights = 1.0 / problem.v if q_weights is None else q_weights
    return conclude(problem, solution, method, inference, level, weights, q_weights, estimated)


def conclude(
    problem: Problem,
    solution: Solution,
    method: Tau2Method | None,
    inference: Inference,
    level: float,
    weights: Array | None = None,
    q_weights: Array | None = None,
    estimated: bool = True,
) -> Fitted:
    """Return coefficients and tests at a tau2 that is already known."""
    at = problem.at(solution.tau2)
    coef, cov = _coefficients(problem, at, solution.tau2, weights)
    form = at.form() if inference.needs_form else np.nan
    factor = inference.factor(form, problem.df)
    df = problem.df if inference.uses_t else None
    if inference.needs_form:
        cov = cov * factor
    with np.errstate(all="ignore"):
        std_error = np.sqrt(np.einsum("ii...->i...", cov) if problem.p > 1 else cov[0])
        statistic = coef / std_error
    crit: Number
    if df is None:
        p_value, crit = normal_p(statistic), normal_quantile(level)
    else:
        p_value, crit = t_p(statistic, df), t_quantile(level, df)
    return Fitted(
        problem=problem,
        method=method,
        inference=inference,
        level=level,
        weights=weights,
        q_weights=q_weights,
        tau2=solution,
        estimated=estimated,
        coef=coef,
        cov=cov,
        std_error=std_error,
        statistic=statistic,
        p_value=p_value,
        conf_low=coef - crit * std_error,
        conf_high=coef + crit * std_error,
        factor=factor,
        df=df,
        form=form,
    )


def _coefficients(
    problem: Problem, at: Projection, tau2: Number, weights: Array | None
) -> tuple[Array, Array]:
    """Return coefficients (p,) and covariance (p, p) on the given design, before any factor."""
    if weights is None:
        coef, cov = at.coef, at.inverse
    else:
        own = _own_weights(problem, weights)
        chosen = Projection(problem, own)
        meat = chosen.moment(own * own * (problem.v + tau2))
        coef = chosen.coef
        if problem.basis is None:
            cov = chosen.inverse**2 * meat
        else:
            cov = product(product(chosen.inverse, meat), chosen.inverse)
    if problem.basis is None:
        return np.asarray(coef)[None], np.asarray(cov)[None, None]
    return on_design(problem, coef, cov)


def _own_weights(problem: Problem, weights: Array) -> Array:
    own = weights[:, None] if problem.many and weights.ndim == 1 else weights
    return own if problem.one is None else own * problem.one


def on_design(problem: Problem, coef: Array, cov: Array) -> tuple[Array, Array]:
    """Return coefficients and covariance of the basis on the columns of X."""
    assert problem.basis is not None
    r = problem.basis.r
    back = np.linalg.inv(r)
    if r.ndim == 2 and coef.ndim == 1:
        return back @ coef, back @ cov @ back.T
    if r.ndim == 2:
        return back @ coef, np.einsum("ij,jkd,lk->ild", back, cov, back)
    return np.einsum("dij,jd->id", back, coef), np.einsum("dij,jkd,dlk->ild", back, cov, back)
