"""Leave-one-out quantities against brute-force refits."""

from __future__ import annotations

import numpy as np
import pytest

from trueeffect.stats.influence import baujat, influence
from trueeffect.stats.problem import Problem
from trueeffect.stats.regression import fit
from trueeffect.stats.tau2 import estimators
from trueeffect.stats.tests import inferences

RNG = np.random.default_rng(6)
Y, V = RNG.normal(0.3, 0.5, 10), RNG.uniform(0.02, 0.3, 10)
X = np.column_stack([np.ones(10), RNG.normal(size=10)])


@pytest.mark.parametrize("x", [None, X], ids=["mean", "moderators"])
@pytest.mark.parametrize("rule", ["wald", "knapp-hartung"])
def test_against_refits(x, rule):
    method, inference = estimators()["REML"], inferences()[rule]
    whole = fit(Problem(Y, V, x), method, inference)
    found = influence(whole)
    design = np.ones((10, 1)) if x is None else x
    for i in range(10):
        kept = np.arange(10) != i
        less = fit(Problem(Y[kept], V[kept], None if x is None else x[kept]), method, inference)
        change = whole.coef - less.coef
        assert found.tau2_deleted[i] == pytest.approx(less.tau2.tau2, abs=1e-9)
        assert found.cooks_d[i] == pytest.approx(change @ np.linalg.inv(whole.cov) @ change, rel=1e-6)
        assert found.deleted_residual[i] == pytest.approx(Y[i] - design[i] @ less.coef, rel=1e-7)
        ratio = np.linalg.det(less.cov) / np.linalg.det(whole.cov)
        assert found.cov_ratio[i] == pytest.approx(ratio, rel=1e-6)


def test_weights_sum_to_one_and_leverage_to_p():
    found = influence(fit(Problem(Y, V, X), estimators()["DL"], inferences()["wald"]))
    assert found.weight.sum() == pytest.approx(1)
    assert found.leverage.sum() == pytest.approx(2)


def test_baujat_shares_sum_to_q():
    whole = fit(Problem(Y, V), None, inferences()["wald"])
    share, pull = baujat(whole)
    assert share.sum() == pytest.approx(whole.heterogeneity().q)
    kept = np.arange(10) != 3
    less = fit(Problem(Y[kept], V[kept]), None, inferences()["wald"])
    assert pull[3] == pytest.approx((whole.coef[0] - less.coef[0]) ** 2 / less.cov[0, 0])
