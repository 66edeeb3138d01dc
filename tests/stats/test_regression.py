"""Coefficients, heterogeneity and likelihood against plain matrix formulas."""

from __future__ import annotations

import numpy as np
import pytest

from trueeffect.stats.problem import Problem
from trueeffect.stats.regression import fit
from trueeffect.stats.tau2 import estimators
from trueeffect.stats.tests import inferences

METHODS, RULES = estimators(), inferences()
RNG = np.random.default_rng(8)
Y, V = RNG.normal(0.3, 0.5, 12), RNG.uniform(0.02, 0.3, 12)
X = np.column_stack([np.ones(12), RNG.normal(1980, 12, 12), RNG.normal(size=12)])


def matrices(tau2, x):
    w = np.diag(1 / (V + tau2))
    inverse = np.linalg.inv(x.T @ w @ x)
    beta = inverse @ x.T @ w @ Y
    return w, inverse, beta, w - w @ x @ inverse @ x.T @ w


@pytest.mark.parametrize("x", [np.ones((12, 1)), X], ids=["mean", "moderators"])
@pytest.mark.parametrize("rule", list(RULES))
def test_coefficients_and_covariance(x, rule):
    found = fit(Problem(Y, V, x), METHODS["REML"], RULES[rule])
    _, inverse, beta, p = matrices(found.tau2.tau2, x)
    factor = Y @ p @ Y / (12 - x.shape[1])
    factor = {"wald": 1.0, "t": 1.0, "knapp-hartung": factor, "knapp-hartung-conservative": max(1.0, factor)}[
        rule
    ]
    np.testing.assert_allclose(found.coef, beta, rtol=1e-6)
    np.testing.assert_allclose(found.cov, factor * inverse, rtol=1e-5)
    assert (found.df is None) == (rule == "wald")


@pytest.mark.parametrize("code", ["ML", "REML"])
def test_likelihood(code):
    found = fit(Problem(Y, V, X), METHODS[code], RULES["wald"])
    w, _, _, p = matrices(found.tau2.tau2, X)
    value = -0.5 * (-np.log(np.diag(w)).sum() + Y @ p @ Y)
    if code == "ML":
        value -= 6 * np.log(2 * np.pi)
    else:
        logs = [np.linalg.slogdet(m)[1] for m in (X.T @ X, X.T @ w @ X)]
        value += -4.5 * np.log(2 * np.pi) + 0.5 * (logs[0] - logs[1])
    assert found.criteria().log_likelihood == pytest.approx(value, rel=1e-8)


def test_own_weights_give_the_sandwich():
    a = RNG.uniform(0.5, 2, 12)
    found = fit(Problem(Y, V, X), METHODS["DL"], RULES["wald"], weights=a)
    bread = np.linalg.inv(X.T @ np.diag(a) @ X)
    meat = X.T @ np.diag(a**2 * (V + found.tau2.tau2)) @ X
    np.testing.assert_allclose(found.coef, bread @ X.T @ (a * Y), rtol=1e-6)
    np.testing.assert_allclose(found.cov, bread @ meat @ bread, rtol=1e-5)


def test_batch_is_the_loop():
    one = (RNG.random((12, 9)) < 0.8).astype(float)
    one[:6] = 1
    problem = Problem(Y, V, X).masked(one)
    many = fit(problem, METHODS["REML"], RULES["knapp-hartung"])
    shares = many.heterogeneity()
    for j in range(9):
        kept = one[:, j] > 0
        alone = fit(Problem(Y[kept], V[kept], X[kept]), METHODS["REML"], RULES["knapp-hartung"])
        np.testing.assert_allclose(many.coef[:, j], alone.coef, rtol=1e-7)
        np.testing.assert_allclose(many.conf_low[:, j], alone.conf_low, rtol=1e-7)
        assert many.criteria().log_likelihood[j] == pytest.approx(alone.criteria().log_likelihood, rel=1e-7)
        assert shares.i2[j] == pytest.approx(alone.heterogeneity().i2, abs=1e-9)
        assert many.omnibus([1, 2]).p_value[j] == pytest.approx(alone.omnibus([1, 2]).p_value, rel=1e-6)


def test_large_offsets_do_not_hurt():
    far = fit(Problem(Y + 1e6, V), METHODS["REML"], RULES["wald"])
    near = fit(Problem(Y, V), METHODS["REML"], RULES["wald"])
    assert far.coef[0] - 1e6 == pytest.approx(near.coef[0], abs=1e-8)
    assert far.tau2.tau2 == pytest.approx(near.tau2.tau2, rel=1e-6)
