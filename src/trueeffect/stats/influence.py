"""Leverage and influence of single effects."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Projection


def leverage(at: Projection) -> Array:
    """Return the diagonal of X (X'WX)^-1 X'W, shape (k,)."""
    basis = at.problem.basis
    if basis is None:
        return np.asarray(at.w * at.inverse)
    return np.asarray(np.einsum("ip,pq,iq->i", basis.q, at.inverse, basis.q) * at.w)
