"""Location-scale models: reduces to plain models, and its derivatives are right."""

from __future__ import annotations

import numpy as np
import pytest

from trueeffect.stats.location_scale import _derivatives, _value, fit_location_scale
from trueeffect.stats.problem import Problem
from trueeffect.stats.tau2 import estimators

RNG = np.random.default_rng(14)
K = 40
Z = np.column_stack([np.ones(K), RNG.normal(size=K)])
V = RNG.uniform(0.02, 0.1, K)
Y = RNG.normal(0.3, np.sqrt(V + np.exp(Z @ [-1.0, 0.8])))


@pytest.mark.parametrize("restricted", [True, False])
def test_intercept_only_is_the_plain_model(restricted):
    found = fit_location_scale(Problem(Y, V), np.ones((K, 1)), restricted)
    plain = estimators()["REML" if restricted else "ML"].estimate(Problem(Y, V), None).tau2
    assert np.exp(found.alpha[0]) == pytest.approx(plain, rel=1e-7)
    assert found.converged


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("x", [None, Z], ids=["mean", "moderators"])
def test_derivatives(restricted, x):
    problem, alpha = Problem(Y, V, x), np.array([-0.7, 0.4])

    def gradient(a):
        _, at, tau2 = _value(problem, Z, a, restricted)
        return _derivatives(at, Z, tau2, restricted)[0]

    _, at, tau2 = _value(problem, Z, alpha, restricted)
    first, second = _derivatives(at, Z, tau2, restricted)
    for j, step in enumerate(np.eye(2) * 1e-5):
        rise = (
            _value(problem, Z, alpha + step, restricted)[0] - _value(problem, Z, alpha - step, restricted)[0]
        )
        assert first[j] == pytest.approx(rise / 2e-5, rel=1e-5, abs=1e-6)
        np.testing.assert_allclose(
            second[j], (gradient(alpha + step) - gradient(alpha - step)) / 2e-5, rtol=1e-5
        )


def test_gradient_vanishes_at_the_optimum():
    found = fit_location_scale(Problem(Y, V, Z), Z, True)
    at = Problem(Y, V, Z)
    _, projection, tau2 = _value(at, Z, found.alpha, True)
    assert np.abs(_derivatives(projection, Z, tau2, True)[0]).max() < 1e-6
