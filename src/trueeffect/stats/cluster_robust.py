"""Cluster-robust covariance of coefficients, with small-sample corrections, in O(k p^2) for diagonal models.

The working covariance is block diagonal with the clusters as blocks. Nothing larger than one block is formed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import f_p

TYPES = ("CR0", "CR1", "CR1S", "CR2", "CR3")


class Block(NamedTuple):
    """One cluster: its rows and its working covariance, as a vector when diagonal."""

    rows: np.ndarray
    covariance: Array


class HTZ(NamedTuple):
    """Approximate Hotelling test."""

    statistic: float
    df1: int
    df2: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class Sandwich:
    """Robust covariance with what the degrees of freedom need.

    ``pull`` (n, p, p) maps a contrast to each cluster's a_i'X_i, ``own`` (n, p, p) to a_i' Phi_i a_i, where
    a_i = A_i'W_i X_i (X'WX)^-1 c.
    """

    cov: Array
    bread: Array
    pull: Array
    own: Array
    clusters: int

    def satterthwaite(self, contrast: Array) -> float:
        """Return the degrees of freedom of one contrast (doi:10.1080/07350015.2016.1247004)."""
        d = np.einsum("a,nab,b->n", contrast, self.own, contrast)
        u = np.einsum("nab,a->nb", self.pull, contrast)
        inner = self.bread @ (u.T @ u)
        trace = d.sum() - np.trace(inner)
        square = (d**2).sum() - 2 * (d * np.einsum("na,ab,nb->n", u, self.bread, u)).sum()
        total = float(square + np.trace(inner @ inner))
        return float(trace**2) / total if total > 0 else np.nan

    def htz(self, coef: Array, rows: Array) -> HTZ:
        """Return the HTZ test that ``rows @ coef`` is zero (doi:10.3102/1076998615606099)."""
        q = len(rows)
        model = rows @ self._expected() @ rows.T
        values, vectors = np.linalg.eigh(model)
        if not values.min() > 0:
            return HTZ(np.nan, q, np.nan, np.nan)
        scaled = (vectors / np.sqrt(values)) @ vectors.T @ rows
        spread = sum(self._variance(scaled[s], scaled[t]) for s in range(q) for t in range(q))
        covariance = rows @ self.cov @ rows.T
        if not spread > 0 or np.linalg.matrix_rank(covariance, hermitian=True) < q:
            return HTZ(np.nan, q, np.nan, np.nan)
        eta = q * (q + 1) / spread
        estimate = rows @ coef
        wald = float(estimate @ np.linalg.solve(covariance, estimate))
        df2 = eta - q + 1
        statistic = df2 / (eta * q) * wald
        p_value = float(f_p(statistic, q, df2)) if df2 > 0 else np.nan
        return HTZ(statistic, q, float(df2), p_value)

    def _expected(self) -> Array:
        """Return the expectation of the robust covariance under the working model."""
        u = np.einsum("nab,bc,ndc->ad", self.pull, self.bread, self.pull)
        return np.asarray(self.own.sum(axis=0) - u)

    def _variance(self, c: Array, e: Array) -> float:
        d1, d2, d12 = (np.einsum("a,nab,b->n", x, self.own, y) for x, y in ((c, c), (e, e), (c, e)))
        u, w = (np.einsum("nab,a->nb", self.pull, x) for x in (c, e))
        b = self.bread
        own_u, own_w, cross = (np.einsum("na,ab,nb->n", x, b, y) for x, y in ((u, u), (w, w), (u, w)))
        k = u.T @ w
        same = (d1 * d2).sum() - (d1 * own_w).sum() - (d2 * own_u).sum() + np.trace(b @ k @ b @ k.T)
        mixed = (d12**2).sum() - 2 * (d12 * cross).sum() + np.trace(b @ k @ b @ k)
        return float(same + mixed)


def sandwich(design: Array, resid: Array, blocks: Sequence[Block], kind: str) -> Sandwich:
    """Return the robust covariance of weighted least squares with weights inverse to the working covariance.

    CR0 plain; CR1 times n/(n-p); CR1S times n(k-1)/((n-1)(k-p)); CR2 bias-reduced linearisation; CR3 close
    to the jackknife (doi:10.1080/07350015.2016.1247004).
    """
    k, p = design.shape
    n = len(blocks)
    weighted = [_solve(block.covariance, design[block.rows]) for block in blocks]
    gram = sum(design[block.rows].T @ wx for block, wx in zip(blocks, weighted))
    bread = np.linalg.inv(gram)
    meat = np.zeros((p, p))
    pull, own = np.empty((n, p, p)), np.empty((n, p, p))
    for i, (block, wx) in enumerate(zip(blocks, weighted)):
        x = design[block.rows]
        a = _adjusted(kind, block.covariance, x, wx, bread) @ bread
        score = a.T @ resid[block.rows]
        meat += np.outer(score, score)
        pull[i] = a.T @ x
        own[i] = a.T @ _times(block.covariance, a)
    factor = {"CR1": n / (n - p), "CR1S": n * (k - 1) / ((n - 1) * (k - p))} if n > p else {}
    return Sandwich(meat * factor.get(kind, 1.0), bread, pull, own, n)


def _adjusted(kind: str, covariance: Array, x: Array, wx: Array, bread: Array) -> Array:
    """Return A_i'W_i X_i, with A_i the adjustment of the residuals of one cluster."""
    if kind == "CR2":
        return _bias_reduced(covariance, x, wx, bread)
    if kind == "CR3":
        # (I - H_ii)^-1 by Woodbury: only a p by p system is solved.
        core = np.linalg.pinv(np.linalg.inv(bread) - x.T @ wx)
        return wx + wx @ core @ (x.T @ wx)
    return wx


def _bias_reduced(covariance: Array, x: Array, wx: Array, bread: Array) -> Array:
    """Return A'WX with A = D'(D (Phi - X B X') D')^(-1/2) D, Phi = D'D.

    D (Phi - X B X') D' = D D' D D' - (DX) B (DX)'. When Phi is diagonal, so is D, and if its entries are all
    equal the inverse root only changes the span of X, where it is found from a p by p matrix.
    """
    if covariance.ndim == 1 and np.ptp(covariance) <= 1e-14 * covariance[0]:
        return _bias_reduced_flat(float(covariance[0]), x, bread)
    upper = np.diag(np.sqrt(covariance)) if covariance.ndim == 1 else np.linalg.cholesky(covariance).T
    full = np.diag(covariance) if covariance.ndim == 1 else covariance
    inner = upper @ (full - x @ bread @ x.T) @ upper.T
    return np.asarray(upper.T @ _inverse_root(inner) @ upper @ wx)


def _bias_reduced_flat(c: float, x: Array, bread: Array) -> Array:
    q, r = np.linalg.qr(x)
    inner = np.eye(q.shape[1]) - r @ bread @ r.T / c
    return np.asarray(q @ (_inverse_root(inner) @ r) / c)


def _inverse_root(matrix: Array) -> Array:
    """Return the symmetric inverse root; directions without variance are left out."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    kept = values > 1e-12 * max(float(values.max()), 1e-300)
    roots = np.where(kept, 1 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
    return np.asarray((vectors * roots) @ vectors.T)


def _solve(covariance: Array, x: Array) -> Array:
    if covariance.ndim == 1:
        return x / covariance[:, None]
    return np.asarray(np.linalg.solve(covariance, x))


def _times(covariance: Array, x: Array) -> Array:
    return covariance[:, None] * x if covariance.ndim == 1 else np.asarray(covariance @ x)


def blocks_of(codes: np.ndarray, variances: Array) -> list[Block]:
    """Return the blocks of a diagonal working covariance; ``codes`` numbers the clusters from 0."""
    order = np.argsort(codes, kind="stable")
    bounds = np.flatnonzero(np.diff(codes[order])) + 1
    return [Block(rows, variances[rows]) for rows in np.split(order, bounds)]
