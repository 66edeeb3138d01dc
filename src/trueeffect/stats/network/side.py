"""Indirect evidence from the studies that do not compare the two treatments (SIDDE)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueeffect.stats.network.blocks import Block, incidence
from trueeffect.stats.network.designs import Split
from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import normal_p


def separate(
    blocks: Sequence[Block],
    treatments: int,
    tau2: float,
    pairs: Sequence[tuple[int, int]],
    direct: Array,
    direct_v: Array,
    studies: Array,
) -> Split:
    """Return direct and indirect estimates of ``pairs``, the latter without studies that have both.

    Given tau2; designs separate, so the two are independent (doi:10.1002/sim.3767).
    """
    pieces = [_pieces(block, treatments, tau2) for block in blocks]
    gram = np.sum([g.sum(axis=0) for g, _ in pieces], axis=0)
    cross = np.sum([c.sum(axis=0) for _, c in pieces], axis=0)
    indirect, variance = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    for n, (a, b) in enumerate(pairs):
        rest, right = gram.copy(), cross.copy()
        for block, (g, c) in zip(blocks, pieces):
            both = (block.arms == a).any(axis=1) & (block.arms == b).any(axis=1)
            rest -= g[both].sum(axis=0)
            right -= c[both].sum(axis=0)
        contrast = np.zeros(treatments)
        contrast[a], contrast[b] = 1.0, -1.0
        solved = np.linalg.pinv(rest, rcond=1e-10, hermitian=True)
        if np.abs(rest @ (solved @ contrast) - contrast).max() < 1e-6:
            indirect[n], variance[n] = contrast @ solved @ right, contrast @ solved @ contrast
    difference, se = direct - indirect, np.sqrt(direct_v + variance)
    share = np.where(np.isfinite(variance), variance / (variance + direct_v), 1.0)
    share = np.where(np.isfinite(direct_v), share, 0.0)
    return Split(
        direct,
        np.sqrt(direct_v),
        indirect,
        np.sqrt(variance),
        difference,
        se,
        normal_p(difference / se),
        share,
        studies,
    )


def _pieces(block: Block, treatments: int, tau2: float) -> tuple[Array, Array]:
    """Return each study's share of the Laplacian and of the right-hand side."""
    x, w = incidence(block, treatments), block.weights(tau2)
    wx = w @ x
    return np.swapaxes(x, 1, 2) @ wx, np.einsum("nit,ni->nt", wx, block.y)
