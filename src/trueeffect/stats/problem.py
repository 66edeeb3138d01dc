"""A meta-analysis as arrays: effects down, parallel problems across, and the projection that all rest on.

Shapes: ``y`` and ``v`` are (k,) for one problem, or (k, d) for d parallel problems (the batch axis is last);
(k, 1) stands for the same column in every problem. ``one`` (k, d) is 1 where an effect takes part and 0 where
it does not, so problems of unequal size share one array. No k by k matrix is ever formed: the projection

    P = W - W X (X'WX)^-1 X'W,   W = diag(1/(v + tau2))

is only used through p by p sums over effects, so every cost is O(k p^2).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Number = Any
"""A float for one problem, an array of shape (d,) for many."""

_add = np.add.reduce
_UNEVEN = 1e8
"""Ratio of weights from which sums of products are replaced by an orthogonal decomposition."""
_SMALL = 6
"""Largest p that is inverted by explicit elimination over the batch axis."""


class Basis:
    """Columns of X as an orthonormal basis Q with X = Q R, so that sums of squares stay well conditioned.

    ``q`` has shape (k, p), or (k, p, d) when every problem has its own design.
    """

    __slots__ = ("_products", "p", "q", "r")

    def __init__(self, design: Array, one: Array | None = None) -> None:
        self.p = design.shape[1]
        if design.ndim == 2:
            self.q, self.r = np.linalg.qr(design)
        else:
            rows = design if one is None else design * one[:, None, :]
            q, self.r = np.linalg.qr(np.moveaxis(rows, -1, 0))
            self.q = np.ascontiguousarray(np.moveaxis(q, 0, -1))
        self._products: Array | None = None

    @property
    def products(self) -> Array:
        """Products of every pair of columns: (k, p*p) or (k, p*p, d)."""
        if self._products is None:
            q = self.q
            pairs = q[:, :, None] * q[:, None, :]
            self._products = np.ascontiguousarray(pairs.reshape(q.shape[0], self.p**2, *q.shape[2:]))
        return self._products

    def gram(self, w: Array) -> Array:
        """Return Q'WQ: (p, p) or (p, p, d)."""
        if self.q.ndim == 2:
            flat = self.products.T @ w
        else:
            flat = _add(self.products * w[:, None, :], 0)
        return np.asarray(flat.reshape(self.p, self.p, *flat.shape[1:]))

    def cross(self, u: Array) -> Array:
        """Return Q'u: (p,) or (p, d)."""
        if self.q.ndim == 2:
            return np.asarray(self.q.T @ u)
        return np.asarray(_add(self.q * u[:, None, :], 0))

    def fitted(self, coef: Array) -> Array:
        """Return Q coef: (k,) or (k, d)."""
        if self.q.ndim == 2:
            return np.asarray(self.q @ coef)
        return np.asarray(_add(self.q * coef[None], 1))

    def take(self, index: NDArray[np.intp]) -> Basis:
        """Return the basis of the problems ``index``."""
        if self.q.ndim == 2:
            return self
        other = object.__new__(Basis)
        other.p, other.q, other.r = self.p, self.q[..., index], self.r[index]
        other._products = None if self._products is None else self._products[..., index]
        return other


class Problem:
    """Effects, variances, design and presence of one or many meta-analyses.

    Parameters
    ----------
    y, v : array, shape (k,) or (k, d) or (k, 1)
        Estimates and sampling variances; ``v`` > 0, also where an effect is absent.
    design : array, shape (k, p) or (k, p, d), optional
        None is the model with a mean only.
    one : array, shape (k, d), optional
        1 where the effect takes part, else 0.
    """

    __slots__ = ("basis", "count", "one", "p", "v", "y")

    def __init__(self, y: Array, v: Array, design: Array | None = None, one: Array | None = None) -> None:
        self.y, self.v, self.one = y, v, one
        if design is None or (design.ndim == 2 and design.shape[1] == 1 and bool((design == 1).all())):
            self.basis, self.p = None, 1
        else:
            self.basis, self.p = Basis(design, one), design.shape[1]
        self.count: Number = float(y.shape[0]) if one is None else _add(one, 0)

    @property
    def many(self) -> bool:
        """Whether there is a batch axis."""
        return self.y.ndim == 2

    @property
    def width(self) -> int:
        """Number of parallel problems."""
        shapes = [a.shape[1] for a in (self.y, self.v, self.one) if a is not None and a.ndim == 2]
        if self.basis is not None and self.basis.q.ndim == 3:
            shapes.append(self.basis.q.shape[2])
        return max(shapes, default=1)

    @property
    def df(self) -> Number:
        """Residual degrees of freedom k - p."""
        return self.count - self.p

    def take(self, index: NDArray[np.intp]) -> Problem:
        """Return the problems ``index`` of a batch."""
        other = object.__new__(Problem)
        other.y = self.y if self.y.shape[1] == 1 else self.y[:, index]
        other.v = self.v if self.v.shape[1] == 1 else self.v[:, index]
        other.one = None if self.one is None else self.one[:, index]
        other.basis = None if self.basis is None else self.basis.take(index)
        other.p = self.p
        other.count = self.count if self.one is None else self.count[index]
        return other

    def masked(self, one: Array) -> Problem:
        """Return a single problem as a batch: in problem j the effects with ``one[:, j] == 1`` take part."""
        other = self.widened()
        other.one, other.count = one, _add(one, 0)
        return other

    def widened(self) -> Problem:
        """Return a single problem with a batch axis of length 1, to be tried at many tau2 at once."""
        other = object.__new__(Problem)
        other.y, other.v = self.y[:, None], self.v[:, None]
        other.one, other.basis, other.p, other.count = None, self.basis, self.p, self.count
        return other

    def weights(self, tau2: Number = 0.0) -> Array:
        """Return 1/(v + tau2), 0 where an effect is absent."""
        if self.one is None:
            return np.asarray(1.0 / (self.v + tau2))
        return np.asarray(self.one / (self.v + tau2))

    def sum_log(self, tau2: Number = 0.0) -> Number:
        """Return the sum of log(v + tau2) over the effects that take part."""
        logs = np.log(self.v + tau2)
        return _add(logs if self.one is None else logs * self.one, 0)

    def unit(self) -> Array:
        """Return weights of 1."""
        if self.one is not None:
            return self.one
        return np.ones_like(self.y + self.v)

    def at(self, tau2: Number = 0.0) -> Projection:
        """Return the projection at ``tau2``."""
        return Projection(self, self.weights(tau2))


class Projection:
    """Weighted least squares at given weights, and the traces and forms of its projection P."""

    __slots__ = ("_g2", "coef", "gram", "inverse", "problem", "resid", "s", "w")

    def __init__(self, problem: Problem, w: Array) -> None:
        self.problem, self.w = problem, w
        self._g2: Array | None = None
        basis = problem.basis
        if basis is None:
            self.gram = _add(w, 0)
            self.inverse = 1.0 / self.gram
            self.coef = _add(w * problem.y, 0) * self.inverse
            self.resid = problem.y - self.coef
        elif w.ndim == 1 and w.max() > _UNEVEN * w.min():
            self.gram = basis.gram(w)
            self.coef, self.inverse = _by_rows(basis.q, problem.y, w)
            self.resid = problem.y - basis.fitted(self.coef)
        else:
            self.gram = basis.gram(w)
            self.inverse = inverted(self.gram)
            self.coef = times(self.inverse, basis.cross(w * problem.y))
            self.resid = problem.y - basis.fitted(self.coef)
        self.s = w * self.resid

    def form(self) -> Number:
        """Return y'Py."""
        return _add(self.s * self.resid, 0)

    def form2(self) -> Number:
        """Return y'PPy."""
        return _add(self.s * self.s, 0)

    def form3(self) -> Number:
        """Return y'PPPy."""
        ws = self.w * self.s
        outer = _add(ws * self.s, 0)
        basis = self.problem.basis
        if basis is None:
            return outer - _add(ws, 0) ** 2 * self.inverse
        c = basis.cross(ws)
        return outer - _add(c * times(self.inverse, c), 0)

    def moment(self, u: Array) -> Array:
        """Return X'diag(u)X in the basis."""
        basis = self.problem.basis
        return np.asarray(_add(u, 0)) if basis is None else basis.gram(u)

    def trace(self) -> Number:
        """Return tr P."""
        w2 = self.w * self.w
        self._g2 = g2 = self.moment(w2)
        return _add(self.w, 0) - self.paired(g2)

    def paired(self, moment: Array) -> Number:
        """Return tr((X'WX)^-1 M)."""
        if self.problem.basis is None:
            return self.inverse * moment
        return _add(self.inverse * moment, (0, 1))

    def trace2(self) -> Number:
        """Return tr PP."""
        w2 = self.w * self.w
        g2 = self.moment(w2) if self._g2 is None else self._g2
        g3 = self.moment(w2 * self.w)
        return _add(w2, 0) - 2 * self.paired(g3) + self.squared(g2, g2)

    def squared(self, left: Array, right: Array) -> Number:
        """Return tr((X'WX)^-1 L (X'WX)^-1 R)."""
        if self.problem.basis is None:
            return self.inverse * left * self.inverse * right
        a, b = product(self.inverse, left), product(self.inverse, right)
        return _add(a * np.swapaxes(b, 0, 1), (0, 1))

    def trace_with(self, d: Array) -> Number:
        """Return tr(P D) for diagonal D."""
        return _add(self.w * d, 0) - self.paired(self.moment(self.w * self.w * d))

    def trace_between(self, d: Array | float, e: Array | float) -> Number:
        """Return tr(P D P E) for diagonal D and E."""
        w2 = self.w * self.w
        both = _add(w2 * d * e, 0) - 2 * self.paired(self.moment(w2 * self.w * d * e))
        return both + self.squared(self.moment(w2 * d), self.moment(w2 * e))

    def log_det(self) -> Number:
        """Return log |X'WX|, up to the constant 2 log |R| of the basis."""
        if self.problem.basis is None:
            return np.log(self.gram)
        return log_determinant(self.gram)

    def restricted(self) -> Number:
        """Return log |X'WX| - log |X'X|."""
        if self.problem.basis is None:
            return np.log(self.gram) - np.log(self.problem.count)
        if self.problem.one is None or self.problem.basis.q.ndim == 3:
            return self.log_det()
        return self.log_det() - log_determinant(self.problem.basis.gram(self.problem.one))


def _by_rows(q: Array, y: Array, w: Array) -> tuple[Array, Array]:
    """Return coefficients and (Q'WQ)^-1 from the weighted rows, heaviest first: sums would lose digits."""
    order = np.argsort(-w)
    root = np.sqrt(w[order])
    left, upper = np.linalg.qr(root[:, None] * q[order])
    back = np.linalg.inv(upper)
    return back @ (left.T @ (root * y[order])), back @ back.T


def inverted(gram: Array) -> Array:
    """Return the inverse of (p, p) or of each of (p, p, d); NaN where singular."""
    if gram.ndim == 2:
        try:
            return np.asarray(np.linalg.inv(gram))
        except np.linalg.LinAlgError:
            return np.full_like(gram, np.nan)
    p = gram.shape[0]
    if p > _SMALL:
        with np.errstate(all="ignore"):
            return _inverted_stack(gram)
    return _eliminated(gram)


def log_determinant(gram: Array) -> Number:
    """Return the log determinant of a positive (p, p), or of each of (p, p, d); NaN where singular."""
    if gram.ndim == 2:
        return np.linalg.slogdet(gram)[1]
    a, p = gram.copy(), gram.shape[0]
    out = np.zeros(gram.shape[2])
    with np.errstate(all="ignore"):
        for j in range(p):
            out += np.log(a[j, j])
            rest = slice(j + 1, p)
            a[rest, rest] -= a[rest, j, None] * (a[None, j, rest] / a[j, j])
    return out


def _inverted_stack(gram: Array) -> Array:
    stack = np.moveaxis(gram, -1, 0)
    try:
        return np.asarray(np.moveaxis(np.linalg.inv(stack), 0, -1))
    except np.linalg.LinAlgError:
        good = np.linalg.matrix_rank(stack, hermitian=True) == gram.shape[0]
        out = np.full_like(stack, np.nan)
        out[good] = np.linalg.inv(stack[good])
        return np.asarray(np.moveaxis(out, 0, -1), dtype=float)


def _eliminated(gram: Array) -> Array:
    """Invert symmetric positive matrices by sweeping, one vector operation over the batch per entry."""
    a = gram.copy()
    p = a.shape[0]
    floor = 1e-12 * np.array([a[j, j] for j in range(p)])
    with np.errstate(all="ignore"):
        for j in range(p):
            pivot = np.where(a[j, j] > floor[j], a[j, j], np.nan)
            row = a[j] / pivot
            column = a[:, j].copy()
            a -= column[:, None] * row[None]
            a[j] = row
            a[:, j] = -column / pivot
            a[j, j] = 1 / pivot
    return a


def times(matrix: Array, vector: Array) -> Array:
    """Return matrix times vector, per problem."""
    if matrix.ndim == 2:
        return np.asarray(matrix @ vector)
    return np.asarray(_add(matrix * vector[None], 1))


def product(a: Array, b: Array) -> Array:
    """Return the matrix product, per problem."""
    if a.ndim == 2:
        return np.asarray(a @ b)
    return np.asarray(np.einsum("ijd,jkd->ikd", a, b))
