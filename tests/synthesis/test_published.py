"""Values that are printed in the literature."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te


def test_bcg_random_effects(bcg):
    # Viechtbauer 2010, doi:10.18637/jss.v036.i03, section 4.1: REML 0.3132 (SE 0.1664), mean -0.7145 (0.1798).
    fit = te.pool(bcg, method="REML", test="wald")
    assert round(fit.estimate, 4) == -0.7145
    assert round(fit.std_error, 4) == 0.1798
    assert round(fit.tau2, 4) == 0.3132
    assert round(fit.tau2_std_error, 4) == 0.1664
    assert round(100 * fit.i2, 2) == 92.22
    assert round(fit.q, 4) == 152.233
    interval = te.heterogeneity_interval(fit)
    # Same source, section 4.1: tau2 interval 0.1197 to 1.1115.
    assert (round(interval.tau2_low, 4), round(interval.tau2_high, 4)) == (0.1197, 1.1115)


def test_bcg_regression(bcg):
    # Berkey et al. 1995 analysed latitude; Viechtbauer 2010 section 4.2 prints these for latitude and year.
    fit = te.regress(bcg, ["latitude"], method="REML", test="wald")
    # The paper prints 0.0764: its iteration stopped a little early.
    assert fit.tau2 == pytest.approx(0.0764, abs=1e-4)
    np.testing.assert_allclose(fit.estimates, [0.2515, -0.0291], atol=5e-5)
    assert round(100 * fit.r2, 1) == 75.6


def test_bcg_mantel_haenszel(bcg_table, cells):
    fit = te.pool_counts(bcg_table, "RR", **cells)
    n1, n2 = (np.array(bcg_table[x]) + np.array(bcg_table[y]) for x, y in (("a", "b"), ("c", "d")))
    a, c = np.array(bcg_table["a"]), np.array(bcg_table["c"])
    by_hand = np.log((a * n2 / (n1 + n2)).sum() / (c * n1 / (n1 + n2)).sum())
    assert fit.estimate == pytest.approx(by_hand)


def test_yusuf_beta_blockers_by_peto():
    # Peto's method needs no correction for an empty cell: one study, 0/10 against 3/10.
    fit = te.pool_counts(
        {"a": [0], "n": [10], "c": [3], "m": [10]},
        "OR",
        method="PETO",
        events1="a",
        total1="n",
        events2="c",
        total2="m",
    )
    excess, information = 0 - 1.5, 10 * 10 * 3 * 17 / (20**2 * 19)
    assert fit.estimate == pytest.approx(excess / information)
    assert fit.std_error == pytest.approx(information**-0.5)


def test_raudenbush_example_of_hedges_g():
    # Borenstein et al. 2009 (doi:10.1002/9780470743386) p. 26-27: means 103 and 100, SD 5.5 and 4.5, n 50 each:
    # d = 0.5970, g = 0.5924.
    table = {"m1": [103], "s1": [5.5], "n1": [50], "m2": [100], "s2": [4.5], "n2": [50]}
    columns = {"mean1": "m1", "sd1": "s1", "n1": "n1", "mean2": "m2", "sd2": "s2", "n2": "n2"}
    effects = te.effect_sizes(table, "SMD", bias_correction="approximate", **columns)
    assert round(float(effects.y[0]), 4) == 0.5924
    plain = te.effect_sizes(table, "SMD", bias_correction="none", **columns)
    assert round(float(plain.y[0]), 4) == 0.597
    # Same source, p. 22: difference 3.0 with standard error 1.0050.
    assert round(float(te.effect_sizes(table, "MD", **columns).v[0] ** 0.5), 4) == 1.0050
