"""What every estimator of the between-study variance must do, on one problem and on many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueeffect.stats.problem import Problem
from trueeffect.stats.tau2 import estimators

METHODS = estimators()
RNG = np.random.default_rng(20)
Y, V = RNG.normal(0.2, 0.6, 14), RNG.uniform(0.02, 0.4, 14)
X = np.column_stack([np.ones(14), RNG.normal(1960, 9, 14), np.arange(14) % 2])

every = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
design = pytest.mark.parametrize("x", [None, X], ids=["mean", "moderators"])


def tau2(method, y, v, x=None):
    return float(method.estimate(Problem(np.asarray(y, float), np.asarray(v, float), x), None).tau2)


def test_family_is_complete():
    assert set(METHODS) == {"DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM", "PMM", "GENQ", "GENQM"}


@every
@design
def test_shift_changes_nothing(method, x):
    assert tau2(method, Y + 50, V, x) == pytest.approx(tau2(method, Y, V, x), rel=1e-8)


@every
@design
@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_scale_squares(method, x, scale):
    assert tau2(method, Y * scale, V * scale**2, x) == pytest.approx(
        scale**2 * tau2(method, Y, V, x), rel=1e-8
    )


@every
@design
def test_order_changes_nothing(method, x):
    order = np.random.default_rng(1).permutation(14)
    again = tau2(method, Y[order], V[order], None if x is None else x[order])
    assert again == pytest.approx(tau2(method, Y, V, x), rel=1e-9)


@every
def test_identical_effects_give_none(method):
    assert tau2(method, np.full(8, 0.3), V[:8]) == 0.0


@every
def test_one_effect_and_as_many_as_coefficients(method):
    assert tau2(method, [0.5], [0.1]) == 0.0
    assert tau2(method, Y[:3], V[:3], X[:3]) == 0.0


@every
def test_never_negative_and_finite_when_q_is_below_its_degrees_of_freedom(method):
    y = np.linspace(-0.01, 0.01, 9)
    found = tau2(method, y, np.full(9, 0.5))
    assert np.isfinite(found)
    assert found >= 0
    assert found == 0.0 or method.code == "SJ"


@every
@design
def test_batch_is_the_loop(method, x):
    rng = np.random.default_rng(4)
    y, v = rng.normal(0, rng.uniform(0.1, 2, 40), (14, 40)), rng.uniform(0.02, 0.5, (14, 40))
    one = (rng.random((14, 40)) < 0.7).astype(float)
    one[:5] = 1.0
    many = method.estimate(Problem(y, v, x, one), None)
    spread = method.std_error(Problem(y, v, x, one), many.tau2, None)
    for j in range(40):
        kept = one[:, j] > 0
        single = Problem(y[kept, j], v[kept, j], None if x is None else x[kept])
        alone = method.estimate(single, None)
        assert many.tau2[j] == pytest.approx(alone.tau2, rel=1e-8, abs=1e-12)
        assert spread[j] == pytest.approx(float(method.std_error(single, alone.tau2, None)), rel=1e-7)


@every
def test_reports_convergence(method):
    found = method.estimate(Problem(Y, V), None)
    assert found.converged
    assert (found.iterations > 0) == method.iterative


@every
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-5, 5, allow_subnormal=False), st.floats(1e-4, 10)), min_size=2, max_size=12)
)
def test_always_finite_and_settled(method, rows):
    y, v = (np.array(column) for column in zip(*rows))
    found = method.estimate(Problem(y, v), None)
    assert np.isfinite(found.tau2)
    assert found.tau2 >= 0
    assert found.converged
