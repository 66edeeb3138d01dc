"""Coverage of network estimates and of exact credible intervals by simulation.

    python validation/coverage/networks.py [--sets 400]

Networks of six treatments with three-arm trials: Wald intervals of all effects at the true tau2 (exact, so a
miss by more than four Monte Carlo errors fails), and at the DL estimate (reported only: they are known to be
narrow with few trials). Bayesian intervals are checked with tau and the mean drawn from their priors, where
their coverage is exact as well.
"""

from __future__ import annotations

import argparse

import numpy as np

import trueeffect as te

TREATMENTS, STUDIES, TAU, LEVEL = 6, 24, 0.3, 0.95
ROLES = {"study": "study", "treatment": "drug", "measure": "MD", "mean": "mean", "sd": "sd", "n": "n"}


def arms(rng: np.random.Generator) -> dict[str, list]:
    """Return arms of one network; treatment t has the effect t/10, heterogeneity TAU^2."""
    out: dict[str, list] = {name: [] for name in ("study", "drug", "mean", "sd", "n")}
    for s in range(STUDIES):
        chosen = [s % TREATMENTS, (s + 1 + s // TREATMENTS) % TREATMENTS]
        if s % 4 == 0:
            chosen.append((s + 3) % TREATMENTS)
        for t in dict.fromkeys(chosen):
            n = int(rng.integers(20, 120))
            out["study"].append(s)
            out["drug"].append(f"d{t}")
            out["n"].append(n)
            out["mean"].append(t / 10 + rng.normal(0, TAU / np.sqrt(2)) + rng.normal(0, 1 / np.sqrt(n)))
            out["sd"].append(1.0)
    return out


def network_coverage(sets: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return the coverage at the true and at the estimated tau2."""
    truth = np.arange(1, TREATMENTS) / 10
    hits = np.zeros(2)
    for _ in range(sets):
        network = te.read_network(arms(rng), **ROLES)
        for i, tau2 in enumerate((TAU**2, None)):
            columns = te.network(network, reference="d0", tau2=tau2).columns()
            hits[i] += np.mean((columns["conf_low"] <= truth) & (truth <= columns["conf_high"]))
    return float(hits[0] / sets), float(hits[1] / sets)


def bayes_coverage(sets: int, rng: np.random.Generator) -> float:
    """Return the coverage of the mean when the truth comes from the priors."""
    hits = 0
    for _ in range(sets):
        tau, mean = abs(rng.normal(0, 0.5)), rng.normal(0, 1)
        v = rng.uniform(0.01, 0.2, 6)
        y = mean + rng.normal(0, np.sqrt(v + tau**2))
        effects = te.effect_sizes({"y": y, "v": v}, y="y", v="v")
        fit = te.bayes(effects, te.HalfNormal(0.5), mean_prior=(0.0, 1.0))
        hits += bool(fit.conf_low[0] <= mean <= fit.conf_high[0])
    return hits / sets


def main() -> int:
    """Run, print, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=400)
    sets = parser.parse_args().sets
    rng = np.random.default_rng(20_261_124)
    known, estimated = network_coverage(sets, rng)
    exact = bayes_coverage(4 * sets, rng)
    error = np.sqrt(LEVEL * (1 - LEVEL) / sets)  # effects of one network are correlated: an upper bound
    error_bayes = np.sqrt(LEVEL * (1 - LEVEL) / (4 * sets))
    print(f"networks, tau2 known: {known:.4f} (error up to {error:.4f}); DL estimate: {estimated:.4f}")
    print(f"Bayesian mean under its priors: {exact:.4f} (error {error_bayes:.4f})")
    return int(abs(known - LEVEL) > 4 * error or abs(exact - LEVEL) > 4 * error_bayes)


if __name__ == "__main__":
    raise SystemExit(main())
