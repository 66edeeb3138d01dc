"""Maximise a likelihood in tau2: coarse look everywhere, then Newton inside a bracket.

The stationary points solve t(tau2) = y'PPy, with t = tr P (restricted) or tr W (full likelihood). Newton's
method
runs on t/(y'PPy) - 1, which is linear in tau2 when all variances are equal, and stays inside the interval
around the best point of a grid, so that of several local maxima (they do occur) the highest is found.
"""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem, Projection
from trueeffect.stats.tau2._base import Solution

STEPS = 100
TOLERANCE = 1e-7
"""Relative size of a Newton step that ends the search; the error left is about its square."""
FLOOR = 1e-14
"""A maximum that must lie between 0 and this share of the smallest variance is 0."""
NEGLIGIBLE = 1e-16
"""An upper bound of tau2 below this share of the smallest variance means that tau2 is 0."""
GRID, SPARSE_GRID, LARGE = 9, 5, 20_000


def log_likelihood(problem: Problem, tau2: Number, restricted: bool) -> Number:
    """Return the log-likelihood at ``tau2``, constants included."""
    at = problem.at(tau2)
    rest = -0.5 * (problem.sum_log(tau2) + at.form())
    if not restricted:
        return rest - 0.5 * problem.count * np.log(2 * np.pi)
    return rest - 0.5 * at.restricted() - 0.5 * problem.df * np.log(2 * np.pi)


def maximise(problem: Problem, restricted: bool) -> Solution:
    """Return the tau2 >= 0 with the highest likelihood."""
    if problem.many:
        return _maximise_many(problem, restricted)
    if problem.df <= 0:
        return Solution(0.0)
    grid = _grid_single(problem, restricted)
    if grid is None:
        return Solution(0.0)
    values = _grid_values(problem, grid, restricted)
    best = int(np.argmax(values))
    low = float(grid[best - 1]) if best else 0.0
    high = float(grid[best + 1]) if best + 1 < len(grid) else float(grid[-1]) * 2
    tau2, floor = float(grid[best]), FLOOR * float(problem.v.min())
    for step in range(1, STEPS):
        gap, slope = _equation(problem.at(tau2), restricted)
        if tau2 == 0.0 and gap >= 0:
            return Solution(0.0, step)
        low, high = (tau2, high) if gap < 0 else (low, tau2)
        if low == 0.0 and high < floor:
            return Solution(0.0, step)
        new = tau2 - gap / slope if slope > 0 else -1.0
        if not low <= new <= high:
            new = (low + high) / 2
        change, tau2 = abs(new - tau2), float(new)
        if change <= TOLERANCE * tau2 or high - low <= 1e-15 * high:
            return Solution(tau2, step)
    return Solution(tau2, STEPS, False)


def _equation(at: Projection, restricted: bool) -> tuple[Number, Number]:
    """Return t/(y'PPy) - 1 and its derivative in tau2."""
    form2 = at.form2()
    if restricted:
        trace, square = at.trace(), at.trace2()
    else:
        trace, square = np.add.reduce(at.w, 0), np.add.reduce(at.w * at.w, 0)
    ratio = trace / form2
    return ratio - 1, (2 * ratio * at.form3() - square) / form2


def _upper(squares: Number, freedom: Number, v_max: Number) -> Number:
    """Return a tau2 beyond which the likelihood falls: from bounds on y'PPy and on the trace."""
    a = squares / freedom
    return (a + np.sqrt(a * a + 4 * a * v_max)) / 2


def _grid_single(problem: Problem, restricted: bool) -> Array | None:
    y, v = problem.y, problem.v
    if problem.basis is None:
        resid = y - np.add.reduce(y, 0) / problem.count
    else:
        resid = y - problem.basis.fitted(problem.basis.cross(y))
    squares = float(resid @ resid)
    scale = float(np.abs(y).max())
    if squares <= (1e-14 * scale) ** 2 * problem.count:
        return None
    top = float(_upper(squares, problem.df if restricted else problem.count, v.max()))
    if top < NEGLIGIBLE * v.min():
        return None  # so little spread that the likelihood falls from 0 on
    bottom = max(min(float(v.min()), top) / 4, top * 1e-9)
    points = GRID if len(y) < LARGE else SPARSE_GRID
    grid = np.empty(points)
    grid[0] = 0.0
    grid[1:] = bottom * (top / bottom) ** (np.arange(points - 1) / (points - 2))
    return grid


def _grid_values(problem: Problem, grid: Array, restricted: bool) -> Array:
    if len(problem.y) < LARGE:
        return np.asarray(log_likelihood(problem.widened(), grid, restricted))
    return np.array([log_likelihood(problem, float(tau2), restricted) for tau2 in grid])


def _maximise_many(problem: Problem, restricted: bool) -> Solution:
    d = problem.width
    tau2, low, high, floor, started = _starts(problem, restricted)
    iterations, converged = np.zeros(d, dtype=int), np.ones(d, dtype=bool)
    active = np.flatnonzero(started)
    part = problem if len(active) == d else problem.take(active)
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            if not len(active):
                break
            done = _advance(part, active, tau2, low, high, floor, restricted)
            iterations[active] += 1
            if done.any():
                active, part = active[~done], part.take(np.flatnonzero(~done))
    converged[active] = False
    return Solution(tau2, iterations, converged)


def _advance(
    part: Problem,
    active: np.ndarray,
    tau2: Array,
    low: Array,
    high: Array,
    floor: Array,
    restricted: bool,
) -> np.ndarray:
    """Take one safeguarded Newton step in every active problem; tell which are done."""
    old = tau2[active]
    gap, slope = _equation(part.at(old), restricted)
    lo = np.where(gap < 0, old, low[active])
    hi = np.where(gap < 0, high[active], old)
    at_zero = ((old == 0) & ~(gap < 0)) | ((lo == 0) & (hi < floor[active]))
    new = old - gap / slope
    new = np.where((slope > 0) & (new >= lo) & (new <= hi), new, (lo + hi) / 2)
    new = np.where(at_zero | ~np.isfinite(gap), 0.0, new)
    tau2[active], low[active], high[active] = new, lo, hi
    return np.asarray(at_zero | (np.abs(new - old) <= TOLERANCE * new) | (hi - lo <= 1e-15 * hi))


def _starts(problem: Problem, restricted: bool) -> tuple[Array, Array, Array, Array, np.ndarray]:
    """Return the best grid points, the intervals around them, what counts as 0, and which to solve."""
    d, one = problem.width, problem.one
    plain = Projection(problem, problem.unit())
    squares = np.broadcast_to(plain.form(), (d,))
    freedom = np.broadcast_to(np.asarray(problem.df if restricted else problem.count, dtype=float), (d,))
    present = problem.v if one is None else np.where(one > 0, problem.v, np.nan)
    v_max, v_min = (np.broadcast_to(f(present, 0), (d,)) for f in (np.fmax.reduce, np.fmin.reduce))
    scale = np.abs(problem.y).max(0)
    df = np.broadcast_to(np.asarray(problem.df, dtype=float), (d,))
    with np.errstate(all="ignore"):
        started = (df > 0) & (squares > (1e-14 * scale) ** 2 * problem.count)
        top = np.where(started, _upper(squares, freedom, v_max), 1.0)
        started &= top >= NEGLIGIBLE * v_min
        top = np.where(started, top, 1.0)
        bottom = np.maximum(np.minimum(v_min, top) / 4, top * 1e-9)
        grid = [np.zeros(d)]
        grid += [bottom * (top / bottom) ** (i / (GRID - 2)) for i in range(GRID - 1)]
        values = np.array([log_likelihood(problem, at, restricted) for at in grid])
    best = np.argmax(np.where(np.isnan(values), -np.inf, values), axis=0)
    points = np.vstack([*grid, 2 * top])
    column = np.arange(d)
    low = np.where(best > 0, points[np.maximum(best - 1, 0), column], 0.0)
    best_point = np.where(started, points[best, column], 0.0)
    return best_point, low, points[best + 1, column], FLOOR * v_min, started
