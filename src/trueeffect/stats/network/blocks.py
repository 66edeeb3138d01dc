"""Studies of a network as small blocks, and their rotation to independent rows.

A study with m arms gives m - 1 contrasts d against its first arm, with sampling covariance S; heterogeneity
adds tau2 T, T = (I + J)/2. With T^(-1/2) S T^(-1/2) = U diag(s) U', the rotated contrasts U' T^(-1/2) d are
independent with variances s + tau2. So a network is a meta-regression with one row per contrast, and every
estimator of tau2 for meta-regression holds for networks. No matrix over all studies is formed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trueeffect.stats.problem import Array

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Studies with the same number of arms.

    Parameters
    ----------
    study : array (n,)
        Number of each study.
    arms : array (n, m)
        Treatments of each study, ascending.
    y : array (n, m-1)
        Effect of arms 1.. minus arm 0.
    cov : array (n, m-1, m-1)
        Sampling covariance of ``y``.
    """

    study: Index
    arms: Index
    y: Array
    cov: Array

    @property
    def m(self) -> int:
        """Arms per study."""
        return self.arms.shape[1]

    def weights(self, tau2: float) -> Array:
        """Return (S + tau2 T)^-1, (n, m-1, m-1)."""
        if self.m == 2:
            return np.asarray(1.0 / (self.cov + tau2))
        return np.asarray(np.linalg.inv(self.cov + tau2 * spread(self.m)))

    def pair(self, i: int, j: int) -> tuple[Array, Array]:
        """Return estimate and variance of arm position i minus arm position j, per study."""
        y = np.hstack([np.zeros((len(self.y), 1)), self.y])
        cov = np.zeros((len(self.y), self.m, self.m))
        cov[:, 1:, 1:] = self.cov
        return y[:, i] - y[:, j], cov[:, i, i] + cov[:, j, j] - 2 * cov[:, i, j]


class Rows(NamedTuple):
    """Independent rows: estimate, variance, design (one column per treatment), and study of each."""

    y: Array
    v: Array
    design: Array
    study: Index


def spread(m: int) -> Array:
    """Return T = (I + J)/2 for m arms."""
    return (np.eye(m - 1) + 1.0) / 2


def incidence(block: Block, treatments: int) -> Array:
    """Return the design of the contrasts, (n, m-1, treatments): +1 for the arm, -1 for the first arm."""
    n, m = block.arms.shape
    out = np.zeros((n, m - 1, treatments))
    rows = np.arange(n)[:, None]
    out[rows, np.arange(m - 1)[None], block.arms[:, 1:]] = 1.0
    out[rows, np.arange(m - 1)[None], block.arms[:, :1]] = -1.0
    return out


def rotate(blocks: Sequence[Block], treatments: int) -> Rows:
    """Return the independent rows of all studies."""
    parts = [_rotated(block, treatments) for block in blocks]
    if len(parts) == 1:
        return parts[0]
    return Rows(*(np.concatenate(pieces) for pieces in zip(*parts)))


def _rotated(block: Block, treatments: int) -> Rows:
    design = incidence(block, treatments)
    if block.m == 2:
        return Rows(block.y[:, 0], block.cov[:, 0, 0], design[:, 0], block.study)
    m, n = block.m, len(block.study)
    root = np.sqrt(2.0) * np.eye(m - 1) + (np.sqrt(2.0 / m) - np.sqrt(2.0)) / (m - 1)
    values, vectors = np.linalg.eigh(root @ block.cov @ root)
    turn = np.swapaxes(vectors, 1, 2) @ root
    y = (turn @ block.y[:, :, None])[:, :, 0]
    return Rows(
        y.reshape(-1),
        values.reshape(-1),
        (turn @ design).reshape(n * (m - 1), treatments),
        np.repeat(block.study, m - 1),
    )


def covariance(variances: Array) -> Array:
    """Return the covariance (m-1, m-1) of contrasts against the first arm from all pairwise variances (m, m).

    cov(i - b, j - b) = (v_ib + v_jb - v_ij)/2.
    """
    base = variances[1:, 0]
    return np.asarray((base[:, None] + base[None, :] - variances[1:, 1:]) / 2)


def components(edges: Array, treatments: int) -> list[list[int]]:
    """Return the connected parts of the network, the largest first.

    Examples
    --------
    >>> components(np.array([[0, 1], [2, 3], [1, 4]]), 5)
    [[0, 1, 4], [2, 3]]
    """
    parent = list(range(treatments))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in np.asarray(edges, dtype=int).tolist():
        parent[root(a)] = root(b)
    parts: dict[int, list[int]] = {}
    for i in range(treatments):
        parts.setdefault(root(i), []).append(i)
    return sorted(parts.values(), key=lambda part: (-len(part), part))


def edges_of(blocks: Sequence[Block]) -> Array:
    """Return every pair (first arm, other arm) that occurs, enough for connectedness."""
    found = [np.stack([np.repeat(b.arms[:, 0], b.m - 1), b.arms[:, 1:].reshape(-1)], axis=1) for b in blocks]
    return np.concatenate(found) if found else np.zeros((0, 2), dtype=int)
