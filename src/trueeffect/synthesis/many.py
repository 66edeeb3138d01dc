"""Many meta-analyses in one call: one per value of a column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError
from trueeffect.stats.problem import Problem
from trueeffect.stats.regression import Fitted
from trueeffect.stats.regression import fit as solve
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.pool import DEFAULT_TEST, check_poolable, choose
from trueeffect.synthesis.results import Results

Array = NDArray[np.float64]
CELLS = 4_000_000
"""Numbers held per array; more meta-analyses are fitted in several batches."""


def pool_many(
    effects: EffectTable,
    by: str,
    *,
    model: str = "random",
    method: str | None = None,
    test: str = DEFAULT_TEST,
    level: float = 0.95,
    tau2: float | None = None,
) -> Results:
    """Pool the effects of every group of a column, all groups at once.

    Use it for simulations, many outcomes, or a table of many reviews. The options are those of
    :func:`trueeffect.pool`. A group that cannot carry the test asked for (one effect with a t rule) has NaN there.

    Returns
    -------
    Results
        One row per group, in the order of first appearance: k, estimate, std_error, statistic, p_value,
        conf_low, conf_high, tau2, i2, h2, q, p_q, log_likelihood, converged.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {"y": [0.1, 0.3, 0.5, 0.9], "v": [0.01] * 4, "outcome": ["pain"] * 2 + ["sleep"] * 2}
    >>> effects = effect_sizes(table, y="y", v="v")
    >>> found = pool_many(effects, "outcome", model="common", test="wald")
    >>> found["outcome"], found["estimate"].round(2).tolist()
    (['pain', 'sleep'], [0.2, 0.7])
    """
    check_poolable(effects)
    estimator, inference = choose(model, method, test, level, tau2)
    labels, codes = _groups(effects, by)
    sizes = np.bincount(codes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    order = np.argsort(codes, kind="stable")
    rank = np.argsort(-sizes, kind="stable")  # groups of like size together: little padding
    step = max(1, CELLS // int(sizes.max()))
    parts = []
    for start in range(0, len(rank), step):
        chosen = rank[start : start + step]
        problem = _padded(effects, order, starts[chosen], sizes[chosen])
        parts.append(_columns(solve(problem, estimator, inference, level=level, tau2=tau2), len(chosen)))
    back = np.argsort(rank, kind="stable")
    columns = {name: np.concatenate([part[name] for part in parts])[back] for name in parts[0]}
    rows = {by: labels, "k": sizes, **columns}
    return Results(f"{len(labels)} meta-analyses", rows, effects.backend)


def _groups(effects: EffectTable, by: str) -> tuple[list[str], NDArray[np.intp]]:
    labels = frames.as_text(effects.column(by, "groups"))
    seen: dict[str, int] = {}
    codes = np.array([seen.setdefault(label, len(seen)) for label in labels])
    if "" in seen:
        i = labels.index("")
        raise InputError(
            f"Column {by!r}, row {effects.rows[i]}: the group is missing.",
            hint="Name it, or leave the row out.",
        )
    return list(seen), codes


def _padded(
    effects: EffectTable, order: NDArray[np.intp], starts: NDArray[np.intp], sizes: NDArray[np.intp]
) -> Problem:
    place = np.arange(int(sizes.max()))[:, None]
    present = place < sizes
    index = order[np.where(present, starts + place, starts)]
    one = None if bool(present.all()) else present.astype(float)
    y, v = effects.y[index], effects.v[index]
    return Problem(y if one is None else y * one, v, None, one)


def _columns(fitted: Fitted, d: int) -> dict[str, Array]:
    found = fitted.heterogeneity()
    with np.errstate(all="ignore"):
        columns = {
            "estimate": fitted.coef[0],
            "std_error": fitted.std_error[0],
            "statistic": fitted.statistic[0],
            "p_value": fitted.p_value[0],
            "conf_low": fitted.conf_low[0],
            "conf_high": fitted.conf_high[0],
            "tau2": fitted.tau2.tau2,
            "i2": found.i2,
            "h2": found.h2,
            "q": found.q,
            "p_q": found.p_value,
            "log_likelihood": fitted.criteria().log_likelihood,
            "converged": fitted.tau2.converged,
        }
    return {name: np.broadcast_to(value, (d,)) for name, value in columns.items()}
