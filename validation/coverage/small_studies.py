"""Error rates of tests for small-study effects, and what a selection model recovers, by simulation.

    python validation/coverage/small_studies.py [--sets 2000]

Without small-study effects a test should reject about as often as its level says; the exact rank test
never more. Egger's test is known to reject too often when true effects differ (its weights ignore tau2),
so it is held to its level only without heterogeneity; the regression inside the random-effects model is
held to it always. With selection of significant results, the step model should be less biased than the
plain mean, and its interval should hold the truth more often. Exits with 1 when a rate is off by more
than four Monte Carlo errors plus an allowance for tests that are approximate by design.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

import trueeffect as te
from trueeffect.errors import EstimationError

LEVEL = 0.05
ALLOWANCE = {"Egger": 0.01, "regression": 0.015, "Begg": 0.0, "rank, exact": 0.0}
TRUTH, TAU2 = 0.2, 0.02


def effects(y: np.ndarray, v: np.ndarray) -> Any:
    """Return an effect table."""
    return te.effect_sizes({"y": y, "v": v}, y="y", v="v")


def rejections(sets: int, k: int, tau2: float, rng: np.random.Generator) -> dict[str, float]:
    """Return how often each test rejects when effects do not depend on study size."""
    count = dict.fromkeys(ALLOWANCE, 0)
    for _ in range(sets):
        v = rng.uniform(0.02, 0.4, k)
        table = effects(rng.normal(0.3, np.sqrt(v + tau2)), v)
        count["Egger"] += te.bias_test(table, "Egger").p_value < LEVEL
        fit = te.pool(table)
        count["regression"] += te.regression_test(fit, model="as_fitted").p_value < LEVEL
        count["Begg"] += te.bias_test(table, "Begg").p_value < LEVEL
        count["rank, exact"] += te.rank_test(table).p_value < LEVEL
    return {name: found / sets for name, found in count.items()}


def selected(k: int, chance: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return ``k`` published studies; without significance a study is published with ``chance``."""
    y, v = np.empty(0), np.empty(0)
    while len(y) < k:
        more = rng.uniform(0.02, 0.2, 4 * k)
        drawn = rng.normal(TRUTH, np.sqrt(more + TAU2))
        kept = (drawn / np.sqrt(more) > 1.959964) | (rng.random(4 * k) < chance)
        y, v = np.r_[y, drawn[kept]], np.r_[v, more[kept]]
    return y[:k], v[:k]


def under_selection(sets: int, k: int, chance: float, rng: np.random.Generator) -> dict[str, float]:
    """Return bias and coverage of the plain mean and of the step model."""
    rows = []
    failed = 0
    for _ in range(sets):
        fit = te.pool(effects(*selected(k, chance, rng)), method="ML", test="wald")
        try:
            model = te.selection_model(fit, steps=0.025)
        except EstimationError:
            failed += 1
            continue
        if not (model.converged and np.isfinite(model.std_error)):
            failed += 1
            continue
        holds = [found.conf_low <= TRUTH <= found.conf_high for found in (fit, model)]
        rows.append([fit.estimate - TRUTH, model.estimate - TRUTH, *holds])
    means = np.mean(rows, axis=0)
    names = ("bias, plain", "bias, step model", "coverage, plain", "coverage, step model")
    return {**dict(zip(names, map(float, means))), "not fitted": failed / sets}


def main() -> int:
    """Run all settings; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=2000)
    sets = parser.parse_args().sets
    rng, wrong = np.random.default_rng(2), 0
    error = np.sqrt(LEVEL * (1 - LEVEL) / sets)
    print(f"{sets} sets each; level {LEVEL}, Monte Carlo error {error:.4f}")
    for k in (10, 30):
        for tau2 in (0.0, 0.1):
            found = rejections(sets, k, tau2, rng)
            print(
                f"k {k:3} tau2 {tau2:4}  " + "  ".join(f"{name} {rate:.3f}" for name, rate in found.items())
            )
            held = {name: rate for name, rate in found.items() if name != "Egger" or tau2 == 0}
            wrong += sum(rate > LEVEL + 4 * error + ALLOWANCE[name] for name, rate in held.items())
    print(f"true mean {TRUTH}, tau2 {TAU2}, published without significance with the chance given")
    for k in (30, 80):
        for chance in (1.0, 0.3):
            found = under_selection(sets // 4, k, chance, rng)
            print(f"k {k:3} chance {chance}  " + "  ".join(f"{name} {x:.3f}" for name, x in found.items()))
            if chance < 1:
                wrong += abs(found["bias, step model"]) > abs(found["bias, plain"])
                wrong += found["coverage, step model"] < found["coverage, plain"]
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
