"""Solve y'Py = c: the equation of Paule and Mandel, and of empirical Bayes."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem
from trueeffect.stats.tau2._base import Solution

STEPS = 200
TOLERANCE = 1e-8
"""Relative size of a Newton step that ends the search; the error left is about its square."""


def solve_form(problem: Problem, target: Number) -> Solution:
    """Return tau2 with y'Py = target, 0 where y'Py is below the target at tau2 = 0.

    1/(y'Py) is increasing and concave in tau2 (a parallel sum), so Newton's method on it never
    passes the root from the left and converges from anywhere without a bracket.
    """
    if problem.many:
        return _solve_many(problem, target)
    if not target > 0:
        return Solution(0.0)
    tau2 = 0.0
    for step in range(1, STEPS):
        at = problem.at(tau2)
        form, slope = float(at.form()), float(at.form2())
        if form <= target and tau2 == 0.0:
            return Solution(0.0, step)
        new = tau2 + form * (form / target - 1) / slope
        change, tau2 = abs(new - tau2), max(new, 0.0)
        if change <= TOLERANCE * tau2:
            return Solution(tau2, step)
    return Solution(tau2, STEPS, False)


def _solve_many(problem: Problem, target: Number) -> Solution:
    d = problem.width
    goal = np.broadcast_to(np.asarray(target, dtype=float), (d,))
    tau2, iterations = np.zeros(d), np.zeros(d, dtype=int)
    active = np.flatnonzero(goal > 0)
    part = problem if len(active) == d else problem.take(active)
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            if not len(active):
                break
            done = _advance(part, goal, active, tau2, iterations)
            if done.any():
                active = active[~done]
                part = part.take(np.flatnonzero(~done))
    converged = np.ones(d, dtype=bool)
    converged[active] = False
    return Solution(tau2, iterations, converged)


def _advance(
    part: Problem, goal: Array, active: np.ndarray, tau2: Array, iterations: np.ndarray
) -> np.ndarray:
    """Take one Newton step in every active problem; tell which are done."""
    old = tau2[active]
    at = part.at(old)
    form = at.form()
    below = (old == 0) & (form <= goal[active])
    new = np.maximum(old + form * (form / goal[active] - 1) / at.form2(), 0.0)
    new = np.where(below, 0.0, new)
    tau2[active] = new
    iterations[active] += 1
    lost = ~np.isfinite(new)
    tau2[active[lost]] = 0.0
    return np.asarray(below | lost | (np.abs(new - old) <= TOLERANCE * new))


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return sqrt(2 k^2/(k-p))/sum w at the estimate."""
    k = problem.count
    with np.errstate(all="ignore"):
        return np.sqrt(np.divide(2 * k**2, problem.df)) / np.add.reduce(problem.weights(tau2), 0)
