"""Coverage of confidence intervals by simulation, all meta-analyses of a setting in one call.

    python validation/coverage/random_effects.py [--sets 20000]

Prints, per setting, how often intervals hold the truth, with the Monte Carlo error, and exits with 1 when an
exact method misses its level by more than four of these errors: the Q-profile interval, whose level is exact
when variances are known, and Hartung-Knapp with equal variances and REML, whose statistic is t there.
"""

from __future__ import annotations

import argparse

import numpy as np

from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_quantile
from trueeffect.stats.regression import fit
from trueeffect.stats.tau2 import estimators
from trueeffect.stats.tau2._estimating import solve_form
from trueeffect.stats.tests import inferences

LEVEL = 0.95


def simulate(k: int, tau2: float, sets: int, equal: bool, rng: np.random.Generator) -> Problem:
    """Return ``sets`` meta-analyses of ``k`` studies with true mean 0."""
    v = np.full((k, sets), 0.1) if equal else rng.uniform(0.02, 0.4, (k, sets))
    return Problem(rng.normal(0, np.sqrt(v + tau2)), v)


def mean_coverage(problem: Problem, method: str, test: str) -> float:
    """Return how often the interval of the mean holds 0."""
    found = fit(problem, estimators()[method], inferences()[test], level=LEVEL)
    return float(((found.conf_low[0] <= 0) & (found.conf_high[0] >= 0)).mean())


def q_profile_coverage(problem: Problem, tau2: float) -> float:
    """Return how often the Q-profile interval holds tau2."""
    df = problem.df
    low = solve_form(problem, chi2_quantile((1 + LEVEL) / 2, df)).tau2
    high = solve_form(problem, chi2_quantile((1 - LEVEL) / 2, df)).tau2
    return float(((low <= tau2) & (tau2 <= high)).mean())


def main() -> int:
    """Run all settings; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=20_000)
    sets = parser.parse_args().sets
    error = np.sqrt(LEVEL * (1 - LEVEL) / sets)
    rng, worst = np.random.default_rng(1), 0.0
    print(f"{sets} sets each; Monte Carlo error {error:.4f}")
    print(f"{'k':>3} {'tau2':>5} {'variances':>9} {'Wald':>7} {'HK':>7} {'HK cons.':>8} {'Q-profile':>9}")
    for k in (3, 5, 10, 20):
        for tau2 in (0.05, 0.3):
            for equal in (True, False):
                problem = simulate(k, tau2, sets, equal, rng)
                rules = ("wald", "knapp-hartung", "knapp-hartung-conservative")
                wald, scaled, careful = (mean_coverage(problem, "REML", test) for test in rules)
                profile = q_profile_coverage(problem, tau2)
                exact = [profile, scaled] if equal else [profile]
                worst = max([worst, *(abs(value - LEVEL) / error for value in exact)])
                kind = "equal" if equal else "uneven"
                print(f"{k:>3} {tau2:>5} {kind:>9} {wald:7.4f} {scaled:7.4f} {careful:8.4f} {profile:9.4f}")
    print(f"largest distance of an exact method from {LEVEL}: {worst:.1f} errors")
    return 0 if worst <= 4 else 1


if __name__ == "__main__":
    raise SystemExit(main())
