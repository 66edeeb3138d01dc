"""Ranks, splits, inconsistency, contributions, counts, components."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import DisconnectedNetwork

CONTRASTS = {"study": "study", "treat1": "t1", "treat2": "t2", "y": "y", "se": "se"}


def loop(gap: float = 0.0) -> dict[str, list]:
    """Two-arm studies round a square with one diagonal; ``gap`` makes A-B disagree."""
    pairs = ["AB", "AB", "BC", "CD", "DA", "AC", "BC"]
    truth = {"A": 0.0, "B": 0.3, "C": 0.7, "D": 1.0}
    rng = np.random.default_rng(5)
    y = [truth[b] - truth[a] + 0.05 * rng.normal() + (gap if (a, b) == ("A", "B") else 0) for a, b in pairs]
    return {
        "study": list(range(7)),
        "t1": [p[1] for p in pairs],
        "t2": [p[0] for p in pairs],
        "y": y,
        "se": [0.1, 0.2, 0.15, 0.1, 0.2, 0.12, 0.3],
    }


def test_splits_of_two_arm_networks_agree() -> None:
    fit = te.network(loop(), model="common", **CONTRASTS)
    back, sidde = te.network_split(fit), te.network_split(fit, method="SIDDE")
    assert back["indirect"] == pytest.approx(sidde["indirect"], rel=1e-8)
    assert back["difference_std_error"] == pytest.approx(sidde["difference_std_error"], rel=1e-8)
    network = back["share_direct"] * back["direct"] + (1 - back["share_direct"]) * back["indirect"]
    assert network == pytest.approx(back["network"])


def test_a_disagreement_is_found_where_it_is() -> None:
    fit = te.network(loop(1.0), model="common", **CONTRASTS)
    found = te.network_split(fit)
    worst = int(np.argmin(found["p_value"]))
    assert {found["treatment"][worst], found["comparator"][worst]} == {"A", "B"}
    parts = te.network_decompose(fit)
    assert parts["q"][0] == pytest.approx(parts["q"][1] + parts["q"][2])
    assert parts["p_value"][2] < 0.001
    heat = te.network_heat(fit)
    at = heat["designs"].index("A:B")
    assert heat["matrix"][:, at].sum() == pytest.approx(np.nansum(heat["matrix"], axis=0).max())


def test_a_comparison_without_detour_has_no_indirect_evidence() -> None:
    data = {"study": [1, 2], "t1": ["A", "B"], "t2": ["B", "C"], "y": [0.1, 0.2], "se": [0.1, 0.1]}
    found = te.network_split(te.network(data, model="common", **CONTRASTS))
    assert found["share_direct"] == pytest.approx([1, 1])
    assert np.isnan(found["indirect"]).all()


@pytest.mark.parametrize("method", ["random walk", "shortest path"])
def test_contributions(method: str) -> None:
    fit = te.network(loop(), model="common", **CONTRASTS)
    found = te.network_contributions(fit, method=method)
    assert found["matrix"].sum(axis=1) == pytest.approx(1.0)
    assert found["matrix"].min() >= 0
    data = {"study": [1, 2], "t1": ["A", "B"], "t2": ["B", "C"], "y": [0.1, 0.2], "se": [0.1, 0.3]}
    chain = te.network_contributions(
        te.network(data, model="common", **CONTRASTS), [("A", "C")], method=method
    )
    assert chain["contribution"] == pytest.approx([0.5, 0.5])


def test_ranks() -> None:
    fit = te.network(loop(), model="common", **CONTRASTS)
    found = te.network_ranks(fit, small_is_good=True)
    assert found["rankogram"].sum(axis=0) == pytest.approx(1.0)
    assert found["rankogram"].sum(axis=1) == pytest.approx(1.0)
    assert found["sucra"] == pytest.approx(found["p_score"], abs=0.02)
    turned = te.network_ranks(fit, small_is_good=False)
    assert turned["p_score"] == pytest.approx(1 - found["p_score"])
    again = te.network_ranks(fit, small_is_good=True)
    assert np.array_equal(again["rankogram"], found["rankogram"])


def test_evidence_of_direct_only_comparisons() -> None:
    data = {"study": [1, 2], "t1": ["A", "B"], "t2": ["B", "C"], "y": [0.1, 0.2], "se": [0.1, 0.1]}
    found = te.network_evidence(te.network(data, model="common", **CONTRASTS))
    rows = dict(zip(zip(found["treatment"], found["comparator"]), found["mean_path_length"]))
    assert rows["A", "B"] == pytest.approx(1)
    assert rows["A", "C"] == pytest.approx(2)


COUNTS = {
    "study": [1, 1, 2, 2, 3, 3, 4, 4],
    "drug": ["new", "old"] * 4,
    "events": [4, 11, 6, 29, 3, 11, 62, 248],
    "total": [123, 139, 306, 303, 231, 220, 13598, 12867],
}


def test_counts_of_two_treatments_are_the_pairwise_methods() -> None:
    roles = {"study": "study", "treatment": "drug", "events": "events", "total": "total"}
    wide = {
        "e1": COUNTS["events"][::2],
        "n1": COUNTS["total"][::2],
        "e2": COUNTS["events"][1::2],
        "n2": COUNTS["total"][1::2],
    }
    columns = {"events1": "e1", "total1": "n1", "events2": "e2", "total2": "n2"}
    found = te.network_counts(COUNTS, method="MH", reference="old", **roles)
    pooled = te.pool_counts(wide, "OR", **columns)
    assert found["estimate"][0] == pytest.approx(pooled.estimate)
    assert found["std_error"][0] == pytest.approx(pooled.std_error)
    exact = te.network_counts(COUNTS, method="NCH", reference="old", **roles)
    conditional = te.rare(wide, "OR", model="CM.EL", kind="common", **columns)
    assert exact["estimate"][0] == pytest.approx(conditional.estimate, rel=1e-8)
    assert exact["std_error"][0] == pytest.approx(conditional.std_error, rel=1e-6)


def test_the_approximation_is_close_only_for_rare_events() -> None:
    roles = {"study": "study", "treatment": "drug", "events": "events", "total": "total", "reference": "old"}
    common = {**COUNTS, "events": [60, 90, 100, 200, 80, 130, 5000, 9000]}
    for data, close in ((COUNTS, True), (common, False)):
        exact = te.network_counts(data, method="NCH", **roles)["estimate"][0]
        rough = te.network_counts(data, method="NCH-approximate", **roles)["estimate"][0]
        assert bool(abs(exact - rough) < 0.05 * abs(exact)) is close


def test_components_add_up_and_join_parts() -> None:
    data = {
        "study": [1, 2, 3, 4],
        "t1": ["A", "A+B", "A+B+C", "B+C"],
        "t2": ["usual", "usual", "A", "B"],
        "y": [0.5, 0.7, 1.2, 1.0],
        "se": [0.1, 0.1, 0.2, 0.2],
    }
    fit = te.network_components(data, inactive="usual", model="common", **CONTRASTS)
    # exactly additive: A 0.5, B 0.2, C 1.0
    assert fit.component_estimates == pytest.approx([0.5, 0.2, 1.0])
    assert fit.q_additive == pytest.approx(0.0, abs=1e-12)
    assert fit.q_difference is None  # the network itself falls into parts
    with pytest.raises(DisconnectedNetwork):
        te.network(data, **CONTRASTS)


def test_components_that_trials_cannot_tell_apart_are_not_given() -> None:
    data = {"study": [1, 2], "t1": ["A+B", "C"], "t2": ["usual"] * 2, "y": [0.5, 0.7], "se": [0.1, 0.1]}
    fit = te.network_components(data, inactive="usual", model="common", **CONTRASTS)
    assert np.isnan(fit.component_estimates[:2]).all()
    assert fit.component_estimates[2] == pytest.approx(0.7)
    assert fit.treatment_estimates == pytest.approx([0.5, 0.7])


def test_funnel_deviations_are_around_the_direct_mean() -> None:
    fit = te.network(loop(), model="common", **CONTRASTS)
    found = te.network_funnel(fit, order=["A", "B", "C", "D"])
    ab = [
        d
        for d, t, c in zip(found["deviation"], found["treatment"], found["comparator"])
        if (t, c) == ("B", "A")
    ]
    assert 0.01**-1 * ab[0] + 0.04**-1 * ab[1] == pytest.approx(0.0, abs=1e-9)
