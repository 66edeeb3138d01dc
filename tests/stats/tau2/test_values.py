"""Hand-worked values, and the equations that iterative estimators must solve."""

from __future__ import annotations

import numpy as np
import pytest

from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_quantile
from trueeffect.stats.tau2 import estimators
from trueeffect.stats.tau2._likelihood import log_likelihood

METHODS = estimators()
# Two effects 0 and 2, variances 1 and 1: mean 1, Q = 2, sum w = 2, tr P = 1.
PAIR = Problem(np.array([0.0, 2.0]), np.array([1.0, 1.0]))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("DL", (2 - 1) / (2 - 1)),  # (Q - df)/(sum w - sum w2 / sum w)
        ("HE", 2 - 1),  # sample variance minus mean variance
        ("HS", 0.0),  # (Q - k)/sum w = (2 - 2)/2
        ("HSk", (2 * 2 - 2) / 2),  # (k/(k-1) Q - k)/sum w
        ("SJ", 1 * (2 / 2) / 1),  # t0 = 1, weights 1/2, y'Py = 1
        ("ML", 0.0),  # v + tau2 = mean square 1
        ("REML", 1.0),  # v + tau2 = sample variance 2
        ("PM", 1.0),  # 2/(1 + tau2) = 1
        ("EB", 1.0),
        ("PMM", 2 / chi2_quantile(0.5, 1) - 1),
        ("GENQ", 1.0),
        ("GENQM", 2 / chi2_quantile(0.5, 1) - 1),
    ],
)
def test_two_equal_variances(code, value):
    assert METHODS[code].estimate(PAIR, None).tau2 == pytest.approx(value, rel=1e-10, abs=1e-12)


def test_unit_weights_make_genq_he():
    rng = np.random.default_rng(2)
    problem = Problem(rng.normal(0, 1, 9), rng.uniform(0.1, 1, 9))
    unit = METHODS["GENQ"].estimate(problem, np.ones(9)).tau2
    assert unit == pytest.approx(METHODS["HE"].estimate(problem, None).tau2)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("moderators", [0, 2])
def test_equations_are_solved(seed, moderators):
    rng = np.random.default_rng(seed)
    y, v = rng.normal(0, 1, 15), rng.uniform(0.05, 0.6, 15)
    x = np.column_stack([np.ones(15), rng.normal(size=(15, moderators))]) if moderators else None
    problem = Problem(y, v, x)
    paule = problem.at(METHODS["PM"].estimate(problem, None).tau2)
    assert paule.form() == pytest.approx(problem.df, rel=1e-10)
    restricted = problem.at(METHODS["REML"].estimate(problem, None).tau2)
    assert restricted.trace() == pytest.approx(restricted.form2(), rel=1e-10)
    full = problem.at(METHODS["ML"].estimate(problem, None).tau2)
    assert full.w.sum() == pytest.approx(full.form2(), rel=1e-10)


def test_likelihood_with_two_peaks_takes_the_higher():
    # Two tight clusters far apart and one precise outlier make a second, lower peak near zero.
    rng = np.random.default_rng(0)
    for _ in range(200):
        k = int(rng.integers(3, 7))
        y, v = rng.normal(0, 3, k), 10.0 ** rng.uniform(-5, 1, k)
        problem = Problem(y, v)
        found = METHODS["REML"].estimate(problem, None).tau2
        best = float(log_likelihood(problem, found, True))
        grid = np.r_[0.0, np.geomspace(1e-7, 1e3, 400)]
        values = log_likelihood(problem.widened(), grid, True)
        assert best >= values.max() - 1e-9


def test_projection_traces_agree_with_matrices():
    rng = np.random.default_rng(5)
    y, v = rng.normal(size=8), rng.uniform(0.1, 1, 8)
    x = np.column_stack([np.ones(8), rng.normal(size=8)])
    at = Problem(y, v, x).at(0.3)
    w = np.diag(1 / (v + 0.3))
    p = w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w
    d, e = rng.uniform(size=8), rng.uniform(size=8)
    assert at.form() == pytest.approx(y @ p @ y)
    assert at.form2() == pytest.approx(y @ p @ p @ y)
    assert at.form3() == pytest.approx(y @ p @ p @ p @ y)
    assert at.trace() == pytest.approx(np.trace(p))
    assert at.trace2() == pytest.approx(np.trace(p @ p))
    assert at.trace_with(d) == pytest.approx(np.trace(p @ np.diag(d)))
    assert at.trace_between(d, e) == pytest.approx(np.trace(p @ np.diag(d) @ p @ np.diag(e)))
