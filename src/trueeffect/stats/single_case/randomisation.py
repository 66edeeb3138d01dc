"""Randomisation test over the days on which the treatment could have started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from trueeffect.stats.single_case.overlap import Better


@dataclass(frozen=True, kw_only=True)
class StartTest:
    """Result of the test; ``floor`` is the smallest p-value that was possible."""

    statistic: float
    p_value: float
    floor: float
    n_starts: int


def start_test(
    y: ArrayLike, start: int, possible: Sequence[int], better: Better = "lower", immediate: int = 0
) -> StartTest:
    """Compare the change at the real start with the change at every start that could have been drawn.

    Valid whatever trend and autocorrelation the series has, if and only if the start was drawn from
    ``possible`` with equal chances. The statistic is the difference of phase means in the direction of
    improvement (or of the last and first ``immediate`` days around the start). p is the share of
    possible starts with a statistic at least as large, so it cannot be below ``1 / len(possible)``.
    Edgington 1975, doi:10.1080/00223980.1975.9923926.

    Examples
    --------
    >>> start_test([7, 7, 7, 7, 3, 3, 3, 3], 4, [3, 4, 5, 6]).p_value
    0.25
    """
    values = np.asarray(y, float) * (1.0 if better == "higher" else -1.0)
    starts = sorted(set(possible))
    if start not in starts:
        raise ValueError("the real start must be one of the possible starts")
    if not 0 < starts[0] <= starts[-1] < len(values):
        raise ValueError("every possible start needs a day before and a day after")
    found = np.array([_change(values, at, immediate) for at in starts])
    real = float(found[starts.index(start)])
    return StartTest(
        statistic=real,
        p_value=float(np.mean(found >= real - 1e-12)),
        floor=1 / len(starts),
        n_starts=len(starts),
    )


def _change(values: np.ndarray, at: int, immediate: int) -> float:
    before, after = values[:at], values[at:]
    if immediate:
        before, after = before[-immediate:], after[:immediate]
    return float(np.nanmean(after) - np.nanmean(before))


def order_test(
    y: ArrayLike, blocks: Sequence[Sequence[int]], treated: Sequence[int], better: Better = "lower"
) -> StartTest:
    """Test alternating periods where, in each block, a coin decided which period had the treatment.

    Parameters
    ----------
    y : (periods,)
        Mean of each period.
    blocks : sequence of pairs
        Indices of the two periods of each block.
    treated : sequence of int
        Index of the treated period of each block.
    """
    values = np.asarray(y, float) * (1.0 if better == "higher" else -1.0)
    gains = np.array(
        [values[t] - values[next(i for i in pair if i != t)] for pair, t in zip(blocks, treated)]
    )
    k = len(gains)
    signs = 1 - 2 * ((np.arange(2**k)[:, None] >> np.arange(k)) & 1)
    found, real = signs @ gains / k, float(gains.mean())
    return StartTest(
        statistic=real, p_value=float(np.mean(found >= real - 1e-12)), floor=1 / 2**k, n_starts=2**k
    )


def smallest_p(n_starts: int) -> float:
    """Return the smallest p-value that a design can give; tell it before day 1."""
    return 1 / n_starts
