"""What a random term adds to the covariance of effects, with its derivatives in its parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from trueeffect.stats.problem import Array

Index = NDArray[np.intp]
FLOOR = 1e-9
"""Smallest variance of a level, as a share of the spread of effects, where correlations divide by it."""


class Parameter(NamedTuple):
    """A parameter: ``kind`` is ``variance`` or ``correlation`` (or ``range``), with its bounds and start."""

    kind: str
    low: float
    high: float
    start: float


class Kernel(Protocol):
    """A random term."""

    @property
    def groups(self) -> list[Index]:
        """Group codes that tie rows together."""
        ...

    def parameters(self, scale: float) -> list[Parameter]:
        """Return parameters with bounds; ``scale`` is a variance typical of the effects."""
        ...

    def prepare(self, rows: Index) -> Any:
        """Return what does not change for blocks of rows (n, m)."""
        ...

    def at(self, theta: Array, ready: Any) -> tuple[Array, list[Array]]:
        """Return the covariance (n, m, m) and its derivative in each parameter."""
        ...


def _same(codes: Index, rows: Index) -> Array:
    own = codes[rows]
    return np.asarray(own[:, :, None] == own[:, None, :], dtype=float)


@dataclass(frozen=True, eq=False)
class Intercept:
    """One effect per group, with a known correlation of groups if given."""

    codes: Index
    correlation: Array | None = None

    @property
    def groups(self) -> list[Index]:
        """Rows of one group belong together; all rows, when groups are correlated."""
        return [self.codes if self.correlation is None else np.zeros_like(self.codes)]

    def parameters(self, scale: float) -> list[Parameter]:
        """Return one variance."""
        return [Parameter("variance", 0.0, np.inf, scale)]

    def prepare(self, rows: Index) -> Array:
        """Return 1 (or the correlation) for rows of related groups."""
        if self.correlation is None:
            return _same(self.codes, rows)
        own = self.codes[rows]
        return self.correlation[own[:, :, None], own[:, None, :]]

    def at(self, theta: Array, ready: Array) -> tuple[Array, list[Array]]:
        """Return variance times relation."""
        return theta[0] * ready, [ready]


Levels = Callable[[Array], tuple[Array, list[Array]]]


@dataclass(frozen=True, eq=False)
class Structure:
    """Correlated effects of the levels of an inner factor within each outer group."""

    name: str
    inner: Index
    outer: Index
    values: Array

    @property
    def groups(self) -> list[Index]:
        """Rows of one outer group belong together."""
        return [self.outer]

    @property
    def size(self) -> int:
        """Number of levels."""
        return len(self.values)

    def parameters(self, scale: float) -> list[Parameter]:
        """Return variances, then correlations."""
        n, floor = self.size, FLOOR * scale
        many = Parameter("variance", floor, np.inf, scale)
        one = Parameter("variance", 0.0, np.inf, scale)
        rho = Parameter("correlation", -1.0, 1.0, 0.3)
        if self.name == "CS":
            return [one, rho._replace(low=-1.0 / max(n - 1, 1))]
        if self.name == "HCS":
            return [many] * n + [rho._replace(low=-1.0 / max(n - 1, 1))]
        if self.name == "UN":
            return [many] * n + [rho] * (n * (n - 1) // 2)
        if self.name == "ID":
            return [one]
        if self.name == "DIAG":
            return [one] * n
        if self.name == "AR":
            return [one, rho]
        if self.name == "HAR":
            return [many] * n + [rho]
        return [one, rho._replace(low=0.0, start=0.5)]  # CAR

    def prepare(self, rows: Index) -> tuple[Array, Index, Index]:
        """Return which rows share the outer group, and the pairs of levels."""
        own = self.inner[rows]
        shape = (*own.shape, own.shape[1])
        first = np.broadcast_to(own[:, :, None], shape)
        return _same(self.outer, rows), first, np.broadcast_to(own[:, None, :], shape)

    def at(self, theta: Array, ready: tuple[Array, Index, Index]) -> tuple[Array, list[Array]]:
        """Return the covariance of levels, where the outer group is shared."""
        same, i, j = ready
        c, derivatives = self.level_covariance(theta)
        return c[i, j] * same, [d[i, j] * same for d in derivatives]

    def level_covariance(self, theta: Array) -> tuple[Array, list[Array]]:
        """Return the covariance of levels and its derivatives."""
        n = self.size
        eye = np.eye(n)
        if self.name == "ID":
            return theta[0] * eye, [eye]
        if self.name == "DIAG":
            return np.diag(theta), [np.diag(row) for row in eye]
        if self.name == "UN":
            return unstructured(theta, n)
        homogeneous = self.name in ("CS", "AR", "CAR")
        variances, rho = theta[:-1], float(theta[-1])
        if self.name in ("CS", "HCS"):
            r, dr = np.where(eye > 0, 1.0, rho), 1.0 - eye
        else:
            at = self.values if self.name == "CAR" else np.arange(n, dtype=float)
            gap = np.abs(at[:, None] - at[None, :])
            with np.errstate(all="ignore"):
                r = np.where(gap == 0, 1.0, np.sign(rho) ** np.round(gap) * np.abs(rho) ** gap)
                dr = np.where(gap == 0, 0.0, gap * r / rho if rho != 0 else (gap == 1) * 1.0)
        if homogeneous:
            return variances[0] * r, [r, variances[0] * dr]
        return heterogeneous(variances, r, [dr])


def heterogeneous(variances: Array, r: Array, dr: list[Array]) -> tuple[Array, list[Array]]:
    """Return the covariance of given variances and correlations, and its derivatives."""
    s = np.sqrt(variances)
    outer = s[:, None] * s[None, :]
    c = outer * r
    out = []
    for a in range(len(s)):
        d = np.zeros_like(c)
        d[a] += c[a] / (2 * variances[a])
        d[:, a] += c[:, a] / (2 * variances[a])
        out.append(d)
    return c, out + [outer * d for d in dr]


def unstructured(theta: Array, n: int) -> tuple[Array, list[Array]]:
    """Return a full covariance; correlations in column order of the lower triangle."""
    r, dr = np.eye(n), []
    at = n
    for j in range(n):
        for i in range(j + 1, n):
            r[i, j] = r[j, i] = theta[at]
            d = np.zeros((n, n))
            d[i, j] = d[j, i] = 1.0
            dr.append(d)
            at += 1
    return heterogeneous(theta[:n], r, dr)


@dataclass(frozen=True, eq=False)
class Slopes:
    """Random intercept and slopes with a full covariance; ``columns`` (k, q) starts with 1."""

    columns: Array
    outer: Index

    @property
    def groups(self) -> list[Index]:
        """Rows of one outer group belong together."""
        return [self.outer]

    def parameters(self, scale: float) -> list[Parameter]:
        """Return variances, then correlations."""
        sizes = np.maximum((self.columns**2).mean(axis=0), 1e-12)
        out = [Parameter("variance", FLOOR * scale / s, np.inf, scale / s) for s in sizes]
        q = len(sizes)
        return out + [Parameter("correlation", -1.0, 1.0, 0.0)] * (q * (q - 1) // 2)

    def prepare(self, rows: Index) -> tuple[Array, Array]:
        """Return the columns and which rows share the outer group."""
        return self.columns[rows], _same(self.outer, rows)

    def at(self, theta: Array, ready: tuple[Array, Array]) -> tuple[Array, list[Array]]:
        """Return z C z'."""
        z, same = ready
        c, derivatives = unstructured(theta, z.shape[2])
        turned = np.swapaxes(z, 1, 2)
        return (z @ c @ turned) * same, [(z @ d @ turned) * same for d in derivatives]


@dataclass(frozen=True, eq=False)
class Spatial:
    """One variance and a correlation that falls with distance; ``distance`` is between labels."""

    name: str
    distance: Array
    codes: Index
    outer: Index

    @property
    def groups(self) -> list[Index]:
        """Rows of one outer group belong together."""
        return [self.outer]

    def parameters(self, scale: float) -> list[Parameter]:
        """Return variance and range."""
        d = self.distance[self.distance > 0]
        top = float(d.max()) if len(d) else 1.0
        start = float(np.quantile(d, 0.25)) / 3 if len(d) else 1.0
        low = (float(d.min()) if len(d) else 1.0) * 1e-3
        return [Parameter("variance", 0.0, np.inf, scale), Parameter("range", low, 1e3 * top, start)]

    def prepare(self, rows: Index) -> tuple[Array, Array]:
        """Return distances and which rows share the outer group."""
        own = self.codes[rows]
        return self.distance[own[:, :, None], own[:, None, :]], _same(self.outer, rows)

    def at(self, theta: Array, ready: tuple[Array, Array]) -> tuple[Array, list[Array]]:
        """Return variance times correlation."""
        d, same = ready
        x, rho = d / theta[1], theta[1]
        if self.name == "SPEXP":
            r = np.exp(-x)
            slope = r * x / rho
        elif self.name == "SPGAU":
            r = np.exp(-(x**2))
            slope = r * 2 * x**2 / rho
        elif self.name == "SPLIN":
            r, slope = np.maximum(1 - x, 0.0), np.where(x < 1, x / rho, 0.0)
        elif self.name == "SPRAT":
            r = 1 / (1 + x**2)
            slope = 2 * x**2 / (1 + x**2) ** 2 / rho
        else:  # SPSPH
            r = np.where(x < 1, 1 - 1.5 * x + 0.5 * x**3, 0.0)
            slope = np.where(x < 1, (1.5 * x - 1.5 * x**3) / rho, 0.0)
        return theta[0] * r * same, [r * same, theta[0] * slope * same]


STRUCTURES = ("CS", "HCS", "UN", "ID", "DIAG", "AR", "HAR", "CAR")
SPATIAL = ("SPEXP", "SPGAU", "SPLIN", "SPRAT", "SPSPH")
