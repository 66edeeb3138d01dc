"""Fit the same model to many subsets of the effects in one go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from trueeffect.stats.problem import Array
from trueeffect.stats.regression import Fitted, fit

CHUNK = 60_000
"""Numbers held per array: what stays in the cache; more subsets are fitted in several batches."""


def width(k: int) -> int:
    """Return how many subsets of ``k`` effects one batch holds."""
    return max(1, CHUNK // max(k, 1))


def refit(model: Fitted, one: Array) -> Fitted:
    """Return the model fitted to each subset (a column of ``one``, shape (k, d)), tau2 estimated anew.

    A given tau2 stays as it is.
    """
    problem = model.problem.masked(one)
    fixed = None if model.estimated or model.method is None else model.tau2.tau2
    return fit(
        problem,
        model.method,
        model.inference,
        level=model.level,
        tau2=fixed,
        weights=None if model.method is not None and model.method.takes_weights else model.weights,
        q_weights=model.q_weights,
    )


def without_each(k: int) -> Iterator[tuple[slice, Array]]:
    """Yield, batch by batch, the effects left out and the masks that leave each of them out."""
    step = width(k)
    for start in range(0, k, step):
        stop = min(start + step, k)
        one = np.ones((k, stop - start))
        one[np.arange(start, stop), np.arange(stop - start)] = 0.0
        yield slice(start, stop), one


def adding_each(order: np.ndarray) -> Iterator[tuple[slice, Array]]:
    """Yield, batch by batch, masks with the first 1, 2, ... effects of ``order``."""
    k = len(order)
    rank = np.empty(k, dtype=int)
    rank[order] = np.arange(k)
    step = width(k)
    for start in range(0, k, step):
        stop = min(start + step, k)
        yield slice(start, stop), (rank[:, None] <= np.arange(start, stop)).astype(float)
