"""Where inconsistency sits: how Q between designs changes when a design is let go (net heat data)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueeffect.stats.network.blocks import Block
from trueeffect.stats.network.designs import designs, stacked, weighted
from trueeffect.stats.problem import Array


def net_heat(
    blocks: Sequence[Block], treatments: int, tau2: float
) -> tuple[list[tuple[int, ...]], Array, Array]:
    """Return the designs, Q of each in the consistency model (g,), and the changes of Q (g, g).

    Entry (i, j) is how much Q of design i falls when design j has contrasts of its own
    (doi:10.1186/1471-2288-13-35). Designs that cannot be detached, since the network needs them, have NaN.
    """
    found = designs(blocks, tau2)
    x, y, information = stacked(found, treatments)
    x = x[:, 1:]
    sizes = np.array([size for size, _ in information])
    ends = np.cumsum(sizes)
    arms = [tuple(int(a) for a in row) for d in found for row in d.arms]

    def squares(design: Array) -> Array | None:
        wx = weighted(design, information)
        gram = design.T @ wx
        if np.linalg.matrix_rank(gram) < design.shape[1]:
            return None
        resid = y - design @ np.linalg.solve(gram, wx.T @ y)
        terms = resid * weighted(resid[:, None], information)[:, 0]
        return np.add.reduceat(terms, np.concatenate([[0], ends[:-1]]))

    base = squares(x)
    assert base is not None
    change = np.full((len(arms), len(arms)), np.nan)
    for j, (end, size) in enumerate(zip(ends, sizes)):
        own = np.zeros((len(y), size))
        own[end - size : end] = np.eye(size)
        detached = squares(np.hstack([x, own]))
        if detached is not None:
            change[:, j] = base - detached
    return arms, base, change
