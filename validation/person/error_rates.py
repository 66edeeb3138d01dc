"""How often a diary says something when nothing happens, how often it sees a change, how calibrated it is.

Run: ``python validation/person/error_rates.py [runs]``; writes ``error_rates.json`` beside itself. Each
statement has a stated level; the script fails when a rate lies above it by more than Monte Carlo error
(2.5 standard errors).

Worlds in which treatment does nothing:
    still       mean constant, correlation of days 0 to 0.8
    course      each person drifts by their own amount, N(-0.8, 2²), as the usual course given says
    bad day     the start is chosen on the worst day of a window (regression to the mean), on top of a course
    trend       a steady trend through the whole diary
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from trueeffect.person.analysis import SURE
from trueeffect.stats.single_case.bayes import posterior_of, step_posterior
from trueeffect.stats.single_case.randomisation import start_test
from trueeffect.stats.single_case.serial import fit_grid, step_design

COURSE, PERSON = -0.8, 2.0
SHAPES = ((14, 14), (14, 28), (21, 42), (28, 84))
PHIS = (0.0, 0.3, 0.6, 0.8)


def series(rng: np.random.Generator, n: int, phi: float, spread: float = 1.2) -> np.ndarray:
    """Return stationary AR(1) values."""
    e = np.empty(n)
    e[0] = rng.normal()
    kick = np.sqrt(1 - phi**2) * rng.normal(size=n)
    for i in range(1, n):
        e[i] = phi * e[i - 1] + kick[i]
    return spread * e


def ratings(y: np.ndarray) -> np.ndarray:
    """Return whole ratings from 0 to 10."""
    return np.clip(np.round(y), 0, 10)


def still(runs: int, rng: np.random.Generator) -> list[dict]:
    """Rate of 'higher after the start' (worse) and of either direction, with nothing happening."""
    rows = []
    for before, after in SHAPES:
        for phi in PHIS:
            p = np.empty(runs)
            for i in range(runs):
                y = ratings(6 + series(rng, before + after, phi))
                p[i] = step_posterior(
                    range(before + after), y + 1e-6 * rng.normal(size=len(y)), before
                ).step.below(0)
            rows.append(
                {
                    "days": [before, after],
                    "phi": phi,
                    "worse": float(np.mean(1 - p >= SURE)),
                    "lower": float(np.mean(p >= SURE)),
                    "interval covers 0": float(np.mean((p > 0.025) & (p < 0.975))),
                }
            )
    return rows


def course(runs: int, rng: np.random.Generator, bad_day: bool) -> list[dict]:
    """Rate of 'beyond the usual course' when only the usual course happens."""
    rows = []
    for before, after in SHAPES:
        for phi in (0.3, 0.6):
            hits = 0
            for _ in range(runs):
                n = before + after
                drift = rng.normal(COURSE, PERSON)
                noise = series(rng, n + 14, phi)
                if bad_day:  # start in the two weeks after the baseline, on the worst day
                    at = before + int(np.argmax(noise[before : before + 14]))
                else:
                    at = before
                total = n if not bad_day else min(at + after, n + 14)
                y = 6 + noise[:total] + drift * (np.arange(total) >= at)
                found = step_posterior(range(total), y, at, offset=COURSE, offset_variance=0.2**2 + PERSON**2)
                hits += found.step.below(0) >= SURE
            rows.append({"days": [before, after], "phi": phi, "beyond": hits / runs})
    return rows


def drawn(runs: int, rng: np.random.Generator) -> list[dict]:
    """Rate of 'the start day stands out' at 0.05 under trends, and its power."""
    rows = []
    for slope, effect in ((0.0, 0.0), (-0.05, 0.0), (0.05, 0.0), (0.0, -1.0), (0.0, -2.0), (0.0, -3.0)):
        for phi in (0.3, 0.6):
            hits = 0
            for _ in range(runs * 2):
                possible = range(14, 34)
                at = int(rng.choice(list(possible)))
                y = ratings(6 + series(rng, 60, phi) + slope * np.arange(60) + effect * (np.arange(60) >= at))
                hits += start_test(y, at, possible).p_value <= 0.05
            rows.append({"slope": slope, "effect": effect, "phi": phi, "stands out": hits / (2 * runs)})
    return rows


def calibrated(runs: int, rng: np.random.Generator) -> list[dict]:
    """Coverage of 80 % intervals with the evidence as prior: right, too hopeful, and too sure."""
    rows = []
    truths = {"prior right": (-0.8, 1.1), "prior too hopeful": (0.0, 1.1), "prior too sure": (-0.8, 2.0)}
    for name, (mean, spread) in truths.items():
        inside = plain = conflicts = 0
        error = error_plain = 0.0
        for _ in range(runs):
            theta = rng.normal(mean, spread)
            drift = rng.normal(COURSE, PERSON)
            y = 6 + series(rng, 56, 0.5) + (theta + drift) * (np.arange(56) >= 21)
            fits = fit_grid(np.arange(56), y, step_design(np.arange(56), 21))
            given = {"offset": COURSE, "offset_variance": 0.2**2 + PERSON**2}
            with_prior = posterior_of(fits, prior_mean=-0.8, prior_variance=1.1**2, **given).step
            alone = posterior_of(fits, **given).step
            inside += with_prior.quantile(0.1) <= theta <= with_prior.quantile(0.9)
            plain += alone.quantile(0.1) <= theta <= alone.quantile(0.9)
            apart = abs(alone.estimate + 0.8) / np.hypot(alone.spread, 1.1)
            conflicts += apart > 2
            error += (with_prior.estimate - theta) ** 2
            error_plain += (alone.estimate - theta) ** 2
        rows.append(
            {
                "world": name,
                "covers 80 %, with evidence": inside / runs,
                "covers 80 %, alone": plain / runs,
                "conflict flagged": conflicts / runs,
                "root mean square error, with evidence": float(np.sqrt(error / runs)),
                "root mean square error, alone": float(np.sqrt(error_plain / runs)),
            }
        )
    return rows


def main() -> None:
    """Run all worlds, write the rates, and fail when a stated level is passed."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rng = np.random.default_rng(20261124)
    found = {
        "runs": runs,
        "still": still(runs, rng),
        "course": course(runs, rng, bad_day=False),
        "bad day": course(runs, rng, bad_day=True),
        "drawn start": drawn(runs, rng),
        "calibration": calibrated(runs, rng),
    }
    room = 2.5 * np.sqrt(0.025 * 0.975 / runs)
    failures = [row for name in ("course", "bad day") for row in found[name] if row["beyond"] > 0.025 + room]
    failures += [row for row in found["still"] if row["worse"] > 0.025 + room]
    failures += [
        row
        for row in found["drawn start"]
        if row["effect"] == 0 and row["stands out"] > 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / (2 * runs))
    ]
    found["above their level"] = failures
    target = Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))
    raise SystemExit(bool(failures))


if __name__ == "__main__":
    main()
