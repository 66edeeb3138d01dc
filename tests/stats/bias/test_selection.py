"""Likelihood of selection models: derivatives, normalisation, and where nothing is selected."""

import itertools

import numpy as np
import pytest
from scipy.integrate import quad

from trueeffect.stats.bias.selection import weight_functions
from trueeffect.stats.bias.selection._likelihood import _chance, evaluate
from trueeffect.stats.bias.selection._plan import build_plan, p_values

RNG = np.random.default_rng(5)
K = 25
V = RNG.uniform(0.01, 0.4, K)
Y = RNG.normal(0.3, np.sqrt(V + 0.05))
X = np.column_stack([np.ones(K), RNG.normal(size=K)])
STEPS = np.array([0.025, 0.5, 1.0])
DELTA = {
    "stepfun": [0.6, 0.3],
    "beta": [1.4, 0.8],
    "halfnorm": [2.0],
    "negexp": [1.5],
    "logistic": [2.5],
}


def plan_of(code, two_sided, precision=None):
    weight = weight_functions()[code]
    steps = STEPS if weight.takes_steps else None
    return build_plan(weight, Y / np.sqrt(V), two_sided, steps, precision)


def test_every_member_is_tried():
    assert set(DELTA) == set(weight_functions())


@pytest.mark.parametrize("two_sided", [False, True])
@pytest.mark.parametrize("code", sorted(DELTA))
def test_derivatives(code, two_sided):
    plan = plan_of(code, two_sided)
    theta = np.r_[0.2, 0.1, 0.07, DELTA[code]]
    here = evaluate(Y, V, X, plan, theta)
    for j in range(len(theta)):
        step = 1e-5 * np.eye(len(theta))[j]
        up, down = (evaluate(Y, V, X, plan, theta + s) for s in (step, -step))
        assert (up.value - down.value) / 2e-5 == pytest.approx(here.slope[j], rel=1e-6, abs=1e-6)
        np.testing.assert_allclose((up.slope - down.slope) / 2e-5, here.bend[j], rtol=1e-5, atol=1e-4)


def test_precision_scales_the_parameter():
    scale = np.sqrt(V) / np.sqrt(V).max()
    theta = np.r_[0.2, 0.1, 0.07, 1.5]
    plan = plan_of("negexp", False, scale)
    here = evaluate(Y, V, X, plan, theta)
    step = 1e-5 * np.eye(4)[3]
    up, down = (evaluate(Y, V, X, plan, theta + s).value for s in (step, -step))
    assert (up - down) / 2e-5 == pytest.approx(here.slope[3], rel=1e-6)


@pytest.mark.parametrize("two_sided", [False, True])
@pytest.mark.parametrize("code", ["beta", "halfnorm", "negexp", "logistic"])
def test_chance_is_the_integral(code, two_sided):
    plan, delta = plan_of(code, two_sided), np.array(DELTA[code])
    weight = weight_functions()[code]
    found = _chance(plan, np.array([0.7]), np.array([1.9]), delta, slice(0, 1)).a[0]

    def integrand(z):
        p = np.clip(p_values(np.array([z]), two_sided), weight.clip, 1 - weight.clip)
        density = np.exp(-0.5 * (z - 0.7) ** 2 / 1.9) / np.sqrt(2 * np.pi * 1.9)
        return float(np.exp(weight.log_weight(p, delta).value)[0] * density)

    edges = [-14, -4, -1, -1e-2, -1e-3, -1.2533e-5, 0, 1.2533e-5, 1e-3, 1e-2, 1, 5, 14]
    wanted = sum(quad(integrand, a, b, epsabs=1e-13, limit=200)[0] for a, b in itertools.pairwise(edges))
    assert found == pytest.approx(wanted, rel=1e-7)


@pytest.mark.parametrize("code", sorted(DELTA))
def test_neutral_weights_are_the_plain_likelihood(code):
    plan, weight = plan_of(code, False), weight_functions()[code]
    neutral = np.resize(weight.neutral, plan.parameters)
    value = evaluate(Y, V, X, plan, np.r_[0.2, 0.1, 0.07, neutral]).value
    spread, resid = V + 0.07, Y - X @ [0.2, 0.1]
    assert value == pytest.approx(-0.5 * (np.log(2 * np.pi * spread) + resid**2 / spread).sum(), rel=1e-10)
