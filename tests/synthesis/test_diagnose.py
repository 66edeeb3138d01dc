"""Leave-one-out, cumulative, GOSH, permutation, robust, and questions to a fit."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import InputError, TooFewEffects


def part(effects, keep):
    return effects.take(np.asarray(keep))


def test_leave_one_out_is_a_loop(bcg):
    found = te.leave_one_out(te.pool(bcg))
    for i in range(13):
        fit = te.pool(part(bcg, [j for j in range(13) if j != i]))
        assert found["estimate"][i] == pytest.approx(fit.estimate, rel=1e-9)
        assert found["tau2"][i] == pytest.approx(fit.tau2, rel=1e-8)
        assert found["conf_low"][i] == pytest.approx(fit.conf_low, rel=1e-8)


def test_cumulative_is_a_loop_in_the_order_asked_for(bcg):
    found = te.cumulative(te.pool(bcg, test="wald"), "latitude")
    order = np.argsort(bcg.columns["latitude"], kind="stable")
    assert found["added"] == [bcg.labels[i] for i in order]
    for step in (0, 1, 5, 12):
        fit = te.pool(part(bcg, order[: step + 1]), test="wald")
        assert found["estimate"][step] == pytest.approx(fit.estimate, rel=1e-9)
        assert found["i2"][step] == pytest.approx(fit.i2, abs=1e-9)


def test_counts_can_be_left_out_too(bcg_table, cells):
    fit = te.pool_counts(bcg_table, "OR", study="trial", **cells)
    found = te.leave_one_out(fit)
    rest = {name: list(values)[1:] for name, values in bcg_table.items()}
    assert found["estimate"][0] == pytest.approx(te.pool_counts(rest, "OR", **cells).estimate)
    assert te.cumulative(fit)["estimate"][-1] == pytest.approx(fit.estimate)


def test_diagnose_needs_something_to_leave_out():
    effects = te.effect_sizes({"y": [0.1], "v": [0.1]}, y="y", v="v")
    with pytest.raises(TooFewEffects):
        te.diagnose(te.pool(effects, test="wald"))


def test_influence_has_no_column_missing(bcg):
    found = te.diagnose(te.regress(bcg, ["latitude"]))
    assert {"dfbetas: intercept", "dfbetas: latitude", "cooks_d", "dffits", "q_share", "pull"} <= set(
        found.columns
    )
    assert found.tidy()["study"] == list(bcg.labels)


def test_gosh_fits_every_subset_when_there_are_few(bcg):
    small = te.pool(part(bcg, range(5)), method="DL", test="wald")
    found = te.gosh(small)
    assert len(found) == sum(1 for size in range(2, 6) for _ in combinations(range(5), size))
    whole = int(np.argmax(found["k"]))
    assert found["estimate"][whole] == pytest.approx(small.estimate)


def test_gosh_draws_different_subsets(bcg):
    found = te.gosh(te.pool(bcg, method="DL", test="wald"), 300, seed=2)
    assert len(found) == 300
    assert len(np.unique(found["taken"], axis=1).T) == 300


def test_permutation_of_moderators_is_a_loop(bcg):
    effects = part(bcg, range(6))
    fit = te.regress(effects, ["latitude"], method="DL", test="wald")
    found = te.permutation(fit, exact=True)
    x, hits, total = np.array(effects.columns["latitude"], float), 0, 0
    for order in permutations(range(6)):
        table = {"y": effects.y, "v": effects.v, "x": x[list(order)]}
        again = te.regress(te.effect_sizes(table, y="y", v="v"), ["x"], method="DL", test="wald")
        hits += abs(again.solution.statistic[1]) >= abs(fit.solution.statistic[1]) * (1 - 1e-8)
        total += 1
    # latitudes 44, 55, 42, 52, 13, 44: two are alike, so half of the orders are different
    assert found["permutations"] == total // 2
    assert found["p_value"][1] == pytest.approx(hits / total)


def test_random_permutations_count_the_data(bcg):
    found = te.permutation(te.pool(bcg), permutations=99, exact=False, seed=1)
    assert found["p_value"][0] >= 1 / 100
    assert not found["exact"]


def test_robust_with_one_study_per_cluster(bcg):
    fit = te.pool(bcg, test="wald")
    found = te.robust(fit, "trial", kind="CR0")
    w = 1 / (bcg.v + fit.tau2)
    by_hand = (w**2 * (bcg.y - fit.estimate) ** 2).sum() / w.sum() ** 2
    assert found["std_error"][0] ** 2 == pytest.approx(by_hand)
    assert found["df"][0] == 12


def test_robust_pool_with_independent_studies(bcg):
    found = te.robust_pool(bcg, "trial", small=False)
    assert found["tau2"] == pytest.approx(te.pool(bcg, method="DL").tau2)
    with pytest.raises(InputError, match="weights='EQUAL'"):
        te.robust_pool(bcg, "trial", weights="EQUAL")


def test_contrasts_and_joint_test(bcg):
    fit = te.regress(bcg, ["latitude", "kind"], test="wald")
    found = te.contrasts(fit, [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    np.testing.assert_allclose(found["estimate"], fit.estimates[1:])
    assert found["omnibus"] == pytest.approx(fit.omnibus.statistic)
    with pytest.raises(InputError, match="4 coefficients"):
        te.contrasts(fit, [[1, 2]])


def test_likelihood_ratio(bcg):
    full, plain = te.regress(bcg, ["latitude"], method="ML"), te.pool(bcg, method="ML")
    found = te.compare_models(full, plain)
    gap = 2 * (full.criteria.log_likelihood - plain.criteria.log_likelihood)
    assert found["statistic"][0] == pytest.approx(gap)
    with pytest.raises(InputError, match="Fit both with method"):
        te.compare_models(te.regress(bcg, ["latitude"]), te.pool(bcg))


def test_shrunken_effects_lie_between(bcg):
    fit = te.pool(bcg, test="wald")
    found = te.study_effects(fit)
    low, high = np.minimum(bcg.y, fit.estimate), np.maximum(bcg.y, fit.estimate)
    assert ((low - 1e-12 <= found["estimate"]) & (found["estimate"] <= high + 1e-12)).all()


def test_variance_inflation_of_unrelated_moderators_is_one():
    rows = [(a, b) for a in (0, 1) for b in (0, 1)] * 3
    table = {"y": np.arange(12.0), "v": [0.1] * 12, "a": [r[0] for r in rows], "b": [r[1] for r in rows]}
    fit = te.regress(te.effect_sizes(table, y="y", v="v"), ["a", "b"])
    np.testing.assert_allclose(te.variance_inflation(fit)["vif"], [1.0, 1.0])


def test_profile_peaks_at_the_estimate(bcg):
    fit = te.pool(bcg)
    values = te.profile(fit, [fit.tau2 * 0.9, fit.tau2, fit.tau2 * 1.1])["log_likelihood"]
    assert values[1] == max(values)
    assert values[1] == pytest.approx(fit.criteria.log_likelihood)
