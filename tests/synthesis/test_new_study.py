"""Chances and bootstrap predictions for a new study."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import InputError, TooFewEffects
from trueeffect.stats.confidence_draws import tau2_draws
from trueeffect.stats.problem import Problem


def test_chance_agrees_with_the_prediction_interval(bcg):
    fit = te.pool(bcg)
    low, high = fit.pred_int()
    found = te.chance_beyond(fit, [low, high, fit.estimate])
    np.testing.assert_allclose(found["below"], [0.025, 0.975, 0.5], atol=1e-10)


def test_draws_of_tau2_follow_the_exact_interval(bcg):
    draws = tau2_draws(Problem(bcg.y, bcg.v), 40_000, np.random.default_rng(0))
    exact = te.heterogeneity_interval(te.pool(bcg), method="BJ")
    low, high = np.quantile(draws, [0.025, 0.975])
    assert low == pytest.approx(exact.tau2_low, rel=0.05)
    assert high == pytest.approx(exact.tau2_high, rel=0.1)


def test_bootstrap_is_wider_than_with_known_variance(bcg):
    fit = te.pool(bcg)
    low, high = te.bootstrap_prediction(fit)
    plain = fit.pred_int()
    assert low < plain[0] < plain[1] < high
    assert te.bootstrap_prediction(fit) == (low, high)


def test_covers_new_studies():
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(150):
        v = rng.uniform(0.05, 0.3, 6)
        effects = te.effect_sizes({"y": rng.normal(0, np.sqrt(v + 0.15)), "v": v}, y="y", v="v")
        low, high = te.bootstrap_prediction(te.pool(effects), draws=2000)
        inside.append(low <= rng.normal(0, 0.15**0.5) <= high)
    assert np.mean(inside) > 0.90


def test_refusals(bcg):
    few = te.effect_sizes({"y": [0.1, 0.2], "v": [0.1, 0.1]}, y="y", v="v")
    with pytest.raises(TooFewEffects):
        te.bootstrap_prediction(te.pool(few))
    with pytest.raises(InputError, match="moderators"):
        te.chance_beyond(te.regress(bcg, ["latitude"]))
