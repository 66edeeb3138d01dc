"""Recovered figures: right, recorded, and replayed."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import InputError, MissingField, UnknownOption
from trueeffect.synthesis.recover import recoveries

FIGURES = {
    "se": 0.5, "n": 30, "low": 1.0, "high": 3.0, "n1": 30, "n2": 28, "difference": 2.0, "p": 0.02, "t": 2.1, "sd1": 3.0,
    "sd2": 4.0, "corr": 0.5, "min": 1.0, "q1": 4.0, "median": 5.0, "q3": 7.0, "max": 12.0, "percent": 33.3, "decimals": 1,
    "odds_ratio": 2.0, "total": 100, "chi2": 4.2, "estimate": 2.0, "z": 2.5, "level": 0.95, "yates": 0,
}  # fmt: skip


def columns_of(recovery):
    given = {name: FIGURES[name] for name in recovery.needs}
    if recovery.code.startswith("table"):
        given.update(n1=40, n2=35)
    if recovery.code == "events_from_percent":
        given["decimals"] = 1
    return given


@pytest.mark.parametrize("recovery", recoveries().values(), ids=list(recoveries()))
def test_every_recovery_is_recorded_and_replays(recovery):
    given = columns_of(recovery)
    found = te.recover(
        {name: [value] for name, value in given.items()}, recovery.code, **{name: name for name in given}
    )
    step = found.steps[0]
    assert step.rows.tolist() == [1]
    again = step.replay()
    for name in recovery.gives:
        assert np.isfinite(found[name][0])
        assert again[name][0] == step.outputs[name][0] == found[name][0]


def test_what_is_there_is_never_changed():
    found = te.recover({"sd": [9.0, None], "se": [1.0, 1.0], "n": [4, 4]}, "sd_from_se", se="se", n="n")
    assert found["sd"].tolist() == [9.0, 2.0]


def test_round_trips():
    sd, n1, n2 = 3.0, 20, 25
    se = sd * np.sqrt(1 / n1 + 1 / n2)
    table = {"d": [2.0], "t": [2.0 / se], "a": [n1], "b": [n2]}
    back = te.recover(table, "sd_from_difference_t", difference="d", t="t", n1="a", n2="b")
    assert back["sd"][0] == pytest.approx(sd)
    effect = te.recover(
        {"e": [1.5], "l": [1.5 / 1.3], "h": [1.5 * 1.3]},
        "effect_from_ratio_interval",
        estimate="e",
        low="l",
        high="h",
    )
    assert effect["y"][0] == pytest.approx(np.log(1.5))
    assert effect["v"][0] == pytest.approx((np.log(1.3) / 1.959964) ** 2, rel=1e-6)


def test_tables_come_back():
    a, b, c, d = 12, 28, 9, 51
    table = {"or": [a * d / (b * c)], "n": [100], "rows": [a + b], "columns": [a + c]}
    found = te.recover(table, "table_from_odds_ratio", odds_ratio="or", total="n", n1="rows", n2="columns")
    assert [found[x][0] for x in "abcd"] == [a, b, c, d]


@pytest.mark.parametrize(
    ("percent", "n", "decimals", "events"),
    [
        (33.3, 30, 1, 10),
        (50, 10, 0, 5),
        (33, 500, 0, None),
        (31, 10, 0, None),
        (0, 40, 0, 0),
        (100, 40, 0, 40),
    ],
)
def test_events_only_when_exact(percent, n, decimals, events):
    found = te.recover(
        {"p": [percent], "n": [n]}, "events_from_percent", percent="p", n="n", decimals=decimals
    )
    if events is None:
        assert np.isnan(found["events"][0])
        assert "no whole number, or more than one" in found.not_recovered[0].reason
    else:
        assert found["events"][0] == events


def test_steps_reach_the_effects():
    table = {"m1": [5.0], "s1": [None], "se": [0.5], "n1": [25], "m2": [4.0], "s2": [2.0], "n2": [25]}
    filled = te.recover(table, "sd_from_se", into="s1", se="se", n="n1")
    effects = te.effect_sizes(filled, "MD", mean1="m1", sd1="s1", n1="n1", mean2="m2", sd2="s2", n2="n2")
    assert effects.v[0] == pytest.approx(2.5**2 / 25 + 4 / 25)
    assert effects.steps[0].startswith("s1 of 1 rows worked out from standard error times root n")


def test_refusals():
    with pytest.raises(UnknownOption, match="recovery='sd_from_nothing'"):
        te.recover({"a": [1]}, "sd_from_nothing")
    with pytest.raises(MissingField, match="sd_from_se needs n"):
        te.recover({"a": [1]}, "sd_from_se", se="a")
    with pytest.raises(InputError, match="does not use it"):
        te.recover({"a": [1]}, "sd_from_se", se="a", n="a", p="a")


@pytest.mark.parametrize("n", [15, 50, 400])
def test_normal_samples_are_found_again(n):
    rng = np.random.default_rng(n)
    x = np.sort(rng.normal(10, 3, (2000, n)), axis=1)
    q = np.quantile(x, [0.25, 0.5, 0.75], axis=1)
    table = {"a": x[:, 0], "q1": q[0], "m": q[1], "q3": q[2], "b": x[:, -1]}
    found = te.recover(table, "mean_sd_from_five", min="a", q1="q1", median="m", q3="q3", max="b", n=n)
    assert found["mean"].mean() == pytest.approx(10, abs=0.1)
    assert found["sd"].mean() == pytest.approx(3, abs=0.1)


def test_aggregate_and_its_refusals():
    table = {
        "y": [0.2, 0.4, 0.9],
        "v": [0.04, 0.04, 0.05],
        "s": ["a", "a", "b"],
        "t": [0, 2, 1],
        "year": [1, 1, 2],
    }
    effects = te.effect_sizes(table, y="y", v="v")
    car = te.aggregate(effects, "s", structure="CAR", phi=0.5, time="t")
    assert car.v[0] == pytest.approx(0.04 * (1 + 0.25) / 2)
    assert list(car.columns) == ["v", "s", "year"]
    with pytest.raises(InputError, match="Structure CS needs rho="):
        te.aggregate(effects, "s")
    with pytest.raises(InputError, match="Structure ID does not use rho="):
        te.aggregate(effects, "s", structure="ID", rho=0.5)
