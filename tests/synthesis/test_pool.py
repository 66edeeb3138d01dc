"""Pooling and regression: numbers, refusals, tables and words."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trueeffect as te
from trueeffect.errors import InputError, SingularDesign, TooFewEffects, UnknownOption


def made(y, v, **more):
    return te.effect_sizes({"y": y, "v": v, **more}, y="y", v="v")


def test_duplicating_every_study_with_double_variance_keeps_the_common_effect():
    y, v = [0.1, 0.4, 0.8], [0.02, 0.05, 0.03]
    one = te.pool(made(y, v), model="common", test="wald")
    two = te.pool(made(y * 2, [2 * x for x in v] * 2), model="common", test="wald")
    assert two.estimate == pytest.approx(one.estimate)
    assert two.std_error == pytest.approx(one.std_error)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=3, max_size=10))
def test_sign_flip_mirrors_everything(rows):
    y, v = (np.array(column) for column in zip(*rows))
    one, two = te.pool(made(y, v), test="wald"), te.pool(made(-y, v), test="wald")
    assert two.estimate == pytest.approx(-one.estimate, abs=1e-9)
    assert two.conf_low == pytest.approx(-one.conf_high, abs=1e-9)
    assert y.min() - 1e-9 <= one.estimate <= y.max() + 1e-9


def test_one_study():
    alone = te.pool(made([0.5], [0.04]), test="wald")
    assert alone.estimate == 0.5
    assert alone.std_error == pytest.approx(0.2)
    assert (alone.tau2, alone.i2, alone.q) == (0.0, 0.0, 0.0)
    with pytest.raises(TooFewEffects, match='can still be computed with test="wald"'):
        te.pool(made([0.5], [0.04]))


def test_identical_effects():
    fit = te.pool(made([0.3] * 4, [0.1, 0.2, 0.3, 0.4]))
    assert fit.tau2 == 0.0
    assert fit.std_error == pytest.approx(0.0, abs=1e-12)
    assert any("identical" in note for note in fit.warnings)


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"model": "fixed"}, UnknownOption, "model='fixed'"),
        ({"method": "XX"}, UnknownOption, "method='XX'"),
        ({"test": "knha"}, UnknownOption, "Here it is 'knapp-hartung'"),
        ({"level": 95}, InputError, "between 0 and 1"),
        (
            {"model": "common", "method": "DL"},
            InputError,
            "common-effect model has no between-study variance",
        ),
        ({"q_weights": "unit"}, InputError, "REML does not use it"),
        ({"tau2": -1}, InputError, "a variance is 0 or more"),
        ({"weights": "nothing"}, InputError, "There is no column 'nothing'"),
    ],
)
def test_refused_options(options, kind, words):
    with pytest.raises(kind) as caught:
        te.pool(made([0.1, 0.2], [0.1, 0.1]), **options)
    assert words in str(caught.value)


def test_zero_variance_and_nothing_to_pool():
    with pytest.raises(InputError, match=r"Row 2 \(2\) has the variance 0"):
        te.pool(made([0.1, 0.2], [0.1, 0.0]))
    with pytest.raises(TooFewEffects, match="There is no effect to pool"):
        te.pool(made([None], [0.1]))
    with pytest.raises(InputError, match="Effects were expected, but dict"):
        te.pool({"y": [1]})


def test_regression_leaves_out_and_lists(bcg_table, cells):
    table = {**bcg_table, "latitude": [None, *bcg_table["latitude"][1:]]}
    fit = te.regress(te.effect_sizes(table, "RR", study="trial", **cells), ["latitude", "kind"])
    assert fit.k == 12
    assert fit.terms == ("intercept", "latitude", "kind=random", "kind=systematic")
    assert str(fit.effects.left_out[0]).startswith("row 1 (trial 1): moderator 'latitude'")
    with pytest.raises(SingularDesign, match="'twice'"):
        te.regress(
            te.effect_sizes({**bcg_table, "twice": [2 * x for x in bcg_table["latitude"]]}, "RR", **cells),
            ["latitude", "twice"],
        )


def test_factor_without_intercept_gives_subgroup_means(bcg):
    fit = te.regress(bcg, [te.Factor("kind", full=True)], intercept=False, model="common", test="wald")
    parts = te.subgroups(bcg, "kind", interval="wald")
    np.testing.assert_allclose(fit.estimates, parts["common"])
    gap = te.regress(bcg, ["kind"], model="common", test="wald").omnibus
    assert gap.statistic == pytest.approx(parts["q_between_common"])


def test_interaction_columns_are_products(bcg):
    fit = te.regress(bcg, ["latitude", "kind", te.Interaction("latitude", "kind")], test="wald")
    assert fit.terms[-2:] == ("latitude:kind=random", "latitude:kind=systematic")
    np.testing.assert_allclose(fit.design.matrix[:, 4], fit.design.matrix[:, 1] * fit.design.matrix[:, 2])


def test_prediction_agrees_with_fitted_values(bcg):
    fit = te.regress(bcg, ["latitude"])
    np.testing.assert_allclose(te.predict(fit).estimate, fit.fitted)
    at = te.predict(fit, [[13.0]], transform="exp")
    assert at.std_error is None
    assert at.pred_low[0] < at.conf_low[0] < at.estimate[0] < at.conf_high[0] < at.pred_high[0]
    with pytest.raises(InputError, match="1 moderator columns: latitude"):
        te.predict(fit, [[1, 2]])


def test_tables_and_json(bcg):
    fit = te.pool(bcg)
    assert fit.tidy()["estimate"] == [pytest.approx(fit.estimate)]
    assert set(fit.glance()) >= {"k", "tau2", "i2", "q", "df_q", "p_q", "log_likelihood", "converged"}
    rows = fit.augment()
    assert sum(rows["weight"]) == pytest.approx(1)
    assert sum(rows["leverage"]) == pytest.approx(1)
    json.dumps(fit.to_dict(), allow_nan=False)
    assert len(repr(fit).splitlines()) <= 15
    assert repr(fit).startswith("-0.7145 (95% CI")


def test_words(bcg):
    fit = te.pool(bcg, method="PM", test="knapp-hartung")
    text = fit.describe()
    assert "13 effects (log risk ratio (RR))" in text
    assert "Paule-Mandel" in text
    assert "Hartung-Knapp" in text
    assert all(link.startswith("https://doi.org/10.") for link in fit.references)
    script = te.regress(bcg, ["latitude"]).to_r()
    assert "rma(yi, vi, mods = X, intercept = FALSE" in script
    assert 'test = "knha"' in script


def test_given_tau2_is_used(bcg):
    fit = te.pool(bcg, tau2=0.2, test="wald")
    w = 1 / (bcg.v + 0.2)
    assert fit.estimate == pytest.approx((w * bcg.y).sum() / w.sum())
    assert fit.describe().count("given between-study variance") == 1


def test_a_million_effects_are_quick():
    rng = np.random.default_rng(0)
    k = 200_000
    fit = te.pool(made(rng.normal(0.2, 0.4, k), rng.uniform(0.01, 0.2, k)))
    assert fit.tau2 == pytest.approx(0.16 - rng.uniform(0.01, 0.2, 10).mean() * 0, abs=0.16)
    assert fit.solution.tau2.converged


@pytest.mark.parametrize("test", ["wald", "knapp-hartung"])
def test_many_is_a_loop(test):
    rng = np.random.default_rng(9)
    group = np.repeat([f"g{i}" for i in range(30)], rng.integers(2, 15, 30))
    rng.shuffle(group)
    y, v = rng.normal(0, 0.7, len(group)), rng.uniform(0.01, 0.5, len(group))
    found = te.pool_many(made(y, v, g=group), "g", test=test)
    for j, name in enumerate(found["g"]):
        alone = te.pool(made(y[group == name], v[group == name]), test=test)
        assert found["k"][j] == alone.k
        for column in ("estimate", "std_error", "p_value", "conf_low", "tau2", "i2", "q"):
            assert found[column][j] == pytest.approx(getattr(alone, column), rel=1e-7, abs=1e-10)


def test_many_with_a_single_effect():
    found = te.pool_many(made([0.1, 0.2, 0.3], [0.1] * 3, g=["a", "b", "b"]), "g")
    assert np.isnan(found["std_error"][0])
    assert found["estimate"][0] == pytest.approx(0.1)
    wald = te.pool_many(made([0.1, 0.2, 0.3], [0.1] * 3, g=["a", "b", "b"]), "g", test="wald")
    assert wald["std_error"][0] == pytest.approx(0.1**0.5)


@pytest.mark.parametrize("weights", [None, "w"])
def test_saved_fits_come_back(bcg, weights):
    effects = te.effect_sizes(
        {"y": bcg.y, "v": bcg.v, "w": np.arange(1.0, 14), "x": np.arange(13.0)}, y="y", v="v"
    )
    fit = te.regress(effects, ["x"], method="PM", weights=weights)
    again = type(fit).from_dict(json.loads(json.dumps(fit.to_dict())))
    assert again.to_dict() == fit.to_dict()
