"""Ranks of treatments: P-scores in closed form, rank probabilities by simulation."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array


def p_scores(differences: Array, std_errors: Array, small_is_good: bool) -> Array:
    """Return the mean certainty that each treatment beats another one (doi:10.1186/s12874-015-0060-8)."""
    from scipy.special import ndtr

    t = len(differences)
    with np.errstate(all="ignore"):
        z = differences / std_errors
    beats = ndtr(-z if small_is_good else z)
    np.fill_diagonal(beats, 0.0)
    return np.asarray(beats.sum(axis=1) / (t - 1))


def rank_probabilities(effects: Array, cov: Array, small_is_good: bool, draws: int, seed: int) -> Array:
    """Return the probability of every rank, (treatments, ranks), from antithetic draws."""
    t = len(effects)
    values, vectors = np.linalg.eigh(cov)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    half = np.random.default_rng(seed).standard_normal(((draws + 1) // 2, t)) @ root.T
    sample = effects + np.concatenate([half, -half])
    order = np.argsort(sample if small_is_good else -sample, axis=1)
    table = np.zeros((t, t))
    for rank in range(t):
        table[:, rank] = np.bincount(order[:, rank], minlength=t)
    return table / len(sample)
