"""Networks: agreement with simpler models, invariances, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import DisconnectedNetwork, InputError, TooFewEffects

ARMS = {"study": "study", "treatment": "drug", "measure": "OR", "events": "events", "total": "total"}
CONTRASTS = {"study": "study", "treat1": "t1", "treat2": "t2", "y": "y", "se": "se"}


def trials(seed: int = 1, treatments: int = 5, studies: int = 14) -> dict[str, list]:
    """Arms of made-up trials, a third of them with three arms, every treatment linked."""
    rng = np.random.default_rng(seed)
    out: dict[str, list] = {"study": [], "drug": [], "events": [], "total": []}
    for s in range(studies):
        arms = rng.permutation(treatments)[: 2 + (s % 3 == 0)].tolist()
        if s < treatments - 1:
            arms = list(dict.fromkeys([s, s + 1, *arms]))[: max(2, len(arms))]
        for a in arms:
            total = int(rng.integers(40, 200))
            out["study"].append(f"trial {s}")
            out["drug"].append("ABCDEFGH"[a])
            out["total"].append(total)
            out["events"].append(int(rng.binomial(total, 0.2 + 0.05 * a)))
    return out


@pytest.mark.parametrize("method", ["DL", "REML", "PM"])
def test_two_treatments_are_a_pairwise_analysis(method: str) -> None:
    table = {"study": list("abcd"), "y": [0.3, 0.1, 0.9, 0.4], "se": [0.2, 0.1, 0.3, 0.15]}
    effects = te.effect_sizes(table, y="y", se="se")
    pooled = te.pool(effects, method=method, test="wald")
    data = {**table, "t1": ["new"] * 4, "t2": ["old"] * 4}
    fit = te.network(data, reference="old", method=method, **CONTRASTS)
    assert fit.estimates[0] == pytest.approx(pooled.estimate, rel=1e-10)
    assert fit.std_errors[0] == pytest.approx(pooled.std_error, rel=1e-10)
    assert fit.tau2 == pytest.approx(pooled.tau2, rel=1e-8)
    assert fit.q == pytest.approx(pooled.q, rel=1e-10)


def test_triangle_by_hand() -> None:
    # equal variances v: direct evidence counts 2/3, the way round 1/3; se^2 = 2v/3
    data = {
        "study": [1, 2, 3],
        "t1": ["B", "C", "C"],
        "t2": ["A", "B", "A"],
        "y": [1.0, 2.0, 6.0],
        "se": [0.3, 0.3, 0.3],
    }
    fit = te.network(data, reference="A", model="common", **CONTRASTS)
    assert fit.estimates == pytest.approx([1.0 * 2 / 3 + 4.0 / 3, 6.0 * 2 / 3 + 3.0 / 3])
    assert fit.std_errors == pytest.approx([0.3 * np.sqrt(2 / 3)] * 2)
    assert fit.q == pytest.approx(3.0**2 / (3 * 0.09))


def test_contrasts_of_multi_arm_trials_equal_arms() -> None:
    arms = trials()
    listed = te.network_contrasts(arms, **ARMS)
    data = {n: list(listed[n]) for n in ("study", "treat1", "treat2", "estimate", "std_error")}
    by_arm = te.network(arms, method="REML", **ARMS)
    by_contrast = te.network(
        data, method="REML", study="study", treat1="treat1", treat2="treat2", y="estimate", se="std_error"
    )
    assert by_contrast.estimates == pytest.approx(by_arm.estimates, rel=1e-9)
    assert by_contrast.std_errors == pytest.approx(by_arm.std_errors, rel=1e-9)
    assert by_contrast.tau2 == pytest.approx(by_arm.tau2, rel=1e-7)


def test_names_order_and_reference_do_not_matter() -> None:
    arms = trials(2)
    fit = te.network(arms, **ARMS)
    renamed = {**arms, "drug": [{"A": "z", "B": "y"}.get(d, d) for d in arms["drug"]]}
    other = te.network(renamed, reference="z", **ARMS)
    at = [other.treatments.index({"A": "z", "B": "y"}.get(d, d)) for d in fit.treatments]
    assert other.solution.differences[np.ix_(at, at)] == pytest.approx(fit.solution.differences, abs=1e-10)
    assert other.solution.std_errors[np.ix_(at, at)] == pytest.approx(fit.solution.std_errors, abs=1e-10)
    turned = {name: values[::-1] for name, values in arms.items()}
    assert te.network(turned, **ARMS).estimates == pytest.approx(fit.estimates, rel=1e-10)


def test_wide_tables_equal_long_ones() -> None:
    arms = trials(3)
    wide: dict[str, list] = {"study": []}
    for i in (1, 2, 3):
        wide.update({f"{c}{i}": [] for c in ("drug", "events", "total")})
    for study in dict.fromkeys(arms["study"]):
        wide["study"].append(study)
        at = [i for i, s in enumerate(arms["study"]) if s == study]
        for slot in range(3):
            for c in ("drug", "events", "total"):
                wide[f"{c}{slot + 1}"].append(arms[c][at[slot]] if slot < len(at) else None)
    options = {c: [f"{c}{i}" for i in (1, 2, 3)] for c in ("events", "total")}
    fit = te.network(wide, study="study", treatment=["drug1", "drug2", "drug3"], measure="OR", **options)
    assert fit.estimates == pytest.approx(te.network(arms, **ARMS).estimates)
    assert not fit.data.left_out


def test_disconnected_parts_and_likely_typing_errors_are_named() -> None:
    data = {
        "study": [1, 2],
        "t1": ["Aspirin", "Placebo "],
        "t2": ["placebo", "Ibuprofen"],
        "y": [0.1, 0.2],
        "se": [0.1, 0.1],
    }
    with pytest.raises(
        DisconnectedNetwork, match=r"2 parts.*Is 'Placebo ' the same treatment as 'placebo'"
    ) as error:
        te.network(data, **CONTRASTS)
    assert sorted(map(len, error.value.context["components"])) == [2, 2]


def test_impossible_standard_errors_name_study_and_arms() -> None:
    data = {
        "study": ["x"] * 3 + ["y"],
        "t1": ["A", "A", "B", "A"],
        "t2": ["B", "C", "C", "B"],
        "y": [0.1, 0.3, 0.2, 0.1],
        "se": [0.1, 0.1, 0.5, 0.1],
    }
    with pytest.raises(InputError, match=r"3-arm study 'x' contradict.*Check first 'B' against 'C'"):
        te.network(data, **CONTRASTS)


def test_estimates_that_do_not_add_up_name_study_and_arms() -> None:
    data = {"study": ["x"] * 3, "t1": ["A", "A", "B"], "t2": ["B", "C", "C"], "y": [0.1, 0.3, -0.2]}
    with pytest.raises(InputError, match="3-arm study 'x' do not add up"):
        te.network({**data, "se": [0.2, 0.2, 0.2]}, **CONTRASTS)


def test_other_bad_input() -> None:
    one = {"study": [1], "t1": ["A"], "t2": ["A"], "y": [0.1], "se": [0.1]}
    with pytest.raises(InputError, match="with itself"):
        te.network(one, **CONTRASTS)
    three = {"study": [1, 1], "t1": ["A", "A"], "t2": ["B", "C"], "y": [0.1, 0.2], "se": [0.1, 0.1]}
    with pytest.raises(InputError, match="needs 3 contrasts, but it has 2"):
        te.network(three, **CONTRASTS)
    arms = {"study": [1, 2], "drug": ["A", "B"], "events": [1, 2], "total": [10, 10]}
    with pytest.raises(TooFewEffects, match="only one arm"):
        te.network(arms, **ARMS)
    with pytest.raises(InputError, match="more than the 10 people"):
        te.network({**arms, "study": [1, 1], "events": [11, 2]}, **ARMS)
    with pytest.raises(InputError, match="Did you mean 'A'"):
        te.network({**arms, "study": [1, 1]}, reference="a", **ARMS)


def test_one_arm_and_empty_studies_are_listed() -> None:
    arms = trials(4)
    for study, drug, events in (("alone", "A", 3), ("empty", "A", 0), ("empty", "B", 0)):
        for name, value in zip(("study", "drug", "events", "total"), (study, drug, events, 30)):
            arms[name].append(value)
    fit = te.network(arms, **ARMS)
    assert {entry.study for entry in fit.data.left_out} == {"alone", "empty"}
    assert fit.estimates == pytest.approx(te.network(trials(4), **ARMS).estimates)
    assert "rows left out" in repr(fit)
    assert fit.to_dict()["summary"]["n_studies"] == 14
