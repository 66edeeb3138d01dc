"""The distribution of quadratic forms against closed forms and against each other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import chdtr

from trueeffect.stats.problem import Problem, Projection
from trueeffect.stats.weighted_chi2 import cdf, form_cdf


@pytest.mark.parametrize("df", [1, 2, 5, 30, 200, 2000])
@pytest.mark.parametrize("share", [0.3, 0.9, 1.0, 1.1, 2.0])
def test_equal_weights_are_chi_square(df, share):
    assert cdf(3 * share * df, np.full(df, 3.0)) == pytest.approx(chdtr(df, share * df), abs=1e-11)


def test_two_pairs_have_a_closed_form():
    # a chi2_2 + b chi2_2 has the tail (a exp(-x/2a) - b exp(-x/2b))/(a - b).
    a, b, x = 2.0, 0.5, 6.0
    tail = (a * np.exp(-x / (2 * a)) - b * np.exp(-x / (2 * b))) / (a - b)
    assert cdf(x, np.array([a, a, b, b])) == pytest.approx(1 - tail, abs=1e-13)


@pytest.mark.parametrize("moderators", [0, 1, 3])
def test_form_equals_its_eigenvalues(moderators):
    rng = np.random.default_rng(moderators)
    k = 11
    x = np.column_stack([np.ones(k), rng.normal(size=(k, moderators))])
    variances, a = rng.uniform(0.1, 3, k), rng.uniform(0.2, 2, k)
    at = Projection(Problem(rng.normal(size=k), variances, x), a)
    p = np.diag(a) - np.diag(a) @ x @ np.linalg.inv(x.T @ np.diag(a) @ x) @ x.T @ np.diag(a)
    root = np.sqrt(variances)
    values = np.linalg.eigvalsh(root[:, None] * p * root)[moderators + 1 :]
    for q in (0.5, 5.0, 12.0, 40.0):
        assert form_cdf(q, at, variances) == pytest.approx(cdf(q, values), abs=1e-12)


def test_nothing_lies_below_zero():
    assert cdf(-1.0, np.ones(3)) == 0.0


def test_tiny_forms_keep_their_digits():
    # For one residual degree of freedom P(Q <= x) = P(chi2_1 <= x/lambda), however small x is.
    problem = Problem(np.array([0.0, 1.0]), np.array([0.2, 0.5]))
    at = problem.at(0.0)
    weight = float(at.trace_with(problem.v + 0.3))
    for x in (1e-12, 1e-6, 1e-2):
        assert form_cdf(x, at, problem.v + 0.3) == pytest.approx(chdtr(1, x / weight), rel=1e-9)
