"""Dose-response curves and bounds of bias."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.synthesis.dose_response import spline


def table(bend: float = 0.0, seed: int = 1) -> dict[str, object]:
    rng = np.random.default_rng(seed)
    study = np.repeat(np.arange(8), 3)
    dose = np.tile([5.0, 10.0, 20.0], 8) + np.repeat(rng.uniform(-2, 2, 8), 3)
    y = 0.03 * dose - bend * np.maximum(dose - 8, 0) + rng.normal(0, 0.02, 24)
    return {"y": y, "v": np.full(24, 4e-4), "dose": dose, "study": study}


def effects(data: dict[str, object]) -> object:
    return te.effect_sizes(data, y="y", v="v")


def test_the_spline_is_smooth_and_straight_outside() -> None:
    knots = (1.0, 3.0, 6.0, 9.0)
    x = np.array([-2.0, -1.0, 0.0, 10.0, 11.0, 12.0])
    basis = spline(x, knots)
    assert basis.shape == (6, 3)
    assert np.diff(basis[:3], 2, axis=0) == pytest.approx(0.0)
    assert np.diff(basis[3:], 2, axis=0) == pytest.approx(0.0, abs=1e-9)


def test_a_straight_line_is_found_as_one() -> None:
    found = effects(table())
    line = te.dose_response(found, dose="dose", study="study")
    assert line.fit.estimates[0] == pytest.approx(0.03, abs=0.002)
    curve = line.curve([0.0, 10.0], reference=0.0)
    assert curve["estimate"] == pytest.approx([0.0, 10 * line.fit.estimates[0]])
    assert line.nonlinearity is None
    bent = te.dose_response(found, dose="dose", study="study", knots=3)
    assert bent.nonlinearity.p_value > 0.01
    assert (
        te.dose_response(effects(table(0.02)), dose="dose", study="study", knots=3).nonlinearity.p_value
        < 1e-6
    )


def test_shared_reference_groups_widen_the_slope() -> None:
    found = effects(table(seed=2))
    shared = te.dose_response(found, dose="dose", study="study", sampling=te.vcov(found, "study", rho=0.5))
    assert shared.fit.estimates[0] == pytest.approx(0.03, abs=0.003)


def test_knots_must_rise() -> None:
    found = effects(table())
    with pytest.raises(InputError, match="do not rise"):
        te.dose_response(found, dose="dose", study="study", knots=(5.0, 5.0, 10.0))
    with pytest.raises(InputError, match="knots=7"):
        te.dose_response(found, dose="dose", study="study", knots=7)


def test_e_value_of_a_known_ratio() -> None:
    data = {"y": [np.log(3.9)] * 3, "v": [0.01] * 3}
    fit = te.pool(te.effect_sizes(data, "RR", y="y", v="v"), model="common", test="wald")
    found = te.e_value(fit)
    assert found["e_value"][0] == pytest.approx(7.26, abs=0.005)  # VanderWeele and Ding's example
    assert 1 < found["e_value"][1] < found["e_value"][0]
    none = te.pool(te.effect_sizes({"y": [0.1, -0.1], "v": [1, 1]}, "RR", y="y", v="v"), test="wald")
    assert te.e_value(none)["e_value"][1] == 1.0
    with pytest.raises(UnknownOption, match="MD"):
        te.e_value(te.pool(te.effect_sizes(data, "MD", y="y", v="v"), test="wald"))


def test_the_worst_case_pools_what_is_not_significant() -> None:
    data = {"y": [-0.9, -0.8, -0.1, 0.0, -0.2], "v": [0.01, 0.02, 0.04, 0.05, 0.03]}
    found = te.effect_sizes(data, y="y", v="v")
    worst = te.worst_case_bias(found, favours="negative")
    assert list(worst["k"]) == [5, 3]
    assert worst["estimate"][1] > worst["estimate"][0]
    with pytest.raises(TooFewEffects, match="Every study"):
        te.worst_case_bias(te.effect_sizes({"y": [-1.0, -1.0], "v": [0.01, 0.01]}, y="y", v="v"))
