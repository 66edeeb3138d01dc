"""Multilevel models against dense likelihoods, simpler models, and bad input."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import EstimationError, InputError, TooFewEffects, UnknownOption


def table(seed: int = 1, k: int = 40, groups: int = 9) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    study = np.sort(rng.integers(0, groups, k))
    v = rng.uniform(0.01, 0.1, k)
    x = rng.normal(size=k)
    y = 0.2 + 0.3 * x + rng.normal(0, 0.3, groups)[study] + rng.normal(0, np.sqrt(v + 0.03))
    kind = np.array(["pain", "sleep"], dtype=object)[np.arange(k) % 2]
    return {"y": y, "v": v, "x": x, "study": study, "effect": np.arange(k), "kind": kind}


def effects(data: dict[str, np.ndarray]) -> object:
    return te.effect_sizes(data, y="y", v="v")


def dense(y: np.ndarray, x: np.ndarray, m: np.ndarray, restricted: bool) -> float:
    w = np.linalg.inv(m)
    gram = x.T @ w @ x
    resid = y - x @ np.linalg.solve(gram, x.T @ w @ y)
    value = -0.5 * np.linalg.slogdet(m)[1] - 0.5 * resid @ w @ resid
    k, p = x.shape
    if not restricted:
        return float(value - 0.5 * k * np.log(2 * np.pi))
    value -= 0.5 * np.linalg.slogdet(gram)[1] - 0.5 * np.linalg.slogdet(x.T @ x)[1]
    return float(value - 0.5 * (k - p) * np.log(2 * np.pi))


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize("rho", [None, 0.5])
def test_three_levels_maximise_the_dense_likelihood(method: str, rho: float | None) -> None:
    data = table()
    found = effects(data)
    sampling = None if rho is None else te.vcov(found, "study", rho=rho)
    fit = te.multilevel(found, ["x"], random="study/effect", sampling=sampling, method=method)
    base = np.diag(data["v"]) if sampling is None else sampling.matrix()
    same = data["study"][:, None] == data["study"][None]
    x = np.column_stack([np.ones(40), data["x"]])

    def value(s: np.ndarray) -> float:
        return dense(data["y"], x, base + s[0] * same + s[1] * np.eye(40), method == "REML")

    best = value(fit.components)
    assert fit.criteria.log_likelihood == pytest.approx(best, rel=1e-12)
    for move in ([1e-4, 0], [-1e-4, 0], [0, 1e-4], [0, -1e-4]):
        assert value(fit.components + move) < best
    assert fit.maximum.converged


def test_closed_form_equals_blocks() -> None:
    found = effects(table(2))
    nested = te.multilevel(found, random="study/effect")
    # two crossed terms of the same meaning, but with a sampling covariance object: no closed form
    blocks = te.multilevel(found, random=["study", "effect"], sampling=te.vcov(found, "study", rho=0.0))
    assert blocks.components == pytest.approx(nested.components, rel=1e-8)
    assert blocks.estimates == pytest.approx(nested.estimates, rel=1e-10)


def test_one_effect_per_study_is_a_random_effects_model() -> None:
    found = effects(table(3))
    fit, pooled = te.multilevel(found, random="effect", test="wald"), te.pool(found, test="wald")
    assert fit.components[0] == pytest.approx(pooled.tau2, rel=1e-8)
    assert fit.estimate == pytest.approx(pooled.estimate, rel=1e-10)
    assert fit.criteria.aic == pytest.approx(pooled.criteria.aic, rel=1e-10)
    assert fit.q == pytest.approx(pooled.q)


def test_structures_contain_each_other() -> None:
    found = effects(table(4, 60, 20))
    cs, nested = (
        te.multilevel(found, random=te.Correlated("CS", "effect", "study")),
        te.multilevel(found, random="study/effect"),
    )
    tau2, rho = cs.components
    assert [tau2 * rho, tau2 * (1 - rho)] == pytest.approx(nested.components, rel=1e-6)
    by_kind = {
        s: te.multilevel(found, random=te.Correlated(s, "kind", "study")) for s in ("ID", "CS", "HCS", "UN")
    }
    values = [fit.criteria.log_likelihood for fit in by_kind.values()]
    assert values == sorted(values)
    assert by_kind["UN"].criteria.log_likelihood == pytest.approx(by_kind["HCS"].criteria.log_likelihood)
    assert by_kind["UN"].component_names == ("tau2 pain", "tau2 sleep", "rho")


def test_identity_relation_changes_nothing() -> None:
    found = effects(table(5))
    labels = [str(i) for i in range(9)]
    known = te.multilevel(found, random=te.Groups("study", correlation=np.eye(9), labels=labels))
    assert known.components == pytest.approx(te.multilevel(found, random="study").components, rel=1e-7)
    with pytest.raises(InputError, match="no row for '8'"):
        te.multilevel(found, random=te.Groups("study", correlation=np.eye(8), labels=labels[:8]))


def test_fixed_components_stay() -> None:
    found = effects(table(6))
    fit = te.multilevel(found, random="study/effect", fixed={"sigma2": [0.05, None]})
    assert fit.components[0] == 0.05
    profile = te.component_profile(fit, "study", [0.05])
    assert profile["log_likelihood"][0] == pytest.approx(fit.criteria.log_likelihood)
    with pytest.raises(InputError, match="1 fixed values"):
        te.multilevel(found, random="study/effect", fixed={"sigma2": [0.1]})


def test_interval_of_a_component_is_where_the_profile_falls() -> None:
    fit = te.multilevel(effects(table(7)), random="study/effect")
    found = te.component_interval(fit, "study/effect")
    for bound in (found["low"][0], found["high"][0]):
        if bound > 0:
            drop = (
                fit.criteria.log_likelihood
                - te.component_profile(fit, "study/effect", [bound])["log_likelihood"][0]
            )
            assert 2 * drop == pytest.approx(3.841458820694124, rel=1e-6)
    assert found["low"][0] <= found["estimate"][0] <= found["high"][0]


def test_group_effects_sum_to_zero_and_shrink() -> None:
    data = table(8)
    fit = te.multilevel(effects(data), random="study")
    found = te.group_effects(fit)
    assert found["group"] == sorted(found["group"], key=int)
    resid = data["y"] - fit.estimate
    for g, u in zip(found["group"], found["effect"]):
        here = data["study"] == int(g)
        mean = np.average(resid[here], weights=1 / data["v"][here])
        assert abs(u) <= abs(mean) + 1e-12
        assert u * mean >= 0
    assert sum(found["effect"]) == pytest.approx(0.0, abs=1e-8)


def test_robust_tests_of_a_multilevel_model() -> None:
    fit = te.multilevel(effects(table(9)), ["x"], random="study/effect")
    found = te.robust(fit, "study")
    assert found["estimate"] == pytest.approx(fit.estimates)
    assert (np.array(found["df"]) < 9).all()
    with pytest.raises(InputError, match="cut through"):
        te.robust(fit, "effect")


def test_influence_of_clusters() -> None:
    data = table(10)
    fit = te.multilevel(effects(data), random="study/effect")
    rows, clusters = te.multilevel_influence(fit, "study")
    assert sum(rows["hat"]) == pytest.approx(1.0)
    assert sum(rows["weight_percent"]) == pytest.approx(100.0)
    assert len(clusters) == len(set(data["study"].tolist()))
    moved = te.multilevel_influence(fit, "study", reestimate=True)[1]
    assert np.isfinite(moved["cooks"]).all()


def test_rows_without_a_group_are_left_out_and_listed() -> None:
    data = {name: list(values) for name, values in table(11).items()}
    data["study"] = [None, *data["study"][1:]]
    fit = te.multilevel(effects(data), random="study")  # type: ignore[arg-type]
    assert fit.k == 39
    assert fit.effects.left_out[0].reason == "'study' is missing"


def test_bad_input() -> None:
    found = effects(table(12))
    with pytest.raises(UnknownOption, match="structure"):
        te.multilevel(found, random=te.Correlated("XX", "kind", "study"))
    with pytest.raises(InputError, match="No random term"):
        te.multilevel(found, random=[])
    with pytest.raises(InputError, match="no column 'nothing'"):
        te.multilevel(found, random="nothing")
    with pytest.raises(InputError, match="negative variance in some direction"):
        te.vcov(found, "study", rho=-0.9)
    with pytest.raises(InputError, match=r"belong|correlations are given"):
        te.vcov(found, "study")
    with pytest.raises(EstimationError, match="singular"):
        te.multilevel(found, random="study", sampling=te.vcov(found, "study", rho=1.0))
    with pytest.raises(TooFewEffects):
        te.multilevel(effects({n: v[:1] for n, v in table().items()}), random="study")


def test_times_and_shared_groups() -> None:
    data = {"y": [1.0, 2, 3], "v": [1.0, 1, 1], "s": ["a"] * 3, "t": [0.0, 1, 3], "g1": ["x", "y", "x"]}
    data.update(g2=["c", "c", "d"], n1=[10.0, 10, 10], n2=[10.0, 10, 10])  # type: ignore[arg-type]
    found = te.effect_sizes(data, y="y", v="v")
    assert te.vcov(found, "s", time="t", phi=0.5).matrix()[0] == pytest.approx([1, 0.5, 0.125])
    shared = te.vcov(found, "s", groups=("g1", "g2"), sizes=("n1", "n2")).matrix()
    assert shared == pytest.approx(np.array([[1, 0.5, 0.5], [0.5, 1, 0], [0.5, 0, 1]]))
