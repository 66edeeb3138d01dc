"""Marginal covariance of effects as independent blocks: solve, determinant, derivatives; and a closed form.

Blocks are the connected sets of rows; blocks of one size are solved together. Two nested variances with
independent sampling errors need no matrices at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from trueeffect.stats.multilevel.kernels import Index, Intercept, Kernel
from trueeffect.stats.problem import Array

SINGULAR = 1e-7
"""Smallest pivot of a covariance, as a share of the largest, with which its inverse still has meaning."""


class Evaluated(Protocol):
    """A covariance M at given parameters."""

    @property
    def log_det(self) -> float:
        """Logarithm of the determinant of M."""
        ...

    def solve(self, a: Array) -> Array:
        """Return M^-1 a, for a of shape (k, c)."""
        ...

    def derivative(self, j: int, a: Array) -> Array:
        """Return D_j a."""
        ...

    def traces(self) -> Array:
        """Return tr(M^-1 D_j) for every parameter."""
        ...


class Covariance(Protocol):
    """A family of covariances."""

    def at(self, theta: Array) -> Evaluated | None:
        """Return the covariance at ``theta``; None when it is not positive definite."""
        ...


def connected(groups: Sequence[Index], k: int) -> Index:
    """Return the number of the block of each row: rows that share a group are in one block."""
    labels = np.arange(k)
    for _ in range(k):
        before = labels.copy()
        for codes in groups:
            low = np.full(int(codes.max()) + 1, k)
            np.minimum.at(low, codes, labels)
            labels = low[codes]
        if np.array_equal(before, labels):
            break
    return np.unique(labels, return_inverse=True)[1].ravel()


def rows_by_size(labels: Index) -> list[Index]:
    """Return the rows of the blocks, (n, m) for each block size m."""
    order = np.argsort(labels, kind="stable")
    counts = np.bincount(labels)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return [order[starts[counts == m][:, None] + np.arange(m)[None]] for m in np.unique(counts)]


@dataclass(frozen=True, eq=False)
class Blocked:
    """General random terms over blocks; ``sampling`` holds V of the blocks, in the order of ``rows``."""

    rows: list[Index]
    sampling: list[Array]
    kernels: list[Kernel]
    ready: list[list[object]]
    sizes: list[int]

    @classmethod
    def build(
        cls, v: Array, parts: list[tuple[Index, Array]], kernels: list[Kernel], sizes: list[int]
    ) -> Blocked:
        """Arrange rows in blocks; ``parts`` are rows with a full sampling covariance."""
        k = len(v)
        codes = np.arange(k)
        for number, (index, _) in enumerate(parts):
            codes[index] = k + number
        codes = np.unique(codes, return_inverse=True)[1].ravel()
        labels = connected([codes, *(g for kernel in kernels for g in kernel.groups)], k)
        rows = rows_by_size(labels)
        place = np.empty((k, 3), dtype=int)
        sampling = []
        for b, index in enumerate(rows):
            n, m = index.shape
            out = np.zeros((n, m, m))
            out[:, np.arange(m), np.arange(m)] = v[index]
            sampling.append(out)
            place[index] = np.stack(
                [np.full((n, m), b), *np.broadcast_arrays(np.arange(n)[:, None], np.arange(m)[None])], axis=2
            )
        for index, matrix in parts:
            b, n = place[index[0], 0], place[index[0], 1]
            at = place[index, 2]
            sampling[b][n][np.ix_(at, at)] = matrix
        ready = [[kernel.prepare(index) for index in rows] for kernel in kernels]
        return cls(rows, sampling, kernels, ready, sizes)

    def at(self, theta: Array) -> BlockedAt | None:
        """Return the covariance at ``theta``."""
        split = np.split(theta, np.cumsum(self.sizes)[:-1])
        total = [v.copy() for v in self.sampling]
        derivatives: list[list[Array]] = [[] for _ in self.rows]
        for kernel, ready, own in zip(self.kernels, self.ready, split):
            for b, context in enumerate(ready):
                g, d = kernel.at(own, context)
                total[b] += g
                derivatives[b] += d
        inverses: list[Array] = []
        log_det = 0.0
        for m in total:
            try:
                lower = np.linalg.cholesky(m)
            except np.linalg.LinAlgError:
                return None
            roots = np.einsum("nii->ni", lower)
            if not roots.min() > SINGULAR * roots.max():
                return None
            log_det += 2 * float(np.log(roots).sum())
            inverses.append(np.asarray(np.linalg.inv(m), dtype=float))
        return BlockedAt(self.rows, total, inverses, derivatives, log_det)


@dataclass(frozen=True, eq=False)
class BlockedAt:
    """Blocks at given parameters."""

    rows: list[Index]
    matrices: list[Array]
    inverses: list[Array]
    derivatives: list[list[Array]]
    log_det: float

    def solve(self, a: Array) -> Array:
        """Return M^-1 a."""
        out = np.empty_like(a)
        for rows, inverse in zip(self.rows, self.inverses):
            out[rows] = inverse @ a[rows]
        return out

    def derivative(self, j: int, a: Array) -> Array:
        """Return D_j a."""
        out = np.empty_like(a)
        for rows, derivatives in zip(self.rows, self.derivatives):
            out[rows] = derivatives[j] @ a[rows]
        return out

    def traces(self) -> Array:
        """Return tr(M^-1 D_j)."""
        count = len(self.derivatives[0])
        return np.array(
            [
                sum(float(np.vdot(inv, d[j])) for inv, d in zip(self.inverses, self.derivatives))
                for j in range(count)
            ]
        )


@dataclass(frozen=True, eq=False)
class Nested:
    """Outer groups and one further effect per row: M = diag(v + s2) + s1 11' within groups."""

    v: Array
    codes: Index
    count: int

    def at(self, theta: Array) -> NestedAt | None:
        """Return the covariance at (s1, s2)."""
        d = self.v + theta[1]
        if not d.min() > 0:
            return None
        w = 1 / d
        s: Array = np.asarray(np.bincount(self.codes, w, self.count), dtype=float)
        scale = 1 + theta[0] * s
        log_det = float(np.log(d).sum() + np.log(scale).sum())
        return NestedAt(self, w, s, theta[0] / scale, scale, log_det)


@dataclass(frozen=True, eq=False)
class NestedAt:
    """The closed form at given variances."""

    family: Nested
    w: Array
    s: Array
    a: Array
    scale: Array
    log_det: float

    def _sums(self, a: Array) -> Array:
        codes, count = self.family.codes, self.family.count
        return np.stack([np.bincount(codes, column, count) for column in a.T], axis=1)

    def solve(self, a: Array) -> Array:
        """Return M^-1 a."""
        wa = self.w[:, None] * a
        return wa - self.w[:, None] * (self.a[:, None] * self._sums(wa))[self.family.codes]

    def derivative(self, j: int, a: Array) -> Array:
        """Return D_j a."""
        return a if j == 1 else self._sums(a)[self.family.codes]

    def traces(self) -> Array:
        """Return tr(M^-1 D_j)."""
        squares = np.bincount(self.family.codes, self.w**2, self.family.count)
        return np.array([(self.s / self.scale).sum(), self.w.sum() - (self.a * squares).sum()])


def build(v: Array, parts: list[tuple[Index, Array]], kernels: list[Kernel], sizes: list[int]) -> Covariance:
    """Return the covariance of these terms, in closed form when there is one."""
    if not parts and len(kernels) == 2 and all(isinstance(kernel, Intercept) for kernel in kernels):
        first, second = kernels
        assert isinstance(first, Intercept)
        assert isinstance(second, Intercept)
        plain = first.correlation is None and second.correlation is None
        if plain and len(np.unique(second.codes)) == len(v):
            return Nested(v, first.codes, int(first.codes.max()) + 1)
    return Blocked.build(v, parts, kernels, sizes)
