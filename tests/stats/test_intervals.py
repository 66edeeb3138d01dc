"""Intervals of tau2: each bound solves its equation, and coverage in the exact case."""

from __future__ import annotations

import numpy as np
import pytest

from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_quantile
from trueeffect.stats.tau2._likelihood import log_likelihood, maximise
from trueeffect.stats.tau2_interval import intervals

FAMILY = intervals()
RNG = np.random.default_rng(3)
PROBLEM = Problem(RNG.normal(0, 1.2, 16), RNG.uniform(0.05, 0.5, 16))


@pytest.mark.parametrize("code", list(FAMILY))
def test_ordered_and_wider_at_a_higher_level(code):
    narrow, wide = (FAMILY[code].bounds(PROBLEM, level, None, True) for level in (0.8, 0.99))
    assert 0 <= wide[0] <= narrow[0] < narrow[1] <= wide[1]


@pytest.mark.parametrize("code", list(FAMILY))
def test_identical_effects_and_a_single_one(code):
    low, high = FAMILY[code].bounds(Problem(np.full(6, 0.2), np.full(6, 0.1)), 0.95, None, True)
    assert low == 0.0
    assert np.isfinite(high)
    assert np.isnan(FAMILY[code].bounds(Problem(np.array([0.2]), np.array([0.1])), 0.95, None, True)).all()


def test_q_profile_solves_its_equation():
    low, high = FAMILY["QP"].bounds(PROBLEM, 0.9, None, True)
    assert PROBLEM.at(low).form() == pytest.approx(chi2_quantile(0.95, 15), rel=1e-10)
    assert PROBLEM.at(high).form() == pytest.approx(chi2_quantile(0.05, 15), rel=1e-10)


def test_equal_variances_make_all_exact_methods_agree():
    problem = Problem(RNG.normal(0, 1, 12), np.full(12, 0.2))
    exact = [FAMILY[code].bounds(problem, 0.95, None, True) for code in ("QP", "GENQ", "J", "BJ")]
    for found in exact[1:]:
        np.testing.assert_allclose(found, exact[0], rtol=1e-9)


def test_profile_likelihood_falls_by_half_a_quantile():
    low, high = FAMILY["PL"].bounds(PROBLEM, 0.95, None, True)
    top = log_likelihood(PROBLEM, maximise(PROBLEM, True).tau2, True)
    for bound in (low, high):
        fall = top - log_likelihood(PROBLEM, bound, True)
        assert 2 * fall == pytest.approx(chi2_quantile(0.95, 1), rel=1e-8)
