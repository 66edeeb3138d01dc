"""The tasks in trueeffect, through its public functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from timing import run_all

import trueeffect as te

Work = Callable[[], Any]


def effects(data: dict[str, Any], name: str) -> Any:
    """Return the effects of a data set."""
    return te.effect_sizes(data[name], y="y", v="v")


def reml(k: int) -> Callable[[dict[str, Any]], Work]:
    """One REML fit with everything a summary shows."""

    def prepare(data: dict[str, Any]) -> Work:
        table = effects(data, f"k{k}")

        def work() -> list[float]:
            fit = te.pool(table, test="wald")
            return [fit.estimate, fit.tau2, fit.i2, fit.p_q, fit.tau2_std_error, fit.criteria.log_likelihood]

        return work

    return prepare


def many(data: dict[str, Any]) -> Work:
    """2,000 REML and Knapp-Hartung fits in one call."""
    table = effects(data, "many")

    def work() -> list[float]:
        found = te.pool_many(table, "meta")
        return [found["estimate"][0], found["tau2"][1], found["conf_low"][2]]

    return work


def leave_one_out(data: dict[str, Any]) -> Work:
    """Refit without each of 200."""
    fit = te.pool(effects(data, "k200"), test="wald")
    return lambda: te.leave_one_out(fit)["estimate"][:3]


def influence(data: dict[str, Any]) -> Work:
    """All influence diagnostics of 200."""
    fit = te.pool(effects(data, "k200"), test="wald")
    return lambda: te.diagnose(fit)["cooks_d"][:3]


def permutation(data: dict[str, Any]) -> Work:
    """1,000 permutations of two moderators."""
    fit = te.regress(effects(data, "k20"), ["x1", "x2"], test="wald")
    return lambda: te.permutation(fit, permutations=1000, exact=False)["p_value"][:0]


def gosh(data: dict[str, Any]) -> Work:
    """5,000 subsets of 20."""
    fit = te.pool(effects(data, "k20"), test="wald")
    return lambda: te.gosh(fit, 5000)["estimate"][:0]


def effect_sizes(data: dict[str, Any]) -> Work:
    """Log odds ratios of 100,000 tables."""
    table = data["tables"]
    roles = {"events1": "a", "nonevents1": "b", "events2": "c", "nonevents2": "d"}
    return lambda: te.effect_sizes(table, "OR", **roles).y[:3]


def selection(data: dict[str, Any]) -> Work:
    """Step function selection model of 200."""
    fit = te.pool(effects(data, "k200"), method="ML", test="wald")
    return lambda: [te.selection_model(fit, steps=0.025).estimate]


def trim_fill(data: dict[str, Any]) -> Work:
    """Trim and fill of 200."""
    fit = te.pool(effects(data, "k200"), test="wald")
    return lambda: [te.trim_fill(fit, estimator="L0").estimate]


def linear(k: int) -> Callable[[dict[str, Any]], Work]:
    """One REML fit of very many effects."""

    def prepare(data: dict[str, Any]) -> Work:
        rng = np.random.default_rng(1)
        v = rng.uniform(0.01, 0.5, k)
        table = te.effect_sizes({"y": rng.normal(0.3, np.sqrt(v + 0.08)), "v": v}, y="y", v="v")
        return lambda: [te.pool(table, test="wald").estimate]

    return prepare


TASKS = {
    "reml_20": (reml(20), 300),
    "reml_1000": (reml(1000), 200),
    "many_2000": (many, 30),
    "leave_one_out_200": (leave_one_out, 30),
    "influence_200": (influence, 30),
    "permutation_1000": (permutation, 30),
    "gosh_5000": (gosh, 20),
    "effect_sizes_100000": (effect_sizes, 30),
    "selection_200": (selection, 30),
    "trim_fill_200": (trim_fill, 30),
    "reml_10000": (linear(10_000), 20),
    "reml_100000": (linear(100_000), 10),
    "reml_1000000": (linear(1_000_000), 5),
}

if __name__ == "__main__":
    run_all(TASKS)
