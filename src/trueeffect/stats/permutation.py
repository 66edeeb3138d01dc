"""Permutation tests of coefficients: signs flipped, or moderators shuffled, all refitted at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.regression import Fitted, fit, joint_test

CHUNK = 400_000
_TIE = 1e-8
"""Statistics this close (relatively) to the observed one count as equal: rounding must not break ties."""


class Permuted(NamedTuple):
    """Shares of permutations at least as extreme as the data."""

    p_value: Array
    omnibus_p: float | None
    permutations: int
    exact: bool


def count_all(k: int, design: Array | None) -> float:
    """Return how many different arrangements there are: of signs, or of the rows of a design."""
    if design is None:
        return 2.0**k
    counts = np.unique(design, axis=0, return_counts=True)[1]
    return math.factorial(k) / math.prod(math.factorial(int(count)) for count in counts)


def permutation_test(
    model: Fitted, tested: list[int], *, permutations_: int, exact: bool, seed: int = 0
) -> Permuted:
    """Return permutation p-values of a fitted model.

    Without moderators the signs of the effects are flipped; with moderators their rows are shuffled against
    the effects (doi:10.1002/sim.1752). With random arrangements the data count as one of them
    (doi:10.2202/1544-6115.1585).
    """
    moderated = model.problem.basis is not None
    observed = np.abs(model.statistic)
    joint = _joint(model, tested) if tested else None
    hits, joint_hits, total = np.zeros(len(observed)), 0.0, 0
    for problem, d in _arrangements(model.problem, permutations_, exact, seed, moderated):
        again = fit(
            problem,
            model.method,
            model.inference,
            tau2=None if model.estimated or model.method is None else model.tau2.tau2,
            weights=None if model.method is not None and model.method.takes_weights else model.weights,
            q_weights=model.q_weights,
        )
        hits += (np.abs(again.statistic) >= observed[:, None] * (1 - _TIE)).sum(axis=1)
        if joint is not None:
            joint_hits += float((_joint(again, tested) >= joint * (1 - _TIE)).sum())
        total += d
    extra = 0 if exact else 1
    share = (hits + extra) / (total + extra)
    return Permuted(share, None if joint is None else (joint_hits + extra) / (total + extra), total, exact)


def _joint(model: Fitted, tested: list[int]) -> Array:
    return np.asarray(joint_test(model.coef[tested], model.cov[np.ix_(tested, tested)], model.df).statistic)


def _arrangements(
    problem: Problem, count: int, exact: bool, seed: int, moderated: bool
) -> Iterator[tuple[Problem, int]]:
    k = len(problem.y)
    step = max(1, CHUNK // k)
    if exact and moderated:
        blocks = _orders(problem, step)
    else:
        blocks = _blocks(k, count, exact, seed, moderated, step)
    for signs_or_orders in blocks:
        again = problem.widened()
        if moderated:
            again.y, again.v = problem.y[signs_or_orders], problem.v[signs_or_orders]
        else:
            again.y = problem.y[:, None] * signs_or_orders
        yield again, signs_or_orders.shape[1]


def _orders(problem: Problem, step: int) -> Iterator[np.ndarray]:
    """Yield every different way (k, d) to set the effects against the rows of the design.

    Rows that are alike count once: an effect is given a kind of row, and the order within a kind is free.
    """
    assert problem.basis is not None
    rows = problem.basis.q @ problem.basis.r
    kinds = np.unique(rows.round(12), axis=0, return_inverse=True)[1].ravel()
    places = [np.flatnonzero(kinds == kind).tolist() for kind in range(kinds.max() + 1)]
    batch: list[list[int]] = []
    for order in _deal(list(range(len(rows))), places, [0] * len(rows)):
        batch.append(order)
        if len(batch) == step:
            yield np.array(batch).T
            batch = []
    if batch:
        yield np.array(batch).T


def _deal(free: list[int], places: list[list[int]], order: list[int]) -> Iterator[list[int]]:
    """Give each kind of place, in turn, every choice of the effects that are still free."""
    if not places:
        yield order.copy()
        return
    here = places[0]
    for chosen in combinations(free, len(here)):
        for place, effect in zip(here, chosen):
            order[place] = effect
        taken = set(chosen)
        yield from _deal([effect for effect in free if effect not in taken], places[1:], order)


def _blocks(k: int, count: int, exact: bool, seed: int, moderated: bool, step: int) -> Iterator[np.ndarray]:
    """Yield all or random signs (k, d), or random orders (k, d), ``step`` of them at a time."""
    total = 2**k if exact else count
    rng = np.random.default_rng(seed)
    for start in range(0, total, step):
        d = min(step, total - start)
        if moderated:
            yield rng.permuted(np.broadcast_to(np.arange(k)[:, None], (k, d)), axis=0)
        elif exact:
            codes = np.arange(start, start + d)
            yield 1.0 - 2.0 * ((codes[None] >> np.arange(k)[:, None]) & 1)
        else:
            yield rng.choice(np.array([-1.0, 1.0]), size=(k, d))
