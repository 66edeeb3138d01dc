"""Small-study effects through the public functions: hand-worked values, invariances, refusals."""

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import InputError, MissingField, TooFewEffects, UnknownOption

RNG = np.random.default_rng(11)
K = 30
V = RNG.uniform(0.01, 0.5, K)
Y = 0.2 + 0.9 * np.sqrt(V) + RNG.normal(0, np.sqrt(V + 0.02))
COUNTS = {
    "e1": [4, 6, 3, 62, 33, 180],
    "n1": [123, 306, 231, 13598, 5069, 1541],
    "e2": [11, 29, 11, 248, 47, 372],
    "n2": [139, 303, 220, 12867, 5808, 1451],
}


def effects(y=Y, v=V):
    return te.effect_sizes({"y": np.asarray(y), "v": np.asarray(v)}, y="y", v="v")


def tables():
    return te.effect_sizes(COUNTS, "OR", events1="e1", total1="n1", events2="e2", total2="n2")


def test_egger_is_the_radial_regression():
    slope, intercept = np.polyfit(1 / np.sqrt(V), Y / np.sqrt(V), 1)
    found = te.bias_test(effects(), "Egger")
    assert found.estimate == pytest.approx(intercept, rel=1e-10)
    assert found.coefficients[0] == pytest.approx(slope, rel=1e-10)
    assert te.regression_test(te.pool(effects())).p_value == pytest.approx(found.p_value, rel=1e-12)


@pytest.mark.parametrize("method", ["Egger", "Thompson", "Begg"])
def test_sign_flip_turns_the_statistic(method):
    one, other = te.bias_test(effects(), method), te.bias_test(effects(-Y), method)
    assert one.statistic == pytest.approx(-other.statistic, rel=1e-8)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-8)


def test_every_method_runs_on_counts_and_names_what_is_missing():
    from trueeffect.stats.bias.asymmetry import asymmetry_tests

    for code, test in asymmetry_tests().items():
        found = te.bias_test(tables(), code)
        assert 0 <= found.p_value <= 1
        assert code in found.describe()
        if test.needs != "effects":
            with pytest.raises(MissingField):
                te.bias_test(effects(), code)


def test_no_option_is_ignored():
    with pytest.raises(InputError, match="does not use it"):
        te.bias_test(effects(), "Egger", tau2_method="DL")
    with pytest.raises(UnknownOption):
        te.bias_test(effects(), "Eggar")
    with pytest.raises(InputError, match="same in every study"):
        te.regression_test(te.pool(effects([0.1, 0.2, 0.3], [0.1, 0.1, 0.1])))
    with pytest.raises(InputError, match="does not use it"):
        te.fail_safe_n(effects(), "Rosenthal", target=0.1)
    with pytest.raises(InputError, match="negexp"):
        te.selection_model(te.pool(effects()), "beta", precision="std_error")


def test_trim_and_fill_makes_a_funnel_symmetric():
    y = np.array([-0.4, -0.3, 0.3, 0.4, 0.0, 0.0])
    v = np.array([0.2, 0.1, 0.1, 0.2, 0.01, 0.02])
    whole = te.pool(effects(y, v), model="common", test="wald")
    assert te.trim_fill(whole, estimator="L0").missing == 0
    cut = te.pool(effects(y[2:], v[2:]), model="common", test="wald")
    found = te.trim_fill(cut, estimator="L0", side="left")
    assert found.missing >= 1
    assert found.estimate < cut.estimate
    assert found.fit.k == cut.k + found.missing
    assert found.fit.effects.labels[-1].startswith("filled: ")


@pytest.mark.parametrize("estimator", ["L0", "R0", "Q0"])
def test_trim_and_fill_mirrors(estimator):
    fit = te.pool(effects(), method="DL", test="wald")
    other = te.pool(effects(-Y), method="DL", test="wald")
    one = te.trim_fill(fit, estimator=estimator, side="left")
    two = te.trim_fill(other, estimator=estimator, side="right")
    assert one.missing == two.missing
    assert one.estimate == pytest.approx(-two.estimate, rel=1e-9)


def test_fail_safe_numbers_are_the_smallest():
    y, v = np.full(10, 0.5), np.full(10, 0.05)
    for kind, options in (("Rosenberg", {}), ("General", {"method": "DL"})):
        n = int(te.fail_safe_n(effects(y, v), kind, **options)["fail_safe_n"][0])
        z = [10 * 0.5 / 0.05 / np.sqrt((10 + m) / 0.05) for m in (n - 1, n)]
        if kind == "Rosenberg":
            assert z[0] > 1.959963984540054 >= z[1]
    assert te.fail_safe_n(effects(y, v), "Orwin", target=0.1)["fail_safe_n"] == [40]


def test_excess_significance_by_hand():
    found = te.excess_significance(effects([1.0, 0.0], [0.04, 0.04]), theta=0.0, test="exact")
    assert found["power"] == pytest.approx([0.05, 0.05])
    assert found["p_value"] == pytest.approx(1 - 0.95**2)


def test_selection_without_selection_keeps_the_fit():
    fit = te.pool(effects(), method="ML", test="wald")
    same = te.selection_model(fit, delta=[1, 1])
    assert same.estimate == pytest.approx(fit.estimate, rel=1e-8)
    assert same.tau2 == pytest.approx(fit.tau2, rel=1e-6)
    assert same.lrt == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("kind", ["stepfun", "beta", "halfnorm", "negexp", "logistic"])
def test_selection_settles_and_mirrors(kind):
    one = te.selection_model(te.pool(effects()), kind, alternative="greater")
    two = te.selection_model(te.pool(effects(-Y)), kind, alternative="less")
    assert one.converged
    assert one.estimate == pytest.approx(-two.estimate, rel=1e-7)
    assert one.lrt >= 0


def test_selection_with_a_moderator_recovers_a_shift():
    x = np.tile([0.0, 1.0], K // 2)
    table = {"y": Y + x, "v": V, "x": x}
    shifted = te.regress(te.effect_sizes(table, y="y", v="v"), ["x"], method="ML", test="wald")
    found = te.selection_model(shifted, "halfnorm")
    assert found.coefficients.shape == (2,)
    assert found.converged


def test_selection_needs_a_reference_interval():
    with pytest.raises(TooFewEffects, match="nothing to compare"):
        te.selection_model(te.pool(effects(-np.abs(Y))), "stepfun")


def test_limit_and_pet_peese_without_small_study_effects():
    v = np.array([0.01, 0.02, 0.05, 0.1, 0.2])
    fit = te.pool(effects(np.full(5, 0.3), v), model="common", test="wald")
    assert te.limit_meta_analysis(fit)["estimate"] == pytest.approx(0.3)
    assert te.pet_peese(te.pool(effects()))["estimate"].shape == (2,)


def test_p_curve_of_strong_and_of_weak_studies():
    strong = te.p_curve(effects(np.full(20, 0.8), np.full(20, 0.04)))
    assert strong["power"] > 0.9
    assert strong["p_value"][0] < 1e-6
    weak = te.p_curve(effects(np.full(20, 0.41), np.full(20, 0.04)))
    assert weak["p_value"][2] < 0.05
    with pytest.raises(TooFewEffects, match=r"no p-curve"):
        te.p_curve(effects([0.01], [1.0]))


def test_results_can_be_written():
    import json

    fit = te.pool(effects())
    for found in (te.regression_test(fit), te.rank_test(fit), te.trim_fill(fit), te.selection_model(fit)):
        assert json.dumps(found.to_dict())
        assert found.describe()
        assert len(repr(found).splitlines()) <= 15


@pytest.mark.parametrize(
    ("y", "v"),
    [
        ([0.3] * 6, [0.1, 0.2, 0.1, 0.3, 0.2, 0.15]),
        ([0.0] * 5, [0.1, 0.2, 0.3, 0.1, 0.2]),
        ([0.1, 0.2, 0.3, 0.4], [0.1] * 4),
        ([0.1, 0.4], [0.1, 0.2]),
        ([0.1], [0.2]),
        ([1e-9, 2e-9, 5e-9, 1e-9], [1e-18, 2e-18, 4e-18, 3e-18]),
        ([1e6, 2e6, 5e6, 3e6], [1e10, 2e10, 3e10, 1e10]),
        ([0.1, 0.2, 0.1, 0.15, 50], [0.1, 0.1, 0.2, 0.3, 0.1]),
    ],
    ids=["identical", "zero", "same size", "two", "one", "tiny", "huge", "one far off"],
)
def test_odd_sets_are_answered_or_refused(y, v):
    table = effects(y, v)
    fit = te.pool(table, test="wald")
    asked = [
        *(lambda m=m: te.bias_test(table, m) for m in ("Egger", "Thompson", "Begg")),
        lambda: te.rank_test(table),
        lambda: te.regression_test(fit, model="as_fitted"),
        *(lambda e=e: te.trim_fill(fit, estimator=e) for e in ("L0", "R0", "Q0")),
        *(lambda k=k: te.fail_safe_n(table, k) for k in ("Rosenthal", "Orwin", "Rosenberg", "General")),
        *(lambda t=t: te.excess_significance(table, test=t) for t in ("chi2", "binom", "exact")),
        *(lambda k=k: te.selection_model(fit, k) for k in ("stepfun", "beta", "halfnorm")),
        lambda: te.p_curve(table),
        lambda: te.limit_meta_analysis(fit),
        lambda: te.pet_peese(fit),
    ]
    refusals = []
    for ask in asked:
        try:
            found = ask()
        except te.TrueEffectError as error:
            refusals.append(str(error))
            continue
        assert repr(found)
    assert all(len(refusal) > 20 for refusal in refusals)


def test_the_count_of_many_successes_by_halves():
    from trueeffect.stats.bias.excess import AT_ONCE, _count_distribution

    chances = RNG.random(2 * AT_ONCE + 7)
    mass = _count_distribution(chances)
    numbers = np.arange(len(mass))
    mean = numbers @ mass
    assert mass.sum() == pytest.approx(1)
    assert mean == pytest.approx(chances.sum())
    assert (numbers - mean) ** 2 @ mass == pytest.approx((chances * (1 - chances)).sum())
