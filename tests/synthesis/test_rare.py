"""Mixed models of counts against brute force."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import EstimationError, InputError, TooFewEffects, UnknownOption
from trueeffect.stats.rare.likelihoods import Binomial, Hypergeometric, integrate

TABLE = {
    "e1": [1, 2, 0, 4, 3, 7],
    "n1": [90, 120, 60, 150, 44, 200],
    "e2": [3, 5, 2, 9, 10, 9],
    "n2": [92, 118, 61, 149, 50, 190],
}
COLUMNS = {"events1": "e1", "total1": "n1", "events2": "e2", "total2": "n2"}


def test_quadrature_equals_a_fine_grid() -> None:
    study = Binomial(np.array([3.0, 0.0, 7.0]), np.array([50.0, 20.0, 9.0]), np.zeros(3))
    eta, tau = np.array([-2.0, -1.0, 0.5]), np.full(3, 0.8)
    v = np.linspace(-12, 12, 24001)
    weight = np.exp(-0.5 * v**2) / np.sqrt(2 * np.pi) * (v[1] - v[0])
    grid = np.exp(study.curve(eta[None] + tau[None] * v[:, None]).value).T @ weight
    assert integrate(study.curve, eta, tau, 40) == pytest.approx(np.log(grid), abs=1e-9)
    assert integrate(study.curve, eta, tau, 7) == pytest.approx(np.log(grid), abs=1e-4)


def test_hypergeometric_probabilities_sum_to_one() -> None:
    total = 0.0
    for a in range(6):
        study = Hypergeometric(np.array([float(a)]), np.array([9.0]), np.array([5.0 - a]), np.array([7.0]))
        total += float(np.exp(study.curve(np.array([0.7])).value[0]))
    assert total == pytest.approx(1.0)


@pytest.mark.parametrize("model", ["UM.FS", "CM.EL", "CM.AL"])
def test_estimates_maximise_their_likelihood(model: str) -> None:
    fit = te.rare(TABLE, "OR", model=model, **COLUMNS)
    assert fit.converged
    assert fit.conf_int()[0][0] < fit.estimate < fit.conf_int()[1][0]
    common = te.rare(TABLE, "OR", model=model, kind="common", **COLUMNS)
    assert common.log_likelihood <= fit.log_likelihood + 1e-9
    # turning the groups round turns the sign and nothing else
    turned = te.rare(TABLE, "OR", model=model, events1="e2", total1="n2", events2="e1", total2="n1")
    assert turned.estimate == pytest.approx(-fit.estimate, rel=1e-6)
    assert turned.tau2 == pytest.approx(fit.tau2, rel=1e-4, abs=1e-8)


def test_common_unconditional_model_is_logistic_regression() -> None:
    fit = te.rare(TABLE, "OR", kind="common", **COLUMNS)
    e1, n1, e2, n2 = (np.array(TABLE[c], dtype=float) for c in ("e1", "n1", "e2", "n2"))
    k = len(e1)
    x = np.zeros((2 * k, k + 1))
    x[np.arange(2 * k), np.tile(np.arange(k), 2)] = 1.0
    x[:k, k], x[k:, k] = 0.5, -0.5
    y, n, b = np.concatenate([e1, e2]), np.concatenate([n1, n2]), np.full(k + 1, -2.0)
    b[k] = 0.0
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ b))
        b = b + np.linalg.solve((x * (n * p * (1 - p))[:, None]).T @ x, x.T @ (y - n * p))
    assert fit.estimate == pytest.approx(b[k], abs=1e-8)


def test_rates_and_single_groups() -> None:
    rates = {"x1": [2, 5, 3], "t1": [100.0, 210, 90], "x2": [6, 9, 5], "t2": [95.0, 200, 92]}
    fit = te.rare(
        rates, "IRR", model="CM.EL", kind="common", count1="x1", time1="t1", count2="x2", time2="t2"
    )
    assert fit.estimate == pytest.approx(
        te.pool_counts(rates, "IRR", count1="x1", time1="t1", count2="x2", time2="t2").estimate, abs=0.01
    )
    share = te.rare({"x": [3, 4, 2], "n": [30, 40, 20]}, "PLO", count="x", total="n")
    assert share.estimate == pytest.approx(np.log(0.1 / 0.9), abs=1e-6)
    assert share.tau2 == pytest.approx(0.0, abs=1e-6)


def test_studies_that_say_nothing_are_listed() -> None:
    more = {name: [*values, 0 if name[0] == "e" else 50] for name, values in TABLE.items()}
    fit = te.rare(more, "OR", **COLUMNS)
    assert fit.k == 6
    assert fit.left_out[0].row == 7
    assert fit.estimate == pytest.approx(te.rare(TABLE, "OR", **COLUMNS).estimate, rel=1e-9)
    with pytest.raises(TooFewEffects):
        te.rare({n: [0 if n[0] == "e" else 9] * 2 for n in TABLE}, "OR", **COLUMNS)


def test_no_events_in_one_group_have_no_estimate() -> None:
    with pytest.raises(EstimationError, match="single event in group 1"):
        te.rare({**TABLE, "e1": [0] * 6}, "OR", **COLUMNS)
    with pytest.raises(EstimationError, match="single event, so"):
        te.rare({"x": [0, 0], "t": [5.0, 6]}, "IRLN", count="x", time="t")


def test_bad_options() -> None:
    with pytest.raises(UnknownOption, match=r"UM.FS"):
        te.rare(TABLE, "OR", model="UMFS", **COLUMNS)
    with pytest.raises(UnknownOption, match="measure"):
        te.rare(TABLE, "RR", **COLUMNS)
    with pytest.raises(InputError, match="Laplace"):
        te.rare(TABLE, "OR", model="UM.RS", points=7, **COLUMNS)
