"""Networks keep their promises on made-up data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trueeffect as te

OPTIONS = {"study": "study", "treatment": "drug", "measure": "MD", "mean": "mean", "sd": "sd", "n": "n"}


@st.composite
def networks(draw: st.DrawFn) -> dict[str, list]:
    """Arms of a connected network with two to four arms per study."""
    treatments = draw(st.integers(3, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    out: dict[str, list] = {"study": [], "drug": [], "mean": [], "sd": [], "n": []}
    for s in range(draw(st.integers(treatments - 1, 12))):
        extra = rng.permutation(treatments)[: rng.integers(2, 4)].tolist()
        arms = dict.fromkeys([*([s, s + 1] if s < treatments - 1 else []), *extra])
        for a in arms:
            out["study"].append(s)
            out["drug"].append(f"d{a}")
            out["n"].append(int(rng.integers(10, 100)))
            out["mean"].append(float(rng.normal(a, 1)))
            out["sd"].append(float(rng.uniform(0.5, 2)))
    return out


@settings(max_examples=25, deadline=None)
@given(networks(), st.floats(0.1, 10), st.floats(-5, 5))
def test_scale_shift_and_sign(data: dict[str, list], scale: float, shift: float) -> None:
    fit = te.network(data, **OPTIONS)
    moved = {**data, "mean": [scale * m + shift for m in data["mean"]], "sd": [scale * s for s in data["sd"]]}
    other = te.network(moved, **OPTIONS)
    assert other.estimates == pytest.approx(scale * fit.estimates, rel=1e-6, abs=1e-8 * scale)
    assert other.tau2 == pytest.approx(scale**2 * fit.tau2, rel=1e-6, abs=1e-9 * scale**2)
    assert other.q == pytest.approx(fit.q, rel=1e-6, abs=1e-8)


@settings(max_examples=25, deadline=None)
@given(networks())
def test_parts_of_a_network_agree(data: dict[str, list]) -> None:
    fit = te.network(data, **OPTIONS)
    found = te.network_decompose(fit)
    assert found["q"][0] == pytest.approx(fit.q, rel=1e-6, abs=1e-8)
    assert found["df"][0] == fit.df_q
    d, se = fit.solution.differences, fit.solution.std_errors
    assert d == pytest.approx(-d.T)
    assert (np.diff(np.sort(se, axis=None)) >= 0).all()
    scores = te.network_ranks(fit, draws=2)["p_score"]
    assert scores.mean() == pytest.approx(0.5)


@settings(max_examples=15, deadline=None)
@given(networks())
def test_a_study_of_no_weight_changes_nothing(data: dict[str, list]) -> None:
    fit = te.network(data, model="common", **OPTIONS)
    more = {name: list(values) for name, values in data.items()}
    for drug, mean in (("d0", 50.0), ("d1", -50.0)):
        for name, value in zip(("study", "drug", "mean", "sd", "n"), (99, drug, mean, 1e8, 10)):
            more[name].append(value)
    assert te.network(more, model="common", **OPTIONS).estimates == pytest.approx(fit.estimates, abs=1e-6)
