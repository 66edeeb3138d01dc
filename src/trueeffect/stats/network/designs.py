"""Designs (sets of treatments compared): direct estimates, Q within and between, node splits, flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from trueeffect.stats.network.blocks import Block, Index, incidence, spread
from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import chi2_p, normal_p


@dataclass(frozen=True, slots=True, eq=False)
class Designs:
    """Designs with the same number of arms: pooled contrasts against the first arm.

    Parameters
    ----------
    arms : array (g, m)
    y : array (g, m-1)
    information : array (g, m-1, m-1)
        Inverse covariance of ``y``.
    q : array (g,)
        Q within each design at the weights used.
    df : array (g,)
    trace : float
        Derivative of the expectation of the total of ``q`` in tau2, at weights of the common effect.
    """

    arms: Index
    y: Array
    information: Array
    q: Array
    df: Index
    trace: float


def designs(blocks: Sequence[Block], tau2: float = 0.0) -> list[Designs]:
    """Pool the studies of each design at a given tau2."""
    out = []
    for block in blocks:
        arms, group = np.unique(block.arms, axis=0, return_inverse=True)
        group = np.ravel(group)
        g, m = len(arms), block.m
        w = block.weights(tau2)
        wy = (w @ block.y[:, :, None])[:, :, 0]
        information, cross = np.zeros((g, m - 1, m - 1)), np.zeros((g, m - 1))
        np.add.at(information, group, w)
        np.add.at(cross, group, wy)
        y = np.asarray(np.linalg.solve(information, cross[:, :, None])[:, :, 0], dtype=float)
        resid = block.y - y[group]
        squares = np.einsum("ni,nij,nj->n", resid, w, resid)
        q = np.asarray(np.bincount(group, squares, minlength=g), dtype=float)
        df = (np.bincount(group, minlength=g) - 1) * (m - 1)
        wtw = np.zeros_like(information)
        np.add.at(wtw, group, w @ spread(m) @ w)
        trace = (
            np.einsum("nij,ji->", w, spread(m))
            - np.trace(np.linalg.solve(information, wtw), axis1=1, axis2=2).sum()
        )
        out.append(Designs(arms, y, information, q, df, float(trace)))
    return out


class Decomposition(NamedTuple):
    """Q in total, within designs and between designs; ``random`` between at the tau2 within."""

    q_total: float
    q_within: float
    q_between: float
    df_total: int
    df_within: int
    df_between: int
    tau2_within: float
    q_between_random: float
    p_between_random: float
    parts: tuple[tuple[tuple[int, ...], float, int], ...]


def decompose(blocks: Sequence[Block], treatments: int) -> Decomposition:
    """Split Q by designs (doi:10.1186/1471-2288-13-35; random: doi:10.1002/jrsm.1044)."""
    found = designs(blocks)
    q_within, df_within = sum(float(d.q.sum()) for d in found), sum(int(d.df.sum()) for d in found)
    trace = sum(d.trace for d in found)
    q_between, df_between = _between(found, treatments)
    tau2 = max(0.0, (q_within - df_within) / trace) if df_within > 0 and trace > 0 else 0.0
    random, _ = _between(designs(blocks, tau2), treatments)
    parts = tuple(
        (tuple(int(a) for a in d.arms[i]), float(d.q[i]), int(d.df[i]))
        for d in found
        for i in range(len(d.q))
    )
    return Decomposition(
        q_within + q_between,
        q_within,
        q_between,
        df_within + df_between,
        df_within,
        df_between,
        tau2,
        random,
        float(chi2_p(random, df_between)) if df_between else 1.0,
        parts,
    )


def stacked(found: Sequence[Designs], treatments: int) -> tuple[Array, Array, list[tuple[int, Array]]]:
    """Return design matrix and estimates of all pooled contrasts, and the information of each design."""
    x, y, information = [], [], []
    for d in found:
        block = Block(np.arange(len(d.arms)), d.arms.astype(int), d.y, d.information)
        x.append(incidence(block, treatments).reshape(-1, treatments))
        y.append(d.y.reshape(-1))
        information += [(d.y.shape[1], d.information[i]) for i in range(len(d.arms))]
    return np.concatenate(x), np.concatenate(y), information


def weighted(x: Array, information: list[tuple[int, Array]]) -> Array:
    """Return W X for the block diagonal information W."""
    out, at = np.empty_like(x), 0
    for size, w in information:
        out[at : at + size] = w @ x[at : at + size]
        at += size
    return out


def _between(found: Sequence[Designs], treatments: int) -> tuple[float, int]:
    x, y, information = stacked(found, treatments)
    x = x[:, 1:]
    wx = weighted(x, information)
    coef = np.linalg.solve(x.T @ wx, wx.T @ y)
    resid = y - x @ coef
    df = len(y) - x.shape[1]
    return (float(resid @ weighted(resid[:, None], information)[:, 0]) if df > 0 else 0.0), df


class Hat(NamedTuple):
    """How network effects of all pairs arise from designs.

    Parameters
    ----------
    pairs : array (n, 2)
        Treatments i < j.
    nodes : array (n, g, t)
        What flows out of (+) and into (-) each treatment within each design.
    arms : list of tuple
        Treatments of each design.
    """

    pairs: Array
    nodes: Array
    arms: list[tuple[int, ...]]

    @property
    def flow(self) -> Array:
        """Evidence that passes through each design, (n, g)."""
        return np.asarray(np.abs(self.nodes).sum(axis=2) / 2)


def hat(blocks: Sequence[Block], treatments: int, tau2: float, pairs: Array) -> Hat:
    """Return the flow of evidence through designs, for some pairs (doi:10.1002/sim.6001)."""
    found = designs(blocks, tau2)
    x, _, information = stacked(found, treatments)
    wx = weighted(x[:, 1:], information)
    solved = np.zeros((treatments, len(x)))
    solved[1:] = np.linalg.solve(x[:, 1:].T @ wx, wx.T)
    rows = solved[pairs[:, 0]] - solved[pairs[:, 1]]
    sizes = np.array([size for size, _ in information])
    start = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    nodes = np.add.reduceat(rows[:, :, None] * x[None], start, axis=1)
    return Hat(pairs, nodes, [tuple(int(a) for a in arms) for d in found for arms in d.arms])


class Split(NamedTuple):
    """Direct and indirect evidence of some comparisons; NaN where one of them does not exist."""

    direct: Array
    direct_se: Array
    indirect: Array
    indirect_se: Array
    difference: Array
    difference_se: Array
    p_value: Array
    share: Array
    studies: Array


def direct_evidence(blocks: Sequence[Block], treatments: int, tau2: float) -> tuple[Array, Array, Array]:
    """Return, for all pairs (t, t), the pooled direct estimate, its variance and the number of studies."""
    top, bottom = np.zeros((treatments, treatments)), np.zeros((treatments, treatments))
    count = np.zeros((treatments, treatments), dtype=int)
    for block in blocks:
        for i in range(block.m):
            for j in range(i):
                y, v = block.pair(i, j)
                w = 1 / (v + tau2)
                at = (block.arms[:, i], block.arms[:, j])
                np.add.at(top, at, w * y)
                np.add.at(bottom, at, w)
                np.add.at(count, at, 1)
    top, bottom, count = top - top.T, bottom + bottom.T, count + count.T
    with np.errstate(all="ignore"):
        return top / bottom, 1 / bottom, count


def back_calculate(direct: Array, direct_v: Array, network: Array, network_v: Array, studies: Array) -> Split:
    """Return the indirect estimates that are left when direct ones are taken out of the network's.

    1/v_network = 1/v_direct + 1/v_indirect (doi:10.1002/sim.3767).
    """
    with np.errstate(all="ignore"):
        share = np.where(np.isfinite(direct), network_v / direct_v, 0.0)
        share = np.where(share > 1 - 1e-9, 1.0, share)
        indirect_v = 1 / (1 / network_v - np.where(np.isfinite(direct_v), 1 / direct_v, 0.0))
        indirect = (network - share * np.where(np.isfinite(direct), direct, 0.0)) / (1 - share)
    alone = share >= 1.0
    indirect, indirect_v = np.where(alone, np.nan, indirect), np.where(alone, np.nan, indirect_v)
    difference = direct - indirect
    se = np.sqrt(direct_v + indirect_v)
    return Split(
        direct,
        np.sqrt(direct_v),
        indirect,
        np.sqrt(indirect_v),
        difference,
        se,
        normal_p(difference / se),
        share,
        studies,
    )
