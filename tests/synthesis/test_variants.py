"""Both models side by side, subgroups, 2x2 tables, single-study intervals."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import InputError, UnknownOption


def test_both_models_agree_with_pool(bcg):
    found = te.pool_both(bcg, interval="knapp-hartung", prediction="HTS", tau2_interval="QP")
    fit = te.pool(bcg)
    assert found.random.estimate == pytest.approx(fit.estimate)
    assert found.random.conf_low == pytest.approx(fit.conf_low)
    assert found.common.estimate == pytest.approx(te.pool(bcg, model="common", test="wald").estimate)
    assert found.tau2_low == pytest.approx(te.heterogeneity_interval(fit).tau2_low)
    assert found.pred_df == 11


def test_kenward_roger_approaches_wald_with_many_studies():
    rng = np.random.default_rng(0)
    table = {"y": rng.normal(0, 0.5, 3000), "v": rng.uniform(0.02, 0.2, 3000)}
    effects = te.effect_sizes(table, y="y", v="v")
    plain, adjusted = (te.pool_both(effects, interval=rule).random for rule in ("wald", "kenward-roger"))
    assert adjusted.std_error == pytest.approx(plain.std_error, rel=1e-3)
    assert adjusted.std_error > plain.std_error
    assert adjusted.df > 1000


@pytest.mark.parametrize("rule", ["se", "ci", "IQWiG6"])
def test_adhoc_rules_never_narrow(rule):
    effects = te.effect_sizes({"y": [0.30, 0.31, 0.29, 0.3], "v": [0.04] * 4}, y="y", v="v")
    wald = te.pool_both(effects).random
    bare = te.pool_both(effects, interval="knapp-hartung").random
    held = te.pool_both(effects, interval="knapp-hartung", adhoc=rule).random
    assert bare.conf_high - bare.conf_low < wald.conf_high - wald.conf_low
    assert held.conf_high - held.conf_low >= wald.conf_high - wald.conf_low - 1e-12


def test_options_that_do_not_go_together(bcg):
    with pytest.raises(InputError, match="Kenward-Roger is defined for REML"):
        te.pool_both(bcg, method="DL", interval="kenward-roger")
    with pytest.raises(InputError, match="changes Hartung-Knapp intervals only"):
        te.pool_both(bcg, adhoc="se")
    with pytest.raises(UnknownOption):
        te.pool_both(bcg, prediction="XX")


def test_subgroups_with_one_variance(bcg):
    apart, shared = (te.subgroups(bcg, "kind", common_tau2=choice) for choice in (False, True))
    assert len(set(shared["tau2"])) == 1
    assert len(set(apart["tau2"])) == 3
    factor = te.regress(bcg, ["kind"])
    assert shared["tau2"][0] == pytest.approx(factor.tau2)
    np.testing.assert_allclose(apart["common"], shared["common"])


def test_pool_binary_equals_pool_counts_and_pool(bcg_table, cells, bcg):
    fit = te.pool_binary(bcg_table, "RR", exact=True, **cells)
    assert fit.common.estimate == pytest.approx(te.pool_counts(bcg_table, "RR", **cells).estimate)
    assert fit.random.estimate == pytest.approx(te.pool(bcg).estimate)
    inverse = te.pool_binary(bcg_table, "RR", weights="inverse", **cells)
    assert inverse.common.estimate == pytest.approx(te.pool(bcg, model="common").estimate)


@pytest.mark.parametrize("method", ["CP", "WS", "WSCC", "AC", "SA", "SACC"])
@pytest.mark.parametrize("count", [0, 3, 10])
def test_proportion_intervals_hold_the_proportion(method, count):
    found = te.proportion_intervals({"x": [count], "n": [10]}, method=method, count="x", total="n")
    assert 0 <= found["conf_low"][0] <= count / 10 <= found["conf_high"][0] <= 1


def test_clopper_pearson_of_no_event():
    found = te.proportion_intervals({"x": [0], "n": [20]}, count="x", total="n")
    assert found["conf_high"][0] == pytest.approx(1 - 0.025 ** (1 / 20))
